"""The ticket beside the list: which one is seen, what is read for it, and that it was looked at."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import Past, StoredDraft, TicketView
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.looking import Looking
from cxloop_tui.ui.opening import Opening
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from cxloop_tui.ui.widgets.ticket_list import TicketList


class Neighbour(Protocol):
    """What the ticket beside the list needs of the screen it is on."""

    @property
    def shown(self) -> Opening:
        """The list that is shown."""

    @property
    def list(self) -> TicketList:
        """The list."""

    @property
    def detail(self) -> DetailPane:
        """Where the ticket is shown."""

    @property
    def has_detail(self) -> bool:
        """Whether that is in sight."""

    @property
    def seen_id(self) -> str | None:
        """The ticket that is looked at."""

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait."""


class Beside:
    """What is read of one ticket."""

    def __init__(self, desk: Neighbour, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._looked = Looking(session)
        self._words_came = False

    def words_come(self) -> None:
        """I have just said something on the ticket: its end comes into sight when it is read again."""
        self._words_came = True

    def load(self) -> None:
        """Show the ticket that is looked at now."""
        if not self._desk.has_detail:
            return
        seen = self._desk.seen_id
        if seen is None:
            self._desk.detail.show_message(["No ticket here."])
        else:
            self._desk.begin(partial(self._loaded, seen, past=self._desk.detail.needs_past), "detail")

    async def _loaded(self, ticket_id: str, *, past: bool) -> None:
        view, draft, behind = await self._session.ask(lambda queries: _read_ticket(queries, ticket_id, past=past))
        if ticket_id != self._desk.seen_id:
            return
        words = None if draft is None else draft.fields.get("comment")
        now, offset = self._session.now(), self._session.utc_offset()
        detail = self._desk.detail
        detail.show(view, self._desk.shown.space, now=now, utc_offset=offset, draft=words, past=behind)
        self._look_at(view.ticket)
        if self._words_came:
            self._words_came = False
            detail.end()

    def _look_at(self, ticket: Ticket) -> None:
        """Take a ticket that is on screen as seen, and its line as read."""
        self._looked.see(ticket)
        tickets = self._desk.list
        row = next((row for row in tickets.rows if row.id == ticket.id), None)
        if row is not None and row.is_unread:
            tickets.patch({row.id: replace(row, is_unread=False)})

    async def keep(self) -> None:
        """Write down what was looked at."""
        await self._looked.keep()


def _read_ticket(
    queries: Queries, ticket_id: str, *, past: bool
) -> tuple[TicketView, StoredDraft | None, Past | None]:
    """Read a ticket, my draft of a comment, and what lies behind it if that is shown."""
    view = queries.view(ticket_id)
    return view, queries.draft(ticket_id, "comment"), queries.past(view) if past else None
