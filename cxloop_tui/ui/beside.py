"""The ticket beside the list: which one is seen, what is read for it, and that it was looked at.

It follows the cursor when that comes to rest, so that no key waits for it; the neighbours are read ahead. Of a long
history comes first what is needed first, then the whole, read aside.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.ui.looking import Looking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cxloop_tui.domain.chronicle import Chronicle
    from cxloop_tui.domain.ticket import Ticket
    from cxloop_tui.domain.ticket_view import Past
    from cxloop_tui.services.queries import Queries
    from cxloop_tui.services.session import Session
    from cxloop_tui.ui.opening import Opening
    from cxloop_tui.ui.widgets.detail_pane import DetailPane
    from cxloop_tui.ui.widgets.ticket_list import TicketList

REST_SECONDS: Final = 0.05
"""After so long without a key that moves it, the cursor has come to rest."""

READ_AHEAD: Final = 2
"""Tickets that are read ahead on either side of the cursor."""


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


@frozen
class _Read:
    """A ticket with what is shown of it."""

    chronicle: Chronicle
    words: str | None
    """My unsent comment."""
    past: Past | None
    seq: int
    """The last sequence number then: what was read before something happened is read again."""


def _read_ticket(queries: Queries, ticket_id: str, *, past: bool, whole: bool = False) -> _Read:
    """Read a ticket, my draft of a comment, and what lies behind it if that is shown."""
    from cxloop_tui.domain.chronicle import Chronicle

    seq, draft = queries.seq(), queries.draft(ticket_id, "comment")
    view = queries.view(ticket_id) if whole else queries.brief_view(ticket_id)
    words = None if draft is None else draft.fields.get("comment")
    return _Read(Chronicle.of(view), words, queries.past(view) if past else None, seq)


class Beside:
    """What is read of one ticket."""

    def __init__(self, desk: Neighbour, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._looked = Looking(session)
        self._words_came = False
        self._resting: asyncio.TimerHandle | None = None
        self._ahead: dict[str, _Read] = {}
        self._seen: Chronicle | None = None

    def words_come(self) -> None:
        """I have just said something on the ticket: its end comes into sight when it is read again."""
        self._words_came = True

    def follow(self) -> None:
        """The cursor has moved: show its ticket when it comes to rest."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(REST_SECONDS, self.rest)

    def stop(self) -> None:
        """Follow the cursor no longer."""
        if self._resting is not None:
            self._resting.cancel()

    def rest(self) -> None:
        """The cursor has come to rest, if it was moving."""
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
            self._load()

    def load(self) -> None:
        """Show the ticket that is looked at as it is now, a draft that was written meanwhile with it."""
        self._ahead.clear()
        self._load()

    def _load(self) -> None:
        if not self._desk.has_detail:
            return
        seen = self._desk.seen_id
        if seen is None:
            self._seen = None
            self._desk.detail.show_message(["No ticket here."])
        else:
            self._desk.begin(partial(self._loaded, seen, past=self._desk.detail.needs_past), "detail")

    async def _loaded(self, ticket_id: str, *, past: bool) -> None:
        read = None if past else self._ahead.get(ticket_id)
        if read is None or read.seq != self._desk.shown.seq:
            read = await self._session.ask(lambda queries: _read_ticket(queries, ticket_id, past=past))
        if ticket_id != self._desk.seen_id:
            return
        read = self._completed(read)
        if read.chronicle.view.is_whole or not self._shows_whole(ticket_id):
            self._show(read)
        if not past:
            await self._read_ahead(ticket_id)
        if not read.chronicle.view.is_whole:
            read = await self._session.ask_aside(partial(_read_ticket, ticket_id=ticket_id, past=past, whole=True))
            if ticket_id == self._desk.seen_id:
                self._show(read)

    def _completed(self, read: _Read) -> _Read:
        """Return what was read with the history that is on screen, if nothing happened to the ticket since."""
        if read.chronicle.view.is_whole or self._seen is None:
            return read
        whole = self._seen.as_of(read.chronicle.view)
        return read if whole is None else replace(read, chronicle=whole)

    def _shows_whole(self, ticket_id: str) -> bool:
        """Say whether the ticket is on screen with all its history: a brief view would fold what is being read."""
        seen = None if self._seen is None else self._seen.view
        return seen is not None and seen.is_whole and seen.ticket.id == ticket_id

    def _show(self, read: _Read) -> None:
        self._seen = read.chronicle
        now, offset = self._session.now(), self._session.utc_offset()
        detail = self._desk.detail
        space = self._desk.shown.space
        detail.show(read.chronicle, space, now=now, utc_offset=offset, draft=read.words, past=read.past)
        self._look_at(read.chronicle.view.ticket)
        if self._words_came:
            self._words_came = False
            detail.end()

    async def _read_ahead(self, ticket_id: str) -> None:
        """Read the tickets around the cursor, for that is where it goes next."""
        ids = [row.id for row in self._desk.list.rows]
        if ticket_id not in ids:
            return
        place, seq = ids.index(ticket_id), self._desk.shown.seq
        near = ids[max(place - READ_AHEAD, 0) : place + READ_AHEAD + 1]
        self._ahead = {one: read for one, read in self._ahead.items() if one in near and read.seq == seq}
        for one in near:
            if one not in self._ahead:
                self._ahead[one] = await self._session.ask(partial(_read_ticket, ticket_id=one, past=False))

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
