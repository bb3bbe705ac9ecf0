"""The desk's own themes, and the colours by meaning that every theme has here, whoever made it.

A colour is used for what it means (`$here`, `$alarm`), never for what it is. `semantic_variables` gives those
meanings to TCSS and to `render.looks`: the app returns it from `get_theme_variable_defaults`. What is drawn beside
the letters, frames and signs, is among them: `$frame` and `$side` are kinds of border.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from textual.color import Color
from textual.theme import Theme

CONTRAST_MIN: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA: text against what is behind it."""

CONTRAST_HIGH: Final = 7.0
"""The same at level AAA, criterion 1.4.6: what the theme of high contrast keeps."""

CONTRAST_LINES: Final = 3.0
"""WCAG 2.2, success criterion 1.4.11, level AA: lines, frames and marks against what is behind them."""

MEANINGS: Final = {
    "plain": "foreground",
    "here": "primary",
    "waiting": "warning",
    "alarm": "error",
    "done": "success",
    "query-word": "secondary",
}
"""Semantic variables of text, and the theme's colour each is made of.

In order: content; where I am; new, a key, waiting for me; escalated, overdue, critical, a low score; done, in sync;
the words of a query. Beside them: `muted` for labels and the past, `cursor-row` and `hairline`.
"""

BADGES: Final = {
    "waiting": ("ansi_black", "ansi_bright_yellow"),
    "alarm": ("ansi_bright_white", "ansi_red"),
    "done": ("ansi_black", "ansi_bright_green"),
    "query-word": ("ansi_bright_white", "ansi_magenta"),
}
"""Words of a meaning in the terminal's own colours, and what is behind them.

None of the 16 colours can be read on every terminal's ground, dark or light. These pairs bring their ground along:
each is 4.5:1 and more in the palettes of xterm, VGA and Tango. Where I am is said by shape and inversion: most
tickets are open, and a list full of blue would be no quiet ground.
"""

_ANSI: Final = {
    **dict.fromkeys((*MEANINGS, "muted", "receded", "cursor-row", "hairline"), "ansi_default"),
    **{f"{name}-badge": colour for name, (colour, _) in BADGES.items()},
    **{f"{name}-badge-ground": ground for name, (_, ground) in BADGES.items()},
}
"""What is no badge is drawn as the terminal draws its own text: nobody but the terminal knows these colours."""

_UNICODE_LINES: Final = {"signs": "unicode", "frame": "round", "side": "outer"}
_ASCII_LINES: Final = {"signs": "ascii", "frame": "ascii", "side": "ascii"}


def semantic_variables(theme: Theme, *, ascii_only: bool = False) -> dict[str, str]:
    """Return the variables by meaning for a theme: those it names itself, else made of its colours, readable.

    `ascii_only` chooses the signs and frames of terminals without Unicode.
    """
    lines = _ASCII_LINES if ascii_only else _UNICODE_LINES
    return {**(_ANSI if theme.ansi else _mixed(theme)), **theme.variables, **lines}


def _mixed(theme: Theme) -> dict[str, str]:
    base = {name: Color.parse(value) for name, value in _base_colours(theme).items()}
    ground, text = base["background"], base["foreground"]
    cursor_row = ground.blend(base["primary"], 0.15, alpha=1)
    if "cursor-row" in theme.variables:
        cursor_row = Color.parse(theme.variables["cursor-row"])
    behind = (ground, base["panel"], cursor_row)
    colours = {name: readable(base[source], behind) for name, source in MEANINGS.items()}
    colours["muted"] = readable(text.blend(ground, 0.4, alpha=1), behind)
    colours["cursor-row"] = cursor_row
    colours["hairline"] = faintest(text, ground, CONTRAST_LINES)
    colours["receded"] = faintest(text, ground, CONTRAST_MIN)
    return {name: colour.hex6 for name, colour in colours.items()}


def faintest(text: Color, ground: Color, ratio: float) -> Color:
    """Return `text` blended into its ground as far as this contrast ratio leaves it."""
    mixed = (text.blend(ground, step / 50, alpha=1) for step in reversed(range(50)))
    return next((colour for colour in mixed if contrast(colour, ground) >= ratio), text)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Color, behind: Sequence[Color]) -> Color:
    """Return `colour`, moved to black or white as little as it takes to be read on every colour of `behind`."""
    target = max((Color(0, 0, 0), Color(255, 255, 255)), key=lambda end: min(contrast(end, at) for at in behind))
    for step in range(20):
        mixed = colour.blend(target, step / 20, alpha=1)
        if all(contrast(mixed, at) >= CONTRAST_MIN for at in behind):
            return mixed
    return target


