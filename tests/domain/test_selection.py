"""From query to conditions, judged by a small reader of conditions: what a store has to do, in plain Python."""

from collections.abc import Mapping
from typing import assert_never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, from_rfc3339
from cxloop_tui.domain.query import Field
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.domain.selection import (
    FOLDED_COLUMNS,
    Among,
    AnyOf,
    Between,
    Condition,
    Context,
    HasTag,
    OneOf,
    Order,
    Selection,
    StartsWith,
    Unread,
    folded,
    select,
)
from cxloop_tui.domain.vocabulary import Vocabulary

NOW = from_rfc3339("2026-11-21T18:46:00Z")
BELOW = {"retail": ("retail", "retail-north", "retail-south"), "fleet": ("fleet",)}
VOCABULARY = Vocabulary(
    segments={"retail": "Retail", "retail-north": "North", "fleet": "Fleet"},
    people={"ana@desk.org": "Ana", "max@desk.org": "Max"},
)
CONTEXT = Context(now_ms=NOW, me="ana@desk.org", below=BELOW.__getitem__, utc_offset_minutes=60)

Row = Mapping[str, str | int | tuple[str, ...] | None]


def holds(condition: Condition, row: Row) -> bool:
    """Say whether a condition holds for a ticket row."""
    return _is_so(condition, row) != condition.negated


def _is_so(condition: Condition, row: Row) -> bool:  # noqa: PLR0911 - one for each kind of condition
    match condition:
        case AnyOf():
            return any(holds(one, row) for one in condition.conditions)
        case HasTag():
            tags = row["tags"]
            assert isinstance(tags, tuple)
            return (condition.or_empty and not tags) or bool(set(tags) & set(condition.tags))
        case OneOf():
            value = _compared(condition, row)
            return condition.or_empty if value is None else value in condition.values
        case StartsWith():
            value = _compared(condition, row)
            return isinstance(value, str) and value.startswith(condition.prefix)
        case Between():
            number = row[condition.column]
            low, high = condition.low, condition.high
            return isinstance(number, int) and (low is None or low <= number) and (high is None or number < high)
        case Among():
            return row["id"] in condition.ids
        case Unread():
            return False
        case _:
            assert_never(condition)


def _compared(condition: OneOf | StartsWith, row: Row) -> str | int | None:
    value = row[condition.column]
    assert not isinstance(value, tuple)
    return folded(condition.column, value) if condition.column in FOLDED_COLUMNS and isinstance(value, str) else value


def selection(text: str, context: Context = CONTEXT) -> Selection:
    return select(parse(text, VOCABULARY), context)


def finds(text: str, row: Row, context: Context = CONTEXT) -> bool:
    return all(holds(condition, row) for condition in selection(text, context).conditions)


EMPTY: Row = {
    "status": "new", "priority": 1, "owner": None, "segment": "retail", "score": None, "due_at": None,
    "category": None, "customer_email": None, "customer_name": None, "customer_phone": None, "account": None,
    "touchpoint": None, "channel": None, "number": None, "handle": "~k3f9qz", "created_at": NOW, "updated_at": NOW,
    "resolved_at": None, "tags": (),
}  # fmt: skip


def test_the_example_of_the_design() -> None:
    text = (
        'refund "late delivery" status:open,escalated priority:>=high owner:me segment:retail* score:<=6 due:<2d '
        "not:tag:vip #1042 ana@shop.it -spam"
    )
    assert selection(text) == Selection(
        words=("refund", "late delivery", "ana@shop.it"),
        not_words=("spam",),
        conditions=(
            OneOf("status", ("open", "escalated")),
            Between("priority", 2, None),
            OneOf("owner", ("ana@desk.org",)),
            OneOf("segment", ("retail", "retail-north", "retail-south")),
            Between("score", None, 7),
            Between("due_at", None, NOW + 2 * DAY),
            HasTag(("vip",), negated=True),
            OneOf("number", (1042,)),
        ),
        order=Order("updated_at", descending=True, by_text=True),
    )


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("priority:low,critical", OneOf("priority", (0, 3))),
        ("priority:>high", Between("priority", 3, None)),
        ("priority:<high", Between("priority", None, 2)),
        ("score:<6", Between("score", None, 6)),
        ("score:>=9", Between("score", 9, None)),
        ("score:>9", Between("score", 10, None)),
        ("score:3,none", OneOf("score", (3,), or_empty=True)),
        ("not:score:<=6", Between("score", None, 7, negated=True)),
        ("owner:none", OneOf("owner", (), or_empty=True)),
        ("-owner:me", OneOf("owner", ("ana@desk.org",), negated=True)),
        ("segment:retail*,retail-north", OneOf("segment", ("retail", "retail-north", "retail-south"))),
        ("tag:none,vip", HasTag(("vip",), or_empty=True)),
        ("overdue:yes", Between("due_at", None, NOW)),
        ("overdue:no", Between("due_at", None, NOW, negated=True)),
        ("not:overdue:no", Between("due_at", None, NOW)),
        ("due:>2d", Between("due_at", NOW + 2 * DAY + 1, None)),
        ("due:none", OneOf("due_at", (), or_empty=True)),
        ("updated:<3d", Between("updated_at", NOW - 3 * DAY + 1, None)),
        ("updated:>30m", Between("updated_at", None, NOW - 30 * MINUTE)),
        ("email:Ana@Shop.IT", OneOf("customer_email", ("ana@shop.it",))),
        ("customer:STRAßE", OneOf("customer_name", ("strasse",))),
        ("customer:Ana*", StartsWith("customer_name", "ana")),
        ("-account:shop*", StartsWith("account", "shop", negated=True)),
        ("customer:ana*,Bo", AnyOf((OneOf("customer_name", ("bo",)), StartsWith("customer_name", "ana")))),
        ("~k3f9qz", OneOf("handle", ("~k3f9qz",))),
        ("#12 ~k3f9qz", AnyOf((OneOf("number", (12,)), OneOf("handle", ("~k3f9qz",))))),
        ("number:<=12", Between("number", None, 13)),
        ("number:none", OneOf("number", (), or_empty=True)),
    ],
)
def test_conditions(text: str, condition: Condition) -> None:
    assert selection(text).conditions == (condition,)


