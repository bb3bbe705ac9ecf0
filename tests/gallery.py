"""Every screen and state of the desk at both sizes in all themes: `python -m tests.gallery DIRECTORY [SCENE ...]`.

For looking at, next to the mockups. SVG always; PNG too where `rsvg-convert` is installed.
"""

import asyncio
import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Final, cast

from rich.console import Console
from rich.segment import Segment, Segments
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from cxloop_tui.config import Config
from cxloop_tui.domain.clock import HOUR
from cxloop_tui.services.correspondence import Correspondence
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.services.syncing import Phase, State
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.opening import read_opening
from cxloop_tui.ui.palette import DeskPalette
from cxloop_tui.ui.themes import THEMES
from tests.companions import PlayedCompanion, make_following
from tests.palettes import PALETTES
from tests.pictures import NOW, make_demo, reproducible
from tests.screenshots import svg_to_png
from tests.ui.pressing import send_key

SIZES: Final = ((80, 24), (120, 40))
CALM: Final = 4
"""Rounds in which the screen stayed as it is, after which it counts as at rest."""

BETWEEN_LOOKS_SECONDS: Final = 0.01
"""A paint comes after as much; three looks alike are the rest."""

THEME_NAMES: Final = tuple(theme.name for theme in THEMES)

SURVEYS: Final = Path(__file__).parent / "surveys"
"""Files to import; none of what an import does writes there."""

_OPEN = "status:open sort:due"
_ESCALATED = "status:escalated"
_RESOLVED = "status:resolved"


@dataclass(frozen=True, slots=True)
class Scene:
    """A query to open the desk at, and the keys that lead to what is looked at; `'words` are typed."""

    keys: Sequence[str] = ()
    query: str = ""
    empty: bool = False
    """On a store without tickets."""
    hub: Phase | None = None
    """On a desk that follows a hub, and how it stands with that: something waits, something was refused."""
    keeps_colours: bool = False
    """Whether what is shown keeps the theme it was opened in, so that every theme needs it opened anew."""


