"""Changes of the organisation that tickets depend on: nothing is orphaned, all is logged, one undo takes all back."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import CxloopError, NotFound, Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import put_log
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import Load
from cxloop_tui.services import organising
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.organising import Leaving, Moved, spread
from cxloop_tui.services.performing import Put
from cxloop_tui.services.ports import Reader, Store
from cxloop_tui.services.queries import Queries
from cxloop_tui.store import doctor
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import (
    ADA,
    BEA,
    CREATED,
    EVE,
    GIA,
    LEA,
    MAX,
    OLD,
    TOM,
    FakeClock,
    found_house,
    organisation,
    seeded_ids,
)
from tests.fakes import MemoryStore

MANY = 40


@dataclass
class House:
    """A store with the house of the builders, and the desk over it."""

    reader: Reader
    desk: Desk
    queries: Queries
    path: Path | None
    """The file, where there is one."""

    def act(self, work: Callable[[Sitting], object], by: str = ADA) -> None:
        self.desk.sit(by, work)

    def create(self, **fields: Json) -> str:
        return self.desk.sit(ADA, lambda sitting: sitting.create({**CREATED, **fields}, "late").ticket.id)

    def ticket(self, ticket_id: str) -> Ticket:
        view = self.reader.ticket_view(ticket_id)
        assert view is not None
        return view.ticket

    @property
    def space(self) -> Organisation:
        return self.reader.organisation()

    @property
    def state(self) -> tuple[object, ...]:
        """All there is, but for when and by what it was last touched."""
        tickets = sorted(self.queries.tickets(Query()), key=lambda ticket: ticket.id)
        space = self.space
        return (
            [ticket._replace(updated_at=0, seq=0) for ticket in tickets],
            dict(space.tree.ever),
            dict(space.people),
            dict(space.policy.changed),
        )

    def lost(self) -> list[str]:
        """Return the listed tickets that nobody would find."""
        return [
            ticket.id
            for ticket in self.queries.tickets(Query())
            if not self.space.tree.is_open(ticket.segment)
            or (ticket.status is not Status.RESOLVED and not self.space.is_active(ticket.owner or ""))
        ]

    def examined(self) -> list[str]:
        """Return what the doctor finds; nothing to examine in memory."""
        return [] if self.path is None else doctor.examine(self.path).findings


@contextmanager
def built(kind: str) -> Iterator[House]:
    """Make a house on disk or in memory."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "store.db" if kind == "sqlite" else None
        store: Store
        if path is not None:
            writer = Writer.create(path)
            reader: Reader = ReadPath.open(path)
            store = writer
        else:
            store = reader = MemoryStore()
        clock = FakeClock(step=1)
        desk = Desk(store, clock, seeded_ids())
        desk.sit(ADA, found_house)
        yield House(reader, desk, Queries(reader, clock, ADA, lambda: 0), path)
        if path is not None:
            reader.close()  # type: ignore[attr-defined]
            writer.close()


