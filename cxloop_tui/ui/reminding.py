"""What falls due while the desk is open is told, once, with a bell; what was due before stands in the top line."""

from collections.abc import Callable
from typing import Any, Final

from textual.app import App
from textual.screen import ModalScreen

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.keymap import names_of

_COUNTED_MOST: Final = 100
_SECONDS: Final = 20
"""How long it is told: somebody looks up from a call."""


class Reminding:
    """Looks, whenever time has passed, for what I have to do by now."""

    def __init__(self, app: App[Any], session: Session, count: Callable[[], None]) -> None:
        """`count` brings what stands in the top line up to date."""
        self._app = app
        self._session = session
        self._count = count
        self._told_until = self._counted_at = session.now()

    async def time_passes(self) -> None:
        """Tell what fell due since it was last told; whoever fills in a form hears of it when the form is left."""
        now, since = self._session.now(), self._told_until
        self._count_now_and_then(now)
        if now <= since or isinstance(self._app.screen, ModalScreen):
            return

        def fell_due(queries: Queries) -> tuple[int, FollowUp, TicketRow | None] | None:
            found = queries.followups.falling_due(queries.me, since, now, _COUNTED_MOST)
            return (len(found), found[0], next(iter(queries.rows({found[0].ticket})), None)) if found else None

        found = await self._session.ask(fell_due)
        self._told_until = now
        if found is not None:
            self._app.bell()
            self._app.notify(self._words(*found), timeout=_SECONDS, markup=False)
            self._count()

    def _count_now_and_then(self, now: int) -> None:
        """Deadlines pass while nobody does anything: what is overdue is counted again each minute."""
        if now - self._counted_at >= MINUTE:
            self._counted_at = now
            self._count()

    def _words(self, count: int, first: FollowUp, row: TicketRow | None) -> str:
        about = number_or_handle(first.ticket, None if row is None else row.number)
        how, text = names_of(self._app).how("desk.agenda"), clean_line(first.text)
        if count == 1:
            return f"to do now, {about}: {text}; {how} lists it"
        return f"{count:,} to do now, the first {about}: {text}; {how} lists them"
