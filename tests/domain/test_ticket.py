"""A ticket is its operations applied in order."""

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import HOUR
from cxloop_tui.domain.operation import Entry, Kind, Operation
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import (
    after,
    contact_of,
    differences,
    fold,
    fold_without,
    scalar,
    undone_ids,
)
from tests.builders import (
    ADA,
    BEA,
    CREATED,
    GIA,
    LEA,
    NOON,
    Life,
    default_policy,
    operation,
    organisation,
    sets,
    ticket,
)


def entry(made: Operation, seq: int, received_at: int = NOON) -> Entry:
    return Entry(operation=made, seq=seq, received_at=received_at)


def test_a_new_ticket_has_what_was_given_and_the_rest_by_default() -> None:
    made = Life({**CREATED, "customer_name": "Ana", "score": 3, "score_kind": "nps"}, "Late refund").ticket
    assert (made.status, made.priority, made.segment, made.owner) == (Status.NEW, Priority.MEDIUM, "bari", BEA)
    assert (made.number, made.comment, made.customer_name, made.score) == (1042, "Late refund", "Ana", 3)
    assert (made.origin_segment, made.created_at, made.updated_at, made.seq) == ("bari", NOON, NOON, 1)
    assert (made.reopened, made.resolved_at, made.first_contact_at, made.withdrawn) == (0, None, None, False)


def test_every_operation_stamps_when_it_arrived_and_its_place() -> None:
    life = Life()
    life.clock.now += HOUR
    life.change(category="refund")
    assert (life.ticket.updated_at, life.ticket.seq, life.ticket.created_at) == (NOON + HOUR, 2, NOON)


def test_doing_something_opens_a_new_ticket_and_other_changes_do_not() -> None:
    life = Life()
    life.change(priority="high", category="refund")
    life.do(intent.change(life.ticket, {}, add_tags=["vip"]))
    untouched = life.ticket
    life.do(intent.contact(untouched, "call", "no-answer", None))
    assert [untouched.status, life.ticket.status] == [Status.NEW, Status.OPEN]


def test_a_contact_opens_a_new_ticket_even_when_its_maker_did_not_say_so() -> None:
    now = after(ticket(status=Status.NEW), entry(operation(Kind.COMMENT_ADD, comment="x"), 2), default_policy, ())
    assert now is not None
    assert now.status is Status.OPEN


def test_an_implied_change_nobody_wants_any_more_is_dropped() -> None:
    late = operation(Kind.COMMENT_ADD, comment="x", set=sets(status=("new", "open")), implied=("status",))
    now = after(ticket(status=Status.RESOLVED), entry(late, 2), default_policy, ())
    assert now is not None
    assert now.status is Status.RESOLVED


def test_an_escalation_remembers_where_to_go_back() -> None:
    life = Life()
    life.do(intent.escalate(life.ticket, "south", "why", life.space, by=BEA))
    assert (life.ticket.segment, life.ticket.owner) == ("south", GIA)
    assert (life.ticket.return_segment, life.ticket.return_owner) == ("bari", BEA)
    life.do(intent.escalate(life.ticket, "italy", "higher", life.space, by=GIA), GIA)
    assert (life.ticket.segment, life.ticket.owner) == ("italy", LEA)
    assert (life.ticket.return_segment, life.ticket.return_owner) == ("bari", BEA)
    life.do(intent.hand_back(life.ticket, "yours again", organisation()), LEA)
    assert (life.ticket.status, life.ticket.segment, life.ticket.owner) == (Status.OPEN, "bari", BEA)
    assert (life.ticket.return_segment, life.ticket.return_owner) == (None, None)


def test_reopening_keeps_owner_and_cause_and_is_counted() -> None:
    life = Life()
    life.do(intent.resolve(life.ticket, root_cause="bank", action_taken="refunded", told="call"))
    resolved = life.ticket
    assert resolved.resolved_at == NOON
    life.clock.now += HOUR
    life.do(intent.reopen(resolved, "not paid yet", life.space))
    assert (life.ticket.status, life.ticket.owner, life.ticket.root_cause) == (Status.OPEN, BEA, "bank")
    assert (life.ticket.reopened, life.ticket.resolved_at, life.ticket.clock_from) == (1, None, NOON + HOUR)


def test_a_resolved_ticket_may_be_escalated_which_reopens_it() -> None:
    life = Life()
    life.do(intent.resolve(life.ticket, root_cause="bank", action_taken="refunded", told="call"))
    life.do(intent.escalate(life.ticket, "south", "why", life.space, by=BEA))
    assert (life.ticket.status, life.ticket.reopened, life.ticket.resolved_at) == (Status.ESCALATED, 1, None)


