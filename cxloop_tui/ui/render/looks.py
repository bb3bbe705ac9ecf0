"""Styles by what they mean, and the signs that say the same without colour.

Strips are painted past Textual's style sheets, so what TCSS would know is gathered here once per theme, from the same
theme variables. A style says only its foreground; `ground`, `panel` or `cursor` goes behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from rich.style import Style
from textual.color import Color

from cxloop_tui.domain.status import Priority, Status

BOLD: Final = Style(bold=True)
"""Weight: new or unread in a list, a name or the word that matters elsewhere."""


@dataclass(frozen=True, slots=True)
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

    @classmethod
    def from_variables(cls, variables: Mapping[str, str]) -> Self:
        """Read the looks of a theme from an app's `theme_variables`.

        Raises KeyError when a variable of `themes.semantic_variables` is missing.
        """
        muted = Color.parse(variables["muted"])
        ground, panel = Color.parse(variables["background"]), Color.parse(variables["panel"])
        plain = _text(variables["plain"])
        return cls(
            ground=Style(bgcolor=ground.rich_color),
            panel=Style(bgcolor=(ground if panel.is_transparent else panel).rich_color),
            cursor=_behind_cursor(Color.parse(variables["cursor-row"])),
            plain=plain,
            muted=Style(color=muted.rich_color, dim=muted.ansi is not None),
            new=plain + BOLD,
            here=_text(variables["here"]),
            waiting=_text(variables["waiting"]),
            alarm=_text(variables["alarm"]),
            done=_text(variables["done"]),
            query_word=_text(variables["query-word"]),
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


def _text(colour: str) -> Style:
    return Style(color=Color.parse(colour).rich_color)


def _behind_cursor(colour: Color) -> Style:
    """Return what marks the cursor's row: a ground, or in the terminal's own colours the row turned inside out."""
    if colour.ansi is None:
        return Style(bgcolor=colour.rich_color)
    return Style(color="default", bgcolor="default", reverse=True, dim=False)


@dataclass(frozen=True, slots=True)
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


SIGNS: Final = Signs(
    priority={Priority.CRITICAL: "!", Priority.HIGH: "▲", Priority.MEDIUM: "■", Priority.LOW: "·"},
    draft="d",
    reopened="↻",
    cursor="▌",
    thumb="▐",
    ellipsis="…",
    nobody="–",
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
)
"""The same for terminals and fonts without."""

STATUS_WORDS: Final = {
    Status.NEW: "new",
    Status.OPEN: "open",
    Status.ESCALATED: "esc",
    Status.RESOLVED: "done",
}
"""The short word of a status; the query takes these too."""
