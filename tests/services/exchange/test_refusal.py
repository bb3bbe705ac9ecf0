"""Files that are not whole, not ours, or cannot be carried out: refused by their line, and nothing is imported."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cxloop_tui.domain.errors import CxloopError, Unusable
from cxloop_tui.domain.operation import Kind
from tests.contract.house import memory
from tests.services.exchange.desk import Two, of_kind, rewrite, take, two_houses


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with two_houses(memory, tmp_path) as made:
        yield made


def cut_short(records: list[Any]) -> None:
    del records[-1]


def a_line_missing(records: list[Any]) -> None:
    del records[30]


def swapped(records: list[Any]) -> None:
    records[40], records[41] = records[41], records[40]


def twice(records: list[Any]) -> None:
    records.insert(40, records[40])
    records[-1]["end"] += 1


def two_headers(records: list[Any]) -> None:
    records.insert(1, records[0])


def no_header(records: list[Any]) -> None:
    del records[0]


def more_after_the_end(records: list[Any]) -> None:
    records.append(records[-2])


def fewer_tickets_than_promised(records: list[Any]) -> None:
    records[0]["tickets"] += 1


def unknown_role(records: list[Any]) -> None:
    next(of_kind(records, Kind.PERSON_PUT))["operation"]["set"]["role"] = [None, "king"]


def strange_managers(records: list[Any]) -> None:
    next(of_kind(records, Kind.SEGMENT_PUT))["operation"]["set"]["managers"] = [None, 5]


def hostile_name(records: list[Any]) -> None:
    next(of_kind(records, Kind.SEGMENT_PUT))["operation"]["set"]["name"] = [None, "\x1b[2J"]


def closed_status(records: list[Any]) -> None:
    next(of_kind(records, Kind.TICKET_CHANGE))["operation"]["set"] = {"status": ["new", "closed"]}


def empty(records: list[Any]) -> None:
    records.clear()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (cut_short, "is cut short: its last line is missing"),
        (a_line_missing, "operations stand before it; there should be"),
        (swapped, "it is out of order"),
        (twice, "it is out of order"),
        (two_headers, "line 2: a second header"),
        (no_header, "line 1: the header is missing"),
        (more_after_the_end, "something follows the end"),
        (fewer_tickets_than_promised, "line 1: it promises"),
        (unknown_role, "line 2: there is no role 'king'"),
        (strange_managers, "it cannot be carried out"),
        (hostile_name, "control characters"),
        (closed_status, "status cannot be 'closed'"),
        (empty, "is empty"),
    ],
)
def test_a_spoiled_file_is_refused_by_its_line_and_nothing_is_imported(
    two: Two, spoil: Callable[[list[Any]], None], why: str
) -> None:
    rewrite(two.file, spoil)
    before = two.here.reader.seq()
    with pytest.raises(CxloopError) as refusal:
        take(two.here, two.file)
    assert why in str(refusal.value)
    assert str(refusal.value).startswith(str(two.file))
    assert str(refusal.value).endswith("nothing was imported")
    assert two.here.reader.seq() == before


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "is empty"),
        (b"number,status\r\n1,new\r\n", "line 1: this is no JSON"),
        (b'{"id": 1}\n', "line 1: it has no operation"),
        (b'{"cxloop": "\xff"}\n', "line 1: the byte 0xFF is not UTF-8"),
        (b"[" * 100_000, "line 1: this JSON is too deep"),
        (b'{"cxloop": 1' + b"0" * 5_000 + b"}", "line 1: this JSON is too deep or has too long a number"),
        (b'"' + b"x" * (16 * 1024 * 1024), "line 1: it is too long to be one of ours"),
    ],
)
def test_what_is_no_export_of_ours_is_refused(two: Two, octets: bytes, why: str) -> None:
    two.file.write_bytes(octets)
    with pytest.raises(Unusable) as refusal:
        take(two.here, two.file)
    assert why in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_a_file_that_is_not_there_is_told(two: Two) -> None:
    with pytest.raises(Unusable, match="cannot be read: No such file or directory"):
        take(two.here, two.directory / "none.ndjson")
