"""The pictures of the documentation, made by the app itself: `python -m tests.pictures` writes them into docs/.

The demo of a fixed seed at a fixed moment, so that everybody's pictures are the same to the last byte; a test draws
them again and compares.
"""

import asyncio
import html
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from cxloop_tui.config import Config
from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.services.demo import HISTORY, build, demo_desk
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.opening import read_opening
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.inbox import InboxScreen
from tests.screenshots import CELL_WIDTH

DOCS: Final = Path(__file__).parent.parent / "docs"

SIZE: Final = (120, 30)
"""Columns and lines of a picture."""

NOW: Final = from_rfc3339("2026-11-20T10:00:00Z")
SEED: Final = 1
TICKETS: Final = 500

_RUN: Final = re.compile(r'(?P<before><text [^>]*textLength=")[\d.]+(?P<after>"[^>]*>)(?P<text>[^<]*)</text>')

_A_WHILE: Final = 0.02
"""Seconds between two looks whether all that was asked of the store is on screen."""

_CARE: Final = "segment:care* status:new,open,escalated"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is looked at when a picture is taken."""

    query: str
    ticket: int
    """The number of the ticket under the cursor."""
    key: str = ""
    """The key that opens a form on it."""
    typed: str = ""
    """What is typed into the form."""


PICTURES: Final[Mapping[str, Picture]] = {
    "desk.svg": Picture(_CARE, ticket=319),
    "escalate.svg": Picture(
        _CARE, ticket=322, key="E", typed="He lost a day over this and asks for somebody who can decide."
    ),
}
"""By file name in docs/."""


def draw() -> dict[str, str]:
    """Return the pictures as SVG, by file name."""
    with tempfile.TemporaryDirectory(prefix="cxloop-picture-") as directory:
        path = Path(directory) / "demo.db"
        make_demo(path)
        return {name: _drawn(path, picture) for name, picture in PICTURES.items()}


def make_demo(path: Path, tickets: int = TICKETS) -> None:
    """Make the demo of the fixed seed and moment."""
    writer = Writer.create(path)
    desk, clock = demo_desk(writer, SEED, NOW - HISTORY)
    writer.set_up(build(desk, clock, tickets=tickets, seed=SEED, now=NOW).me)
    writer.close()


def _drawn(path: Path, picture: Picture) -> str:
    reader, writer = ReadPath.open(path), Writer.open(path)
    queries = Queries(reader, lambda: NOW, reader.local_person(None), lambda: 0)
    session = Session(queries, lambda: Desk(writer, lambda: NOW, lambda: "never used"))
    try:
        app = DeskApp(session, read_opening(queries, queries.parse(picture.query)), Config())
        return asyncio.run(_screenshot(app, queries.ticket_id(str(picture.ticket)), picture))
    finally:
        session.close()
        writer.close()
        reader.close()


async def _screenshot(app: DeskApp, ticket_id: str, picture: Picture) -> str:
    async with app.run_test(size=SIZE) as pilot:
        desk = app.screen
        assert isinstance(desk, InboxScreen)
        desk.list.go_to(ticket_id)
        while desk.detail.ticket_id != ticket_id or desk.shown.standing is None:
            await pilot.pause(_A_WHILE)
        if picture.key:
            await _fill_in(pilot, picture)
        return reproducible(app.export_screenshot(title="cxloop"))


async def _fill_in(pilot: Pilot[None], picture: Picture) -> None:
    """Open a form and type into it; the cursor stands still, for a picture has no time."""
    await pilot.press(picture.key)
    while not isinstance(pilot.app.screen, FormScreen):
        await pilot.pause()
    await pilot.pause()
    box = pilot.app.focused
    assert isinstance(box, Input | TextArea)
    box.cursor_blink = False
    await pilot.press(*("space" if letter == " " else letter for letter in picture.typed))
    await pilot.pause()


def reproducible(svg: str) -> str:
    """Return a picture without the id Rich makes up for each, without fonts from the net, and true to the cells.

    Rich asks for runs of text as wide as they have characters: wide ones would end up too close together.
    """
    named = re.sub(r"terminal-\d+", "desk", svg)
    fontless = re.sub(r"\s*@font-face \{.*?\}", "", named, flags=re.DOTALL)
    return _RUN.sub(_as_wide_as_its_cells, fontless)


def _as_wide_as_its_cells(run: re.Match[str]) -> str:
    width = cell_len(html.unescape(run["text"])) * CELL_WIDTH
    return f"{run['before']}{width:g}{run['after']}{run['text']}</text>"


def main() -> None:
    """Write all of them."""
    for name, picture in draw().items():
        (DOCS / name).write_text(picture, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