def local(text: str) -> int:
    """The moment of a time at the person's place, one hour ahead of UTC."""
    return from_rfc3339(text + "+01:00")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("created:2026-11-01", "2026-11-01T00:00:00", "2026-11-02T00:00:00"),
        ("created:2026-11-01..2026-11-05", "2026-11-01T00:00:00", "2026-11-06T00:00:00"),
        ("created:2026-11-01..", "2026-11-01T00:00:00", None),
        ("created:..2026-11-05", None, "2026-11-06T00:00:00"),
        ("created:<2026-11-05", None, "2026-11-05T00:00:00"),
        ("created:<=2026-11-05", None, "2026-11-06T00:00:00"),
        ("created:>2026-11-05", "2026-11-06T00:00:00", None),
        ("created:>=2026-11-05", "2026-11-05T00:00:00", None),
        ("created:today", "2026-11-21T00:00:00", "2026-11-22T00:00:00"),
        ("created:yesterday..", "2026-11-20T00:00:00", None),
        ("created:tomorrow", "2026-11-22T00:00:00", "2026-11-23T00:00:00"),
    ],
)
def test_days_begin_at_midnight_where_the_person_is(text: str, low: str | None, high: str | None) -> None:
    bounds = (local(low) if low else None, local(high) if high else None)
    assert selection(text).conditions == (Between("created_at", *bounds),)


def test_today_is_the_persons_day_not_utcs() -> None:
    late = Context(from_rfc3339("2026-11-21T23:30:00Z"), None, BELOW.__getitem__, utc_offset_minutes=60)
    assert selection("created:today", late) == selection("created:2026-11-22", late)


def test_the_last_day_there_is_has_an_end() -> None:
    (condition,) = selection("created:9999-12-31").conditions
    assert isinstance(condition, Between)
    assert condition.low is not None
    assert condition.high == condition.low + DAY


def test_several_days_are_either() -> None:
    (condition,) = selection("not:resolved:2026-11-01,none").conditions
    assert isinstance(condition, AnyOf)
    assert condition.negated
    assert not finds("not:resolved:2026-11-01,none", EMPTY)
    assert finds("not:resolved:2026-11-01,none", {**EMPTY, "resolved_at": NOW})


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", Order("updated_at", descending=True)),
        ("word", Order("updated_at", descending=True, by_text=True)),
        ("word sort:updated", Order("updated_at", descending=True)),
        ("sort:created", Order("created_at", descending=True)),
        ("sort:due", Order("due_at", descending=False)),
        ("sort:priority", Order("priority", descending=True)),
        ("sort:number", Order("number", descending=True)),
        ("sort:customer", Order("customer_name", descending=False)),
    ],
)
def test_orders(sort: str, order: Order) -> None:
    assert selection(sort).order == order


def test_when_nobody_is_set_up_nothing_is_mine() -> None:
    nobody = Context(NOW, None, BELOW.__getitem__)
    assert not finds("owner:me", EMPTY, nobody)
    assert finds("owner:me,none", EMPTY, nobody)
    assert finds("not:owner:me", EMPTY, nobody)


