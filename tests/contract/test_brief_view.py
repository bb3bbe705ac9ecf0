"""The brief view of a ticket: the newest of a long history and what turned something, true as far as it goes."""

from dataclasses import replace

import pytest

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.history import how_resolved, why_escalated
from cxloop_tui.domain.operation import Entry
from cxloop_tui.domain.survey import response_ids
from cxloop_tui.domain.ticket_view import PLAIN_KINDS, TicketView
from cxloop_tui.services.desk import Sitting
from tests.builders import ADA, BEA
from tests.contract.house import House


def eventful(house: House) -> str:
    """Make a ticket to which everything happened, with words in between, some of them taken back."""
    ticket_id = house.create(owner=BEA).id

    def say(*texts: str) -> None:
        house.act(lambda sitting: [sitting.comment(ticket_id, text) for text in texts])

    def take_back(sitting: Sitting) -> None:
        sitting.undo()

    say("one", "two")
    house.act(take_back)
    house.act(lambda sitting: sitting.contact(ticket_id, "call", "no-answer", "rang twice"))
    house.act(lambda sitting: sitting.resolve(ticket_id, root_cause="bank", action_taken="paid", told="call"))
    say("three", "four")
    house.act(lambda sitting: sitting.reopen(ticket_id, "again"))
    say("five")
    house.act(lambda sitting: sitting.change(ticket_id, {"priority": "high"}))
    house.act(take_back)
    house.act(lambda sitting: sitting.resolve(ticket_id, root_cause="shop", action_taken="paid", told="call"))
    say("six", "seven", "eight")
    house.act(take_back)
    house.act(lambda sitting: sitting.redo())
    say("nine")
    return ticket_id


def view(house: House, ticket_id: str, newest: int | None = None) -> TicketView:
    found = house.reader.ticket_view(ticket_id, newest)
    assert found is not None
    return found


def is_plain(entry: Entry) -> bool:
    return entry.operation.kind in PLAIN_KINDS


def test_a_history_that_is_not_longer_is_whole(house: House) -> None:
    ticket_id = eventful(house)
    whole = view(house, ticket_id)
    for newest in (len(whole.entries), len(whole.entries) + 1, 10_000):
        assert view(house, ticket_id, newest) == whole
    assert whole.is_whole
    assert house.reader.ticket_view("unknown", 3) is None


def test_a_longer_one_has_the_newest_and_what_turned_something_before_them(house: House) -> None:
    ticket_id = eventful(house)
    whole = view(house, ticket_id)
    for newest in range(1, len(whole.entries)):
        brief = view(house, ticket_id, newest)
        older, recent = brief.entries[: brief.gap], brief.entries[brief.gap :]
        turns = [entry for entry in whole.entries[:-newest] if not is_plain(entry)]
        assert not brief.is_whole
        assert recent == whole.entries[-newest:]
        assert older[0] == whole.entries[0]
        assert list(older[1:]) == turns[1:][max(len(turns) - newest, 0) :]
        assert replace(brief, entries=whole.entries, gap=0) == whole


@pytest.mark.parametrize("newest", [7, 8, 10, 12, 15])
def test_what_is_shown_of_it_is_as_the_whole_has_it(house: House, newest: int) -> None:
    ticket_id = eventful(house)
    whole, brief = Chronicle.of(view(house, ticket_id)), Chronicle.of(view(house, ticket_id, newest))
    there = {entry.operation.id for entry in view(house, ticket_id, newest).entries}
    assert brief.comments == tuple(comment for comment in whole.comments if comment.id in there)
    expected = [line for line in whole.log if line.operation in there]
    assert [line for line in brief.log if line.field not in {"undo", "redo"}] == [
        line for line in expected if line.field not in {"undo", "redo"}
    ]
    assert [line.operation for line in brief.log] == [line.operation for line in expected]
    for told in (how_resolved, why_escalated):
        assert told(brief.view.entries) == told(whole.view.entries)


def test_responses_put_to_a_ticket_are_not_left_out(house: House) -> None:
    ticket_id = house.create(response="r-1").id
    house.act(lambda sitting: sitting.record_response("r-2", {"score": 2}, "still late"), ADA)
    house.act(lambda sitting: sitting.add_response(ticket_id, "r-2", "still late", "op-added"), ADA)
    house.act(lambda sitting: [sitting.comment(ticket_id, f"note {place}") for place in range(6)])
    brief = view(house, ticket_id, 3)
    assert response_ids(brief.ticket, brief.entries) == ("r-1", "r-2")
