"""The wire form of an operation: what is written, read back, carried along and refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.operation import Base, Change, Kind, Operation, from_wire, to_wire
from tests.builders import NOON, operation, sets

Wire = dict[str, Any]

SMALLEST: Wire = {
    "v": 1,
    "id": "op",
    "kind": "ticket.change",
    "subject": "t1",
    "by": "bea@desk.example",
    "at": "2027-01-15T08:00:00Z",
    "base": {"epoch": "e", "seq": 10},
    "origin": "desk",
}


def test_the_smallest_operation_is_written_without_empty_keys() -> None:
    assert to_wire(operation(subject="t1")) == SMALLEST


def test_every_key_is_written_as_the_design_has_it() -> None:
    whole = operation(
        Kind.COMMENT_ADD,
        subject="t1",
        at=NOON + 123,
        set=sets(status=("new", "open"), score=(None, 3)),
        add={"tags": ("vip", "late")},
        remove={"tags": ("calm",)},
        implied=("status",),
        comment="hello",
        undoes="other",
        group="g",
        extra={"mood": {"deep": [1, None, True]}},
    )
    assert to_wire(whole) == {
        **SMALLEST,
        "kind": "comment.add",
        "at": "2027-01-15T08:00:00.123Z",
        "set": {"status": ["new", "open"], "score": [None, 3]},
        "add": {"tags": ["vip", "late"]},
        "remove": {"tags": ["calm"]},
        "implied": ["status"],
        "comment": "hello",
        "undoes": "other",
        "group": "g",
        "mood": {"deep": [1, None, True]},
    }


def test_an_operation_of_a_newer_program_is_kept_as_it_came() -> None:
    wire = {**SMALLEST, "v": 7, "kind": "mood.set", "mood": "blue", "set": {"mood": [None, {"deep": [1]}]}}
    read = from_wire(wire)
    assert (read.v, read.kind, read.extra) == (7, "mood.set", {"mood": "blue"})
    assert to_wire(read) == wire


def test_a_time_of_another_offset_is_the_same_instant() -> None:
    there = from_wire({**SMALLEST, "at": "2027-01-15T10:00:00+02:00"})
    assert there.at == from_wire(SMALLEST).at == NOON


def test_wanted_tells_the_value_or_none() -> None:
    changed = operation(set=sets(owner=("a", "b")))
    assert (changed.wanted("owner"), changed.wanted("status")) == ("b", None)


def test_a_change_reversed_goes_back() -> None:
    assert Change("open", "resolved").reversed() == Change("resolved", "open")


def without(key: str) -> Callable[[Wire], Wire]:
    return lambda wire: {name: value for name, value in wire.items() if name != key}


def with_(**values: Any) -> Callable[[Wire], Wire]:
    return lambda wire: {**wire, **values}


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        *((without(key), repr(key)) for key in ("v", "id", "kind", "subject", "by", "at", "base", "origin")),
        (with_(v="1"), "v is str"),
        (with_(v=True), "v is bool"),
        (with_(id=1), "id is int"),
        (with_(kind=None), "kind is NoneType"),
        (with_(subject=[]), "subject is list"),
        (with_(by={}), "by is dict"),
        (with_(at=1), "at is int"),
        (with_(at="yesterday"), "at is no time"),
        (with_(at="2027-01-15T08:00:00"), "at is no time"),
        (with_(base=None), "base is not an object"),
        (with_(base="e"), "base is not an object"),
        (with_(base={"epoch": "e"}), "'seq'"),
        (with_(base={"seq": 1}), "'epoch'"),
        (with_(base={"epoch": 1, "seq": 1}), "base.epoch is int"),
        (with_(base={"epoch": "e", "seq": 1.5}), "base.seq is float"),
        (with_(set=[]), "set is not an object"),
        (with_(set={"owner": "ab"}), "set.owner is not"),
        (with_(set={"owner": ["a"]}), "set.owner is not"),
        (with_(set={"owner": None}), "set.owner is not"),
        (with_(add=["tags"]), "add is not an object"),
        (with_(add={"tags": "vip"}), "add.tags is not a list"),
        (with_(remove={"tags": [1]}), "remove.tags is int"),
        (with_(implied="status"), "implied is not a list"),
        (with_(comment=1), "comment is int"),
        (with_(undoes=[]), "undoes is list"),
        (with_(group=2), "group is int"),
        (with_(origin=None), "origin is NoneType"),
    ],
)
def test_what_is_no_operation_is_unusable_and_the_key_is_named(spoil: Callable[[Wire], Wire], named: str) -> None:
    with pytest.raises(Unusable) as refusal:
        from_wire(spoil(SMALLEST))
    assert named in str(refusal.value)


KNOWN = {*SMALLEST, "set", "add", "remove", "implied", "comment", "undoes", "group"}
words = st.text(max_size=30)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
tags = st.dictionaries(words, st.lists(words, max_size=3).map(tuple), max_size=2)
operations = st.builds(
    Operation,
    id=words,
    kind=st.sampled_from([*map(str, Kind)]) | words,
    subject=words,
    by=words,
    at=st.integers(0, 253_402_300_799_999),
    base=st.builds(Base, words, st.integers()),
    set=st.dictionaries(words, st.builds(Change, json_values, json_values), max_size=3),
    add=tags,
    remove=tags,
    implied=st.lists(words, max_size=2).map(tuple),
    comment=st.none() | st.text(),
    undoes=st.none() | words,
    group=st.none() | words,
    origin=words,
    v=st.integers(),
    extra=st.dictionaries(words.filter(lambda key: key not in KNOWN), json_values, max_size=2),
)


@given(operations)
def test_any_operation_comes_back_from_the_wire_as_it_was(any_operation: Operation) -> None:
    text = json.dumps(to_wire(any_operation), ensure_ascii=False)
    assert from_wire(json.loads(text.encode())) == any_operation


@given(json_values)
def test_any_other_json_under_any_key_is_read_or_refused_but_never_breaks(value: Any) -> None:
    for key in KNOWN:
        try:
            read = from_wire({**SMALLEST, key: value})
        except Unusable:
            continue
        assert from_wire(to_wire(read)) == read
