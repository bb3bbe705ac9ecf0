"""Very much in, out, and made up: what is in memory does not grow with it."""

import gc
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from cxloop_tui.bootstrap import build_demo, create_rooms, open_rooms
from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.domain.intake import Asked
from cxloop_tui.services import demo
from cxloop_tui.services.demo import arrivals
from cxloop_tui.services.demo.build import Play
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.export import Asked as Export
from cxloop_tui.services.export import Format, plan, write
from cxloop_tui.services.intake import Intake, moment_of
from cxloop_tui.store import lists
from tests.fakes import MemoryStore
from tests.pace import few_at_once
from tests.services.intake.desk import ALLOWED

NOW = from_rfc3339("2026-11-24T12:00:00Z")
FEW, MANY = 600, 2_400
MORE = 1.3
"""Many may take so many times the memory that few take: tables of the libraries fill, and buffers grow."""


def peak(work: Callable[[], object]) -> int:
    """Return how much memory a work takes at its height."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# In ---------------------------------------------------------------------------------------------------------------


def survey(path: Path, rows: int) -> Path:
    with path.open("w") as file:
        file.write("id,NPS,Why,E-mail\n")
        file.writelines(f"r{at},{at % 7},words of {at},u{at}@shop.example\n" for at in range(rows))
    return path


def imported(directory: Path, rows: int) -> None:
    rooms = create_rooms(directory / f"{rows}.db", "ada@desk.example")

    def found(sitting: Sitting) -> None:
        sitting.put_person("ada@desk.example", {"name": "Ada", "role": "admin", "active": True})
        sitting.put_segment("inbox", {"name": "Inbox", "managers": ["ada@desk.example"]})

    rooms.desk().sit("ada@desk.example", found)
    intake = Intake(rooms.desk, moment_of(rooms.queries))
    asked = Asked(missing_email=ALLOWED.missing_email)
    assert intake.run(intake.examine(survey(directory / f"{rows}.csv", rows), asked)).read == rows
    rooms.close()


def test_an_import_of_four_times_as_much_takes_no_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch, 100)
    imported(tmp_path, 200)
    few, many = (peak(lambda rows=rows: imported(tmp_path, rows)) for rows in (FEW, MANY))  # type: ignore[misc]
    assert many < MORE * few


# Out --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A demo of few tickets and one of many."""
    directory = tmp_path_factory.mktemp("stores")
    paths = {tickets: directory / f"{tickets}.db" for tickets in (FEW, MANY)}
    for tickets, path in paths.items():
        build_demo(path, tickets, 1, lambda _doing, _done, _of: None)
    return paths


@pytest.mark.parametrize("form", [Format.CSV, Format.NDJSON, Format.JSON])
def test_an_export_of_four_times_as_many_takes_no_more_memory(
    stores: dict[int, Path], form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_PAGE", 100)

    def exported(path: Path) -> None:
        rooms = open_rooms(path, None)
        asked = plan(rooms.queries, rooms.queries.parse(""), Export(form))
        with Path(os.devnull).open("wb") as nowhere:
            write(rooms.queries, asked, nowhere)
        rooms.close()

    exported(stores[FEW])
    few, many = (peak(lambda path=path: exported(path)) for path in stores.values())  # type: ignore[misc]
    assert many < MORE * few


# Made up ----------------------------------------------------------------------------------------------------------


def most_in_hand(monkeypatch: pytest.MonkeyPatch, tickets: int) -> int:
    """Return how many stories of a demo were going on at one time, at the most."""
    most = 0
    some = Play.some

    def watched(play: Play, sitting: Sitting) -> None:
        nonlocal most
        some(play, sitting)
        most = max(most, play.in_hand)

    store = MemoryStore()
    desk, clock = demo.demo_desk(store, 1, NOW - demo.history(tickets))
    with monkeypatch.context() as patch:
        patch.setattr(Play, "some", watched)
        demo.build(desk, clock, tickets=tickets, seed=1, now=NOW)
    assert len(store._held.tickets) == tickets
    return most


def test_of_a_large_demo_no_more_is_in_memory_than_people_have_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "_CROWD", 100)
    monkeypatch.setattr(arrivals, "_EARLIER_A_DAY", 10)
    monkeypatch.setattr(sys.modules[Play.__module__], "_BATCH", 300)
    few, many = most_in_hand(monkeypatch, 400), most_in_hand(monkeypatch, 1_200)
    assert many < MORE * few


def test_a_large_demo_goes_back_so_far_that_people_can_cope() -> None:
    crowd, day = 20_000, 24 * 3_600_000
    assert demo.history(crowd) == demo.HISTORY
    assert demo.history(crowd + 10_000) == demo.HISTORY + 10 * day
