"""What I have looked at: told to the store in bundles, for a cursor rests more often than disks like."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.view import LOOKED_FROM, LOOKED_SHELF

if TYPE_CHECKING:
    from cxloop_tui.domain.ticket import Ticket
    from cxloop_tui.services.session import Session


class Looking:
    """The tickets one person has seen at one desk."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: dict[str, int] = {}
        self._has_begun = False

    def see(self, ticket: Ticket) -> None:
        """Remember that a ticket is on screen as it stands."""
        self._seen[ticket.id] = ticket.seq

    async def keep(self) -> None:
        """Write down what was seen since the last time; at first, where looking begins.

        A store that cannot be written says so when something matters; this does not.
        """
        with suppress(StoreTrouble):
            await self._keep()

    async def _keep(self) -> None:
        seen, self._seen = self._seen, {}
        if not self._has_begun:
            seen |= await self._session.ask(
                lambda queries: {} if LOOKED_FROM in queries.kept(LOOKED_SHELF) else {LOOKED_FROM: queries.seen()}
            )
            self._has_begun = True
        if any(place >= WAITING_FROM for place in seen.values()):
            # My own that waits lies beyond all that colleagues will do: what I saw of them counts.
            last = await self._session.ask(lambda queries: queries.seen())
            seen = {name: min(place, last) for name, place in seen.items()}
        if seen:
            await self._session.put_on_shelf(LOOKED_SHELF, seen)