@pytest.mark.parametrize(
    ("text", "changed", "expected"),
    [
        ("", {}, True),
        ("owner:me", {"owner": "ana@desk.org"}, True),
        ("not:owner:me", {}, True),
        ("not:owner:me", {"owner": "ana@desk.org"}, False),
        ("tag:vip tag:refund", {"tags": ("vip",)}, False),
        ("tag:vip tag:refund", {"tags": ("refund", "vip")}, True),
        ("tag:vip,refund", {"tags": ("vip",)}, True),
        ("tag:none", {}, True),
        ("not:tag:none", {}, False),
        ("status:new status:open", {"status": "open"}, True),
        ("overdue:no", {}, True),
        ("overdue:yes", {"due_at": NOW - 1}, True),
        ("overdue:yes", {"due_at": NOW}, False),
        ("due:<2d", {"due_at": NOW - DAY}, True),
        ("due:<2d", {"due_at": NOW + 2 * DAY}, False),
        ("due:<=2d", {"due_at": NOW + 2 * DAY}, True),
        ("due:<2d", {}, False),
        ("updated:<1h", {"updated_at": NOW - HOUR}, False),
        ("updated:<=1h", {"updated_at": NOW - HOUR}, True),
        ("updated:>=1h", {"updated_at": NOW - HOUR}, True),
        ("updated:>1h", {"updated_at": NOW - HOUR}, False),
        ('customer:"ana rossi"', {"customer_name": "Ana ROSSI"}, True),
        ("customer:ana", {"customer_name": "Ana Rossi"}, False),
        ("customer:ana*", {"customer_name": "ANA Rossi"}, True),
        ("#7 ~k3f9qz", {}, True),
        ("#7 ~k3f9qz", {"number": 7, "handle": None}, True),
        ("-#7", {}, True),
        ("priority:>=high", {"priority": 2}, True),
        ("priority:>=high", {"priority": 1}, False),
        ("segment:retail*", {"segment": "retail-south"}, True),
        ("segment:retail", {"segment": "retail-south"}, False),
    ],
)  # fmt: skip
def test_what_is_found(text: str, changed: Row, expected: bool) -> None:
    assert finds(text, {**EMPTY, **changed}) is expected


moments = st.one_of(st.none(), st.integers(NOW - 10 * DAY, NOW + 10 * DAY))
rows = st.fixed_dictionaries(
    {
        **{name: st.just(value) for name, value in EMPTY.items()},
        "status": st.sampled_from(["new", "open", "escalated", "resolved"]),
        "priority": st.integers(0, 3),
        "owner": st.sampled_from([None, "ana@desk.org", "max@desk.org"]),
        "segment": st.sampled_from(["retail", "retail-north", "fleet"]),
        "score": st.one_of(st.none(), st.integers(0, 10)),
        "due_at": moments,
        "updated_at": moments,
        "customer_name": st.sampled_from([None, "Ana", "ANA Rossi", "Bo"]),
        "number": st.one_of(st.none(), st.integers(1, 3)),
        "tags": st.sampled_from([(), ("vip",), ("vip", "refund")]),
    }
)
asked = st.sampled_from(
    ["status:open,new", "priority:>=high", "priority:low", "owner:me", "owner:none,max", "segment:retail*",
     "score:<=6", "score:5,none", "due:<2d", "due:>2d", "due:none,today", "overdue:yes", "overdue:no", "updated:<3d",
     "updated:yesterday", "customer:ana", "customer:ana*,bo", "customer:none", "tag:vip", "tag:none,refund",
     "number:1,none", "number:>1", "number:2,~k3f9qz"]
)  # fmt: skip


@given(asked, rows)
def test_not_finds_exactly_what_was_not_found(text: str, row: Row) -> None:
    assert finds(f"not:{text}", row) is not finds(text, row)


@given(st.integers(0, 10), rows)
def test_the_comparisons_of_a_score_agree_with_arithmetic(limit: int, row: Row) -> None:
    score = row["score"]
    found = [finds(f"score:{sign}{limit}", row) for sign in ("<", "<=", ">", ">=", "")]
    if not isinstance(score, int):
        assert not any(found)
    else:
        assert found == [score < limit, score <= limit, score > limit, score >= limit, score == limit]


def test_every_field_has_a_condition() -> None:
    values = {
        Field.SCORE: "1",
        Field.NUMBER: "1",
        Field.OVERDUE: "yes",
        Field.WAITING: "yes",
        Field.UNREAD: "yes",
        Field.STATUS: "new",
        Field.PRIORITY: "low",
    }
    values |= {Field.OWNER: "me", Field.SEGMENT: "fleet", Field.CREATED: "1d", Field.UPDATED: "1d"}
    for field in Field:
        assert len(selection(f"{field}:{values.get(field, 'none')}").conditions) == 1
