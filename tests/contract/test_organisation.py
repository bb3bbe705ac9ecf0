"""The organisation: read back as it was put, with the policy of every moment and its own history."""

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.operation import Kind
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import organisation_after
from cxloop_tui.domain.policy import Limits
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.status import Priority
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.ports import Transaction
from tests.builders import ADA, BEA, TOM, seeded_ids
from tests.contract.house import House


def test_the_organisation_is_read_back_as_it_was_put(house: House) -> None:
    inside = house.desk.sit(ADA, lambda sitting: sitting.organisation)
    read = house.reader.organisation()
    assert [segment.code for segment in read.tree] == [segment.code for segment in inside.tree]
    assert {at.code: at for at in read.tree} == {at.code: at for at in inside.tree}
    assert list(read.people.items()) == list(inside.people.items())
    assert house.reader.organisation() is read
    house.act(lambda sitting: sitting.put_policy("deadline.high.contact_hours", 1), ADA)
    assert house.reader.organisation().policy.limits(Priority.HIGH) == Limits(HOUR, 3 * DAY)


def test_segments_and_people_keep_what_was_said_of_them(house: House) -> None:
    house.act(lambda sitting: sitting.put_person(BEA, {"away_until": "2027-01-08", "deputy": TOM}), ADA)
    house.act(lambda sitting: sitting.put_segment("milan", {"active": False, "merged_into": "turin"}), ADA)
    space = house.reader.organisation()
    assert (space.people[BEA].away_until, space.people[BEA].deputy) == ("2027-01-08", TOM)
    assert not space.tree.is_open("milan")
    assert space.tree.heir("milan") == "turin"
    assert "milan" not in {segment.code for segment in space.tree}
    assert [entry.operation.kind for entry in house.reader.entries("milan")] == ["segment.put", "segment.put"]


def test_a_ticket_keeps_the_deadlines_of_its_day_when_the_rule_was_taken_back_since(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("deadline.medium.contact_hours", 96), ADA)
    made = house.create()
    house.act(lambda sitting: sitting.put_policy("deadline.medium.contact_hours", None), ADA)
    house.act(lambda sitting: sitting.change(made.id, {"category": "Late"}))
    house.act(lambda sitting: sitting.undo(made.id))
    assert house.ticket(made.id).contact_due_at == made.contact_due_at == made.created_at + 4 * DAY


def test_the_policy_of_every_moment_is_known_inside_a_transaction(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("word.owner", "hero"), ADA)
    first = house.reader.seq()

    def work(tx: Transaction) -> list[str]:
        Sitting(tx, ADA, house.clock, seeded_ids(98)).put_policy("word.owner", "star")
        return [tx.policy_at(seq).word("owner") for seq in (first - 1, first, first + 1)]

    assert house.store.transact(work) == ["owner", "hero", "star"]


def test_a_rule_that_was_set_back_is_as_if_it_had_never_been_changed(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("word.owner", "hero"), ADA)
    house.act(lambda sitting: sitting.undo(), ADA)
    assert house.reader.organisation().policy.changed == {}
    house.act(lambda sitting: sitting.redo(), ADA)
    assert house.reader.organisation().policy.changed == {"word.owner": "hero"}
    house.act(lambda sitting: sitting.put_policy("word.owner", None), ADA)
    assert house.reader.organisation().policy.word("owner") == "owner"


def test_the_organisations_history_is_every_change_of_it(house: House) -> None:
    house.create()
    house.act(lambda sitting: sitting.put_policy("word.owner", "hero"), ADA)
    history = house.reader.organisation_history()
    assert [entry.seq for entry in history] == sorted(entry.seq for entry in history)
    assert {entry.operation.kind for entry in history} == {Kind.SEGMENT_PUT, Kind.PERSON_PUT, Kind.POLICY_PUT}
    space = Organisation(SegmentTree({}), {})
    for entry in history:
        space = organisation_after(space, entry)
    now = house.reader.organisation()
    assert (space.tree.ever, space.people, space.policy) == (now.tree.ever, now.people, now.policy)
