"""What people read of a ticket's past: comments and log, by table and by property."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cxloop_tui.domain import history, intent, undo
from cxloop_tui.domain.history import NEWER, comments_of, how_resolved, log_of, why_escalated
from cxloop_tui.domain.operation import Base, Change, Entry, Json, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import CONTACT_KINDS, CONTACT_OUTCOMES, Ticket, fold, scalar, undone_ids

BEA, MAX = "bea@desk.example", "max@desk.example"


def policy_at(_seq: int) -> Policy:
    return Policy()


SPACE = Organisation(
    SegmentTree({"south": Segment("south", "South"), "bari": Segment("bari", "Bari", "south")}),
    {email: Person(email, email) for email in (BEA, MAX)},
)


class Past:
    """A ticket that was just made, to which things can be done, one operation each."""

    def __init__(self, words: str = "Late refund", **fields: Json) -> None:
        self.entries: list[Entry] = []
        given: dict[str, Json] = {"customer_email": "ana@shop.example", "segment": "bari", "owner": BEA, **fields}
        self._keep(intent.create("ticket", given, words))

    @property
    def ticket(self) -> Ticket:
        ticket = fold(self.entries, policy_at)
        assert ticket is not None
        return ticket

    def do(self, make: Callable[[Ticket], intent.Draft], by: str = BEA) -> Operation:
        return self._keep(make(self.ticket), by)

    def undo(self, target: Operation, by: str = BEA) -> Operation:
        return self._keep(undo.undoing(target, self.ticket, self.entries, policy_at), by, undoes=target.id)

    def comment(self, words: str) -> Operation:
        return self.do(lambda ticket: intent.comment(ticket, words))

    def contact(self, kind: str, outcome: str, note: str | None = None) -> Operation:
        return self.do(lambda ticket: intent.contact(ticket, kind, outcome, note))

    def change(self, note: str | None = None, **wanted: Json) -> Operation:
        return self.do(lambda ticket: intent.change(ticket, wanted, note=note))

    def escalate(self, reason: str) -> Operation:
        return self.change(reason, status="escalated", segment="south", owner=MAX)

    def resolve(self, cause: str = "bank", action: str = "refunded", told: str = "call") -> Operation:
        return self.do(lambda ticket: intent.resolve(ticket, root_cause=cause, action_taken=action, told=told))

    def reopen(self, note: str) -> Operation:
        return self.do(lambda ticket: intent.reopen(ticket, note, SPACE))

    def hand_back(self, note: str) -> Operation:
        return self.do(lambda ticket: intent.hand_back(ticket, note, SPACE))

    def append(self, operation: Operation) -> Operation:
        place = len(self.entries) + 1
        self.entries.append(Entry(operation=operation, seq=place, received_at=1000 * place, number=1042))
        return operation

    def raw(self, kind: str = Kind.TICKET_CHANGE, **fields: object) -> Operation:
        place = len(self.entries) + 1
        values = {"kind": kind, "id": f"op-{place}", "subject": "ticket", "by": BEA, "at": 1000 * place}
        return self.append(Operation(**{"base": Base("", place), **values, **fields}))  # type: ignore[arg-type]

    def _keep(self, draft: intent.Draft, by: str = BEA, undoes: str | None = None) -> Operation:
        return self.raw(
            draft.kind,
            by=by,
            set=draft.set,
            add=draft.add,
            remove=draft.remove,
            implied=draft.implied,
            comment=draft.comment,
            undoes=undoes,
        )

    def comments(self) -> list[tuple[str, str]]:
        return [(comment.kind, comment.body) for comment in comments_of(self.ticket, self.entries)]

    def log(self, operation: Operation) -> list[tuple[str, object, object]]:
        return [(line.field, line.old, line.new) for line in log_of(self.entries) if line.operation == operation.id]


def test_the_customers_own_words_come_first_and_are_by_nobody_of_the_desk() -> None:
    past = Past("Late refund, third call this week")
    past.comment("Called back")
    first, second = comments_of(past.ticket, past.entries)
    assert (first.kind, first.by, first.body) == ("customer", None, "Late refund, third call this week")
    assert (second.kind, second.by, second.body) == ("comment", BEA, "Called back")
    assert [first.id, second.id] == [entry.operation.id for entry in past.entries]


@pytest.mark.parametrize(
    ("do", "kind", "body"),
    [
        (lambda past: past.comment("Called back"), "comment", "Called back"),
        (lambda past: past.contact("call", "no-answer", "at 3"), "call no-answer", "at 3"),
        (lambda past: past.contact("mail", "reached"), "mail reached", ""),
        (lambda past: past.escalate("stuck"), "escalated", "stuck"),
        (lambda past: past.change("vip", priority="high"), "changed", "vip"),
        (lambda past: past.resolve(), "resolved", "cause: bank\naction: refunded\ntold: call"),
        (lambda past: past.resolve(told=""), "resolved", "cause: bank\naction: refunded"),
        (lambda past: (past.escalate("stuck"), past.hand_back("yours")), "handed-back", "yours"),
        (lambda past: (past.resolve(), past.reopen("again")), "reopened", "again"),
        (lambda past: (past.resolve(), past.escalate("worse")), "escalated", "worse"),
        (lambda past: past.raw("reply.send", comment="Dear Ana"), NEWER, "Dear Ana"),
    ],
)
def test_what_was_said_says_with_what_it_was_said(do: Callable[[Past], object], kind: str, body: str) -> None:
    past = Past()
    do(past)
    assert past.comments()[-1] == (kind, body)


def test_a_change_without_a_note_is_no_comment() -> None:
    past = Past()
    past.change(priority="high")
    assert [kind for kind, _ in past.comments()] == ["customer"]


def test_a_second_resolution_repeats_the_cause_that_stayed() -> None:
    past = Past()
    past.resolve(cause="bank", action="refunded", told="call")
    past.reopen("not yet")
    past.resolve(cause="bank", action="refunded twice", told="call")
    assert past.comments()[-1] == ("resolved", "cause: bank\naction: refunded twice\ntold: call")


def test_words_that_were_taken_back_are_no_comment_until_they_are_redone() -> None:
    past = Past()
    said = past.comment("oops")
    taken_back = past.undo(said)
    assert past.comments() == [("customer", "Late refund")]
    past.undo(taken_back)
    assert past.comments()[-1] == ("comment", "oops")


def test_a_withdrawn_ticket_keeps_none_of_the_customers_words() -> None:
    past = Past("secret")
    past.undo(past.entries[0].operation)
    assert past.comments() == []
    assert [(line.field, line.old, line.new, line.undone) for line in log_of(past.entries)] == [
        ("ticket", None, "created", True),
        ("ticket", "created", "withdrawn", False),
    ]


@pytest.mark.parametrize(
    ("do", "lines"),
    [
        (
            lambda past: past.escalate("stuck"),
            [
                ("status", "new", "escalated"),
                ("segment", "bari", "south"),
                ("owner", BEA, MAX),
                ("comment", None, "stuck"),
            ],
        ),
        (lambda past: past.comment("hello"), [("status", "new", "open"), ("comment", None, "hello")]),
        (lambda past: past.contact("met", "reached"), [("status", "new", "open"), ("contact", None, "met reached")]),
        (
            lambda past: past.do(lambda ticket: intent.change(ticket, {}, add_tags=["vip", "eu"])),
            [("tags", None, "vip"), ("tags", None, "eu")],
        ),
        (lambda past: past.raw(remove={"tags": ("vip",)}), [("tags", "vip", None)]),
        (lambda past: past.raw("snooze.put"), [(NEWER, None, "snooze.put")]),
        (lambda past: past.raw(set={"mood": Change(None, "cross")}), [(NEWER, None, "mood")]),
        (lambda past: past.raw(add={"watchers": ("ivo",)}), [(NEWER, None, "watchers")]),
        (lambda past: past.raw(), [(NEWER, None, Kind.TICKET_CHANGE)]),
        (lambda past: past.raw(set={"score": Change(None, 3.5)}), [("score", None, "3.5")]),
    ],
)
def test_the_log_has_one_line_for_every_changed_field(
    do: Callable[[Past], Operation], lines: list[tuple[str, object, object]]
) -> None:
    past = Past()
    assert past.log(do(past)) == lines


def test_the_log_begins_with_the_creation() -> None:
    past = Past()
    (line,) = log_of(past.entries)
    assert (line.field, line.old, line.new, line.by, line.undone) == ("ticket", None, "created", BEA, False)


def test_the_log_leaves_out_what_came_along_but_was_not_wanted_any_more() -> None:
    past = Past()
    past.change(priority="high", status="open")
    late = past.raw(Kind.COMMENT_ADD, comment="hi", set={"status": Change("new", "open")}, implied=("status",))
    assert past.log(late) == [("comment", None, "hi")]


def test_the_log_keeps_who_and_when_of_what_was_taken_back_but_not_the_words() -> None:
    past = Past()
    said = past.comment("secret")
    taken_back = past.undo(said, by=MAX)
    lines = [line for line in log_of(past.entries) if line.operation == said.id]
    assert [(line.field, line.new, line.by, line.undone) for line in lines] == [
        ("status", "open", BEA, True),
        ("comment", None, BEA, True),
    ]
    assert past.log(taken_back) == [("undo", None, "comment"), ("status", "open", "new")]


def test_the_log_does_not_tell_a_mistyped_name_that_was_taken_back() -> None:
    past = Past()
    mistyped = past.change(customer_name="secret", priority="high")
    taken_back = past.undo(mistyped)
    assert past.log(mistyped) == [("customer_name", None, None), ("priority", "medium", "high")]
    assert past.log(taken_back) == [
        ("undo", None, "customer_name, priority"),
        ("customer_name", None, None),
        ("priority", "high", "medium"),
    ]


def test_the_undo_of_an_undo_is_a_redo_and_tells_the_words_again() -> None:
    past = Past()
    named = past.change(customer_name="Ana")
    redone = past.undo(past.undo(named))
    assert past.log(redone) == [("redo", None, "customer_name"), ("customer_name", None, "Ana")]
    assert past.log(named) == [("customer_name", None, "Ana")]


@pytest.mark.parametrize(
    ("do", "word"),
    [
        (lambda past: past.comment("x"), "comment"),
        (lambda past: past.contact("call", "reached"), "contact"),
        (lambda past: past.escalate("x"), "escalated"),
        (lambda past: past.resolve(), "resolved"),
        (lambda past: past.change(priority="high", owner=MAX), "priority, owner"),
        (lambda past: past.entries[0].operation, "ticket"),
    ],
)
def test_an_undo_says_what_it_takes_back(do: Callable[[Past], Operation], word: str) -> None:
    assert history.said_by_undo(do(Past())) == word


def test_an_undo_of_something_not_on_hand_says_nothing_of_it() -> None:
    past = Past()
    assert past.log(past.raw(undoes="elsewhere")) == [("undo", None, None)]


def test_operations_that_undo_each_other_are_shown_and_do_not_hang() -> None:
    past = Past()
    past.raw(id="a", undoes="b")
    past.raw(id="b", undoes="a")
    past.raw(id="c", undoes="c")
    assert [line.operation for line in log_of(past.entries)] == ["op-1", "a", "b", "c"]


def test_the_reason_of_an_escalation_is_known_while_it_lasts() -> None:
    past = Past()
    assert why_escalated(past.entries) is None
    escalated = past.escalate("stuck")
    past.comment("on it")
    why = why_escalated(past.entries)
    assert why is not None
    assert (why.id, why.by, why.body) == (escalated.id, BEA, "stuck")
    handed_back = past.hand_back("yours")
    assert why_escalated(past.entries) is None
    past.undo(handed_back)
    assert why_escalated(past.entries) == why
    past.undo(escalated)
    assert why_escalated(past.entries) is None


def test_who_resolved_is_known_until_it_is_reopened() -> None:
    past = Past()
    past.resolve()
    how = how_resolved(past.entries)
    assert how is not None
    assert how.by == BEA
    past.reopen("again")
    assert how_resolved(past.entries) is None


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("comment"), st.sampled_from(["one", "two"])),
        st.tuples(st.just("contact"), st.tuples(st.sampled_from(CONTACT_KINDS), st.sampled_from(CONTACT_OUTCOMES))),
        st.tuples(st.just("name"), st.sampled_from(["Ana", "Bo"])),
        st.tuples(st.just("turn"), st.sampled_from(["escalate", "resolve", "back"])),
        st.tuples(st.just("undo"), st.integers(0, 20)),
        st.tuples(st.just("newer"), st.sampled_from(["snooze.put", "reply.send"])),
    ),
    max_size=12,
)


def played(steps: Sequence[tuple[str, object]]) -> Past:
    """A past of these steps, each with words of its own; an undo is of the step that many before."""
    past = Past("words-1.")
    for kind, detail in steps:
        words = f"words-{len(past.entries) + 1}."
        match kind, detail:
            case "comment", _:
                past.comment(words)
            case "contact", (str() as how, str() as outcome):
                past.contact(how, outcome, words)
            case "name", _:
                past.change(customer_name=words)
            case "turn", turn:
                _turned(past, str(turn), words)
            case "undo", int() as back:
                _taken_back(past, back)
            case "newer", newer:
                past.raw(str(newer), comment=words)
    return past


def _turned(past: Past, turn: str, words: str) -> None:
    status = past.ticket.status
    if turn == "escalate" and status is not Status.ESCALATED:
        past.escalate(words)
    elif turn == "resolve" and status is not Status.RESOLVED:
        past.resolve(cause=words)
    elif turn == "back" and status is Status.ESCALATED:
        past.hand_back(words)
    elif turn == "back" and status is Status.RESOLVED:
        past.reopen(words)


def _taken_back(past: Past, back: int) -> None:
    """Undo as the desk lets it: once, and while every field has the value that was set."""
    operation = past.entries[-1 - back % len(past.entries)].operation
    unchanged = all(
        scalar(past.ticket, name) == change.wanted
        for name, change in operation.set.items()
        if name not in operation.implied
    )
    known = operation.kind in set(Kind) and operation.kind != Kind.TICKET_CREATE
    if known and unchanged and operation.id not in undone_ids(past.entries):
        past.undo(operation)


@given(STEPS)
@example([("name", "Ana"), ("undo", 0), ("undo", 0), ("comment", "one"), ("undo", 13)])
def test_no_word_that_was_taken_back_is_shown_anywhere(steps: list[tuple[str, object]]) -> None:
    past = played(steps)
    comments, log = comments_of(past.ticket, past.entries), log_of(past.entries)
    shown = " ".join([*(comment.body for comment in comments), *(f"{line.old} {line.new}" for line in log)])
    for gone in undone_ids(past.entries):
        own = f"words-{gone.removeprefix('op-')}."
        assert own not in shown


@given(STEPS)
def test_the_log_tells_every_operation_in_order(steps: list[tuple[str, object]]) -> None:
    past = played(steps)
    told = list(dict.fromkeys(line.operation for line in log_of(past.entries)))
    assert told == [entry.operation.id for entry in past.entries]
    gone = undone_ids(past.entries)
    assert all(line.undone == (line.operation in gone) for line in log_of(past.entries))


@given(STEPS)
def test_the_status_of_the_ticket_is_the_last_one_the_log_tells(steps: list[tuple[str, object]]) -> None:
    past = played(steps)
    told = [line.new for line in log_of(past.entries) if line.field == "status"]
    assert str(past.ticket.status) == (told[-1] if told else "new")


@given(STEPS)
def test_comments_are_the_living_operations_that_carry_words(steps: list[tuple[str, object]]) -> None:
    past = played(steps)
    gone = undone_ids(past.entries)
    expected = [
        entry.operation.id
        for entry in past.entries
        if entry.operation.id not in gone
        and (entry.operation.comment or entry.operation.wanted("status") == "resolved")
        and entry.operation.undoes is None
    ]
    assert [comment.id for comment in comments_of(past.ticket, past.entries)] == expected
