"""The desk over a database on a server: the same keys, and what others do there appears by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxloop_tui.bootstrap import build_demo
from tests import postgresql
from tests.journeys.desk import SEED, TICKETS, at_desk, configure, cxloop, friday_at_ten


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Path, str, str]]:
    """Where the configuration lies, and the option that names a database with the example store."""
    own = postgresql.server()
    database = own.empty_database()
    build_demo(database, TICKETS, SEED, lambda *_: None, clock=friday_at_ten)
    configure(tmp_path / "none.db")
    yield tmp_path / "none.db", "--store", database.url
    own.drop(database)


def test_a_ticket_is_found_worked_at_and_changed_from_elsewhere(at: tuple[Path, str, str]) -> None:
    place, *store = at
    wanted = cxloop(place, *store, "tickets", "owner:me status:new,open", "--limit", "1", "--json").records[0]
    number = f"#{wanted['number']}"
    with at_desk(*at) as desk:
        desk.find(number, number)
        desk.comment("spoke to the depot")
        desk.comment("never mind")
        desk.undo()
        said = cxloop(place, *store, "set", number.removeprefix("#"), "--priority", "critical")
        assert said.code == 0, said.err
        desk.terminal.wait_for(lambda lines: any(number in line and "!" in line[:4] for line in lines))
        desk.quit()
    record = cxloop(place, *store, "show", number.removeprefix("#"), "--json").record
    assert record["comments"][-1]["body"] == "spoke to the depot"
    assert record["priority"] == "critical"
    assert cxloop(place, *store, "doctor").code == 0
    assert not place.exists()
