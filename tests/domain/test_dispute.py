"""What is to be decided about a refused operation: what stands by now, and who set that."""

from cxloop_tui.domain.card import RefusedOperation
from cxloop_tui.domain.clash import Clash
from cxloop_tui.domain.dispute import Dispute, disputes_of
from cxloop_tui.domain.operation import Base, Entry, Json, Kind, Operation
from cxloop_tui.domain.receipt import Outcome, Receipt
from tests.builders import ADA, BEA, GIA, NOON, operation, sets

STANDS: dict[str, Json] = {"priority": "low", "owner": BEA, "status": "open"}


def disputes(
    mine: Operation, *since: Operation, clashes: tuple[Clash, ...] = (), outcome: Outcome = Outcome.CONFLICT
) -> list[Dispute]:
    entries = [Entry(one, 11 + place, NOON + place) for place, one in enumerate(since)]
    refused = RefusedOperation(mine, Receipt(mine.id, outcome, clashes=clashes))
    return list(disputes_of(refused, STANDS.get, entries))


MINE = operation(set=sets(priority=("high", "critical"), owner=(BEA, GIA)))


def test_what_somebody_else_set_since_is_to_be_decided_and_the_rest_goes_along() -> None:
    theirs = operation(by=ADA, set=sets(priority=("high", "low")))
    priority, owner = disputes(MINE, theirs)
    assert priority == Dispute("op", "priority", "high", NOON, "critical", "low", ADA, NOON)
    assert (owner.theirs, owner.by, owner.is_open) == (BEA, None, False)


def test_the_last_who_set_it_is_named_also_when_the_refusal_named_another() -> None:
    first, last = (operation(by=who, set=sets(priority=("high", "low"))) for who in (ADA, GIA))
    told = Clash("priority", "high", "critical", "medium", ADA, NOON)
    priority, _ = disputes(MINE, first, last, clashes=(told,))
    assert (priority.theirs, priority.by, priority.at) == ("low", GIA, NOON + 1)


def test_what_i_set_myself_afterwards_is_what_stands() -> None:
    theirs = operation(by=ADA, set=sets(priority=("high", "medium")))
    again = operation(set=sets(priority=("medium", "low")))
    priority, _ = disputes(MINE, theirs, again)
    assert (priority.theirs, priority.by, priority.is_open) == ("low", BEA, True)


def test_what_was_seen_and_what_i_did_myself_is_no_dispute() -> None:
    seen = operation(by=ADA, set=sets(owner=(GIA, BEA)))
    mine = operation(base=Base("e", 11), set=sets(owner=(BEA, GIA)))
    assert [one.is_open for one in disputes(mine, seen)] == [False]
    assert [
        one.is_open for one in disputes(operation(set=sets(owner=(BEA, GIA))), operation(set=sets(owner=(GIA, BEA))))
    ] == [False]


def test_the_fields_of_a_ticket_that_could_not_be_made_go_together() -> None:
    made = operation(kind=Kind.TICKET_CREATE, set=sets(owner=(None, GIA), category=(None, "Refund")))
    found = disputes(made, outcome=Outcome.REJECTED)
    assert [(one.field, one.is_open) for one in found] == [("owner", False), ("category", False)]


def test_what_both_want_by_now_is_no_dispute() -> None:
    mine = operation(set=sets(priority=("high", "low")))
    assert disputes(mine, operation(by=ADA, set=sets(priority=("high", "low")))) == []


def test_a_ticket_that_was_turned_meanwhile_is_told_by_the_refusal() -> None:
    told = Clash("owner", BEA, GIA, BEA, ADA, NOON, turned="resolved")
    _, owner = disputes(MINE, clashes=(told,))
    assert (owner.by, owner.turned, owner.is_open) == (ADA, "resolved", True)


def test_of_what_a_rule_refused_everything_is_to_be_decided() -> None:
    assert [one.is_open for one in disputes(MINE, outcome=Outcome.REJECTED)] == [True, True]


def test_what_only_came_along_is_not_asked() -> None:
    mine = operation(set=sets(status=("new", "open"), priority=("high", "critical")), implied=("status",))
    assert [one.field for one in disputes(mine)] == ["priority"]