def _base_colours(theme: Theme) -> Mapping[str, str]:
    """Return a theme's own colours; what it leaves out, as Textual makes it up."""
    generated = theme.to_color_system().generate()
    names = (*MEANINGS.values(), "background", "panel")
    return {name: getattr(theme, name) or generated[name] for name in names}


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme(name: str, *, dark: bool, colours: Mapping[str, str], ratio: float = CONTRAST_MIN) -> Theme:
    """Build a theme of ours; what Textual's own widgets use is set to the same few meanings."""
    text, muted, blue, selection = colours["text"], colours["muted"], colours["blue"], colours["selection"]
    receded = faintest(Color.parse(text), Color.parse(colours["ground"]), ratio).hex6
    return Theme(
        name=name,
        dark=dark,
        primary=blue,
        secondary=colours["purple"],
        accent=colours["amber"],
        warning=colours["amber"],
        error=colours["red"],
        success=colours["green"],
        foreground=text,
        background=colours["ground"],
        surface=colours["surface"],
        panel=colours["panel"],
        variables={
            "muted": muted,
            "cursor-row": selection,
            "hairline": colours["line"],
            "receded": receded,
            "text": text,
            "text-muted": muted,
            "text-disabled": muted,
            "foreground-muted": muted,
            "block-cursor-background": selection,
            "block-cursor-foreground": text,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": selection,
            "block-cursor-blurred-foreground": text,
            "border": blue,
            "border-blurred": colours["line"],
            "footer-key-foreground": colours["amber"],
            "footer-description-foreground": muted,
            "input-cursor-background": text,
            "input-cursor-foreground": colours["ground"],
            "input-selection-background": selection,
            "input-selection-foreground": text,
            "scrollbar": colours["line"],
            "scrollbar-background": colours["ground"],
        },
    )


DARK: Final = _theme(
    "cxloop-dark",
    dark=True,
    colours={
        "ground": "#12151f",
        "surface": "#171b28",
        "panel": "#1e2333",
        "selection": "#222b42",
        "line": "#5a6382",
        "text": "#c8d0e8",
        "muted": "#8d97b6",
        "blue": "#7aa2f7",
        "amber": "#e0af68",
        "red": "#f58a93",
        "green": "#8fc17a",
        "purple": "#b39ae6",
    },
)
"""The quiet dark ground the desk opens with."""

LIGHT: Final = _theme(
    "cxloop-light",
    dark=False,
    colours={
        "ground": "#fafbfe",
        "surface": "#f1f3f9",
        "panel": "#e6eaf4",
        "selection": "#d9e3fa",
        "line": "#868ea6",
        "text": "#20263d",
        "muted": "#566080",
        "blue": "#2757c9",
        "amber": "#855400",
        "red": "#b3243b",
        "green": "#2f6a22",
        "purple": "#6a3fb5",
    },
)
"""The same, on paper."""

CONTRAST: Final = _theme(
    "cxloop-contrast",
    dark=True,
    ratio=CONTRAST_HIGH,
    colours={
        "ground": "#000000",
        "surface": "#000000",
        "panel": "#101010",
        "selection": "#1c2f66",
        "line": "#b8b8b8",
        "text": "#ffffff",
        "muted": "#d2d2d2",
        "blue": "#a8ccff",
        "amber": "#ffd24d",
        "red": "#ffb0b0",
        "green": "#9af59a",
        "purple": "#dcc4ff",
    },
)
"""For eyes and screens that need more: every letter at 7:1 and above."""

ANSI: Final = Theme(
    name="cxloop-ansi",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_magenta",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "foreground-muted": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
        "block-cursor-text-style": "none",
        "input-selection-foreground": "ansi_bright_white",
        "input-selection-background": "ansi_blue",
        "scrollbar": "ansi_default",
        "scrollbar-hover": "ansi_default",
        "scrollbar-active": "ansi_default",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
    },
)
"""The terminal's own 16 colours, on its own ground."""

THEMES: Final = (DARK, LIGHT, CONTRAST, ANSI)
"""What the app registers; the first is the default."""

THEME_WORDS: Final = {
    DARK.name: "a dark ground",
    LIGHT.name: "a light one",
    CONTRAST.name: "high contrast",
    ANSI.name: "the terminal's own 16 colours",
}
"""What each of them is, for whoever chooses."""
