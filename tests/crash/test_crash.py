"""Nothing that was acknowledged is lost, whether writers are killed or the power fails; and a loss would be noticed.

The full numbers are issue A's line 5: `python -m tests.acceptance A 5`.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash import harness, ledger
from tests.crash.ledger import Acknowledged
from tests.crash.power import cut_power
from tests.crash.seat import make_store
from tests.crash.writer_process import Fault


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A small store that nobody writes to."""
    return make_store(tmp_path / "store.db")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty directory for a store and its writers."""
    directory = tmp_path / "desk"
    directory.mkdir()
    return directory


def change(store: Path, sql: str) -> None:
    """Damage a store."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute(sql)


def test_killed_writers_lose_nothing_they_acknowledged(desk: Path) -> None:
    report = harness.run(desk, kills=16, processes=3, at_least_inside=5, seed=5)
    assert report.problems == []
    assert report.kills >= 16
    assert report.inside >= 5
    assert 0 < report.acknowledged <= report.operations


def test_a_writer_that_acknowledges_too_early_is_noticed(desk: Path) -> None:
    report = harness.run(desk, kills=1, processes=1, at_least_inside=1, seed=6, fault=Fault.TOO_EARLY)
    assert report.inside >= 1
    assert [problem for problem in report.problems if problem.startswith("acknowledged and lost")]


@pytest.mark.parametrize("processes", [1, 3])
def test_a_power_cut_loses_nothing_acknowledged(desk: Path, library: Path, processes: int) -> None:
    cut = cut_power(desk, library, processes=processes, seed=7)
    assert cut.problems == []
    assert cut.acknowledged > 0
    assert 0 < cut.synced <= cut.written


def test_a_writer_whose_commits_are_not_synced_is_noticed(desk: Path, library: Path) -> None:
    cut = cut_power(desk, library, processes=1, seed=8, fault=Fault.UNSYNCED)
    assert cut.acknowledged > 0
    assert cut.synced < cut.written
    assert any("acknowledged and lost" in problem for problem in cut.problems)
    assert any("acknowledged by then and lost" in problem for problem in cut.problems)


def test_the_ledger_finds_nothing_wrong_with_a_sound_store(store: Path) -> None:
    assert ledger.problems(store, [Acknowledged((operation,)) for operation in ledger.kept(store)]) == []


def test_the_ledger_misses_what_was_acknowledged_and_is_not_there(store: Path) -> None:
    assert ledger.problems(store, [Acknowledged(("gone", ledger.kept(store)[0]))]) == ["acknowledged and lost: gone"]


def test_the_ledger_notices_what_was_acknowledged_twice(store: Path) -> None:
    first = ledger.kept(store)[0]
    assert ledger.problems(store, [Acknowledged((first,))] * 2) == [f"acknowledged more than once: {first}"]


def test_the_ledger_notices_half_a_group(store: Path) -> None:
    change(store, "UPDATE operations SET wire = json_set(wire, '$.group', 'g') WHERE seq = 2")
    assert "a group that is not whole: g" in ledger.problems(store, [])


def test_the_ledger_asks_the_doctor(store: Path) -> None:
    change(store, "UPDATE people SET name = 'somebody else'")
    assert ledger.problems(store, []) == ["people: the rows are not what their operations lead to"]


def test_the_ledger_says_when_a_store_cannot_be_read(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:5000])
    (problem,) = ledger.problems(store, [])
    assert problem.startswith("the store cannot be read: ")


def test_a_line_without_its_end_was_never_said(tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.write_bytes(b"a b\t4152\nc\nd e")
    assert ledger.read(said) == [Acknowledged(("a", "b"), 4152), Acknowledged(("c",))]
