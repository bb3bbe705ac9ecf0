"""Every screen and state of the desk at both sizes in both themes: `python -m tests.gallery DIRECTORY`.

For looking at, next to the mockups. SVG always; PNG too where `rsvg-convert` is installed.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from cxloop_tui.config import Config
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.opening import read_opening
from cxloop_tui.ui.themes import THEMES
from tests.pictures import NOW, make_demo, reproducible
from tests.screenshots import svg_to_png

SIZES: Final = ((80, 24), (120, 40))

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
    "keys": Scene(["question_mark"]),
    "keys-searched": Scene(["question_mark", "'esc"]),
    "palette": Scene(["ctrl+p", "'esc"]),
}
"""By name; a new screen or state gets its scene here."""


def draw(directory: Path) -> int:
    """Draw all of them into a directory; return how many."""
    looks = [(size, theme.name) for size in SIZES for theme in THEMES]
    with tempfile.TemporaryDirectory(prefix="cxloop-gallery-") as stores:
        full, empty = Path(stores) / "full.db", Path(stores) / "empty.db"
        make_demo(full, tickets=300)
        make_demo(empty, tickets=0)
        for name, scene in SCENES.items():
            for (columns, lines), theme in looks:
                picture = directory / f"{name}-{columns}x{lines}-{theme.removeprefix('cxloop-')}.svg"
                drawn = _drawn(scene, empty if scene.empty else full, (columns, lines), theme)
                picture.write_text(drawn, encoding="utf-8")
                if shutil.which("rsvg-convert"):
                    svg_to_png(picture, picture.with_suffix(".png"))
    return len(SCENES) * len(looks)


def _drawn(scene: Scene, store: Path, size: tuple[int, int], theme: str) -> str:
    with tempfile.TemporaryDirectory(prefix="cxloop-gallery-") as directory:
        path = Path(directory) / "demo.db"
        shutil.copy(store, path)
        reader, writer = ReadPath.open(path), Writer.open(path)
        queries = Queries(reader, lambda: NOW, reader.local_person(None), lambda: 0)
        ids = iter(f"01a1b2c3-0000-7000-8000-{number:012}" for number in range(1000))
        session = Session(queries, lambda: Desk(writer, lambda: NOW, lambda: next(ids)))
        app = DeskApp(session, read_opening(queries, queries.parse(scene.query)), Config(theme=theme))
        try:
            return asyncio.run(_screenshot(app, scene, size))
        finally:
            session.close()
            writer.close()
            reader.close()


async def _screenshot(app: DeskApp, scene: Scene, size: tuple[int, int]) -> str:
    async with app.run_test(size=size, notifications=True) as pilot:
        await _rest(pilot)
        for key in scene.keys:
            await pilot.press(*_letters(key))
            await _rest(pilot)
        if app.net.caught:
            raise AssertionError(f"{app.net.caught} characters that a terminal obeys were painted")
        return reproducible(app.export_screenshot(title="cxloop"))


def _letters(key: str) -> Sequence[str]:
    if not key.startswith("'"):
        return [key]
    named = {" ": "space", ":": "colon", ".": "full_stop", ",": "comma"}
    return [named.get(letter, letter) for letter in key[1:]]


async def _rest(pilot: Pilot[None]) -> None:
    """Wait until what was asked of the store is on screen; workers that wait for the user go on waiting."""
    for _ in range(3):
        await pilot.pause()
        waiting = [worker for worker in pilot.app.workers if worker.group != "dialog"]
        if waiting:
            await pilot.app.workers.wait_for_complete(waiting)
    await pilot.pause()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(f"{draw(target)} pictures in {target}")  # noqa: T201
