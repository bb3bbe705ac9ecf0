"""Ana's ticket, and the lines it is drawn as."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket_view import SCORES_BEFORE_MOST, TicketView
from cxloop_tui.ui.render.comments import comment_strips
from cxloop_tui.ui.render.detail import header_strips
from cxloop_tui.ui.render.line import Setting
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.themes import DARK, semantic_variables
from tests.domain.test_history import BEA, MAX, Past
from tests.ui.conftest import NOW, ticket_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from cxloop_tui.domain.operation import Json, Operation

TREE = SegmentTree(
    {
        "retail": Segment("retail", "Retail"),
        "south": Segment("south", "South", "retail", (MAX,)),
        "bari": Segment("bari", "Bari", "south"),
    }
)

PEOPLE = {
    BEA: Person(BEA, "Bea Costa", Role.AGENT, ("bari",)),
    MAX: Person(MAX, "Max Riva", Role.MANAGER),
}
SPACE = Organisation(TREE, PEOPLE)
"""The organisation all these tickets lie in."""

WORDS = "Late refund, third call this week and nobody calls back. You promised Friday. I want my 84 euros."
"""What the customer said."""

CUSTOMER: dict[str, Json] = {
    "customer_name": "Ana Conti",
    "customer_email": "ana.conti@shop.example",
    "customer_phone": "+39 080 555 0142",
    "score": 3,
    "score_kind": "nps",
    "touchpoint": "order",
    "response": "response-1",
}
"""Who said it, and how they scored."""

LOOKS = Looks.from_variables({**DARK.to_color_system().generate(), **semantic_variables(DARK)})
WIDTHS = (20, 33, 45, 54, 76, 116)
"""Widths in cells, from narrow to wide, at which any text must fill its line."""


class Ticket(Past):
    """Ana's ticket; everything happens at NOW unless `at` is moved."""

    def __init__(self, words: str = WORDS, **fields: Json) -> None:
        self.at = NOW - 2 * DAY
        super().__init__(words, **{**CUSTOMER, **fields})

    def raw(self, kind: str = "ticket.change", **fields: object) -> Operation:
        return super().raw(kind, **{"at": self.at, **fields})

    def view(self, *, earlier: Sequence[tuple[int | None, Status]] = (), **changes: Any) -> TicketView:
        """Return it as it is read, with the customer's other tickets: score and status of each, newest first."""
        others = tuple(
            ticket_row(place, score=score, status=status, created_at=NOW - 9 * DAY)
            for place, (score, status) in enumerate(earlier)
        )
        due = {"contact_due_at": NOW + 4 * HOUR, "resolve_due_at": NOW + DAY, "due_at": NOW + 4 * HOUR}
        stands = self.ticket._replace(**{"created_at": NOW - 2 * DAY, **due, **changes})
        before = tuple(score for score, _ in reversed(earlier) if score is not None)
        return TicketView(stands, tuple(self.entries), others, before[-SCORES_BEFORE_MOST:])


def escalated() -> Ticket:
    """Make a ticket that was escalated just now, by Bea to Max."""
    ticket = Ticket(priority="high")
    ticket.at = NOW
    ticket.change("third call; refund stuck", status="escalated", segment="south", owner=MAX, priority="critical")
    return ticket


def setting(width: int = 54, *, space: Organisation = SPACE, **changes: Any) -> Setting:
    """Say how wide to draw, and for whom."""
    return replace(Setting(space, LOOKS, width, NOW, 0), **changes)


def text(strips: Sequence[Strip]) -> str:
    """Return what the lines say, without the blanks they end in."""
    return "\n".join(strip.text.rstrip() for strip in strips)


def header(view: TicketView, **changes: Any) -> str:
    """Draw the header."""
    return text(header_strips(view, setting(**changes)))


def comments(view: TicketView, *, folded: int = 0, draft: str | None = None, width: int = 54) -> str:
    """Draw the comments."""
    return text(comment_strips(Chronicle.of(view), setting(width), folded=folded, draft=draft).strips)


def style_of(strips: Sequence[Strip], word: str) -> Any:
    """Return how the first piece with a word in it is painted."""
    return next(segment.style for strip in strips for segment in strip if word in segment.text)


def the_time() -> str:
    """Return NOW as the screen says it."""
    minutes = NOW // MINUTE % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
