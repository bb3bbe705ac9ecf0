"""The exchange format: what is written is read back, and what could do harm is refused by its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.exchange import (
    Ending,
    Header,
    Passage,
    ending_record,
    header_record,
    passage_line,
    read_line,
)
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.recorded import Recorded
from tests.builders import BEA, NOON, operation, sets, ticket

ID = ticket().id
MADE = operation(
    Kind.TICKET_CREATE,
    set=sets(segment=(None, "bari"), status=(None, "new"), priority=(None, "high"), score=(None, 3)),
    comment="Late\u2028 refund",
)


def record(**changes: Any) -> Any:
    """The line of MADE as JSON values, with other keys as asked; `wire__` ones of its operation."""
    entry = Entry(operation=MADE, seq=7, received_at=NOON, number=1042)
    written: Any = json.loads(passage_line(Recorded.of(entry), {"deadline.high.contact_hours": 2}, None))
    for name, value in changes.items():
        at = written["operation"] if name.startswith("wire__") else written
        at[name.removeprefix("wire__")] = value
    return written


def test_a_line_is_read_back_as_it_was_written() -> None:
    passage = read_line(record())
    assert passage == Passage(MADE, 7, NOON, 1042, {"deadline.high.contact_hours": 2}, None)
    assert isinstance(passage, Passage)
    assert (passage.makes_ticket, passage.is_response, passage.is_of_organisation) == (True, False, False)


def test_header_and_end_are_read_back() -> None:
    header = Header("e1", NOON, tickets=3, segments=2, people=1)
    assert read_line(header_record(header)) == header
    assert read_line(ending_record(12)) == Ending(12)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_every_text_that_a_store_holds_comes_through(text: str) -> None:
    passage = read_line(record(wire__comment=text))
    assert isinstance(passage, Passage)
    assert passage.operation.comment == text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"seq": "7"}, "its seq is no whole number"),
        ({"seq": True}, "its seq"),
        ({"seq": -1}, "its seq"),
        ({"seq": 2**63}, "its seq"),
        ({"number": 1.5}, "its number"),
        ({"number": 10**15}, "its number"),
        ({"received_at": "yesterday"}, "its received_at is no time"),
        ({"received_at": "2026-11-21T10:00:00"}, "its received_at is no time"),
        ({"received_at": None}, "its received_at is no text"),
        ({"policy": []}, "its policy is no object"),
        ({"policy": {"deadline.high.contact_hours": "soon"}}, "a number of hours above 0"),
        ({"policy": {"deadline.urgent": 1}}, "no policy key"),
        ({"previous": 5}, "its previous is no text"),
        ({"previous": "op-0"}, "does not fit"),
        ({"operation": None}, "no operation"),
        ({"operation": {}}, "has no 'base'"),
        ({"wire__subject": "1042"}, "'1042' is no ticket's id"),
        ({"wire__subject": "{" + ID + "}"}, "is no ticket's id"),
        ({"wire__subject": ID.upper()}, "is no ticket's id"),
        ({"wire__set": {}}, "without a segment"),
        ({"wire__set": {"segment": [None, 5]}}, "without a segment"),
        ({"wire__set": {"segment": [None, "a"], "status": [None, "closed"]}}, "status cannot be 'closed'"),
        ({"wire__set": {"segment": [None, "a"], "status": [None, {"a": 1}]}}, "status cannot be"),
        ({"wire__set": {"segment": [None, "a"], "priority": [None, None]}}, "priority cannot be None"),
        ({"wire__set": {"segment": [None, "a"], "score": [None, True]}}, "score cannot be True"),
        ({"wire__set": {"segment": [None, "a"], "score": [None, 2**40]}}, "score cannot be"),
        ({"wire__set": {"segment": [None, "a"], "owner": [None, ["x"]]}}, "owner cannot be"),
        ({"wire__set": {"segment": "a"}}, "set.segment is not"),
        ({"wire__comment": "a\0b"}, "characters that no store takes"),
        ({"wire__comment": "\ud800"}, "characters that no store takes"),
        ({"wire__mood\0": "x"}, "characters that no store takes"),
        ({"wire__kind": Kind.COMMENT_ADD}, "does not fit"),
        ({"wire__kind": "mood.set"}, "does not fit"),
        ({"wire__kind": Kind.RESPONSE_RECORD, "wire__set": {"score": [None, "9"]}}, "score cannot be '9'"),
        ({"wire__kind": Kind.RESPONSE_RECORD, "wire__set": {"respondent": [None, 9]}}, "respondent cannot be 9"),
    ],
)
def test_what_could_not_be_applied_or_stored_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Unusable) as refusal:
        read_line(record(**changes))
    assert why in str(refusal.value)


@pytest.mark.parametrize("line", [None, 5, "x", [], [1], {}, {"id": 1}])
def test_what_is_no_line_of_ours_is_refused(line: Any) -> None:
    with pytest.raises(Unusable):
        read_line(line)


def test_a_newer_format_is_refused_and_says_so() -> None:
    newer = {**header_record(Header("e", NOON, 0, 0, 0)), "cxloop": 2}
    with pytest.raises(Unusable, match=r"newer cxloop \(format 2, this one knows 1\): update cxloop"):
        read_line(newer)


def test_kinds_and_fields_of_a_newer_program_come_through() -> None:
    later = read_line(
        record(previous="op-1", number=None, wire__kind="mood.set", wire__set={"mood": [None, {"a": [1]}]}, wire__x=1)
    )
    assert isinstance(later, Passage)
    assert later.operation.wanted("mood") == {"a": [1]}
    assert later.operation.extra == {"x": 1}
    assert later.operation.by == BEA
