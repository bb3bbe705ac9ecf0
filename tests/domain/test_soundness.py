"""What can be carried out and stored, whoever made it: everything this program makes, and nothing that breaks it."""

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.operation import Base, Change, Kind, Operation, from_wire
from cxloop_tui.domain.soundness import demand_sound
from tests.builders import BEA, NOON, operation, sets

ID = derived("test", "operation")
DEEP: object = "bottom"
for _ in range(30):
    DEEP = [DEEP]


def made(kind: str = Kind.TICKET_CHANGE, **fields: object) -> Operation:
    return operation(kind, **{"id": ID, **fields})


SOUND = [
    made(set=sets(priority=("low", "high"), owner=(None, BEA), score=(None, 3))),
    made(Kind.COMMENT_ADD, comment="line\nand another, 房间", set=sets(status=("new", "open")), implied=("status",)),
    made(Kind.CONTACT_LOG, add={"contacts": ("call voicemail",)}),
    made(Kind.SEGMENT_PUT, subject="bari", set=sets(name=("Bari", "Bari!"), managers=([], [BEA]))),
    made(
        Kind.PERSON_PUT, subject=BEA, set=sets(role=("agent", "admin"), segments=([], ["bari"]), deputy=(None, None))
    ),
    made(Kind.POLICY_PUT, subject="policy", set=sets(**{"word.owner": ("owner", "hero")})),
    made(Kind.RESPONSE_RECORD, subject=ID, set=sets(score=(None, 3), anything=(None, 2.5)), comment="x" * 500_000),
    made(
        "mood.set", subject="whatever", set=sets(mood=(None, {"of": ["many", 1]})), extra={"newer": [1, {"a": None}]}
    ),
    made("mood.set", add={"moods": ("glad",)}),
]


@pytest.mark.parametrize("one", SOUND, ids=lambda one: str(one.kind))
def test_what_programs_make_is_let_pass(one: Operation) -> None:
    demand_sound(one)


UNSOUND = {
    "an id that is no UUID": made(id="op"),
    "a UUID in another spelling": made(id=ID.upper()),
    "a long kind": made("x" * 101),
    "no kind": made(""),
    "no subject": made("mood.set", subject=""),
    "a long subject": made("mood.set", subject="x" * 301),
    "a long group": made(group="x" * 101),
    "a long epoch": made(base=Base("x" * 101, 1)),
    "a base below nothing": made(base=Base("e", -1)),
    "a base beyond numbers": made(base=Base("e", 2**63)),
    "a version beyond numbers": made(v=2**40),
    "a time before computers": made(at=-1),
    "a time nobody can write": made(at=10**18),
    "a NUL": made(comment="a\0b"),
    "half a character": made(comment="a\ud800b"),
    "half a character in a name": made("mood.set", set=sets(**{"a\udfff": (None, 1)})),
    "half a character in what is newer": made("mood.set", extra={"a": [{"b\ud800": 1}]}),
    "a text too long": made(Kind.COMMENT_ADD, comment="x" * 100_001),
    "values too deep": made("mood.set", extra={"a": DEEP}),
    "a number without end": made("mood.set", extra={"a": float("inf")}),
    "no number": made("mood.set", set=sets(a=(None, float("nan")))),
    "a number too long": made("mood.set", extra={"a": 10**30}),
    "very many words": made(add={"tags": tuple(map(str, range(201)))}),
    "a long name of a field": made("mood.set", set=sets(**{"x" * 101: (None, 1)})),
    "a ticket that is a segment": made(subject="bari"),
    "an unknown field": made(set=sets(mood=(None, "blue"))),
    "a status that is none": made(set=sets(status=("open", "gone"))),
    "a status that is a list": made(set=sets(status=("open", ["resolved"]))),
    "a segment that is none": made(set=sets(segment=("bari", None))),
    "a score that is true": made(set=sets(score=(None, True))),
    "a score beyond the column": made(set=sets(score=(None, 2**31))),
    "an owner that is an object": made(set=sets(owner=(BEA, {"email": BEA}))),
    "a seen value that cannot be": made(set=sets(owner=({"email": BEA}, BEA))),
    "an unknown set": made(add={"moods": ("blue",)}),
    "something implied that is not set": made(implied=("status",)),
    "a contact of no kind": made(Kind.CONTACT_LOG, add={"contacts": ("smoke seen",)}),
    "no contact": made(Kind.CONTACT_LOG),
    "a response under another id": made(Kind.RESPONSE_RECORD, subject="r1"),
    "a response with sets": made(Kind.RESPONSE_RECORD, subject=ID, add={"tags": ("x",)}),
    "a response with nested values": made(Kind.RESPONSE_RECORD, subject=ID, set=sets(a=(None, ["b"]))),
    "a long address of a response": made(
        Kind.RESPONSE_RECORD, subject=ID, set=sets(customer_email=(None, "x" * 301))
    ),
    "managers that are a text": made(Kind.SEGMENT_PUT, subject="bari", set=sets(managers=([], BEA))),
    "managers that are no texts": made(Kind.SEGMENT_PUT, subject="bari", set=sets(managers=([], [1]))),
    "a parent that is a list": made(Kind.SEGMENT_PUT, subject="bari", set=sets(parent=(None, ["south"]))),
    "a switch that is a number": made(Kind.SEGMENT_PUT, subject="bari", set=sets(active=(True, 0))),
    "a long code": made(Kind.SEGMENT_PUT, subject="x" * 101, set=sets(name=(None, "X"))),
    "an unknown field of a person": made(Kind.PERSON_PUT, subject=BEA, set=sets(mood=(None, "blue"))),
    "a role that is a list": made(Kind.PERSON_PUT, subject=BEA, set=sets(role=("agent", ["admin"]))),
    "a person in capitals": made(Kind.PERSON_PUT, subject="BEA@desk.example", set=sets(name=(None, "B"))),
    "rules about something else": made(Kind.POLICY_PUT, subject="bari", set=sets(**{"word.owner": (None, "hero")})),
    "a rule that is none": made(Kind.POLICY_PUT, subject="policy", set=sets(mood=(None, None))),
}


@pytest.mark.parametrize("unsound", UNSOUND.values(), ids=UNSOUND)
def test_what_could_not_be_stored_is_refused_in_a_short_sentence(unsound: Operation) -> None:
    with pytest.raises(Unusable) as refused:
        demand_sound(unsound)
    assert 10 < len(str(refused.value)) < 250


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FRAME: Mapping[str, object] = {
    "v": 1, "id": ID, "kind": "ticket.change", "subject": ID, "by": BEA, "at": to_rfc3339(NOON),
    "base": {"epoch": "e", "seq": 1}, "origin": "desk",
}  # fmt: skip


@given(
    st.dictionaries(st.sampled_from([*FRAME, "set", "add", "remove", "implied", "comment", "undoes", "new"]), JSON)
)
def test_whatever_stands_in_an_operation_it_is_read_and_judged_or_refused(values: dict[str, object]) -> None:
    with suppress(Unusable):
        demand_sound(from_wire({**FRAME, **values}))  # type: ignore[dict-item]


@given(st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()))
@example("0001-01-01T00:00:00+23:59")
@example("9999-12-31T23:59:59-23:59")
def test_a_time_that_is_read_can_be_written(text: str) -> None:
    try:
        instant = from_rfc3339(text)
    except ValueError:
        return
    assert from_rfc3339(to_rfc3339(instant)) == instant


def test_a_change_says_the_value_in_short() -> None:
    with pytest.raises(Unusable, match=r"owner cannot be \['x+…"):
        demand_sound(made(set={"owner": Change(None, ["x" * 1_000])}))
