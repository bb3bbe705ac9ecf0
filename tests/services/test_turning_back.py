"""Undo and redo of however much: little of it whole, much of it in parts that go on; asked of all stores."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services import bulk, turning_back
from cxloop_tui.services.turning_back import Turned
from tests.builders import ADA, BEA, CREATED, GIA, LEA, TOM
from tests.contract.house import MAKERS, House, built
from tests.pace import few_at_once


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made, close = built(request.param, tmp_path)
    yield made
    close()


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of more than two is a long one, and two of it go into one transaction."""
    monkeypatch.setattr(turning_back, "AT_ONCE", 2)
    few_at_once(monkeypatch, 2)


def given(house: House, owner: str, count: int = 7) -> list[str]:
    """Give tickets of BEA's to somebody, as one change."""
    ids = [house.create().id for _ in range(count)]
    bulk.carry_out(house.desk, ADA, ids, lambda ticket, _: intent.change(ticket, {"owner": owner}))
    return ids


def change_category(category: str, ticket: Ticket, _space: Organisation) -> Draft:
    return intent.change(ticket, {"category": category})


def owners(house: House, ids: list[str]) -> list[str | None]:
    return [house.ticket(ticket_id).owner for ticket_id in ids]


def stopped_after(house: House, count: int) -> Turned:
    return turning_back.undo(house.desk, ADA, go_on=lambda through, _of: through < count)


def test_a_long_change_is_taken_back_in_parts_and_done_again(house: House) -> None:
    ids, told = given(house, GIA), list[tuple[int, int]]()

    def go_on(through: int, of: int) -> bool:
        told.append((through, of))
        return True

    turned = turning_back.undo(house.desk, ADA, go_on=go_on)
    assert (turned.count, turned.left, told) == (7, 0, [(0, 7), (2, 7), (4, 7), (6, 7)])
    assert owners(house, ids) == [BEA] * 7
    undone = {house.reader.entries(ticket_id)[-1].operation.group for ticket_id in ids}
    assert len(undone) == 1, "it is one undo"
    assert turning_back.redo(house.desk, ADA).count == 7
    assert owners(house, ids) == [GIA] * 7
    assert turning_back.undo(house.desk, ADA).count == 7, "and may be taken back again"
    assert owners(house, ids) == [BEA] * 7


def test_what_is_before_a_long_change_is_reached_after_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    few_at_once(monkeypatch, 100)
    ids = house.desk.sit(BEA, lambda sitting: [sitting.create(CREATED, f"n{n}").ticket.id for n in range(300)])
    house.act(lambda sitting: sitting.change(ids[0], {"priority": "high"}), ADA)
    bulk.carry_out(house.desk, ADA, ids, lambda ticket, _: intent.change(ticket, {"category": "refund"}))
    assert [turning_back.undo(house.desk, ADA).count for _ in range(2)] == [300, 1]
    assert house.ticket(ids[0]).priority == "medium"
    assert [turning_back.redo(house.desk, ADA).count for _ in range(2)] == [1, 300]
    assert house.ticket(ids[-1]).category == "refund"


@pytest.mark.parametrize("at_once", [2, 500])
def test_what_was_undone_after_a_large_group_is_done_again_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Undo looks at the newest of a group only, and of undo and redo these are not the same tickets."""
    monkeypatch.setattr(turning_back, "AT_ONCE", at_once)
    few_at_once(monkeypatch, 100)
    ids = house.desk.sit(BEA, lambda sitting: [sitting.create(CREATED, f"n{n}").ticket.id for n in range(50)])
    for category in ("one", "two", "three"):
        bulk.carry_out(house.desk, ADA, ids, partial(change_category, category))
    assert [turning_back.undo(house.desk, ADA).count for _ in range(3)] == [50, 50, 50]
    for category in ("one", "two", "three"):
        assert turning_back.redo(house.desk, ADA).count == 50
        assert {house.ticket(ticket_id).category for ticket_id in ids} == {category}
    with pytest.raises(Refused, match="nothing to redo"):
        turning_back.redo(house.desk, ADA)


@pytest.mark.parametrize("count", [2, 4, 6])
def test_an_undo_that_was_cut_short_goes_on_and_is_one_undo(house: House, count: int) -> None:
    ids = given(house, GIA)
    turned = stopped_after(house, count)
    assert (turned.count, turned.left) == (count, 7 - count)
    assert owners(house, ids) == [GIA] * (7 - count) + [BEA] * count, "the newest first"
    assert turning_back.undo(house.desk, ADA).count == 7 - count
    assert owners(house, ids) == [BEA] * 7
    assert turning_back.redo(house.desk, ADA).count == 7
    assert owners(house, ids) == [GIA] * 7


def test_a_redo_that_was_cut_short_goes_on(house: House) -> None:
    ids = given(house, GIA)
    turning_back.undo(house.desk, ADA)
    turning_back.redo(house.desk, ADA, go_on=lambda through, _of: through < 4)
    assert owners(house, ids).count(GIA) == 4
    assert turning_back.redo(house.desk, ADA).count == 3
    assert owners(house, ids) == [GIA] * 7


def test_what_somebody_changed_since_stays_and_is_counted(house: House) -> None:
    first = house.create()
    house.act(lambda sitting: sitting.change(first.id, {"priority": "high"}), ADA)
    ids = given(house, GIA)
    for ticket_id in (ids[0], ids[3]):
        house.act(lambda sitting, at=ticket_id: sitting.change(at, {"owner": TOM}), LEA)  # type: ignore[misc]
    turned = turning_back.undo(house.desk, ADA)
    assert (turned.count, dict(turned.refusals)) == (5, {"owner was changed since; undo would overwrite that": 2})
    assert [owner for owner in owners(house, ids) if owner != BEA] == [TOM, TOM]
    assert turning_back.undo(house.desk, ADA).count == 1, "what is left of it is passed over"
    assert house.ticket(first.id).priority == "medium"


def test_when_nothing_of_it_can_be_taken_back_that_is_said(house: House) -> None:
    ids = given(house, GIA, 3)
    for ticket_id in ids:
        house.act(lambda sitting, at=ticket_id: sitting.change(at, {"owner": TOM}), LEA)  # type: ignore[misc]
    with pytest.raises(Refused, match="owner was changed since"):
        turning_back.undo(house.desk, ADA)


def test_no_ticket_is_given_back_to_who_has_left(house: House) -> None:
    ids = given(house, GIA, 3)
    turn = house.desk.sit(ADA, lambda sitting: sitting.undoing.last_turn(redo=False))
    house.act(lambda sitting: sitting.put_person(BEA, {"active": False}), ADA)
    done, refusals = house.desk.sit(ADA, lambda sitting: sitting.undoing.take_back(turn.members, sitting.new_group()))
    assert (done, len(refusals)) == ([], 3)
    assert "nobody finds it: Bea" in str(refusals[0])
    assert owners(house, ids) == [GIA] * 3


def test_a_short_change_is_taken_back_whole_or_not_at_all(house: House) -> None:
    ids = given(house, GIA, 2)
    house.act(lambda sitting: sitting.change(ids[0], {"owner": TOM}), LEA)
    with pytest.raises(Refused, match="owner was changed since"):
        turning_back.undo(house.desk, ADA)
    assert owners(house, ids) == [TOM, GIA]


def test_without_anything_done_there_is_nothing_to_turn_back(house: House) -> None:
    with pytest.raises(Refused, match="nothing of yours to undo"):
        turning_back.undo(house.desk, BEA)
    with pytest.raises(Refused, match="nothing to redo"):
        turning_back.redo(house.desk, BEA)
