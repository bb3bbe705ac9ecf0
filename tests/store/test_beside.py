"""What stands beside tickets is what its operations lead to, whatever was undone and redone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxloop_tui.domain.operation import Json
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import doctor
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    writer = Writer.create(path)
    made = Desk(writer, FakeClock(step=1000), seeded_ids())
    made.sit(ADA, found_house)
    yield made
    writer.close()


def put_down(desk: Desk) -> str:
    ticket = desk.sit(BEA, lambda sitting: sitting.create(CREATED, "Late").ticket.id)
    wanted: dict[str, Json] = {"ticket": ticket, "text": "Call", "owner": BEA}
    done = desk.sit(BEA, lambda sitting: sitting.put_followup(None, wanted))
    assert done is not None
    return done.operation.subject


def test_put_down_taken_back_and_brought_back(desk: Desk, path: Path) -> None:
    followup = put_down(desk)
    desk.sit(BEA, lambda sitting: sitting.put_followup(followup, {"done": True}))
    desk.sit(BEA, lambda sitting: sitting.undo())
    desk.sit(BEA, lambda sitting: sitting.undo())
    assert doctor.examine(path).findings == []
    desk.sit(BEA, lambda sitting: sitting.redo())
    assert doctor.examine(path).findings == []


@pytest.mark.parametrize(
    "damage", ["DELETE FROM followups", "UPDATE followups SET text = 'Write'", "UPDATE followups SET id = id || 'x'"]
)
def test_the_doctor_finds_what_no_operation_led_to(desk: Desk, path: Path, damage: str) -> None:
    put_down(desk)
    with sqlite3.connect(path) as raw:
        raw.execute(damage)
    raw.close()
    assert any("follow-up" in finding for finding in doctor.examine(path).findings)
