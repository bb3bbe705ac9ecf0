"""Styles by what they mean, and the signs that say the same without colour.

Strips are painted past Textual's style sheets, so what TCSS would know is gathered here once per theme, from the same
theme variables. `ground` or `panel` goes behind a style, `cursor` over it; `painted` lays text down that way.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final, Self

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.segment import SEPARATOR
from cxloop_tui.domain.status import Priority, Status

BOLD: Final = Style(bold=True)
"""Weight: new or unread in a list, a name or the word that matters elsewhere."""


@frozen
class Signs:
    """The shapes that say without colour what colour says."""

    priority: Mapping[Priority, str]
    draft: str
    """Words of mine wait unsent."""
    reopened: str
    cursor: str
    """The bar at the edge of the row the cursor is on."""
    thumb: str
    """Where in the list the screen is, at the right edge."""
    ellipsis: str
    nobody: str
    """No customer or owner known."""
    becomes: str
    """Between what was and what is."""
    below: str
    """Between a segment and what lies below it."""
    menu: str
    """There is a list to choose from."""
    dot: str
    """Between things said in one line."""
    caret: str
    """Where typing goes on in a line we paint ourselves."""
    edge: str
    """The line between two panes."""
    edge_here: str
    """The same where keys go into the pane right of it."""
    filled: str
    """A step of a scale up to the score."""
    unfilled: str
    """A step of a scale above it."""
    bar: str
    """A cell of a bar as long as what it stands for."""
    bar_rest: str
    """A cell of what is not reached yet."""
    chosen: str
    """What was chosen of several; in step with the hub."""
    unchosen: str
    """What was not; apart from the hub."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Names of keys whose usual sign cannot be drawn."""

    def key(self, shown: str) -> str:
        """Return a key as it can be drawn: `⏎` as `enter` where need be."""
        modifiers, plus, last = shown.rpartition("+")
        return f"{modifiers}{plus}{self.keys.get(last, last)}"

    def path(self, path: str) -> str:
        """Return a path of segments with the separator that can be drawn."""
        return path.replace(SEPARATOR, f" {self.below} ")


SIGNS: Final = Signs(
    priority={Priority.CRITICAL: "!", Priority.HIGH: "▲", Priority.MEDIUM: "■", Priority.LOW: "·"},
    draft="d",
    reopened="↻",
    cursor="▌",
    thumb="▐",
    ellipsis="…",
    nobody="–",
    becomes="→",
    below="›",
    menu="▾",
    dot="·",
    caret="▏",
    edge="│",
    edge_here="┃",
    filled="■",
    unfilled="·",
    bar="━",
    bar_rest="─",
    chosen="●",
    unchosen="○",
)
"""The signs of a terminal with Unicode."""

ASCII_SIGNS: Final = Signs(
    priority={Priority.CRITICAL: "!", Priority.HIGH: "^", Priority.MEDIUM: "=", Priority.LOW: "."},
    draft="d",
    reopened="r",
    cursor=">",
    thumb="|",
    ellipsis="...",
    nobody="-",
    becomes="->",
    below=">",
    menu="v",
    dot="-",
    caret="_",
    edge=":",
    edge_here="|",
    filled="#",
    unfilled=".",
    bar="#",
    bar_rest=".",
    chosen="*",
    unchosen="o",
    keys={"↑": "up", "↓": "down", "←": "left", "→": "right", "⏎": "enter", "⌫": "backspace"},
)
"""The same for terminals and fonts without."""


@frozen
class Looks:
    """Every meaning a Strip can show, in the colours of one theme."""

    ground: Style
    """Behind everything."""
    panel: Style
    """Behind the top line and the keys."""
    cursor: Style
    """Behind the row the cursor is on; laid over the other styles, not under them."""
    plain: Style
    """Content."""
    muted: Style
    """Labels, and what is past."""
    new: Style
    """Content nobody has worked on: what bold means in a list."""
    here: Style
    """Where I am."""
    waiting: Style
    """New, a key, waiting for me."""
    alarm: Style
    """Escalated, overdue, critical, a low score."""
    done: Style
    """Done, in sync."""
    query_word: Style
    """The words of the query."""
    signs: Signs = SIGNS
    """What is drawn in place of colour, and beside the letters."""

    @classmethod
    def from_variables(cls, variables: Mapping[str, str]) -> Self:
        """Read the looks of a theme from an app's `theme_variables`.

        Raises KeyError when a variable of `themes.semantic_variables` is missing.
        """
        ground, panel = Color.parse(variables["background"]), Color.parse(variables["panel"])
        plain = _text(variables, "plain")
        return cls(
            ground=Style(bgcolor=ground.rich_color),
            panel=Style(bgcolor=(ground if panel.is_transparent else panel).rich_color),
            cursor=_over_cursor_row(Color.parse(variables["cursor-row"])),
            plain=plain,
            muted=_text(variables, "muted"),
            new=plain + BOLD,
            here=_text(variables, "here"),
            waiting=_text(variables, "waiting"),
            alarm=_text(variables, "alarm"),
            done=_text(variables, "done"),
            query_word=_text(variables, "query-word"),
            signs=ASCII_SIGNS if variables["signs"] == "ascii" else SIGNS,
        )

    def urgency(self, priority: Priority) -> Style:
        """Return the style of a priority's sign and word."""
        by_priority = {Priority.CRITICAL: self.alarm, Priority.HIGH: self.waiting, Priority.MEDIUM: self.plain}
        return by_priority.get(priority, self.muted)

    def status(self, status: Status) -> Style:
        """Return the style of a status's word."""
        match status:
            case Status.NEW:
                return self.waiting + BOLD
            case Status.OPEN:
                return self.here
            case Status.ESCALATED:
                return self.alarm
            case Status.RESOLVED:
                return self.done


def filled(style: Style) -> Style:
    """Return the style of a button or a tab: the colour behind, the words in what was behind them."""
    if style.bgcolor is None:
        return style + Style(reverse=True)
    return style + Style(color=style.bgcolor, bgcolor=style.color, reverse=True)


def painted(text: str, ground: Style, style: Style) -> list[Segment]:
    """Lay text on a ground; a style with a ground of its own stays with the words and off the spaces around them."""
    if style.bgcolor is None or style.reverse or text == text.strip(" "):
        return [Segment(text, ground + style)]
    words = text.strip(" ")
    before = text[: len(text) - len(text.lstrip(" "))]
    parts = ((before, ground), (words, ground + style), (text[len(before) + len(words) :], ground))
    return [Segment(part, behind) for part, behind in parts if part]


def _text(variables: Mapping[str, str], meaning: str) -> Style:
    """Return the style of a meaning; in the terminal's own colours some bring their ground along."""
    badge = variables.get(f"{meaning}-badge")
    if badge is None:
        return Style(color=Color.parse(variables[meaning]).rich_color)
    ground = Color.parse(variables[f"{meaning}-badge-ground"])
    return Style(color=Color.parse(badge).rich_color, bgcolor=ground.rich_color)


def _over_cursor_row(colour: Color) -> Style:
    """Return what marks the cursor's row: a ground, or in the terminal's own colours the row turned inside out."""
    if colour.ansi is None:
        return Style(bgcolor=colour.rich_color)
    return Style(color="default", bgcolor="default", reverse=True, dim=False)


STATUS_WORDS: Final = {
    Status.NEW: "new",
    Status.OPEN: "open",
    Status.ESCALATED: "esc",
    Status.RESOLVED: "done",
}
"""The short word of a status; the query takes these too."""
