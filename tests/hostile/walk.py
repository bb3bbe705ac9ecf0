"""Opens every screen of a desk whose store is full of given texts, types and pastes them, and looks at all of it.

The app is headless. Each look asks that the app lives, that the net under the text (`ui/net.py`) has caught nothing,
and that no painted line holds what a terminal would obey or a reader would not see. What is shown is counted, so that
a walk along empty screens is no proof.
"""

import contextlib
import csv
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from textual.css.scalar import Scalar
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import WorkerCancelled

from cxloop_tui.bootstrap import open_rooms
from cxloop_tui.config import Config
from cxloop_tui.domain.call import CallSheet
from cxloop_tui.domain.card import RefusedOperation
from cxloop_tui.domain.causes import By, Share
from cxloop_tui.domain.dispute import Dispute
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.intake import Asked, MissingEmail, Unsettled, understood
from cxloop_tui.domain.intake.asked import Field as Column
from cxloop_tui.domain.intake.asked import Way
from cxloop_tui.domain.operation import Base, Kind, Operation
from cxloop_tui.domain.operation import Preview as Letter
from cxloop_tui.domain.organisation_log import PutLine
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket_view import Contact, LogLine, StoredDraft
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.intake import Intake, Plan, Tally, moment_of
from cxloop_tui.services.outbox import OutboxSeen
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.services.syncing import Phase
from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.conflicts import CardSeen, CardsSeen
from cxloop_tui.ui.corresponding import Corresponding
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.opening import read_opening
from cxloop_tui.ui.palette import DeskPalette
from cxloop_tui.ui.render.hub import HubStanding
from cxloop_tui.ui.screens.agenda import AgendaScreen, AgendaSeen
from cxloop_tui.ui.screens.call import CallScreen
from cxloop_tui.ui.screens.causes import CausesScreen, CausesSeen
from cxloop_tui.ui.screens.confirm import ConfirmScreen, Question
from cxloop_tui.ui.screens.conflicts import ConflictsScreen
from cxloop_tui.ui.screens.foreseeing import ForeseeingPicker
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.inbox import InboxScreen
from cxloop_tui.ui.screens.intake_file import FileScreen
from cxloop_tui.ui.screens.intake_preview import Preview, PreviewScreen
from cxloop_tui.ui.screens.intake_ways import WaysScreen
from cxloop_tui.ui.screens.keys import KeysScreen
from cxloop_tui.ui.screens.letter import LetterScreen
from cxloop_tui.ui.screens.letters import LettersScreen, LettersSeen
from cxloop_tui.ui.screens.organisation import OrganisationScreen
from cxloop_tui.ui.screens.organisation_log import LogScreen
from cxloop_tui.ui.screens.outbox import OutboxScreen
from cxloop_tui.ui.screens.picker import ROWS, PickerScreen
from cxloop_tui.ui.screens.progress import Progress, ProgressScreen, Talk
from cxloop_tui.ui.widgets.chooser import Chooser
from cxloop_tui.ui.widgets.picked_list import PickedList
from tests.companions import PlayedCompanion
from tests.hostile import house, matrix, strings

_ORDER: Final = "sort:number"
"""The tickets in the order of their texts, the last first."""

_HEAD: Final = 8
"""How much of a text has to be recognised on the screen; more may be cut off."""

_WIDE: Final = (200, 50)
VAST: Final = (2200, 42)
"""Columns and rows in which a form shows whole batches side by side."""

_BROAD: Final = (2200, 24)
"""The same for what has fewer lines than a form."""

_QUIET_ROUNDS: Final = 2
_PATIENCE: Final = 500
_READING: Final = {"list", "detail", "refresh", "submit"}
"""Workers that end by themselves, by group or name; others wait for a form or a picker to be left."""

SHORT: Final = 60
"""Characters of a batch that is in sight on a line of the desk."""

MIDDLE: Final = 300
"""Characters of a batch that is in sight on a few lines of the detail, and as much as a line's field may hold."""

