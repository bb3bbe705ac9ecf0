"""What one store exports another takes in: every ticket as it was, once, and nothing that does not fit."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.intake import addition_id
from cxloop_tui.domain.operation import Kind, Origin
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.exchange import TicketImport
from tests.builders import ADA, BEA, CREATED, EVE, GIA
from tests.contract.house import MAKERS, House
from tests.pace import few_at_once
from tests.services.exchange.desk import (
    NEW_ADMIN,
    Two,
    empty_house,
    examine,
    export,
    lines,
    of_kind,
    rewrite,
    shown,
    sound,
    take,
    two_houses,
)


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    with two_houses(request.param, tmp_path) as made:
        yield made


def number_of(house: House, number: int) -> Ticket:
    return house.ticket(house.queries().ticket_id(str(number)))


# The way there -----------------------------------------------------------------------------------------------------


def test_every_ticket_is_as_it_was_there(two: Two) -> None:
    findings, done = take(two.here, two.file)
    assert shown(two.here) == shown(two.there)
    assert findings.made == findings.tickets == len(shown(two.there)) > 40
    assert done == findings.operations.total() > 90
    assert two.here.listed("sort:created") != []
    two.sound()


def test_lists_are_in_the_order_they_had(two: Two) -> None:
    take(two.here, two.file)
    for text in ("sort:created", "sort:priority", "sort:due", "late refund", "status:resolved"):
        assert two.here.numbers(text) == two.there.numbers(text)


def test_segments_people_policy_and_responses_come_along(two: Two) -> None:
    take(two.here, two.file)
    here, there = two.here.reader.organisation(), two.there.reader.organisation()
    assert {**here.tree.ever} == {**there.tree.ever, "inbox": here.tree["inbox"]}
    assert {**here.people} == {**there.people, NEW_ADMIN: here.people[NEW_ADMIN]}
    assert here.policy == there.policy
    assert two.here.store.transact(lambda tx: tx.response_exists("response-1"))


def test_a_second_time_nothing_changes(two: Two) -> None:
    take(two.here, two.file)
    before = two.here.reader.seq()
    findings, done = take(two.here, two.file)
    assert (done, findings.operations.total(), two.here.reader.seq()) == (0, 0, before)
    assert findings.already == findings.tickets
    two.sound()


def test_what_is_examined_only_changes_nothing(two: Two) -> None:
    before = two.here.reader.seq()
    findings = examine(two.here, two.file)
    assert findings.made > 40
    assert findings.people
    assert findings.admins == (ADA,)
    assert two.here.reader.seq() == before


def test_a_part_comes_with_all_that_it_needs(two: Two) -> None:
    part = export(two.there, two.directory / "part.ndjson", "status:resolved", me=GIA)
    findings, _ = take(two.here, part)
    wanted = {one.id for one in two.there.reader.tickets(two.there.selection("status:resolved segment:south*"), None)}
    assert set(shown(two.here)) == wanted
    assert 0 < findings.tickets < len(shown(two.there))
    assert shown(two.here).items() <= shown(two.there).items()
    two.sound()
    take(two.here, two.file)
    assert shown(two.here) == shown(two.there)
    two.sound()


def test_of_a_part_the_responses_that_its_tickets_name_come_along(two: Two) -> None:
    def work(sitting: Any) -> tuple[str, str]:
        for name in ("r-1", "r-2", "r-3"):
            sitting.record_response(name, {"score": 2, "score_kind": "nps"}, name)
        fields = {**CREATED, "response": "r-1", "category": "surveyed"}
        return sitting.create(fields, "slow", origin=Origin.IMPORT).ticket.id, ""

    ticket_id, _ = two.there.desk.sit(ADA, work)
    two.there.act(lambda sitting: sitting.add_response(ticket_id, "r-2", "again", addition_id("r-2")), ADA)
    part = export(two.there, two.directory / "part.ndjson", "category:surveyed")
    assert [line["operation"]["subject"] for line in of_kind(lines(part), Kind.RESPONSE_RECORD)] == ["r-1", "r-2"]
    take(two.here, part)
    names = ("r-1", "r-2", "r-3")
    assert two.here.store.transact(lambda tx: [tx.response_exists(name) for name in names]) == [True, True, False]
    two.sound()


def test_what_went_on_there_is_added_later(two: Two) -> None:
    take(two.here, two.file)
    ticket = number_of(two.there, 1)
    two.there.desk.sit(BEA, lambda sitting: sitting.comment(ticket.id, "and then"))
    two.there.desk.sit(BEA, lambda sitting: sitting.comment(ticket.id, "and then again"))
    two.there.desk.sit(ADA, lambda sitting: sitting.put_segment("milan", {"name": "Milano"}))
    two.there.create("new one")
    findings, done = take(two.here, export(two.there, two.file))
    assert (findings.made, findings.continued, done) == (1, 1, 4)
    assert shown(two.here) == shown(two.there)
    assert two.here.reader.organisation().tree.name("milan") == "Milano"
    two.sound()


def test_from_store_to_store_to_store(two: Two, tmp_path: Path) -> None:
    take(two.here, two.file)
    third, close = empty_house(MAKERS[0], tmp_path / "third", two.here.clock.now + DAY, seed=98)
    take(third, export(two.here, tmp_path / "again.ndjson", me=NEW_ADMIN))
    assert shown(third) == shown(two.there)
    sound(third, tmp_path / "third")
    close()


# Deadlines and policy ----------------------------------------------------------------------------------------------


def test_deadlines_are_those_of_the_policy_in_force_there_and_then(two: Two) -> None:
    for hours in (5, 9):
        two.there.act(partial(Sitting.put_policy, key="deadline.low.resolve_hours", value=hours), ADA)
        made = two.there.create(priority="low").id
        two.there.act(partial(Sitting.change, ticket_id=made, wanted={"priority": "high"}))
    two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.put_policy("deadline.high.resolve_hours", 1))
    findings, _ = take(two.here, export(two.there, two.file))
    assert (Kind.POLICY_PUT, "policy") in findings.kept
    assert shown(two.here) == shown(two.there)
    assert two.here.reader.organisation().policy.changed == {"deadline.high.resolve_hours": 1}
    two.sound()


def test_what_is_done_here_afterwards_is_judged_by_the_policy_here(two: Two) -> None:
    two.there.desk.sit(ADA, lambda sitting: sitting.put_policy("deadline.critical.resolve_hours", 50))
    two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.put_policy("deadline.critical.resolve_hours", 2))
    ticket = two.there.create()
    take(two.here, export(two.there, two.file))
    two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.change(ticket.id, {"priority": "critical"}))
    now = two.here.ticket(ticket.id)
    assert now.resolve_due_at == now.updated_at + 2 * HOUR
    two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.undo())
    assert two.here.ticket(ticket.id).resolve_due_at == ticket.resolve_due_at
    two.sound()


# What is here already ----------------------------------------------------------------------------------------------


def test_segments_and_people_that_are_here_stay_as_they_are(two: Two) -> None:
    def work(sitting: Any) -> None:
        sitting.put_person(BEA, {"name": "Our Bea", "role": "agent", "segments": ["inbox"]})
        sitting.put_segment("bari", {"name": "Our Bari", "parent": "inbox"})

    two.here.desk.sit(NEW_ADMIN, work)
    findings, _ = take(two.here, two.file)
    space = two.here.reader.organisation()
    assert (space.people[BEA].name, space.tree["bari"].name, space.tree["bari"].parent) == (
        "Our Bea", "Our Bari", "inbox",
    )  # fmt: skip
    assert findings.kept >= {(Kind.PERSON_PUT, BEA), (Kind.SEGMENT_PUT, "bari")}
    assert "bari" not in findings.segments
    assert "naples" in findings.segments
    assert shown(two.here) == shown(two.there)
    two.sound()


def test_a_number_that_is_taken_is_given_anew_above_all_others(two: Two) -> None:
    mine = two.here.desk.sit(
        NEW_ADMIN,
        lambda sitting: sitting.create({**CREATED, "segment": "inbox", "owner": NEW_ADMIN}, "ours").ticket,
    )
    assert mine.number == 1
    moved = number_of(two.there, 1)
    findings, _ = take(two.here, two.file)
    highest = max(number or 0 for number in two.there.numbers("sort:number"))
    assert findings.renumbered == 1
    assert (two.here.ticket(moved.id).number, two.here.ticket(mine.id).number) == (highest + 1, 1)
    others = {key: value for key, value in shown(two.here).items() if key not in {moved.id, mine.id}}
    assert others == {key: value for key, value in shown(two.there).items() if key != moved.id}
    assert take(two.here, two.file)[1] == 0
    two.sound()


def test_a_ticket_that_went_on_differently_is_left_as_it_is_and_said(two: Two) -> None:
    take(two.here, two.file)
    ticket = number_of(two.there, 1)
    two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.comment(ticket.id, "said here"))
    two.there.desk.sit(BEA, lambda sitting: sitting.comment(ticket.id, "said there"))
    two.there.desk.sit(BEA, lambda sitting: sitting.comment(ticket.id, "and again"))
    before = shown(two.here)[ticket.id]
    findings, done = take(two.here, export(two.there, two.file))
    assert (findings.apart, findings.continued, done) == ({ticket.id: 1}, 0, 0)
    assert shown(two.here)[ticket.id] == before
    two.sound()


def test_a_ticket_that_went_on_here_alone_is_there_already(two: Two) -> None:
    take(two.here, two.file)
    ticket = number_of(two.there, 1)
    two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.comment(ticket.id, "said here"))
    findings, done = take(two.here, two.file)
    assert (findings.apart, findings.already, done) == ({}, findings.tickets, 0)


def test_what_was_taken_in_is_not_what_the_importer_did_last(two: Two) -> None:
    take(two.here, two.file)
    with pytest.raises(Refused, match="nothing of yours to undo"):
        two.here.desk.sit(BEA, lambda sitting: sitting.undo())
    undone = two.here.desk.sit(NEW_ADMIN, lambda sitting: sitting.undo())
    assert [one.operation.subject for one in undone] == ["inbox"]


def test_work_goes_on_here_under_the_rules_of_the_desk(two: Two) -> None:
    take(two.here, two.file)
    ticket = next(two.there.reader.tickets(two.there.selection("status:new segment:bari"), None))
    two.here.desk.sit(BEA, lambda sitting: sitting.comment(ticket.id, "on it"))
    assert two.here.ticket(ticket.id).status == "open"
    with pytest.raises(Refused):
        two.here.desk.sit(EVE, lambda sitting: sitting.change(ticket.id, {"priority": "low"}))
    assert two.here.create(by=BEA).number == max(n or 0 for n in two.here.numbers("sort:number"))
    two.sound()


# What does not fit -------------------------------------------------------------------------------------------------


def test_the_same_id_with_another_content_refuses_the_whole_file(two: Two) -> None:
    take(two.here, two.file)
    two.there.create("new one")
    export(two.there, two.file)

    def change(records: list[Any]) -> None:
        next(of_kind(records, Kind.COMMENT_ADD))["operation"]["comment"] = "something else"

    rewrite(two.file, change)
    place = next(at for at, line in enumerate(lines(two.file), 1) if "something else" in json.dumps(line))
    before = two.here.reader.seq()
    with pytest.raises(Refused) as refusal:
        take(two.here, two.file)
    told = lines(two.file)[place - 1]["operation"]["id"]
    assert str(refusal.value).startswith(
        f"{two.file}: line {place:,}: operation {told} is on record here with another"
    )
    assert str(refusal.value).endswith("nothing was imported")
    assert two.here.reader.seq() == before


@pytest.mark.parametrize("kind", [Kind.PERSON_PUT, Kind.RESPONSE_RECORD])
def test_that_holds_for_people_and_responses_too(two: Two, kind: str) -> None:
    take(two.here, two.file)
    rewrite(two.file, lambda records: next(of_kind(records, kind))["operation"].update(at="2020-01-01T00:00:00Z"))
    with pytest.raises(Refused, match="on record here with another content"):
        take(two.here, two.file)


def test_a_file_that_changes_between_the_readings_is_refused(two: Two) -> None:
    taking = TicketImport(lambda: two.here.desk, two.here.queries(NEW_ADMIN))
    findings = taking.examine(two.file)
    rewrite(two.file, lambda records: records[0].update(tickets=0))
    with pytest.raises(Refused, match="was changed while it was read"):
        taking.run(two.file, findings)


def test_a_ticket_made_by_another_operation_is_refused(two: Two) -> None:
    take(two.here, two.file)

    def change(records: list[Any]) -> None:
        next(of_kind(records, Kind.TICKET_CREATE))["operation"]["id"] = "another"

    with pytest.raises(Refused, match="was made by another operation"):
        take(two.here, rewrite(two.file, change))


def test_a_gap_in_a_history_is_found_before_it_is_written_over(two: Two) -> None:
    """Two lines were taken out and the count set right: the rest is imported up to there, and is sound."""

    def change(records: list[Any]) -> None:
        records.remove(next(of_kind(records, Kind.CONTACT_LOG)))
        records[-1]["end"] -= 1

    two.there.act(lambda sitting: sitting.comment(number_of(two.there, 1).id, "later"))
    contacted = next(of_kind(lines(export(two.there, two.file)), Kind.CONTACT_LOG))["operation"]["subject"]
    two.there.act(lambda sitting: sitting.comment(contacted, "after the contact"))
    with pytest.raises(Refused, match="is not the one that goes on there; what stands before it is imported"):
        take(two.here, rewrite(export(two.there, two.file), change))
    two.sound()


def test_an_import_that_was_cut_short_is_finished_by_running_it_again(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch, 7)
    batches = 0

    def interrupt(progress: Any) -> None:
        nonlocal batches
        batches += progress.stage == "importing"
        if batches == 5:
            raise KeyboardInterrupt

    taking = TicketImport(lambda: two.here.desk, two.here.queries(NEW_ADMIN))
    with pytest.raises(KeyboardInterrupt):
        taking.run(two.file, taking.examine(two.file), interrupt)
    two.sound()
    assert 0 < len(shown(two.here)) < len(shown(two.there))
    take(two.here, two.file)
    assert shown(two.here) == shown(two.there)
    two.sound()


def test_only_an_admin_takes_tickets_in(two: Two) -> None:
    with pytest.raises(Refused, match="only an admin may do this"):
        take(two.there, two.file, me=BEA)
