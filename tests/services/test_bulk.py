"""The same done to many: foreseen as it will be, each ticket on its own, one undo; asked of both stores."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services import bulk
from cxloop_tui.services.bulk import ANYBODYS, Make, Outcome, Refusal, Stopped
from cxloop_tui.services.desk import Sitting
from tests.builders import ADA, BEA, EVE, GIA, LEA, MAX, TOM
from tests.contract.house import MAKERS, House, built, memory
from tests.pace import few_at_once

DAY = "2027-01-15"


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made, close = built(request.param, tmp_path)
    yield made
    close()


def set_to(**wanted: Json) -> Make:
    return lambda ticket, _: intent.change(ticket, wanted)


def resolve(ticket: Ticket, _space: object) -> intent.Draft:
    return intent.resolve(ticket, root_cause="bank", action_taken="wired", told="by call")


def planned(house: House, by: str, ids: list[str], make: Make) -> Outcome:
    return house.desk.sit(by, partial(bulk.plan, by=by, ids=ids, make=make))


def carried_out(house: House, by: str, ids: list[str], make: Make, seen: int | None = None) -> Outcome:
    return bulk.carry_out(house.desk, by, ids, make, seen=seen)


def mixed(house: House) -> list[str]:
    """Four tickets: BEA's, BEA's and resolved, TOM's, BEA's and high."""
    tickets = [
        house.create(),
        house.create(),
        house.create(owner=TOM, segment="turin"),
        house.create(priority="high"),
    ]
    house.act(lambda sitting: sitting.resolve(tickets[1].id, root_cause="a", action_taken="b", told="c"))
    return [ticket.id for ticket in tickets]


def states(house: House, ids: list[str]) -> list[tuple[str, str, str | None, str]]:
    found = [house.ticket(ticket_id) for ticket_id in ids]
    return [(str(one.status), one.segment, one.owner, str(one.priority)) for one in found]


# Foreseen and carried out ----------------------------------------------------------------------------------------


def test_what_is_foreseen_is_what_happens(house: House) -> None:
    ids = mixed(house)
    before = house.reader.seq()
    foreseen = planned(house, BEA, ids, resolve)
    assert house.reader.seq() == before, "looking changes nothing"
    assert foreseen == Outcome(
        (ids[0], ids[3]),
        (),
        (
            Refusal(ids[1], "#2", "it is resolved already; reopen it first"),
            Refusal(ids[2], "#3", "it is neither your ticket nor in your segments"),
        ),
    )
    assert carried_out(house, BEA, ids, resolve) == foreseen
    assert [state[0] for state in states(house, ids)] == ["resolved", "resolved", "new", "resolved"]


def test_tickets_that_are_so_already_are_neither_done_nor_refused(house: House) -> None:
    ids = mixed(house)
    outcome = carried_out(house, ADA, ids, set_to(priority="high"))
    assert (outcome.done, outcome.unchanged, outcome.refusals) == (tuple(ids[:3]), (ids[3],), ())


def test_one_undo_takes_all_of_it_back_and_one_redo_does_it_again(house: House) -> None:
    ids = mixed(house)
    before = states(house, ids)
    carried_out(house, ADA, ids, set_to(owner=GIA))
    after = states(house, ids)
    assert [state[2] for state in after] == [GIA] * 4
    house.act(lambda sitting: sitting.undo(), ADA)
    assert states(house, ids) == before
    house.act(lambda sitting: sitting.redo(), ADA)
    assert states(house, ids) == after


def test_a_single_ticket_needs_no_group(house: House) -> None:
    ticket = house.create()
    carried_out(house, BEA, [ticket.id], set_to(priority="low"))
    assert house.reader.entries(ticket.id)[-1].operation.group is None


def test_a_ticket_that_is_gone_is_refused_by_itself(house: House) -> None:
    ids = [house.create().id, "nobody's"]
    outcome = carried_out(house, BEA, ids, set_to(priority="high"))
    assert outcome == planned(house, BEA, [], resolve) + Outcome(
        (ids[0],), (), (Refusal("nobody's", "nobody's", "there is no ticket nobody's"),)
    )


def test_what_somebody_else_changed_since_it_was_foreseen_is_refused(house: House) -> None:
    ids = mixed(house)
    seen = house.reader.seq()
    house.act(lambda sitting: sitting.change(ids[0], {"owner": GIA}), LEA)
    house.act(lambda sitting: sitting.change(ids[3], {"category": "cards"}), LEA)
    outcome = carried_out(house, ADA, ids, set_to(owner=TOM), seen)
    assert outcome.done == (ids[1], ids[3])
    assert outcome.unchanged == (ids[2],)
    assert [(refusal.ticket, "meanwhile" in refusal.reason) for refusal in outcome.refusals] == [(ids[0], True)]


def test_who_says_stop_before_anything_is_done_changes_nothing(house: House) -> None:
    ids, before = mixed(house), house.reader.seq()
    with pytest.raises(Stopped, match="nothing was changed"):
        bulk.carry_out(house.desk, ADA, ids, set_to(owner=GIA), go_on=lambda _through: False)
    assert house.reader.seq() == before


def test_who_says_stop_keeps_what_is_done_and_one_undo_takes_it_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch, 2)
    ids, told = [house.create().id for _ in range(5)], []
    before = states(house, ids)

    def go_on(through: int) -> bool:
        told.append(through)
        return through < 4

    outcome = bulk.carry_out(house.desk, ADA, ids, set_to(owner=GIA), go_on=go_on)
    assert (outcome.done, outcome.left, told) == (tuple(ids[:4]), 1, [0, 2, 4])
    assert [state[2] for state in states(house, ids)] == [GIA] * 4 + [before[4][2]]
    house.act(lambda sitting: sitting.undo(), ADA)
    assert states(house, ids) == before


def test_others_write_between_the_parts_of_a_long_change(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    few_at_once(monkeypatch, 1)
    ids = [house.create().id for _ in range(3)]

    def go_on(through: int) -> bool:
        house.act(lambda sitting: sitting.comment(ids[0], f"meanwhile {through}"), LEA)
        return True

    outcome = bulk.carry_out(house.desk, ADA, ids, set_to(owner=GIA), go_on=go_on)
    assert outcome.done == tuple(ids)
    whole = [entry.operation.group for entry in house.reader.entries(ids[0]) if entry.operation.set.get("owner")]
    assert len(set(whole[1:])) == 1


def test_reasons_are_gathered_the_commonest_first() -> None:
    refusals = [Refusal(name, f"#{name}", reason) for name, reason in (("1", "a"), ("2", "b"), ("3", "b"))]
    assert Outcome((), (), tuple(refusals)).reasons() == [("b", ["#2", "#3"]), ("a", ["#1"])]


def test_an_outcome_is_the_sum_of_its_parts(house: House) -> None:
    ids = mixed(house)
    whole = planned(house, BEA, ids, resolve)
    parts = Outcome()
    for part in bulk.chunks(ids, 3):
        parts += planned(house, BEA, list(part), resolve)
    assert parts == whole


# Very many -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, list[str]]:
    """One more than anybody may change: ANYBODYS in bari, one in turin."""
    made, _ = built(memory, tmp_path_factory.mktemp("crowd"))
    ids = [made.create().id for _ in range(ANYBODYS)]
    return made, [*ids, made.create(owner=TOM, segment="turin").id]


@pytest.mark.parametrize("by", [BEA, TOM])
def test_an_agent_may_change_a_hundred_at_once_and_no_more(crowd: tuple[House, list[str]], by: str) -> None:
    made, ids = crowd
    for work in (planned, carried_out):
        with pytest.raises(Refused, match="101 tickets, more than 100: so many at once are for admins"):
            work(made, by, ids, set_to(priority="high"))
    with pytest.raises(Refused, match="more than 100"):
        made.desk.sit(by, partial(bulk.plan, by=by, ids=ids[:5], make=set_to(priority="high"), of=101))
    assert len(planned(made, by, ids[:100], set_to(priority="high")).refusals) in {0, 100}


@pytest.mark.parametrize(("by", "refused"), [(ADA, 0), (LEA, 0), (GIA, 1), (MAX, 100), (EVE, None)])
def test_a_manager_may_change_more_in_their_segments_and_below(
    crowd: tuple[House, list[str]], by: str, refused: int | None
) -> None:
    made, ids = crowd

    def comment(ticket: Ticket, _space: object) -> intent.Draft:
        return intent.comment(ticket, "we are on it")

    if refused is None:
        with pytest.raises(Refused):
            planned(made, by, ids, comment)
    else:
        assert len(planned(made, by, ids, comment).refusals) == refused


# Spread evenly ---------------------------------------------------------------------------------------------------


def test_tickets_are_dealt_over_the_people_of_each_segment_who_are_here(house: House) -> None:
    def hire(email: str, **fields: Json) -> None:
        wanted: dict[str, Json] = {"name": email.partition("@")[0].title(), "segments": ["bari"], **fields}
        house.desk.sit(ADA, lambda sitting: sitting.put_person(email, wanted))

    hire("cal@desk.example")
    hire("dan@desk.example", away_until="2027-02-01")
    ids = [house.create(owner=BEA).id for _ in range(4)]
    ids += [house.create(owner=TOM, segment="turin").id, house.create(owner=GIA, segment="naples").id]
    dealt = house.desk.sit(ADA, partial(bulk.shares, ids=ids, loads={BEA: 4, TOM: 1, GIA: 1}, day=DAY))
    assert [dealt[ticket_id] for ticket_id in ids[:4]] == [BEA, "cal@desk.example"] * 2
    assert dealt[ids[4]] == TOM
    assert dealt[ids[5]] == GIA, "nobody works for naples: who leads it"
    assert list(dealt) == ids
    carried_out(house, ADA, ids, bulk.given_to(dealt))
    assert [house.ticket(ticket_id).owner for ticket_id in ids] == list(dealt.values())


def test_where_nobody_works_and_nobody_leads_nothing_is_dealt(house: House) -> None:
    house.act(lambda sitting: sitting.put_person(EVE, {"segments": []}), ADA)
    ticket = house.create(owner=ADA, segment="madrid")
    with pytest.raises(Refused, match="nobody to spread them over"):
        house.desk.sit(ADA, partial(bulk.shares, ids=[ticket.id], loads={}, day=DAY))


@given(st.lists(st.sampled_from([BEA, "cal@desk.example", "dan@desk.example"]), min_size=1, max_size=12))
def test_afterwards_no_two_people_differ_by_more_than_one(owners: list[str]) -> None:
    made, _ = built(memory, Path())
    for email in ("cal@desk.example", "dan@desk.example"):
        fields: dict[str, Json] = {"name": email, "segments": ["bari"]}
        made.desk.sit(ADA, partial(_hire, email=email, fields=fields))
    ids = [made.create(owner=owner, by=ADA).id for owner in owners]
    loads = {email: load.open for email, load in made.queries(ADA).loads().items()}
    dealt = made.desk.sit(ADA, partial(bulk.shares, ids=ids, loads=loads, day=DAY))
    counts = [list(dealt.values()).count(email) for email in (BEA, "cal@desk.example", "dan@desk.example")]
    assert sum(counts) == len(owners)
    assert max(counts) - min(counts) <= 1


def _hire(sitting: Sitting, email: str, fields: dict[str, Json]) -> None:
    sitting.put_person(email, fields)
