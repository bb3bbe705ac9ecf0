"""Importing survey responses from the desk: a file, its open questions, a preview, and a bar that can be stopped.

All of it happens over the form, which stays open with the reason until something was imported or it is left.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.intake import Asked, Unsettled, understood
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.intake import Glimpse, Intake, Moment, Plan, Tally, Watch, moment_of
from cxloop_tui.services.intake import Progress as Reached
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.file_names import place_of
from cxloop_tui.ui.forms.intake import Wanted, done_words, intake_form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.screens.intake_file import FileScreen
from cxloop_tui.ui.screens.intake_preview import Ending, Preview, PreviewScreen
from cxloop_tui.ui.screens.intake_ways import WaysScreen
from cxloop_tui.ui.screens.progress import SHOWN_AFTER_SECONDS, Progress, ProgressScreen, Talk

if TYPE_CHECKING:
    from textual.screen import Screen

T = TypeVar("T")

PLACES: Final = "places"
"""The shelf of the directories a person used last, by what for."""

_IMPORT: Final = "import"
_KILO: Final = 1024
_NAME_LENGTH: Final = 50

_TOLD_SECONDS: Final = 15
"""How long the outcome stays in sight when it names a file to read."""

_READING: Final = Talk("KB", "nothing is imported yet", "making sense of it")
_COUNTING: Final = Talk("rows", "nothing is imported yet", "counting")
_WRITING: Final = Talk("rows", "what is in stays, importing again goes on")


@dataclass(frozen=True, slots=True)
class _Work:
    """Something an intake does, and what is said meanwhile."""

    talk: Talk
    total: int
    """Rows; what is read is counted in KB, of which the intake knows the total."""
    stopped: Callable[[Reached], str]
    """What to say when it was stopped."""


class Importing:
    """One import, from the form to the responses on record."""

    def __init__(self, screen: "Screen[None]", session: Session, keys: KeyGate) -> None:
        """Between two screens `keys` wait, so that an answer typed ahead does not end in the file's name."""
        self._screen = screen
        self._session = session
        self._keys = keys
        self._has_written = False

    async def begin(self) -> bool:
        """Show the form; say whether anything may have been imported. Raises Refused for who is no admin."""
        space, places = await self._session.ask(lambda queries: (queries.organisation(), queries.kept(PLACES)))
        space.demand(self._session.me, Act.ADMINISTER)
        form = intake_form(space, place_of(str(places.get(_IMPORT) or "")), self._carry_out)
        draft = await self._session.ask(lambda queries: queries.draft(form.ticket, form.name))
        await self._screen.app.push_screen_wait(FileScreen(form, self._session, draft, {}))
        return self._has_written

    async def _carry_out(self, wanted: Wanted) -> None:
        """Import a file. Raises CxloopError with what keeps it from being imported, and the form stays open."""
        try:
            done = await self._imported(wanted)
        except CxloopError as trouble:
            self._keys.open()
            raise _said_here(trouble, wanted.path) from trouble
        seconds = None if done.rejected_file is None else _TOLD_SECONDS
        self._screen.app.notify(done_words(done), timeout=seconds, markup=False)

    async def _imported(self, wanted: Wanted) -> Tally:
        moment = await self._session.ask(moment_of)
        plan = await self._agreed(wanted, moment)
        if plan is Ending.AFRESH:
            moment = await self._session.ask(partial(moment_of, fresh=True))
            plan = await self._agreed(wanted, moment)
        if isinstance(plan, Ending):
            raise Refused("nothing was imported")
        return await self._written(plan, moment)

    async def _agreed(self, wanted: Wanted, moment: Moment) -> Plan | Ending:
        """Understand a file, with the answers to what is open, and show what would be done."""
        plan = await self._understood(wanted, moment)
        await self._remember(wanted.path.parent)
        if plan.layout is None:
            raise Refused("there is no answer in it, only a header; export the answers again")
        preview = await self._foreseen(plan, moment)
        return await self._screen.app.push_screen_wait(PreviewScreen(preview))

    async def _understood(self, wanted: Wanted, moment: Moment) -> Plan:
        """Look through the file, and again with each answer. Raises Refused when one is not given."""
        asked = Asked(segment=wanted.segment)
        work = _Work(_READING, 1, lambda _: "stopped; nothing was imported")
        while True:
            try:
                return await self._with_bar(wanted.path, moment, work, partial(_examined, wanted.path, asked))
            except Unsettled as unsettled:
                asked = await self._answered(wanted.path, unsettled)

    async def _answered(self, path: Path, unsettled: Unsettled) -> Asked:
        screen = WaysScreen(f"How is {_called(path)} to be read?", unsettled)
        chosen = await self._screen.app.push_screen_wait(screen)
        if chosen is None:
            raise Refused("nothing was imported: how it is to be read was left open")
        return unsettled.ways[int(chosen)].asked

    async def _foreseen(self, plan: Plan, moment: Moment) -> Preview:
        """Look at the first rows, and count what would become of all."""
        path = plan.file.path
        work = _Work(_COUNTING, plan.survey.rows, lambda _: "stopped; nothing was imported")

        def look(intake: Intake, watch: Watch) -> tuple[Sequence[str], Sequence[Glimpse], Tally]:
            fields = () if plan.layout is None else understood(plan.layout)
            return fields, tuple(intake.glimpse(plan)), intake.rehearse(plan, watch)

        async def recount(decided: Plan) -> Tally:
            try:
                return await self._with_bar(path, moment, work, lambda intake, watch: intake.rehearse(decided, watch))
            finally:
                self._keys.open()

        fields, glimpses, tally = await self._with_bar(path, moment, work, look)
        return Preview(f"Import {_called(path)}", plan, fields, glimpses, tally, recount)

    async def _written(self, plan: Plan, moment: Moment) -> Tally:
        rows = plan.survey.rows
        work = _Work(
            _WRITING,
            rows,
            lambda reached: (
                f"stopped after {reached.rows:,} of {rows:,} rows; what is in stays, importing again goes on"
            ),
        )
        self._has_written = True
        return await self._with_bar(plan.file.path, moment, work, lambda intake, watch: intake.run(plan, watch))

    async def _with_bar(self, path: Path, moment: Moment, work: _Work, do: Callable[[Intake, Watch], T]) -> T:
        """Work off the loop; when it takes its time, show how far it is. Leaving the desk stops it, too."""
        progress = Progress(work.total)

        def watch(reached: Reached) -> None:
            through = reached.rows
            if work.talk is _READING:
                progress.total, through = max(reached.size // _KILO, 1), reached.octets // _KILO
            if not progress.go_on(through):
                raise Refused(work.stopped(reached))

        def begun(desk: Callable[[], Desk]) -> T:
            return do(Intake(desk, moment), watch)

        self._keys.close()
        working = asyncio.ensure_future(self._session.work_at_length(begun))
        try:
            await asyncio.wait({working}, timeout=SHOWN_AFTER_SECONDS)
            if not working.done():
                screen = ProgressScreen(f"Import {_called(path)}", progress, work.talk)
                await self._screen.app.push_screen(screen)
                await asyncio.wait({working})
                self._keys.close()
                screen.dismiss()
            return working.result()
        finally:
            progress.is_stopped = True
            working.cancel()  # whoever left waits no more for what it says of being stopped

    async def _remember(self, directory: Path) -> None:
        """Propose this directory the next time."""
        await self._session.put_on_shelf(PLACES, {_IMPORT: str(directory)})


def _examined(path: Path, asked: Asked, intake: Intake, watch: Watch) -> Plan:
    return intake.examine(path, asked, watch)


def _called(path: Path) -> str:
    return clean_line(path.name, _NAME_LENGTH)


def _said_here(trouble: CxloopError, path: Path) -> CxloopError:
    """Return an error as the form says it: the file stands above, options belong to the command line."""
    words = str(trouble).removeprefix(f"{path}: ").replace(str(path), path.name)
    if "--" in words:
        words += "; these options are those of cxloop import responses"
    return type(trouble)(words)
