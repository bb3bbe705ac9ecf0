"""What there is to do, by person and by segment, and the words used for it before."""

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.view import Load, Standing
from tests.builders import BEA, GIA, NOON
from tests.contract.house import House


def test_standing_and_loads_count_work_that_is_not_resolved(house: House) -> None:
    house.create(owner=BEA)
    house.create(owner=BEA, priority="low")
    done = house.create(owner=BEA)
    house.create(owner=GIA)
    house.act(lambda sitting: sitting.resolve(done.id, root_cause="a", action_taken="b", told="c"))
    later = NOON + 2 * DAY + HOUR
    assert house.reader.standing(BEA, NOON) == Standing(mine=2, overdue=0, overdue_everywhere=0)
    assert house.reader.standing(BEA, later) == Standing(mine=2, overdue=1, overdue_everywhere=2)
    assert house.reader.standing("x@y.example", later) == Standing(mine=0, overdue=0, overdue_everywhere=2)
    assert house.reader.loads(later) == {BEA: Load(2, 1), GIA: Load(1, 1)}


def test_what_there_is_to_do_is_counted_by_segment(house: House) -> None:
    house.create()
    house.create(segment="naples")
    resolved = house.create(segment="naples")
    house.act(lambda sitting: sitting.comment(resolved.id, "called"))
    house.act(lambda sitting: sitting.resolve(resolved.id, root_cause="a", action_taken="b", told="c"))
    assert house.reader.segment_loads(house.clock()) == {"bari": Load(1, 0), "naples": Load(1, 0)}
    assert house.reader.segment_loads(house.clock() + 30 * DAY)["naples"] == Load(1, 1)


def test_words_used_before_come_most_used_first(house: House) -> None:
    for word in ("refund", "refund", "delay", "Refused"):
        house.create(category=word)
    assert list(house.reader.words_used("category", "", 9)) == [("refund", 2), ("Refused", 1), ("delay", 1)]
    assert list(house.reader.words_used("category", "REF", 9)) == [("refund", 2), ("Refused", 1)]
    assert list(house.reader.words_used("category", "", 1)) == [("refund", 2)]
    assert list(house.reader.words_used("category", "%", 9)) == []
    assert list(house.reader.words_used("root_cause", "", 9)) == []
