"""History as it is exported: in the authority's order, whole, and of one state of the store."""

from cxloop_tui.domain.operation import Entry
from tests.builders import ADA
from tests.contract.house import House


def test_a_history_is_in_the_authoritys_order_each_with_what_came_before_on_its_ticket(furnished: House) -> None:
    for text in ("", "status:resolved", "refund", "late status:new", "segment:south*"):
        selection = furnished.selection(text)
        found = {ticket.id for ticket in furnished.reader.tickets(selection, None)}
        history = list(furnished.reader.history(selection, responses=False))
        assert [entry.seq for entry, _ in history] == sorted({entry.seq for entry, _ in history})
        assert {entry.operation.subject for entry, _ in history} == found
        for ticket_id in found:
            entries = furnished.reader.entries(ticket_id)
            own = [(recorded, previous) for recorded, previous in history if recorded.operation.subject == ticket_id]
            assert [Entry(at.operation, at.seq, at.received_at, at.number, at.replayed) for at, _ in own] == list(
                entries
            )
            assert [recorded.kind for recorded, _ in own] == [entry.operation.kind for entry in entries]
            assert [previous for _, previous in own] == [None, *(entry.operation.id for entry in entries[:-1])]


def test_a_history_has_all_responses_when_they_are_asked_for(house: House) -> None:
    house.act(lambda sitting: sitting.record_response("r-1", {"score": 9}, "fine"), ADA)
    ticket = house.create()
    asked = house.selection("")
    subjects = [entry.operation.subject for entry, _ in house.reader.history(asked, responses=True)]
    assert subjects == ["r-1", ticket.id]
    assert [one.operation.subject for one, _ in house.reader.history(asked, responses=False)] == [ticket.id]


def test_operations_are_found_by_id_and_the_last_one_by_subject(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.comment(ticket.id, "one"))
    entries = house.reader.entries(ticket.id)
    ids = [entry.operation.id for entry in entries]
    assert house.reader.operations([*ids, "nobody's"]) == {entry.operation.id: entry.operation for entry in entries}
    assert house.reader.last_operations([ticket.id, "nothing"]) == {ticket.id: ids[-1]}
    assert not house.reader.operations([])
    assert not house.reader.last_operations([])


def test_a_reader_apart_sees_one_state_of_the_store(house: House) -> None:
    first = house.create()
    with house.reader.apart() as still:
        assert still.counts(house.selection("")).found == 1
        house.create()
        house.act(lambda sitting: sitting.comment(first.id, "meanwhile"))
        assert still.counts(house.selection("")).found == 1
        assert len(list(still.history(house.selection(""), responses=False))) == 1
        assert house.reader.counts(house.selection("")).found == 2
    assert house.reader.epoch()
