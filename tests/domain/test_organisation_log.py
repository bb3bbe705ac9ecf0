"""The log of segments, people and policy: every change a line, what was taken back marked, values said plainly."""

import pytest

from cxloop_tui.domain.operation import Change, Entry, Json, Kind
from cxloop_tui.domain.organisation_log import PutLine, change_words, put_log, set_by
from tests.builders import ADA, BEA, GIA, NOON, operation, sets


def entry(seq: int, kind: Kind, undoes: str | None = None, by: str = ADA, **changes: tuple[Json, Json]) -> Entry:
    made = operation(kind, id=f"op{seq}", subject="x", by=by, set=sets(**changes), undoes=undoes)
    return Entry(operation=made, seq=seq, received_at=NOON + seq)


def rule(seq: int, key: str, old: Json, new: Json) -> Entry:
    made = operation(Kind.POLICY_PUT, id=f"op{seq}", subject="policy", by=ADA, set={key: Change(old, new)})
    return Entry(operation=made, seq=seq, received_at=NOON + seq)


ROME = (
    entry(1, Kind.SEGMENT_PUT, name=(None, "Rome"), parent=(None, "italy"), managers=(None, [])),
    entry(2, Kind.SEGMENT_PUT, name=("Rome", "Roma"), by=GIA),
    entry(3, Kind.SEGMENT_PUT, managers=([], [GIA, BEA])),
    entry(4, Kind.SEGMENT_PUT, undoes="op3", managers=([GIA, BEA], [])),
)


def test_every_change_is_a_line_and_what_was_taken_back_is_marked() -> None:
    assert [(line.field, line.old, line.new, line.undone) for line in put_log(ROME)] == [
        ("made", None, "segment", False),
        ("name", None, "Rome", False),
        ("parent", None, "italy", False),
        ("name", "Rome", "Roma", False),
        ("managers", [], [GIA, BEA], True),
        ("undo", None, None, False),
        ("managers", [GIA, BEA], [], False),
    ]
    assert [line.by for line in put_log(ROME, "name")] == [ADA, GIA]


def test_an_undo_taken_back_is_a_redo() -> None:
    again = (*ROME, entry(5, Kind.SEGMENT_PUT, undoes="op4", managers=([], [GIA, BEA])))
    lines = put_log(again)
    assert [line.field for line in lines[-4:]] == ["undo", "managers", "redo", "managers"]
    assert [line.undone for line in lines[-5:]] == [False, True, True, False, False]


def test_a_rule_is_not_made_and_its_log_is_of_one_key() -> None:
    rules = (
        rule(1, "word.owner", None, "hero"),
        rule(2, "word.segment", None, "shop"),
        rule(3, "word.owner", "hero", None),
    )
    assert [change_words(line) for line in put_log(rules, "word.owner")] == [
        "word.owner: default -> hero",
        "word.owner: hero -> default",
    ]
    assert {key: found.seq for key, found in set_by(rules).items()} == {"word.owner": 3, "word.segment": 2}


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("made", None, "person", "person made"),
        ("undo", None, None, "undo"),
        ("active", True, False, "active: yes => no"),
        ("managers", [], [GIA, BEA], f"managers: nothing => <{GIA}>, <{BEA}>"),
        ("away_until", None, "2026-12-01", "away until: nothing => 2026-12-01"),
        ("deputy", BEA, None, f"deputy: <{BEA}> => nothing"),
        ("deadline.low.contact_hours", 72, 1.5, "deadline.low.contact_hours: 72 => 1.5"),
    ],
)
def test_a_change_is_said_as_people_say_it(field: str, old: Json, new: Json, words: str) -> None:
    line = PutLine(NOON, ADA, field, old, new, "op")
    assert change_words(line, "=>", lambda code: f"<{code}>") == words
