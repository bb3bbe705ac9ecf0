"""Follow-ups, over every store: put down, changed, done, taken back; from other desks too, and nothing is lost."""

import pytest

from cxloop_tui.domain.clock import DAY, HOUR, to_rfc3339
from cxloop_tui.domain.errors import Clashing, NotFound, Refused, Unusable
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Put
from tests.builders import BEA, GIA, OLD, TOM
from tests.contract.house import House
from tests.contract.test_accepting import made, outcomes, sent

NOBODYS = "0190d6a0-0000-7000-8000-00000000dead"


def put(house: House, followup_id: str | None = None, by: str = BEA, **wanted: Json) -> Put | None:
    return house.desk.sit(by, lambda sitting: sitting.put_followup(followup_id, wanted))


def asked(house: House, text: str = "Call her back", owner: str = BEA, hours: int | None = 2) -> str:
    """Put down that something is to be done about a new ticket; return its id."""
    due = None if hours is None else to_rfc3339(house.clock.now + hours * HOUR)
    done = put(house, None, ticket=house.create().id, text=text, owner=owner, due_at=due)
    assert done is not None
    return done.operation.subject


def followup(house: House, followup_id: str) -> FollowUp:
    (found,) = house.reader.followups.beginning(followup_id, 2)
    return found


def texts(house: House, owner: str | None = None) -> list[str]:
    return [one.text for one in house.reader.followups.open(owner, 10)]


def test_what_is_to_be_done_stands_by_when_it_is_due(house: House) -> None:
    asked(house, "later", hours=5)
    asked(house, "some day", hours=None)
    asked(house, "soon", hours=1)
    asked(house, "not mine", owner=GIA)
    assert texts(house, BEA) == ["soon", "later", "some day"]
    assert texts(house) == ["soon", "not mine", "later", "some day"]
    assert house.reader.standing(BEA, house.clock.now).to_do == 0
    assert house.reader.standing(BEA, house.clock.now + DAY).to_do == 2


def test_what_falls_due_in_a_while(house: House) -> None:
    began = house.clock.now
    asked(house, "second", hours=2)
    asked(house, "first", hours=1)
    asked(house, "later", hours=5)
    asked(house, "some day", hours=None)
    asked(house, "not mine", owner=GIA, hours=1)
    put(house, asked(house, "done before", hours=1), done=True)

    def due(after: int, until: int, limit: int = 10) -> list[str]:
        return [one.text for one in house.reader.followups.falling_due(BEA, after, until, limit)]

    assert due(began, began + 3 * HOUR) == ["first", "second"]
    assert due(began, began + 3 * HOUR, 1) == ["first"]
    at = house.reader.followups.open(BEA, 1)[0].due_at
    assert at is not None
    assert due(began, at - 1) == []
    assert due(at - 1, at) == ["first"]
    assert due(at, at + 1) == []


def test_it_belongs_to_its_ticket(house: House) -> None:
    found = followup(house, asked(house))
    assert house.reader.followups.of_ticket(found.ticket) == [found]
    assert (found.text, found.owner, found.by, found.done) == ("Call her back", BEA, BEA, False)
    assert found.due_at is not None
    assert 0 < house.clock.now + 2 * HOUR - found.due_at < HOUR


def test_changed_and_done(house: House) -> None:
    followup_id = asked(house)
    assert put(house, followup_id, by=GIA, text="Call him back ", owner=TOM) is not None
    assert put(house, followup_id, text="Call him back") is None
    assert put(house, followup_id, by=TOM, done=True) is not None
    assert texts(house) == []
    assert followup(house, followup_id).done
    put(house, followup_id, done=None)
    assert texts(house) == ["Call him back"]


def test_undo_takes_back_that_it_was_done_and_that_it_was_ever_put_down(house: House) -> None:
    followup_id = asked(house)
    put(house, followup_id, done=True)
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert texts(house) == ["Call her back"]
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert house.reader.followups.beginning(followup_id, 2) == []
    house.desk.sit(BEA, lambda sitting: sitting.redo())
    assert texts(house) == ["Call her back"]
    assert followup(house, followup_id).by == BEA