@pytest.fixture(params=["sqlite", "memory"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    with built(request.param) as made:
        yield made


def in_every_state(house: House) -> dict[str, str]:
    """Make tickets of BEA's in bari: new, open, escalated, resolved; their ids by what they are."""
    ids = {name: house.create() for name in ("new", "open", "escalated", "resolved")}
    house.act(lambda sitting: sitting.comment(ids["open"], "called"), BEA)
    house.act(lambda sitting: sitting.escalate(ids["escalated"], "south", "too big"), BEA)
    house.act(lambda sitting: sitting.resolve(ids["resolved"], root_cause="a", action_taken="b", told="c"), BEA)
    return ids


def undone_and_redone(house: House, before: tuple[object, ...], after: tuple[object, ...]) -> None:
    """Take the last change back with one undo, and do it again with one redo."""
    house.act(lambda sitting: sitting.undo())
    assert house.state == before
    assert house.lost() == []
    assert house.examined() == []
    house.act(lambda sitting: sitting.redo())
    assert house.state == after
    assert house.lost() == []
    assert house.examined() == []


# Merging and moving ----------------------------------------------------------------------------------------------


def test_merging_leaves_nothing_behind_and_one_undo_takes_it_back(house: House) -> None:
    ids = in_every_state(house)
    before = house.state
    house.act(lambda sitting: organising.merge(sitting, ADA, "bari", "turin"))
    assert {house.ticket(ids[name]).segment for name in ("new", "open", "resolved")} == {"turin"}
    assert house.ticket(ids["escalated"]).segment == "south"
    assert [house.space.tree.get("bari"), house.space.people[BEA].segments] == [
        replace(house.space.tree["bari"], active=False, merged_into="turin"),
        ("turin",),
    ]
    assert house.lost() == []
    assert house.examined() == []
    undone_and_redone(house, before, house.state)


def test_a_query_for_a_segment_that_was_merged_finds_what_its_heir_has(house: House) -> None:
    for code in ("naples", "bari"):
        house.act(lambda sitting, code=code: sitting.create({**CREATED, "segment": code}, "late"))  # type: ignore[misc]
    before = {text: _found(house, text) for text in ("segment:naples", "segment:bari", "segment:naples*")}
    house.act(lambda sitting: organising.merge(sitting, ADA, "naples", "bari"))
    both = before["segment:naples"] | before["segment:bari"]
    assert len(both) == 2
    for text in before:
        assert _found(house, text) == both


def _found(house: House, text: str) -> set[str]:
    return {ticket.id for ticket in house.queries.tickets(house.queries.parse(text))}


def test_merging_says_what_it_takes_along_before_and_after(house: House) -> None:
    in_every_state(house)
    house.create(segment="south", owner=GIA)
    foretold = organising.merging(house.queries, "south")
    assert foretold == Moved(2, ("bari", "naples"), (GIA,))
    assert house.desk.sit(ADA, lambda sitting: organising.merge(sitting, ADA, "south", "north")) == foretold
    assert house.space.tree.children("north") == ("turin", "milan", "bari", "naples")


@pytest.mark.parametrize(
    ("code", "into", "reason"),
    [
        ("bari", "bari", "a segment cannot be merged into itself"),
        ("bari", "mars", "there is no segment 'mars' to take over"),
        ("mars", "bari", "mars is not in use any more"),
        ("south", "bari", "Bari lies below South: merge Bari into South, or move it first"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    house: House, code: str, into: str, reason: str
) -> None:
    before = house.state
    with pytest.raises(Refused) as refusal:
        house.act(lambda sitting: organising.merge(sitting, ADA, code, into))
    assert str(refusal.value) == reason
    assert house.state == before


@pytest.mark.parametrize("by", [LEA, BEA, "stranger@x.example"])
def test_only_an_admin_merges_and_lets_leave(house: House, by: str) -> None:
    for work in (
        lambda sitting: organising.merge(sitting, by, "bari", "turin"),
        lambda sitting: organising.leave(sitting, by, BEA, None),
    ):
        with pytest.raises((Refused, NotFound)):
            house.act(work, by)


def test_a_renamed_and_moved_segment_keeps_its_tickets_and_is_as_before_after_two_undos(house: House) -> None:
    ids = in_every_state(house)
    before = house.state
    house.act(lambda sitting: sitting.put_segment("bari", {"name": "Bari Vecchia"}))
    house.act(lambda sitting: sitting.put_segment("bari", {"parent": "spain", "managers": [EVE, BEA]}))
    assert house.space.tree.path("bari") == "Spain › Bari Vecchia"
    assert house.space.lead("bari") == EVE
    assert house.ticket(ids["new"]).segment == "bari"
    fields = [(line.field, line.old, line.new) for line in put_log(house.reader.entries("bari"))[-3:]]
    assert fields == [
        ("name", "Bari", "Bari Vecchia"),
        ("parent", "south", "spain"),
        ("managers", [], [EVE, BEA]),
    ]
    assert house.lost() == house.examined() == []
    for _ in range(2):
        house.act(lambda sitting: sitting.undo())
    assert house.state == before


def test_an_escalated_ticket_is_handed_back_to_whoever_took_its_segment_over(house: House) -> None:
    ids = in_every_state(house)
    house.act(lambda sitting: organising.merge(sitting, ADA, "bari", "madrid"))
    house.act(lambda sitting: sitting.hand_back(ids["escalated"], "yours"), GIA)
    assert house.ticket(ids["escalated"]).segment == "madrid"
    assert house.lost() == []


def test_an_escalated_ticket_of_a_segment_that_was_only_given_up_goes_back_to_the_one_above(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.escalate(ticket, "south", "too big"), BEA)
    house.act(lambda sitting: sitting.put_segment("bari", {"active": False}))
    house.act(lambda sitting: sitting.hand_back(ticket, "yours"), GIA)
    assert house.ticket(ticket).segment == "south"
    assert house.lost() == []


def test_undo_does_not_bring_a_ticket_back_into_a_segment_that_was_given_up(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.change(ticket, {"segment": "naples"}), BEA)
    house.act(lambda sitting: sitting.put_segment("bari", {"active": False}))
    with pytest.raises(Refused, match="nobody finds it: Bari is not in use any more"):
        house.act(lambda sitting: sitting.undo(), BEA)
    assert house.ticket(ticket).segment == "naples"


def test_redo_does_not_bring_a_withdrawn_ticket_back_into_a_segment_that_was_given_up(house: House) -> None:
    house.act(lambda sitting: sitting.create(CREATED, "a mistake"), BEA)
    house.act(lambda sitting: sitting.undo(), BEA)
    house.act(lambda sitting: sitting.put_segment("bari", {"active": False}))
    with pytest.raises(Refused, match="Bari is not in use any more"):
        house.act(lambda sitting: sitting.redo(), BEA)


def test_undo_of_a_group_that_made_a_segment_is_refused_while_tickets_lie_in_it(house: House) -> None:
    def make(sitting: Sitting) -> None:
        group = sitting.new_group()
        sitting.put_segment("rome", {"name": "Rome", "parent": "italy"}, group=group)
        sitting.put_segment("trastevere", {"name": "Trastevere", "parent": "rome"}, group=group)

    house.act(make)
    house.act(lambda sitting: sitting.create({**CREATED, "segment": "rome"}, "late"), BEA)
    with pytest.raises(Refused, match="1 tickets lie there"):
        house.act(lambda sitting: sitting.undo())
    assert house.lost() == []


# Leaving ---------------------------------------------------------------------------------------------------------


def forty(house: House) -> list[str]:
    """Make BEA the owner of forty tickets in three segments, and a manager with somebody to stand in for."""
    segments = ["bari", "naples", "turin"]
    ids = [house.create(segment=segments[place % 3]) for place in range(MANY)]
    house.act(lambda sitting: sitting.escalate(ids[0], "south", "too big", owner=GIA), BEA)
    house.act(lambda sitting: sitting.change(ids[0], {"owner": BEA}))
    house.act(lambda sitting: sitting.put_segment("naples", {"managers": [BEA, TOM]}))
    house.act(lambda sitting: sitting.put_person(EVE, {"away_until": "2099-01-08", "deputy": BEA}))
    return ids


@pytest.mark.parametrize("way", ["one person", "spread", "leads"])
def test_who_leaves_leaves_nothing_behind_and_one_undo_brings_them_back(house: House, way: str) -> None:
    ids = forty(house)
    before = house.state
    leaving = organising.leaving(house.queries, BEA)
    assert (len(leaving.tickets), leaving.led, leaving.covered) == (MANY, ("naples",), (EVE,))
    heirs = heirs_of(way, leaving, house)
    moved = house.desk.sit(ADA, lambda sitting: organising.leave(sitting, ADA, BEA, heirs))
    assert moved == Moved(MANY, ("naples",), (EVE,))
    assert not house.space.is_active(BEA)
    assert house.space.tree["naples"].managers == (TOM,)
    assert house.space.people[EVE].deputy is None
    owners = {house.ticket(ticket).owner for ticket in ids}
    assert owners == {"one person": {TOM}, "spread": {TOM, GIA}, "leads": {TOM, GIA, MAX}}[way]
    assert house.lost() == house.examined() == []
    undone_and_redone(house, before, house.state)


def heirs_of(way: str, leaving: Leaving, house: House) -> dict[str, str] | str:
    """Say who takes the tickets of BEA."""
    day, loads = house.queries.today(), house.queries.loads()
    if way == "spread":
        return organising.spread_over_segments(leaving.tickets, BEA, house.space, loads, day)
    if way == "leads":
        return organising.led_over_segments(leaving.tickets, BEA, house.space, day)
    return TOM


def test_all_that_leaving_did_stands_in_the_logs(house: House) -> None:
    ids = forty(house)
    house.act(lambda sitting: organising.leave(sitting, ADA, BEA, TOM))
    view = house.reader.ticket_view(ids[-1])
    assert view is not None
    assert view.entries[-1].operation.set["owner"].wanted == TOM
    lines = [(line.field, line.new) for line in put_log(house.reader.entries(BEA))]
    assert ("active", False) in lines
    assert [line.new for line in put_log(house.reader.entries("naples"))][-1] == [TOM]
    assert [(line.field, line.new) for line in put_log(house.reader.entries(EVE))][-1] == ("deputy", None)


def test_the_undo_says_what_it_was_about(house: House) -> None:
    house.create()
    house.act(lambda sitting: organising.leave(sitting, ADA, BEA, TOM))
    done = house.desk.sit(ADA, lambda sitting: sitting.undo())
    assert [isinstance(one, Put) for one in done] == [True, False]


@pytest.mark.parametrize(
    ("email", "heirs", "reason"),
    [
        (OLD, None, "Old Bari has left already"),
        (ADA, TOM, "you cannot let yourself leave"),
        (EVE, None, "nobody else leads Madrid"),
        (EVE, EVE, "nobody else leads Madrid"),
        (EVE, OLD, "Old Bari is not active any more"),
        ("x@y.example", None, "nobody here has the e-mail x@y.example"),
    ],
)
def test_who_cannot_leave_stays_with_everything(house: House, email: str, heirs: str | None, reason: str) -> None:
    house.create(segment="madrid", owner=EVE)
    before = house.state
    with pytest.raises(CxloopError, match=reason):
        house.act(lambda sitting: organising.leave(sitting, ADA, email, heirs))
    assert house.state == before


def test_a_resolved_ticket_of_somebody_who_left_is_reopened_by_who_leads(house: House) -> None:
    ids = in_every_state(house)
    house.act(lambda sitting: organising.leave(sitting, ADA, BEA, TOM))
    assert house.ticket(ids["resolved"]).owner == BEA
    house.act(lambda sitting: sitting.reopen(ids["resolved"], "not paid"), GIA)
    assert house.ticket(ids["resolved"]).owner == GIA
    assert house.lost() == []


def test_a_ticket_escalated_by_somebody_who_left_is_handed_back_to_who_leads(house: House) -> None:
    ids = in_every_state(house)
    house.act(lambda sitting: organising.leave(sitting, ADA, BEA, TOM))
    house.act(lambda sitting: sitting.hand_back(ids["escalated"], "yours"), GIA)
    assert (house.ticket(ids["escalated"]).segment, house.ticket(ids["escalated"]).owner) == ("bari", GIA)
    assert house.lost() == []


def test_undo_does_not_give_a_ticket_back_to_somebody_who_left(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.change(ticket, {"owner": TOM}), LEA)
    house.act(lambda sitting: organising.leave(sitting, ADA, BEA, None))
    with pytest.raises(Refused, match="Bea Bari is not active any more"):
        house.act(lambda sitting: sitting.undo(), LEA)
    assert house.ticket(ticket).owner == TOM


# Who takes them --------------------------------------------------------------------------------------------------


def test_tickets_are_dealt_to_who_has_the_fewest() -> None:
    assert spread(["1", "2", "3", "4"], ["a", "b"], {"a": 2}) == {"1": "b", "2": "b", "3": "a", "4": "b"}
    with pytest.raises(Refused, match="nobody to spread them over"):
        spread(["1"], [], {})


@given(st.integers(0, 60), st.dictionaries(st.sampled_from("abcde"), st.integers(0, 30), min_size=1))
def test_after_dealing_nobody_who_got_one_has_two_more_than_another(count: int, loads: dict[str, int]) -> None:
    dealt = spread([str(place) for place in range(count)], sorted(loads), loads)
    after = {person: load + list(dealt.values()).count(person) for person, load in loads.items()}
    for taker in set(dealt.values()):
        assert after[taker] <= min(after.values()) + 1


def test_each_ticket_goes_to_people_of_its_segment_who_are_here_else_to_its_lead() -> None:
    space = organisation()
    away = replace(space.people[TOM], away_until="2026-12-24", deputy=MAX)
    space = replace(space, people={**space.people, TOM: away})
    tickets = [("1", "turin"), ("2", "bari"), ("3", "madrid"), ("4", "south")]
    there = organising.spread_over_segments(tickets, BEA, space, {}, "2026-12-01")
    assert there == {"1": MAX, "2": GIA, "3": EVE, "4": GIA}
    back = organising.spread_over_segments(tickets, BEA, space, {TOM: Load(9, 0)}, "2026-12-24")
    assert back["1"] == TOM
    assert organising.led_over_segments(tickets, GIA, space, "2026-12-01") == {"1": MAX, "2": LEA, "4": LEA}


# Any tree --------------------------------------------------------------------------------------------------------

CODES = [f"s{place}" for place in range(8)]
trees = st.lists(st.sampled_from([None, *CODES]), min_size=8, max_size=8)
lying = st.lists(st.sampled_from(CODES), max_size=6)


@pytest.mark.parametrize("kind", ["sqlite", "memory"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.differing_executors])
@given(parents=trees, segments=lying, pair=st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)))
def test_merging_in_any_tree_orphans_nothing_and_its_undo_leaves_no_trace(
    kind: str, parents: list[str | None], segments: list[str], pair: tuple[str, str]
) -> None:
    with built(kind) as house:
        plant(house, parents, segments)
        before = house.state
        try:
            house.act(lambda sitting: organising.merge(sitting, ADA, *pair))
        except Refused:
            assert house.state == before
            return
        after = house.state
        assert house.lost() == []
        undone_and_redone(house, before, after)


def plant(house: House, parents: list[str | None], segments: list[str]) -> None:
    """Make segments, each below an earlier one or at the top, with somebody working there, and tickets."""

    def work(sitting: Sitting) -> None:
        for place, code in enumerate(CODES):
            above = parents[place] if parents[place] in CODES[:place] else None
            sitting.put_segment(code, {"name": code.upper(), "parent": above, "managers": [GIA] if place % 2 else []})
        sitting.put_person(BEA, {"segments": [*CODES[:3]]})
        for code in segments:
            sitting.create({**CREATED, "segment": code}, "late")

    house.act(work)
