"""The desk's own themes, and the colours by meaning that every theme has here, whoever made it.

A colour is used for what it means (`$here`, `$alarm`), never for what it is. `semantic_variables` gives those
meanings to TCSS and to `render.looks`: the app returns it from `get_theme_variable_defaults`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from textual.color import Color
from textual.theme import Theme

CONTRAST_MIN: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA: text against what is behind it."""

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

_ANSI: Final = {
    "plain": "ansi_default",
    "muted": "ansi_default",
    "here": "ansi_blue",
    "waiting": "ansi_yellow",
    "alarm": "ansi_red",
    "done": "ansi_green",
    "query-word": "ansi_magenta",
    "cursor-row": "ansi_default",
    "hairline": "ansi_default",
}
"""The terminal's own colours: nobody but the terminal knows them, so nothing is mixed."""


def semantic_variables(theme: Theme) -> dict[str, str]:
    """Return the variables by meaning for a theme: those it names itself, else made of its colours, readable."""
    if theme.ansi:
        return {**_ANSI, **theme.variables}
    base = {name: Color.parse(value) for name, value in _base_colours(theme).items()}
    ground, text = base["background"], base["foreground"]
    cursor_row = ground.blend(base["primary"], 0.15, alpha=1)
    if "cursor-row" in theme.variables:
        cursor_row = Color.parse(theme.variables["cursor-row"])
    behind = (ground, base["panel"], cursor_row)
    colours = {name: readable(base[source], behind) for name, source in MEANINGS.items()}
    colours["muted"] = readable(text.blend(ground, 0.4, alpha=1), behind)
    colours["cursor-row"] = cursor_row
    colours["hairline"] = ground.blend(text, 0.15, alpha=1)
    return {**{name: colour.hex6 for name, colour in colours.items()}, **theme.variables}


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


def _theme(name: str, *, dark: bool, colours: Mapping[str, str]) -> Theme:
    """Build a theme of ours; what Textual's own widgets use is set to the same few meanings."""
    text, muted, blue, selection = colours["text"], colours["muted"], colours["blue"], colours["selection"]
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
            "text": text,
            "text-muted": muted,
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
            "input-selection-background": selection,
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
        "line": "#2b3247",
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
        "line": "#cdd4e4",
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

THEMES: Final = (DARK, LIGHT)
"""What the app registers; the first is the default."""
