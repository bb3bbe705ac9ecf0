"""Exporting from the desk: a form over the list or the marked tickets, then a bar that can be stopped."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.query import Query
from cxloop_tui.services.export import (
    Asked,
    Cancelled,
    Format,
    Plan,
    Tally,
    Written,
    look,
    plan,
    write_file,
)
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.export import Wanted, export_form
from cxloop_tui.ui.screens.confirm import ConfirmScreen, Question
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.progress import SHOWN_AFTER_SECONDS, Progress, ProgressScreen

if TYPE_CHECKING:
    from textual.screen import Screen


class Exporting:
    """One export, from the form to the file."""

    def __init__(
        self, screen: "Screen[None]", session: Session, query: Query, ids: Sequence[str] | None = None
    ) -> None:
        """Export what `query` finds, or the tickets `ids` in its order."""
        self._screen = screen
        self._session = session
        self._query = query
        self._ids = ids

    async def begin(self) -> None:
        """Show the form. Raises Refused when there is nothing to export, or nothing within reach."""
        settled, tally = await self._session.ask_at_length(self._reckoned)
        if not tally.tickets:
            raise Refused(_nothing(settled, tally))
        day = day_of(self._session.now(), self._session.utc_offset())
        form = export_form(self._what(tally), tally, _why(settled), f"tickets-{day}", self._carry_out)
        draft = await self._session.ask(lambda queries: queries.draft(form.ticket, form.name))
        await self._screen.app.push_screen_wait(FormScreen(form, self._session, draft, {}))

    def _reckoned(self, queries: Queries) -> tuple[Plan, Tally]:
        settled = plan(queries, self._query, Asked(Format.CSV), self._ids)
        with queries.apart() as reader:
            return settled, look(reader, settled)

    def _what(self, tally: Tally) -> str:
        asked_for = tally.tickets + tally.left_out
        marked = "" if self._ids is None else "marked "
        return f"{asked_for:,} {marked}ticket{'' if asked_for == 1 else 's'}"

    async def _carry_out(self, wanted: Wanted) -> None:
        """Make the file. Raises CxloopError, and the form stays open."""
        is_there = wanted.is_there
        if is_there and not await self._may_replace(wanted):
            raise Refused(f"{wanted.path.name} was left as it is; choose another name")
        written = await self._written(wanted, force=is_there)
        self._screen.app.notify(_told(written, wanted), markup=False)

    async def _may_replace(self, wanted: Wanted) -> bool:
        what = "what is in it now is gone, and nothing brings it back"
        lines = [("file", str(wanted.path.absolute())), ("then", what)]
        question = Question(title=f"Replace {wanted.path.name}?", lines=lines, yes="Replace", default_yes=False)
        return await self._screen.app.push_screen_wait(ConfirmScreen(question))

    async def _written(self, wanted: Wanted, *, force: bool) -> Written:
        """Write off the loop; when it takes its time, show how far it is. Leaving the desk stops it, too."""
        progress = Progress(1)

        def watch(done: int, of: int) -> None:
            progress.total = max(of, 1)
            if not progress.go_on(done):
                raise Cancelled("stopped; nothing was written")

        def work(queries: Queries) -> Written:
            settled = plan(queries, self._query, wanted.asked, self._ids)
            return write_file(queries, settled, wanted.path, force=force, watch=watch)

        writing = asyncio.ensure_future(self._session.ask_at_length(work))
        try:
            await asyncio.wait({writing}, timeout=SHOWN_AFTER_SECONDS)
            if not writing.done():
                screen = ProgressScreen(f"Export to {wanted.path.name}", progress)
                await self._screen.app.push_screen(screen)
                await asyncio.wait({writing})
                screen.dismiss()
            return writing.result()
        finally:
            progress.is_stopped = True


def _why(settled: Plan) -> str:
    return settled.why or "they are not there any more"


def _nothing(settled: Plan, tally: Tally) -> str:
    if not tally.left_out:
        return "there is nothing to export here"
    return f"none of these {tally.left_out:,} tickets can be exported: {_why(settled)}"


def _told(written: Written, wanted: Wanted) -> str:
    parts = [f"{written.tickets:,} tickets are in {wanted.path.absolute()}"]
    if written.left_out:
        parts.append(f"{written.left_out:,} left out")
    if written.cut:
        parts.append(f"{written.cut:,} long texts cut")
    if written.replaced:
        parts.append(f"{written.replaced:,} characters replaced")
    return "; ".join(parts)
