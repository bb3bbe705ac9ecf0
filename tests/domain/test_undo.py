"""Undo and redo: any legal operation can be taken back and done again, alone, in groups, one after another."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain import intent, undo
from cxloop_tui.domain.clock import HOUR
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Kind, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket, undone_ids
from tests.builders import ADA, BEA, CREATED, EVE, GIA, LEA, MAX, TOM, Life, operation

Wish = Callable[[Ticket, Organisation, str], Draft]

WISHES: dict[str, Wish] = {
    "comment": lambda now, _space, _by: intent.comment(now, "hello"),
    "reached": lambda now, _space, _by: intent.contact(now, "call", "reached", "note"),
    "no answer": lambda now, _space, _by: intent.contact(now, "call", "no-answer", None),
    "critical": lambda now, _space, _by: intent.change(now, {"priority": "critical"}),
    "low": lambda now, _space, _by: intent.change(now, {"priority": "low"}),
    "tag": lambda now, _space, _by: intent.change(now, {}, add_tags=["vip"], remove_tags=["late"]),
    "untag": lambda now, _space, _by: intent.change(now, {}, add_tags=["late"], remove_tags=["vip"]),
    "edit": lambda now, _space, _by: intent.change(now, {"customer_name": "Ana", "account": None, "category": "x"}),
    "unedit": lambda now, _space, _by: intent.change(now, {"customer_name": None, "category": "y"}),
    "take": lambda now, _space, by: intent.change(now, {"owner": by}),
    "give": lambda now, _space, _by: intent.change(now, {"owner": TOM}),
    "move": lambda now, space, _by: intent.change(now, intent.moved(now, "naples", space)),
    "open": lambda now, _space, _by: intent.change(now, {"status": "open"}),
    "escalate": lambda now, space, by: intent.escalate(now, "south", "why", space, by=by),
    "escalate on": lambda now, space, by: intent.escalate(now, "italy", "higher", space, by=by),
    "hand back": lambda now, _space, _by: intent.hand_back(now, "yours", _space),
    "resolve": lambda now, _space, _by: intent.resolve(now, root_cause="a", action_taken="b", told="c"),
    "reopen": lambda now, space, _by: intent.reopen(now, "again", space),
}
PEOPLE = (ADA, LEA, GIA, BEA, TOM, EVE)
steps = st.lists(
    st.tuples(st.sampled_from(sorted(WISHES)), st.sampled_from(PEOPLE), st.sampled_from([0, 1, HOUR, 60 * HOUR])),
    max_size=8,
)
lives = st.tuples(st.sampled_from([str(priority) for priority in Priority]), steps)


def live(priority: str, wanted: list[tuple[str, str, int]]) -> tuple[Life, list[tuple[Ticket, Operation]]]:
    """Do what is legal of what is wanted; return the life, and each operation with the ticket before it."""
    life, done = Life({**CREATED, "priority": priority}), []
    for wish, by, pause in wanted:
        life.clock.now += pause
        before = life.ticket
        try:
            draft = WISHES[wish](before, life.space, by)
            if not draft.is_empty:
                done.append((before, life.do(draft, by)))
        except Refused:
            assert life.ticket == before
    return life, done


def same(one: Ticket, other: Ticket) -> bool:
    """Whether two states differ in nothing but when and by what the ticket was last touched."""
    return one._replace(updated_at=0, seq=0) == other._replace(updated_at=0, seq=0)


@given(lives)
def test_undo_of_any_legal_operation_gives_the_ticket_back_and_redo_the_change(
    any_life: tuple[str, list[tuple[str, str, int]]],
) -> None:
    life, done = live(*any_life)
    if not done:
        return
    before, last = done[-1]
    changed = life.ticket
    life.clock.now += HOUR
    back = life.undo(last)
    assert same(life.ticket, before)
    again = life.undo(back)
    assert same(life.ticket, changed)
    life.undo(last)
    assert same(life.ticket, before)
    life.undo(life.entries[-1].operation)
    assert same(life.ticket, changed)
    assert life.refolded == life.ticket
    assert again.undoes == back.id


@given(lives)
def test_taking_back_everything_from_the_last_on_gives_every_state_back(
    any_life: tuple[str, list[tuple[str, str, int]]],
) -> None:
    life, done = live(*any_life)
    for before, made in reversed(done):
        life.clock.now += 1
        life.undo(made, ADA)
        assert same(life.ticket, before)
    assert life.refolded == life.ticket


@given(lives, st.data())
def test_an_undo_from_the_middle_takes_back_its_own_fields_or_is_refused(
    any_life: tuple[str, list[tuple[str, str, int]]], data: st.DataObject
) -> None:
    life, done = live(*any_life)
    if not done:
        return
    _, made = data.draw(st.sampled_from(done))
    before = life.ticket
    if any(getattr(before, name) != to.wanted for name, to in made.set.items() if name not in made.implied):
        with pytest.raises(Refused, match="was changed since"):
            life.undo(made)
        assert life.ticket == before
        return
    life.undo(made)
    for name, change in made.set.items():
        if name not in made.implied:
            assert getattr(life.ticket, name) == change.seen
    assert life.refolded == life.ticket


def test_undo_is_refused_when_a_field_was_changed_since_and_names_it() -> None:
    life = Life()
    raised = life.change(priority="high")
    life.change(priority="low")
    with pytest.raises(Refused, match="priority was changed since; undo would overwrite that"):
        life.undo(raised)


def test_undo_is_not_in_the_way_of_other_fields() -> None:
    life = Life()
    raised = life.change(priority="high")
    life.change(category="refund")
    life.undo(raised)
    assert (life.ticket.priority, life.ticket.category) == (Priority.MEDIUM, "refund")


def test_the_comment_that_opened_a_ticket_takes_the_opening_back() -> None:
    life = Life()
    comment = life.do(intent.comment(life.ticket, "hello"))
    back = life.undo(comment)
    assert life.ticket.status is Status.NEW
    assert (back.kind, back.implied) == (Kind.COMMENT_WITHDRAW, ("status",))


def test_a_ticket_with_another_comment_stays_open() -> None:
    life = Life()
    first = life.do(intent.comment(life.ticket, "hello"))
    life.do(intent.comment(life.ticket, "and more"), EVE)
    life.undo(first)
    assert life.ticket.status is Status.OPEN


def test_a_ticket_resolved_since_stays_resolved_when_what_opened_it_is_withdrawn() -> None:
    life = Life()
    first = life.do(intent.comment(life.ticket, "hello"))
    life.do(intent.resolve(life.ticket, root_cause="a", action_taken="b", told="c"))
    life.undo(first)
    assert life.ticket.status is Status.RESOLVED


def test_undo_redo_undo_of_what_opened_a_ticket_ends_at_new() -> None:
    life = Life()
    comment = life.do(intent.comment(life.ticket, "hello"))
    life.undo(life.undo(comment))
    redone = life.ticket
    life.undo(comment)
    assert [redone.status, life.ticket.status] == [Status.OPEN, Status.NEW]


def test_taking_back_a_new_ticket_withdraws_it_and_redo_brings_it_back() -> None:
    life = Life()
    made = life.ticket
    withdrawal = life.undo(life.entries[0].operation)
    assert life.ticket.withdrawn
    assert withdrawal.kind == Kind.TICKET_WITHDRAW
    with pytest.raises(Refused, match="this ticket was withdrawn; redo brings it back"):
        life.change(category="x")
    life.undo(withdrawal)
    assert same(life.ticket, made)


@pytest.mark.parametrize("by", [GIA, LEA, ADA])
def test_managers_above_and_admins_take_back_what_others_did(by: str) -> None:
    life = Life()
    life.undo(life.change(priority="high"), by)
    assert life.ticket.priority is Priority.MEDIUM


@pytest.mark.parametrize("by", [TOM, EVE, MAX])
def test_others_do_not(by: str) -> None:
    life = Life()
    raised = life.change(priority="high")
    with pytest.raises(Refused, match="only a manager above or an admin may take back"):
        life.undo(raised, by)


def test_ones_own_may_be_taken_back_after_the_ticket_went_out_of_ones_hands() -> None:
    life = Life()
    escalation = life.do(intent.escalate(life.ticket, "south", "why", life.space, by=BEA))
    life.undo(escalation)
    assert (life.ticket.segment, life.ticket.owner, life.ticket.status) == ("bari", BEA, Status.NEW)


def test_what_a_newer_program_did_is_not_taken_back() -> None:
    life = Life()
    with pytest.raises(Refused, match="a newer cxloop did that"):
        life.undo(operation("mood.set", id="newer"))


# The stack behind `z` and `Z` -------------------------------------------------------------------------------------


def last_undone(mine: Sequence[Operation]) -> tuple[Operation, ...]:
    by_id = {operation.id: operation for operation in mine}
    return undo.last_undone(mine, by_id.get)


class Keys:
    """A person at the keyboard who presses z and Z, over one ticket."""

    def __init__(self, by: str = BEA) -> None:
        self.life = Life()
        self.by = by

    def press(self, key: str) -> int:
        """Press z or Z and return how many operations were taken back."""
        mine = self.life.done_by(self.by)
        targets = undo.last_done(mine) if key == "z" else last_undone(mine)
        for target in targets:
            self.life.undo(target, self.by)
        return len(targets)

    def category(self, word: str, group: str | None = None) -> Operation:
        return self.life.do(intent.change(self.life.ticket, {"category": word}), self.by, group=group)

    def tag(self, word: str, group: str | None = None) -> Operation:
        return self.life.do(intent.change(self.life.ticket, {}, add_tags=[word]), self.by, group=group)


def test_z_goes_back_step_by_step_and_capital_z_forward_again() -> None:
    keys = Keys()
    for word in ("one", "two", "three"):
        keys.category(word)
    seen = []
    for key in "zzZzzZZZ":
        assert keys.press(key) == 1
        seen.append(keys.life.ticket.category)
    assert seen == ["two", "one", "two", "one", None, "one", "two", "three"]
    assert keys.press("Z") == 0


def test_z_at_last_withdraws_the_ticket_and_then_finds_nothing() -> None:
    keys = Keys()
    keys.category("one")
    assert [keys.press("z") for _ in range(3)] == [1, 1, 0]
    assert keys.life.ticket.withdrawn
    assert [keys.press("Z") for _ in range(3)] == [1, 1, 0]
    assert keys.life.ticket.category == "one"


def test_after_something_new_there_is_nothing_to_redo() -> None:
    keys = Keys()
    keys.category("one")
    keys.press("z")
    keys.category("two")
    assert keys.press("Z") == 0
    assert keys.press("z") == 1
    assert keys.life.ticket.category is None


def test_a_group_is_one_step_back_and_one_forward() -> None:
    keys = Keys()
    keys.category("one")
    keys.tag("a", group="g")
    keys.tag("b", group="g")
    assert keys.press("z") == 2
    assert (keys.life.ticket.tags, keys.life.ticket.category) == ((), "one")
    assert keys.press("z") == 1
    assert keys.life.ticket.category is None


def test_a_group_is_found_whole_behind_what_was_taken_back() -> None:
    first, second = operation(id="1", group="g"), operation(id="2", group="g")
    third = operation(id="3")
    back = operation(id="4", undoes="3")
    assert undo.last_done([back, third, second, first]) == (second, first)


def test_a_group_that_was_taken_back_is_redone_whole() -> None:
    first, second = operation(id="1", group="g"), operation(id="2", group="g")
    backs = [operation(id="4", undoes="1", group="h"), operation(id="3", undoes="2", group="h")]
    assert last_undone([*backs, second, first]) == tuple(backs)


def test_the_rest_of_a_group_is_found_when_one_of_it_was_taken_back_alone() -> None:
    first, second, third = (operation(id=str(place), group="g") for place in (1, 2, 3))
    assert undo.last_done([operation(id="4", undoes="2"), third, second, first]) == (third, first)


def test_what_an_import_made_is_not_behind_z() -> None:
    imported = operation(id="1", origin=Origin.IMPORT)
    typed = operation(id="0")
    assert undo.last_done([imported, typed]) == (typed,)


def test_what_an_import_made_since_is_not_in_the_way_of_redo() -> None:
    imported = operation(id="3", origin=Origin.IMPORT)
    back = operation(id="2", undoes="1")
    assert last_undone([imported, back, operation(id="1")]) == (back,)


def test_what_somebody_else_took_back_already_is_passed_over() -> None:
    assert undo.last_done([operation(id="2"), operation(id="1")], frozenset({"2"})) == (operation(id="1"),)


def test_redo_reaches_an_undo_of_somebody_elses_work() -> None:
    back = operation(id="9", undoes="theirs")
    assert last_undone([back, operation(id="1")]) == (back,)


@given(st.lists(st.sampled_from(["do", "z", "Z"]), max_size=25))
def test_any_row_of_keys_walks_a_stack(pressed: list[str]) -> None:
    """Compared with the stack every editor has: doing something cuts off what could be redone."""
    keys = Keys()
    stack: list[str | None] = [None]
    at = 0
    for place, key in enumerate(pressed):
        if key == "do":
            keys.category(f"word {place}")
            stack[at + 1 :] = [f"word {place}"]
            at += 1
        elif key == "z" and at > 0:
            assert keys.press("z") == 1
            at -= 1
        elif key == "Z":
            assert keys.press("Z") == (1 if at < len(stack) - 1 else 0)
            at += at < len(stack) - 1
        assert keys.life.ticket.category == stack[at]
    assert keys.life.refolded == keys.life.ticket
    assert len(undone_ids(keys.life.entries)) <= len(keys.life.entries)
