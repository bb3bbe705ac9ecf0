"""Export from the desk: what is listed or marked, foretold, asked where something is in the way, stoppable."""

import csv
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cxloop_tui.services.export import Format
from cxloop_tui.services.records import TICKET_KEYS
from cxloop_tui.ui.forms.export import LIST_COLUMNS, wanted_of
from cxloop_tui.ui.screens.confirm import ConfirmScreen
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.progress import ProgressScreen
from tests.builders import BEA, EVE
from tests.ui.desk_host import desk, no_tickets, plenty, until
from tests.workbooks import read_workbook

LOW, WIDE = (80, 24), (120, 40)
NAME = "tickets-2027-01-15"


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the desk was opened."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def left(directory: Path) -> list[Path]:
    return list(directory.iterdir())


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_the_list_is_written_in_its_order_and_it_is_said_where(size: tuple[int, int], somewhere: Path) -> None:
    async with desk(size, query="segment:south* sort:number") as at:
        await at.press("W")
        assert isinstance(at.app.screen, FormScreen)
        count = len(at.listed)
        assert f"Export {count} tickets" in at.seen
        assert f"writes    {count} tickets" in at.seen
        assert f"{NAME}.csv" in at.seen
        assert not left(somewhere)
        await at.press("ctrl+s")
        assert at.no_dialog()
        found = rows(somewhere / f"{NAME}.csv")
        assert [int(row["number"]) for row in found] == at.listed
        assert tuple(found[0]) == TICKET_KEYS
        assert at.said == [f"{count} tickets are in {somewhere / f'{NAME}.csv'}"]


async def test_format_columns_and_masks_are_chosen(somewhere: Path) -> None:
    async with desk(LOW) as at:
        await at.press("W", "down", "tab", "tab", "down", "tab", "down")
        assert f"{NAME}.xlsx" in at.seen
        await at.press("ctrl+s")
        (sheet,) = read_workbook(somewhere / f"{NAME}.xlsx")
        assert tuple(sheet.rows[0]) == LIST_COLUMNS
        place = LIST_COLUMNS.index("customer_email")
        assert all(str(row[place]).endswith("@masked.invalid") for row in sheet.rows[1:])


async def test_masks_for_another_store_are_refused_in_the_form(somewhere: Path) -> None:
    async with desk(LOW) as at:
        await at.press("W", "down", "down", "down", "tab", "tab", "tab", "down")
        assert "cannot be masked" in at.seen
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, FormScreen)
        assert at.seen.count("cannot be masked") == 2
        assert not left(somewhere)


async def test_a_file_that_is_there_is_asked_about_and_the_answer_is_no(somewhere: Path) -> None:
    (somewhere / f"{NAME}.csv").write_text("mine")
    async with desk(LOW) as at:
        await at.press("W")
        assert "is there already: you will be asked" in at.seen
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, ConfirmScreen)
        await at.press("enter")
        assert "was left as it is" in at.seen
        assert (somewhere / f"{NAME}.csv").read_text() == "mine"
        await at.press("ctrl+s", "y")
        assert at.no_dialog()
        assert len(rows(somewhere / f"{NAME}.csv")) == 12


async def test_what_is_left_out_is_said_before(somewhere: Path) -> None:
    async with desk(WIDE, me=BEA) as at:
        await at.press("W")
        assert "Export 12 tickets" in at.seen
        assert "only tickets of yours and of your segments" in at.seen
        await at.press("ctrl+s")
        found = rows(somewhere / f"{NAME}.csv")
        assert 0 < len(found) < 12
        assert at.said[-1].endswith(f"; {12 - len(found)} left out")
        assert all(row["owner"] == BEA or row["segment"] == "bari" for row in found)


async def test_nothing_within_reach_and_nothing_at_all_are_told() -> None:
    async with desk(LOW, me=EVE, query="segment:bari") as at:
        await at.press("W")
        assert at.no_dialog()
        assert "tickets can be exported: only tickets of yours" in at.said[-1]
    async with desk(LOW, tickets=no_tickets) as at:
        await at.press("W")
        assert at.said == ["there is nothing to export here"]


async def test_marked_tickets_are_exported_in_place_of_the_list(somewhere: Path) -> None:
    async with desk(LOW, query="sort:number") as at:
        chosen = at.listed[:2]
        await at.press("space", "space", "W")
        assert "Export 2 marked tickets" in at.seen
        await at.press("ctrl+s")
        assert [int(row["number"]) for row in rows(somewhere / f"{NAME}.csv")] == chosen


async def test_a_place_where_nothing_can_be_written_is_told_in_the_form(somewhere: Path) -> None:
    async with desk(LOW) as at:
        await at.press("W", "tab", "home")
        await at.write("no/such/place/")
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, FormScreen)
        assert "cannot be written" in at.seen
        assert not left(somewhere)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """An export that waits after its first hundred tickets until this is set; the bar is shown at once."""
    from cxloop_tui.services import export  # noqa: PLC0415
    from cxloop_tui.ui import exporting  # noqa: PLC0415

    go_on = Event()

    def write_slowly(*arguments: Any, watch: export.Watch, **how: Any) -> export.Written:
        def told(done: int, of: int) -> None:
            watch(done, of)
            if done == 100:
                go_on.wait(30)
                watch(done, of)

        return export.write_file(*arguments, watch=told, **how)

    monkeypatch.setattr(exporting, "write_file", write_slowly)
    monkeypatch.setattr(exporting, "SHOWN_AFTER_SECONDS", 0)
    return go_on


async def test_a_long_export_shows_how_far_it_is_and_the_desk_lives(slow: Event, somewhere: Path) -> None:
    async with desk(LOW, tickets=plenty(150)) as at:
        await at.press("W")
        at.send("ctrl+s")
        await until(at, lambda: isinstance(at.app.screen, ProgressScreen))
        await until(at, lambda: "100 of 150" in at.seen)
        assert await at.session.ask(lambda queries: queries.seq()) > 150
        slow.set()
        await at.settled()
        assert at.no_dialog()
        assert len(rows(somewhere / f"{NAME}.csv")) == 150


async def test_a_stopped_export_leaves_nothing_behind(slow: Event, somewhere: Path) -> None:
    async with desk(LOW, tickets=plenty(150)) as at:
        await at.press("W")
        at.send("ctrl+s")
        await until(at, lambda: isinstance(at.app.screen, ProgressScreen) and "100 of 150" in at.seen)
        at.send("escape")
        await until(at, lambda: "stopping" in at.seen)
        slow.set()
        await at.settled()
        assert isinstance(at.app.screen, FormScreen)
        assert "stopped; nothing was written" in at.seen
        assert not left(somewhere)


@pytest.mark.parametrize(
    ("typed", "form", "name"),
    [
        ("a", "csv", "a.csv"), ("a.csv", "xlsx", "a.xlsx"), ("a.b", "json", "a.b.json"), ("sub/a.ndjson", "ndjson",
        "sub/a.ndjson"), ("", "csv", "tickets.csv"), ("sub/", "csv", "sub/tickets.csv"),
        ("../a", "csv", "../a.csv"), ("..", "csv", "../tickets.csv"), ("/x/", "csv", "/x/tickets.csv"),
        ("~nobody-here/a", "csv", "~nobody-here/a.csv"),
    ],
)  # fmt: skip
def test_the_ending_follows_the_format(typed: str, form: str, name: str) -> None:
    wanted = wanted_of({"format": form, "file": typed, "columns": "all", "names": "kept"})
    assert wanted.path == Path(name)
    assert wanted.asked.format is Format(form)
