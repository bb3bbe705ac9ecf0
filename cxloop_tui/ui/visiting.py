"""A look at another ticket of the same customer: it stands in the detail, the list's cursor stays where it is.

Verbs are about the ticket that is seen, so a visit ends as soon as somebody goes back to the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxloop_tui.ui.forms.option import Option
    from cxloop_tui.ui.widgets.detail_pane import DetailPane


class Visited(Protocol):
    """What a visit needs of the desk on screen."""

    @property
    def detail(self) -> DetailPane:
        """Where the ticket is shown."""

    def way_back(self) -> str:
        """Say which key leads back to which ticket."""

    def load_detail(self) -> None:
        """Show the ticket that is looked at now."""

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose."""


class Visiting:
    """Which ticket is looked at in place of the one under the cursor."""

    def __init__(self, desk: Visited) -> None:
        self._desk = desk
        self.ticket_id: str | None = None
        """The ticket visited; None when nobody is on a visit."""

    async def choose(self, now: int, utc_offset: int) -> None:
        """Let the user choose one of the customer's other tickets, and go there."""
        from cxloop_tui.ui.forms.other_tickets import options_of

        others = self._desk.detail.other_tickets
        chosen = await self._desk.pick("Other tickets of this customer", options_of(others, now, utc_offset))
        if chosen is not None:
            self.begin(chosen)

    def begin(self, ticket_id: str) -> None:
        """Go to a ticket, to what was said about it."""
        if self.ticket_id is None:
            self._desk.detail.way_back = self._desk.way_back()
        self.ticket_id = ticket_id
        self._desk.detail.tab = "comments"
        self._desk.load_detail()

    def end(self) -> None:
        """Go back to where the visit began, if there is one."""
        if self.ticket_id is not None:
            self.ticket_id = None
            self._desk.detail.way_back = ""
            self._desk.detail.tab = "customer"
            self._desk.load_detail()