SCENES: Final[Mapping[str, Scene]] = {
    "inbox": Scene(),
    "inbox-filtered": Scene(query="status:open,escalated sort:due"),
    "nothing-found": Scene(query="nosuchword"),
    "welcome": Scene(empty=True),
    "detail": Scene(["enter"], _OPEN),
    "detail-escalated": Scene(["enter"], _ESCALATED),
    "detail-resolved": Scene(["enter"], _RESOLVED),
    "logs": Scene(["2"], _RESOLVED),
    "logs-status-only": Scene(["2", "2"], _RESOLVED),
    "customer": Scene(["3"], "#296"),
    "customer-choose": Scene(["enter", "3", "enter"], "#296"),
    "customer-visited": Scene(["enter", "3", "enter", "enter"], "#296"),
    "customer-nobody": Scene(["3"], "#77"),
    "survey": Scene(["4"], "#296"),
    "survey-by-hand": Scene(["4"], "#3"),
    "export": Scene(["W"], _OPEN),
    "export-masked": Scene(["W", "down", "tab", "tab", "tab", "down"], _OPEN),
    "search": Scene(["slash", "'status:open own"]),
    "search-mistake": Scene(["slash", "'status:opn refund"]),
    "filter-bar": Scene(["f", "3"]),
    "filter-segment": Scene(["f", "g"]),
    "sort": Scene(["S"]),
    "comment": Scene(["c", "'Called twice, the line is dead."], _OPEN),
    "comment-empty": Scene(["c", "ctrl+s"], _OPEN),
    "contact": Scene(["t"], _OPEN),
    "status": Scene(["s"], _OPEN),
    "priority": Scene(["p"], _OPEN),
    "assign": Scene(["a"], _OPEN),
    "move": Scene(["M"], _OPEN),
    "move-refused": Scene(["M", "'hotline"], _OPEN),
    "edit": Scene(["e"], _OPEN),
    "new": Scene(["n"]),
    "new-refused": Scene(["n", "ctrl+s"]),
    "escalate": Scene(["E", "'Third call in a week"], _OPEN),
    "escalate-refused": Scene(["E", "ctrl+s"], _OPEN),
    "hand-back": Scene(["H"], _ESCALATED),
    "resolve": Scene(["d"], _OPEN),
    "reopen": Scene(["X"], _RESOLVED),
    "undone": Scene(["p", "4", "z"], _OPEN),
    "marks": Scene(["space", "space", "j", "space"]),
    "marks-out-of-sight": Scene(["asterisk", "space", "f", "1"]),
    "range": Scene(["j", "j", "V", "j", "j", "j", "j"]),
    "many-assign": Scene(["asterisk", "a", "'m"], _OPEN),
    "many-spread": Scene(["asterisk", "a", "'spread"], _OPEN),
    "many-move": Scene(["asterisk", "M", "'bil"], _OPEN),
    "many-resolve": Scene(["asterisk", "d", "'bank closed"]),
    "many-sure": Scene(["asterisk", "M", "'bil", "enter"]),
    "many-done": Scene(["asterisk", "p", "4"], _OPEN),
    "segments": Scene(["O"]),
    "segments-found": Scene(["O", "slash", "'del"]),
    "segment": Scene(["O", "j", "e"]),
    "segment-new": Scene(["O", "j", "n", "'cologne", "tab", "'Cologne"]),
    "segment-managers": Scene(["O", "j", "e", "tab", "tab", "'m"]),
    "segment-merge": Scene(["O", "G", "m", "'bil", "enter"]),
    "segment-log": Scene(["O", "l"]),
    "people": Scene(["O", "2"]),
    "person": Scene(["O", "2", "e"]),
    "person-new": Scene(["O", "2", "n", "ctrl+s"]),
    "person-leaves": Scene(["O", "2", "j", "x"]),
    "person-leaves-sure": Scene(["O", "2", "j", "x", "enter"]),
    "policy": Scene(["O", "3"]),
    "policy-rule": Scene(["O", "3", "j", "e", "'x"]),
    "import": Scene(["I"]),
    "import-named": Scene(["I", f"'{SURVEYS}/nov", "tab"]),
    "import-refused": Scene(["I", f"'{SURVEYS}/november.txt", "enter"]),
    "import-open": Scene(["I", f"'{SURVEYS}/effort.csv", "enter"]),
    "import-preview": Scene(["I", f"'{SURVEYS}/november.csv", "enter"]),
    "import-history": Scene(["I", f"'{SURVEYS}/november.csv", "enter", "h"]),
    "import-done": Scene(["I", f"'{SURVEYS}/effort.csv", "enter", "1", "y"]),
    "hub": Scene(hub=Phase.SYNCED),
    "hub-offline": Scene(hub=Phase.OFFLINE),
    "hub-signed-out": Scene(hub=Phase.SIGNED_OUT),
    "outbox": Scene(["B", "j", "h", "space"], hub=Phase.OFFLINE),
    "outbox-give-up": Scene(["B", "x"], hub=Phase.SYNCED),
    "conflicts": Scene(["C", "J"], hub=Phase.SYNCED),
    "conflicts-decided": Scene(["C", "J", "m", "j", "t"], hub=Phase.SYNCED),
    "conflicts-refused": Scene(["C"], hub=Phase.SYNCED),
    "conflict-other": Scene(["C", "J", "e"], hub=Phase.SYNCED),
    "keys": Scene(["question_mark"]),
    "keys-searched": Scene(["question_mark", "'esc"]),
    "palette": Scene(["ctrl+p", "'esc"], keeps_colours=True),
    "theme": Scene(["ctrl+p", "'theme", "enter"]),
}
"""By name; a new screen or state gets its scene here."""