def test_tags_are_a_sorted_set() -> None:
    life = Life()
    life.do(intent.change(life.ticket, {}, add_tags=["vip", "late", "vip"]))
    assert life.ticket.tags == ("late", "vip")
    life.do(intent.change(life.ticket, {}, add_tags=["angry"], remove_tags=["late"]))
    assert life.ticket.tags == ("angry", "vip")


def test_the_effect_of_a_kind_of_a_newer_program_is_not_guessed() -> None:
    newer = operation("mood.set", set=sets(status=("open", "resolved"), mood=(None, "blue")))
    now = after(ticket(), entry(newer, 7, NOON + 5), default_policy, ())
    assert now == ticket()._replace(seq=7, updated_at=NOON + 5)


def test_a_field_of_a_newer_program_is_passed_over() -> None:
    newer = operation(set=sets(mood=(None, "blue"), category=(None, "refund")))
    now = after(ticket(), entry(newer, 7), default_policy, ())
    assert now == ticket()._replace(seq=7, category="refund")


def test_without_its_making_there_is_no_ticket() -> None:
    assert fold([entry(operation(), 1)], default_policy) is None
    assert fold([entry(operation(undoes="x"), 1)], default_policy) is None


def test_folding_without_an_operation_is_as_if_it_had_never_been() -> None:
    life = Life()
    raised = life.change(priority="high")
    life.change(category="refund")
    without = fold_without(life.entries, raised.id, default_policy)
    assert without is not None
    assert (without.priority, without.category) == (Priority.MEDIUM, "refund")
    assert fold_without(life.entries, life.entries[0].operation.id, default_policy) is None


def test_what_is_taken_back_is_known_through_any_chain_of_undo_and_redo() -> None:
    life = Life()
    raised = life.change(priority="high")
    last = raised
    for times in range(1, 8):
        last = life.undo(last)
        assert (raised.id in undone_ids(life.entries)) is (times % 2 == 1)


def test_a_history_of_many_undos_is_still_read_quickly() -> None:
    """The work grows with the history, not with two to the power of the undos; this would never end."""
    life = Life()
    last = life.do(intent.comment(life.ticket, "hello"))
    for _ in range(60):
        last = life.undo(last, BEA)
    assert life.refolded == life.ticket
    assert life.ticket.status is Status.OPEN


def test_a_withdrawn_ticket_stays_withdrawn_whatever_else_is_taken_back() -> None:
    life = Life()
    made = life.entries[0].operation
    filed = life.change(category="refund")
    withdrawal = life.undo(made)
    life.undo(filed)
    assert life.ticket.withdrawn
    life.undo(withdrawal)
    assert (life.ticket.withdrawn, life.ticket.category) == (False, None)


def test_the_outcome_of_a_contact_is_read_from_its_operation() -> None:
    assert contact_of(operation(Kind.CONTACT_LOG, add={"contacts": ("call voicemail",)})) == ("call", "voicemail")
    assert contact_of(operation(Kind.CONTACT_LOG)) == ("call", "no-answer")


def test_differences_name_the_fields_that_differ() -> None:
    changed = ticket()._replace(status=Status.RESOLVED, root_cause="bank", updated_at=1)
    assert differences(ticket(), changed) == sets(status=("open", "resolved"), root_cause=(None, "bank"))
    assert scalar(changed, "status") == "resolved"
    assert type(scalar(changed, "status")) is str


@given(st.lists(st.sampled_from(["comment", "reached", "high", "low", "resolve", "reopen", "escalate", "back"])))
def test_one_step_at_a_time_gives_what_folding_all_gives(verbs: list[str]) -> None:
    life = Life()
    for verb in verbs:
        life.clock.now += HOUR
        now = life.ticket
        if verb in {"high", "low"}:
            life.do(intent.change(now, {"priority": verb}), ADA)
        elif verb == "comment":
            life.do(intent.comment(now, "hello"), ADA)
        elif verb == "reached":
            life.do(intent.contact(now, "call", "reached", None), ADA)
        elif verb == "resolve" and now.status is not Status.RESOLVED:
            life.do(intent.resolve(now, root_cause="a", action_taken="b", told="c"), ADA)
        elif verb == "reopen" and now.status is Status.RESOLVED:
            life.do(intent.reopen(now, None, life.space), ADA)
        elif verb == "escalate" and now.segment == "bari":
            life.do(intent.escalate(now, "south", "why", life.space, by=ADA), ADA)
        elif verb == "back" and now.status is Status.ESCALATED:
            life.do(intent.hand_back(now, None, organisation()), ADA)
    assert life.refolded == life.ticket