LONG: Final = 1800
"""Characters of a batch for a form on the vast terminal."""

_BARS: Final = 5
"""Lines of the organisation's screen that are no rows, and the one a page has in common with the next."""

_TYPED: Final = 20
"""Letters typed of a text: each is a frame, and a search."""


@dataclass
class Seen:
    """What a walk has looked at and found."""

    looks: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    """How often a text was put on a screen, by the place."""
    shown: Counter[str] = field(default_factory=Counter)
    """How often it was recognised there."""
    caught: int = 0
    """Characters the net caught."""
    problems: list[str] = field(default_factory=list)


@dataclass
class Walker:
    """An open desk, and what was seen of it."""

    app: DeskApp
    pilot: Pilot[None]
    desk: matrix.Desk
    directory: Path
    """Where files can be put; the store is there."""
    is_brief: bool = False
    """Leave out what is typed letter by letter, and what a form does with the same boxes once more."""
    seen: Seen = field(default_factory=Seen)

    async def settle(self) -> None:
        """Wait until nothing is under way: no message, no worker that ends by itself, no paint.

        `Pilot.pause` waits for the machine to be idle, 20 ms at least; here are thousands of looks.
        """
        quiet = 0
        while quiet < _QUIET_ROUNDS and self.app.crash is None:
            await self.pilot._wait_for_screen()
            busy = [at for at in self.app.workers if not at.is_finished and {at.group, at.name} & _READING]
            if busy:
                with contextlib.suppress(WorkerCancelled):  # another began in its place
                    await self.app.workers.wait_for_complete(busy)
            nodes = [self.app, *self.app.screen.walk_children(with_self=True)]
            quiet = 0 if busy or any(node.message_queue_size for node in nodes) else quiet + 1
        self.app.screen._on_timer_update()

    async def look(self, place: str, text: str) -> None:
        """Wait for the screen and judge it; `text` should be on it."""
        await self.settle()
        painted = "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())
        self.seen.looks += 1
        self.seen.tried[place] += 1
        self.seen.shown[place] += clean_line(text)[:_HEAD].strip() in painted
        found = set(strings.HARMFUL.findall(painted.replace("\n", "")))
        if self.app.crash is not None:
            self.seen.problems.append(f"{place}: {text!r} ended the app: {self.app.crash!r}")
        if self.app.net.caught:
            self.seen.problems.append(f"{place}: the net caught {self.app.net.caught} of {text!r}")
            self.seen.caught += self.app.net.caught
            self.app.net.caught = 0
        elif found:
            self.seen.problems.append(f"{place}: {found!r} of {text!r} is painted")

    async def press(self, *keys: str) -> None:
        """Press keys, each when what the one before led to is done."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else None))
            await self.settle()

    async def open(self, screen: str, *keys: str) -> None:
        """Press keys and wait for the screen they open, whose verb may have to ask the store first."""
        await self.press(*keys)
        for _ in range(_PATIENCE):
            if type(self.app.screen).__name__ == screen:
                return
            await self.pilot.pause()
        raise AssertionError(f"{' '.join(keys)} opens no {screen}, but {self.app.screen}")

    async def rest(self) -> None:
        """Wait until no verb is under way, also none that only just got its answer."""
        for _ in range(_PATIENCE):
            if all(worker.is_finished for worker in self.app.workers):
                return
            await self.pilot.pause()

    async def enter(self, widget: Widget, text: str, *, typed: bool = False) -> None:
        """Paste a text into a widget, or type what of it there are keys for; what stood there is gone."""
        if isinstance(widget, Input):
            widget.value = ""
        elif isinstance(widget, TextArea):
            widget.text = ""
        widget.focus()
        await self.settle()
        if not typed:
            widget.post_message(Paste(text))
        for letter in text[:_TYPED] if typed else ():
            widget.post_message(Key(letter, letter))
        await self.settle()

    async def leave(self) -> None:
        """Go back to the desk, by force where a screen would keep what was typed for itself."""
        while not isinstance(self.app.screen, InboxScreen):
            await self.app.screen.dismiss(None)


@contextlib.asynccontextmanager
async def walking(path: Path, size: tuple[int, int], *, is_brief: bool = False) -> AsyncIterator[Walker]:
    """Open the desk on a store and walk; what was begun there is finished when this ends."""
    rooms = open_rooms(path, None)
    session = Session(rooms.queries, rooms.desk)
    try:
        opening = read_opening(rooms.queries, rooms.queries.parse_argument(_ORDER))
        app = DeskApp(session, opening, Config(refresh_seconds=3600))
        desk = await session.ask(_desk_of(session))
        async with app.run_test(size=size) as pilot:
            yield Walker(app, pilot, desk, path.parent, is_brief)
    finally:
        session.close()
        rooms.close()


def _desk_of(session: Session) -> Callable[[Queries], matrix.Desk]:
    def ask(queries: Queries) -> matrix.Desk:
        view = queries.view(queries.ticket_id("1"))
        return matrix.Desk(view, queries.organisation(), queries.loads(), session)

    return ask


async def inbox_screen(walker: Walker, texts: Sequence[str]) -> None:
    """The list and the ticket under the cursor, every tab, all comments; then the texts as a query."""
    await walker.press("f", "escape")
    for text in reversed(texts):
        await walker.look("list and comments", text)
        await walker.press("x")
        await walker.look("all comments", text)
        await walker.press("2")
        await walker.look("log", text)
        await walker.press("3")
        await walker.look("customer", text)
        await walker.press("4")
        await walker.look("survey", text)
        await walker.press("1", "j")
    box = matrix.typed_in(walker.app.screen)[0]
    for text in texts:
        for typed in (False,) if walker.is_brief else (False, True):
            await walker.enter(box, text, typed=typed)
            await walker.look("search", text)
    for text in texts:
        await walker.press("0")
        await walker.enter(walker.app.screen.focused or box, text)
        await walker.look("pasted on the list", text)


async def form_screen(walker: Walker, texts: Sequence[str]) -> None:
    """Every form there is: over a ticket of the text, with a draft of it, then typed and pasted, then sent."""
    for name in matrix.form_builders():
        await one_form(walker, texts, name)


async def one_form(walker: Walker, texts: Sequence[str], name: str) -> None:
    """One form, by the name of its builder."""
    builder = matrix.form_builders()[name]
    for text in texts:
        form = matrix.built(builder, walker.desk, text, over=text)
        await _open_form(walker, form, text, {at.name: text for at in form.fields})
        await walker.look(name, text)
        await walker.leave()
        if walker.is_brief:
            continue
        screen = await _open_form(walker, matrix.built(builder, walker.desk, text, over=None), text, {})
        await walker.look(name, text)
        for widget in matrix.typed_in(screen):
            await walker.enter(widget, text, typed=isinstance(widget, Chooser | PickedList))
        await walker.look(f"{name}, pasted", text)
        await walker.press("pageup", "ctrl+s")
        await walker.look(f"{name}, sent", text)
        await walker.leave()


async def _open_form(walker: Walker, form: Form, name: str, draft: Mapping[str, str]) -> FormScreen:
    """Show a form as large as the terminal, so that it shows more at once; everybody is called `name`."""
    names = dict.fromkeys(walker.desk.space.people, name)
    screen = FormScreen(form, walker.desk.session, StoredDraft("", form.name, house.ME, draft), names)
    await _show(walker, screen)
    return screen


async def _show(walker: Walker, screen: Screen[Any]) -> None:
    """Show a screen with a frame as large as the terminal, so that it shows more at once."""
    await walker.app.push_screen(screen)
    for selector in ("#frame", "#fields"):
        for widget in screen.query(selector):
            widget.styles.width = widget.styles.max_width = Scalar.parse("100%")
            widget.styles.max_height = Scalar.parse("100%")


async def picker_screen(walker: Walker, texts: Sequence[str]) -> None:
    """The pickers of names and of views by their keys, from top to bottom; then one whose options are the texts."""
    for keys in (("a",), ("f", "o"), ("f", "g")):
        await walker.open(PickerScreen.__name__, *keys)
        await _page_through(walker, f"picker {' '.join(keys)}", strings.names(texts))
        await walker.press("escape", "escape")
    views = sorted(strings.kept(text) for text in texts[: house.VIEWS])
    await walker.open(PickerScreen.__name__, "v")
    await _page_through(walker, "views", [view for view in views if view.strip()])
    await walker.press("escape")
    for place in range(min(len(views), 9)):
        await walker.open(PickerScreen.__name__, "v")
        await walker.press(f"{place + 1}")
        await walker.rest()
        await walker.look("view", views[place])
    options = [Option(f"{place}", text, text, text if place % 2 else None) for place, text in enumerate(texts)]
    await walker.app.push_screen(PickerScreen(texts[0], options))
    await _page_through(walker, "picker", [text for text in texts if text.strip()])
    await walker.leave()


async def _page_through(walker: Walker, place: str, texts: Sequence[str]) -> None:
    chooser = walker.app.screen.query_one(Chooser)
    for start in range(0, max(len(chooser._options), 1), ROWS - 2):
        await walker.look(place, texts[start] if start < len(texts) else "")
        chooser.action_step(ROWS - 2)
    for text in () if walker.is_brief else texts:
        await walker.enter(chooser, text, typed=True)
        await walker.look(f"{place}, typed", text[:_TYPED])
        for _ in text[:_TYPED]:
            chooser.action_shorten()


async def keys_screen(walker: Walker, texts: Sequence[str]) -> None:
    """`?`, and the texts in its search."""
    await walker.open(KeysScreen.__name__, "question_mark")
    await _search_for(walker, "keys", texts)


async def palette_screen(walker: Walker, texts: Sequence[str]) -> None:
    """The palette, and the texts in its search."""
    await walker.open(DeskPalette.__name__, "ctrl+p")
    await _search_for(walker, "palette", texts)


async def _search_for(walker: Walker, place: str, texts: Sequence[str]) -> None:
    (box,) = matrix.typed_in(walker.app.screen)
    for text in texts:
        await walker.enter(box, text)
        await walker.look(place, text)
    await walker.leave()


async def organisation_screen(walker: Walker, texts: Sequence[str]) -> None:
    """Segments and people named by the texts, from top to bottom, also those given up; what can be done to them."""
    await walker.open(OrganisationScreen.__name__, "O")
    names = [segment.name.partition(" ")[2] for segment in walker.desk.space.tree if segment.parent is not None]
    for page in "12":
        await walker.press(page, "a")
        for start in range(0, len(names), _WIDE[1] - _BARS):
            await walker.look(f"organisation {page}", names[start])
            await walker.press("pagedown")
    newer = f"future {texts[0]}"
    for keys, changed in (("1 g", newer), ("2 G", newer), ("3 G", house.WORDS["word.owner"])):
        await walker.press(*keys.split())
        await walker.look(f"organisation {keys}", "")
        await walker.open(LogScreen.__name__, "l")
        for _ in range(2):
            await walker.look(f"log of {keys}", changed)
            await walker.press("pagedown")
        await walker.open(OrganisationScreen.__name__, "escape")
        await walker.open(FormScreen.__name__, "e")
        await walker.look(f"form of {keys}", "")
        await walker.open(OrganisationScreen.__name__, "escape")
    for keys in ("1 g j m", "2 g j j j x"):
        await walker.open(PickerScreen.__name__, *keys.split())
        await walker.look(f"heirs {keys}", names[1])
        await walker.open(ConfirmScreen.__name__, "enter")
        await walker.look(f"question {keys}", names[0])
        await walker.open(OrganisationScreen.__name__, "escape")
    await walker.press("slash")
    await _search_for(walker, "organisation", texts)
    await walker.settle()


async def log_screen(walker: Walker, texts: Sequence[str]) -> None:
    """A log in which everything is the texts: what of, who, and what became of which field."""
    for text in texts:
        lines = [PutLine(0, text, field, text, [text], "op") for field in ("name", "managers", text)]
        await _show(walker, LogScreen(text, lines, walker.desk.space, now=0, utc_offset=0))
        await walker.look("log of the organisation", text)
        await walker.leave()


async def foreseeing_screen(walker: Walker, texts: Sequence[str]) -> None:
    """Owners and segments for all tickets at once; then one whose title, options and foretellings are the texts."""
    await walker.press("f", "escape", "asterisk")
    for key in "aMsp":
        await walker.open(ForeseeingPicker.__name__, key)
        for _ in range(3):
            await walker.look(f"{key} of all", "")
            await walker.press("down")
        await walker.open(InboxScreen.__name__, "escape")
    for text in texts:

        async def foresee(_value: str, text: str = text) -> list[tuple[str, str]]:
            return [("then", text), ("refused", text)]

        options = [Option(f"{place}", text, text) for place in range(2)]
        await _show(walker, ForeseeingPicker(text, options, "", foresee))
        await walker.look("picker that foretells", text if text.strip() else "")
        await walker.leave()


async def confirm_screen(walker: Walker, texts: Sequence[str]) -> None:
    """A question whose every word is the texts."""
    for text in texts:
        question = Question(text, [("then", text), ("refused", text), ("", text)], text, default_yes=False)
        await _show(walker, ConfirmScreen(question))
        await walker.look("question", text)
        await walker.leave()


async def progress_screen(walker: Walker, texts: Sequence[str]) -> None:
    """A bar over something called the texts, with the texts beside it."""
    for text in texts:
        for through in (4, 10):
            await _show(walker, ProgressScreen(text, Progress(total=10, through=through), Talk(text, text, text)))
            await walker.look("progress", text)
            await walker.leave()


async def outbox_screen(walker: Walker, texts: Sequence[str]) -> None:
    """An outbox in which the texts wait, are held for a reason of that name, and are given up."""
    for text in texts:
        change = _change(walker, text)
        line, waiting = LogLine(0, house.ME, "comment", None, text, change.id), Waiting(change, 1, held=text)
        seen = OutboxSeen([waiting], [waiting], {}, {change.id: [line]}, {}, (), walker.desk.space, 0, 0)
        await walker.app.push_screen(OutboxScreen(walker.desk.session, seen, KeyGate(print), _hub(walker, text)))
        await walker.look("outbox", text)
        await walker.open(ConfirmScreen.__name__, "x")
        await walker.look("given up", text)
        await walker.leave()


async def letters_screen(walker: Walker, texts: Sequence[str]) -> None:
    """Letters whose titles, texts and recipients are the texts."""
    for text in texts:
        seen = LettersSeen([matrix.letter_of(text)], {}, walker.desk.space, True, 1, 0, 0)
        await walker.app.push_screen(LettersScreen(walker.desk.session, seen, KeyGate(print)))
        await walker.look("letters", text)
        await walker.leave()


async def agenda_screen(walker: Walker, texts: Sequence[str]) -> None:
    """What is to be done in the words of the texts."""
    for text in texts:
        one = matrix.followup_of(walker.desk.view.ticket.id, text)
        seen = AgendaSeen([one], {}, walker.desk.space, everybody=True, now=0, utc_offset=0)
        await walker.app.push_screen(AgendaScreen(walker.desk.session, seen, KeyGate(print)))
        await walker.look("agenda", text)
        await walker.leave()


async def causes_screen(walker: Walker, texts: Sequence[str]) -> None:
    """Causes that are the texts, and the query they are counted of."""
    for text in texts:
        shares = [Share(text, 2, 0.5, 0.5), Share(text, 2, 0.5, 1.0)]
        seen = CausesSeen(Query(words=(text,)), By.CAUSE, shares)
        await walker.app.push_screen(CausesScreen(walker.desk.session, seen, KeyGate(print)))
        await walker.look("causes", text)
        await walker.leave()


async def call_screen(walker: Walker, texts: Sequence[str]) -> None:
    """A call sheet of which every word is the texts."""
    for text in texts:
        ticket = walker.desk.view.ticket._replace(customer_phone=text, customer_name=text, comment=text)
        one = matrix.followup_of(ticket.id, text)
        tried = Contact(at=0, by=text, ticket=ticket.id, number=1, kind=text, note=text)
        sheet = CallSheet(ticket, (1, 2), (one,), (tried,), text, text)
        await walker.app.push_screen(CallScreen(text, sheet, walker.desk.space, 0, 0))
        await walker.look("call", text)
        await walker.leave()


async def letter_screen(walker: Walker, texts: Sequence[str]) -> None:
    """A letter that is shown before it goes, all of whose words are the texts."""
    for text in texts:
        await walker.app.push_screen(LetterScreen(Letter((text,), (text,), text, text), walker.desk.space))
        await walker.look("letter", text)
        await walker.leave()


async def conflicts_screen(walker: Walker, texts: Sequence[str]) -> None:
    """Conflicts in which every value, every name and every reason is the texts."""
    for text in texts:
        change = _change(walker, text)
        refused = RefusedOperation(change, Receipt(change.id, Outcome.REJECTED, reason=text))
        names = ("owner", "category", text)
        disputes = [Dispute(change.id, name, text, 0, text, text, text, 0, text) for name in names]
        cards = [CardSeen(f"{place}", text, text, text, [refused], disputes) for place in range(2)]
        seen = CardsSeen(cards, walker.desk.space, 0, 0)
        await walker.app.push_screen(ConflictsScreen(walker.desk.session, seen, KeyGate(print), _hub(walker, text)))
        await walker.look("conflicts", text)
        await walker.press("j", "m", "t", "pagedown")
        await walker.look("conflicts", text)
        await walker.open(FormScreen.__name__, "e")
        await walker.look("another value", text)
        await walker.leave()


def _change(walker: Walker, text: str) -> Operation:
    ticket = walker.desk.view.ticket
    return Operation(
        "op", Kind.TICKET_CHANGE, ticket.id, house.ME, 0, Base("", 0), add={"tags": (text,)}, comment=text
    )


def _hub(walker: Walker, said: str) -> Corresponding:
    """Return a hub of which the text is said."""
    hub = Corresponding(walker.app, walker.app.screen_stack[0], walker.desk.session, PlayedCompanion())  # type: ignore[arg-type]
    hub._standing = HubStanding(Phase.FAILED, said)
    return hub


async def file_screen(walker: Walker, texts: Sequence[str]) -> None:
    """The file to import: the texts in its line, sent, and completed among files that are called so."""
    crowd = walker.directory / "crowd"
    crowd.mkdir(exist_ok=True)
    for text in strings.OURS:
        with contextlib.suppress(OSError, ValueError):
            (crowd / os.fsdecode(text.encode("utf-8", "surrogatepass"))).touch()
    await walker.open(FileScreen.__name__, "I")
    screen = walker.app.screen
    (box, *_) = matrix.typed_in(screen)
    typed = map(strings.kept, texts)  # no terminal sends a lone surrogate
    for text in (*typed, f"{crowd}/", f"{crowd}/a", str(crowd)):
        await walker.enter(box, text)
        await walker.look("file to import", text)
        await walker.press("tab")
        await walker.look("file to import, completed", "")
        await walker.press("ctrl+s")
        await walker.look("file to import, refused", "")
    await walker.enter(box, str(survey(walker.directory, house.HEADERS, texts)))
    await walker.press("ctrl+s")
    await walker.look("survey as remembered", texts[0])
    await walker.leave()


async def ways_screen(walker: Walker, texts: Sequence[str]) -> None:
    """What a file leaves open, in the words of the texts."""
    for text in texts:
        asked = Asked(columns={Column.SCORE: text, Column.EMAIL: ""}, segment=text, encoding=text)
        await _show(walker, WaysScreen(text, Unsettled(text, [Way(asked, text), Way(asked, text)])))
        await walker.look("ways", text)
        await walker.press("down")
        await walker.look("ways", text)
        await walker.leave()


async def preview_screen(walker: Walker, texts: Sequence[str]) -> None:
    """A survey of which every header and every cell that may be is the texts."""
    for text in texts:
        path = survey(walker.directory, (*house.HEADERS, text, f"{text} again"), [text])
        try:
            preview = await _understood(walker.desk.session, path, text)
        except Unusable:  # more control characters than any text has: it is refused before anything is shown
            continue
        await _show(walker, PreviewScreen(preview))
        await walker.look("preview", text)
        await walker.press("pagedown")
        await walker.look("preview", text)
        await walker.leave()


def survey(directory: Path, headers: Sequence[str], texts: Sequence[str]) -> Path:
    """Write a survey with the texts for answers."""
    path = directory / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(map(strings.kept, headers))
        for place, text in enumerate(strings.kept(text) for text in (*texts, *texts, *texts)):
            email = text if place == 1 else f"kim{place}@shop.example"
            rows.writerow([email, (0, 10, 3)[place % 3], text, *[text] * (len(headers) - 3)])
    return path


async def _understood(session: Session, path: Path, title: str) -> Preview:
    """Look through a survey and count what would become of it."""
    moment = await session.ask(moment_of)

    def work(desk: Callable[[], Desk]) -> Preview:
        intake = Intake(desk, moment)
        plan = intake.examine(path, Asked(missing_email=MissingEmail.REJECT))
        fields = () if plan.layout is None else understood(plan.layout)
        tally = intake.rehearse(plan)

        async def recount(_plan: Plan) -> Tally:
            return tally

        return Preview(title, plan, fields, tuple(intake.glimpse(plan)), tally, recount)

    return await session.work_at_length(work)


Walk = Callable[[Walker, Sequence[str]], Awaitable[None]]


@dataclass(frozen=True)
class Recipe:
    """How a screen is opened and tried."""

    walk: Walk
    size: tuple[int, int]
    """Columns and rows of the terminal."""
    batch: int
    """Characters of a text, that all of it is in sight."""


RECIPES: Final[Mapping[str, Recipe]] = {
    InboxScreen.__name__: Recipe(inbox_screen, _WIDE, SHORT),
    FormScreen.__name__: Recipe(form_screen, VAST, LONG),
    PickerScreen.__name__: Recipe(picker_screen, _WIDE, SHORT),
    KeysScreen.__name__: Recipe(keys_screen, _BROAD, LONG),
    DeskPalette.__name__: Recipe(palette_screen, _BROAD, LONG),
    OrganisationScreen.__name__: Recipe(organisation_screen, _WIDE, MIDDLE),
    LogScreen.__name__: Recipe(log_screen, _BROAD, LONG),
    ForeseeingPicker.__name__: Recipe(foreseeing_screen, _BROAD, LONG),
    ConfirmScreen.__name__: Recipe(confirm_screen, _BROAD, LONG),
    ProgressScreen.__name__: Recipe(progress_screen, _BROAD, LONG),
    OutboxScreen.__name__: Recipe(outbox_screen, _BROAD, LONG),
    AgendaScreen.__name__: Recipe(agenda_screen, _BROAD, LONG),
    CallScreen.__name__: Recipe(call_screen, _BROAD, LONG),
    CausesScreen.__name__: Recipe(causes_screen, _BROAD, LONG),
    LetterScreen.__name__: Recipe(letter_screen, _BROAD, LONG),
    LettersScreen.__name__: Recipe(letters_screen, _BROAD, LONG),
    ConflictsScreen.__name__: Recipe(conflicts_screen, _WIDE, SHORT),
    FileScreen.__name__: Recipe(file_screen, _BROAD, LONG),
    WaysScreen.__name__: Recipe(ways_screen, _BROAD, LONG),
    PreviewScreen.__name__: Recipe(preview_screen, VAST, LONG),
}
"""By the name of the screen."""