def test_undo_does_not_overwrite_what_somebody_else_did(house: House) -> None:
    followup_id = asked(house)
    put(house, followup_id, text="Write to her")
    put(house, followup_id, by=GIA, text="Visit her")
    with pytest.raises(Refused, match="was changed since"):
        house.desk.sit(BEA, lambda sitting: sitting.undo())


@pytest.mark.parametrize(
    ("wanted", "trouble", "says"),
    [
        ({"text": " "}, Refused, "text is empty"),
        ({"text": "x" * 301}, Unusable, "more than 300 characters"),
        ({"text": "x", "due_at": "tomorrow"}, Unusable, "due at no time"),
        ({"text": "x", "owner": OLD}, Refused, "not active any more"),
        ({"text": "x", "done": "yes"}, Unusable, "done, or it is not"),
        ({"text": "x", "ticket": NOBODYS}, NotFound, "no ticket"),
    ],
)
def test_what_cannot_be_is_refused(
    house: House, wanted: dict[str, Json], trouble: type[Exception], says: str
) -> None:
    about: dict[str, Json] = {"ticket": house.create().id, "owner": BEA, **wanted}
    with pytest.raises(trouble, match=says):
        house.desk.sit(BEA, lambda sitting: sitting.put_followup(None, about))
    assert texts(house) == []


def test_one_that_is_not_there_cannot_be_changed(house: House) -> None:
    with pytest.raises(NotFound, match="no follow-up"):
        put(house, NOBODYS, done=True)


def test_who_is_not_active_any_more_puts_nothing_down(house: House) -> None:
    ticket = house.create().id
    with pytest.raises(Refused, match="not active"):
        put(house, None, by=OLD, ticket=ticket, text="x", owner=BEA)


# From another desk --------------------------------------------------------------------------------------------------


def test_from_a_desk_that_was_offline(house: House) -> None:
    ticket = house.create()

    def begin(sitting: Sitting) -> Put:
        done = sitting.put_followup(None, {"ticket": ticket.id, "text": "Call", "owner": BEA})
        assert done is not None
        return done

    first = made(house, begin)
    again = made(house, begin, lambda sitting: sitting.undo()[0], seed=100)
    assert outcomes(sent(house, first)) == [Outcome.APPLIED]
    assert outcomes(sent(house, first)) == [Outcome.ALREADY]
    assert outcomes(sent(house, again)) == [Outcome.APPLIED, Outcome.APPLIED]
    assert texts(house) == ["Call"]


def test_what_two_changed_at_once_is_not_overwritten_unseen(house: House) -> None:
    followup_id = asked(house)
    theirs = made(house, lambda sitting: sitting.put_followup(followup_id, {"text": "Write to her"}))
    done = made(house, lambda sitting: sitting.put_followup(followup_id, {"done": True}), seed=100)
    put(house, followup_id, by=GIA, text="Visit her")
    (receipt,) = sent(house, theirs)
    assert (receipt.outcome, [clash.field for clash in receipt.clashes]) == (Outcome.CONFLICT, ["text"])
    assert outcomes(sent(house, done)) == [Outcome.APPLIED]
    assert (followup(house, followup_id).text, followup(house, followup_id).done) == ("Visit her", True)


def test_a_clash_says_what_stands(house: House) -> None:
    followup_id = asked(house)
    (theirs,) = made(house, lambda sitting: sitting.put_followup(followup_id, {"owner": TOM}))
    put(house, followup_id, by=GIA, owner=GIA)
    with pytest.raises(Clashing) as clash:
        house.desk.sit(BEA, lambda sitting: sitting._performer.put_followup(theirs))
    assert [(one.field, one.seen, one.wanted, one.stands) for one in clash.value.clashes] == [
        ("owner", BEA, TOM, GIA)
    ]