Visit = Callable[[DeskApp, str], None]
"""Looks at the desk as it is on screen, in the theme of that name."""


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores scenes are opened on."""

    full: Path
    empty: Path
    following: Path

    def of(self, scene: Scene) -> Path:
        """Return the store of a scene; it is not changed, `visit` takes a copy."""
        if scene.hub is not None:
            return self.following
        return self.empty if scene.empty else self.full


@contextmanager
def stores(tickets: int = 300) -> Iterator[Stores]:
    """Make the store of the demo and one without tickets, for as long as this lasts."""
    with tempfile.TemporaryDirectory(prefix="cxloop-gallery-") as directory:
        made = Stores(*(Path(directory) / f"{name}.db" for name in ("full", "empty", "following")))
        make_demo(made.full, tickets=tickets)
        make_demo(made.empty, tickets=0)
        make_following(made.following, made.full)
        yield made


def draw(directory: Path, names: Collection[str] = SCENES.keys()) -> int:
    """Draw scenes, by default all of them, into a directory; return how many pictures that made."""
    with stores() as made, ProcessPoolExecutor() as painters:
        return sum(painters.map(partial(_draw_scene, directory, made), names))


def _draw_scene(directory: Path, made: Stores, name: str) -> int:
    """Draw one scene at both sizes in all themes; return how many pictures that made."""
    drawn: list[Path] = []
    for columns, lines in SIZES:

        def keep(app: DeskApp, theme: str, size: str = f"{columns}x{lines}") -> None:
            picture = directory / f"{name}-{size}-{theme.removeprefix('cxloop-')}.svg"
            picture.write_text(reproducible(_svg(app)), encoding="utf-8")
            drawn.append(picture)

        visit(SCENES[name], made.of(SCENES[name]), (columns, lines), keep)
    if shutil.which("rsvg-convert"):
        for picture in drawn:
            svg_to_png(picture, picture.with_suffix(".png"))
    return len(drawn)


def visit(
    scene: Scene,
    store: Path,
    size: tuple[int, int],
    look: Visit,
    themes: Sequence[str] = THEME_NAMES,
    *,
    ascii_only: bool = False,
) -> None:
    """Open the desk on a copy of a store, play a scene, and look at it in one theme after the other."""
    if scene.keeps_colours and len(themes) > 1:
        for theme in themes:
            visit(scene, store, size, look, [theme], ascii_only=ascii_only)
        return
    with tempfile.TemporaryDirectory(prefix="cxloop-gallery-") as directory:
        path = Path(directory) / "demo.db"
        shutil.copy(store, path)
        reader, writer = ReadPath.open(path), Writer.open(path)
        queries = Queries(reader, lambda: NOW, reader.local_person(None), lambda: 0)
        ids = iter(f"01a1b2c3-0000-7000-8000-{number:012}" for number in range(100_000))
        session = Session(
            queries,
            lambda: Desk(writer, lambda: NOW, lambda: next(ids)),
            correspondence=lambda: Correspondence.over(writer, lambda: NOW, lambda: next(ids)),
        )
        config = Config(theme=themes[0], ascii=ascii_only)
        companion = None if scene.hub is None else PlayedCompanion(State(scene.hub, synced_at=NOW - 3 * HOUR))
        app = DeskApp(session, read_opening(queries, queries.parse(scene.query)), config, companion=companion)
        try:
            asyncio.run(_visited(app, session, scene, size, look, themes))
        finally:
            session.close()
            writer.close()
            reader.close()


async def _visited(
    app: DeskApp, session: Session, scene: Scene, size: tuple[int, int], look: Visit, themes: Sequence[str]
) -> None:
    async with app.run_test(size=size, notifications=True) as pilot:
        await _rest(pilot, session)
        for key in scene.keys:
            for letter in _letters(key):
                send_key(app, letter)
            await _rest(pilot, session)
        for box in app.screen.query(Input):
            box.cursor_blink = False
        for theme in themes:
            app.theme = theme
            await _rest(pilot, session)
            look(app, theme)
        if app.net.caught:
            raise AssertionError(f"{app.net.caught} characters that a terminal obeys were painted")


def painted(app: DeskApp) -> Sequence[Strip]:
    """Return the lines of the desk's screen, with what is behind it (private to Textual, and used in tests only)."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def _svg(app: DeskApp) -> str:
    """Draw the desk's screen as Textual's `export_screenshot` does, the terminal's own colours as xterm has them."""
    width, height = app.size
    console = Console(
        width=width, height=height, file=StringIO(), force_terminal=True, color_system="truecolor", record=True
    )
    console.print(Segments(itertools.chain.from_iterable([*strip, Segment.line()] for strip in painted(app))), end="")
    return console.export_svg(title="cxloop", theme=PALETTES["xterm"] if app.current_theme.ansi else None)


def _letters(key: str) -> Sequence[str]:
    if not key.startswith("'"):
        return [key]
    named = {" ": "space", ":": "colon", ".": "full_stop", ",": "comma"}
    return [named.get(letter, letter) for letter in key[1:]]


async def _rest(pilot: Pilot[None], session: Session) -> None:
    """Wait until what was asked of the store is on screen, and the screen stays as it is.

    Workers are no sign of that: those that wait for the user go on waiting. `Pilot.pause` waits for an idle machine,
    which may take long where others are at work.
    """
    before, calm = None, 0
    while calm < CALM:
        await pilot._wait_for_screen()
        await asyncio.sleep(BETWEEN_LOOKS_SECONDS)
        await asyncio.gather(*(asyncio.wrap_future(thread.submit(_nothing)) for thread in _threads(session)))
        now = [strip.text for strip in painted(cast("DeskApp", pilot.app))]
        searching = any(worker.is_running for worker in pilot.app.workers if isinstance(worker.node, DeskPalette))
        calm = calm + 1 if now == before and not searching else 0
        before = now


def _threads(session: Session) -> Sequence[ThreadPoolExecutor]:
    """Return where the store is asked; each answers in order."""
    return [value for value in vars(session).values() if isinstance(value, ThreadPoolExecutor)]


def _nothing() -> None:
    """Be done once everything asked before is."""


if __name__ == "__main__":
    target, *scenes = sys.argv[1:]
    Path(target).mkdir(parents=True, exist_ok=True)
    print(f"{draw(Path(target), scenes or SCENES)} pictures in {target}")  # noqa: T201
