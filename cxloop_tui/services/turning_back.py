"""Undo and redo of whatever was done last, however much it was.

A few operations are taken back at once, all or nothing. A long group of operations on tickets is taken back in as
many transactions as it takes, so that others can work meanwhile. There each ticket stands on its own, as it did when
the group was done: what somebody changed since stays as it is, and is counted. When that is cut short, by a key or by
the power, undo goes on with the rest.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Member
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.pacing import Pace
from cxloop_tui.services.performing import Done, Put
from cxloop_tui.services.undoing import NOTHING_TO_REDO, NOTHING_TO_UNDO, Turn

AT_ONCE: Final = 500
"""A group of no more than so many operations is taken back whole, or not at all."""

_NAMED: Final = 4
"""How many of the operations that took something back are kept to tell of them."""

GoOn: TypeAlias = Callable[[int, int], bool]
"""Is told how many of how many operations are through, and says whether to go on with the rest."""

Tell: TypeAlias = Callable[[Sequence[Done | Put]], None]
"""Is given what is on record, a transaction at a time."""


@dataclass(slots=True)
class Turned:
    """What was taken back."""

    count: int = 0
    first: tuple[Done | Put, ...] = ()
    """A few of them, to name."""
    passed_over: int = 0
    """How many were taken back before."""
    refusals: Counter[str] = field(default_factory=Counter)
    """How many stay as they are, by the reason."""
    left: int = 0
    """How many were not come to, because somebody said stop."""

    def take(self, done: Sequence[Done | Put], refusals: Sequence[Refused] = ()) -> None:
        """Count what a transaction did."""
        self.count += len(done)
        self.first = (*self.first, *done)[:_NAMED]
        self.refusals.update(map(str, refusals))


def always(_through: int, _of: int) -> bool:
    """Go on to the end."""
    return True


def nobody(_done: Sequence[Done | Put]) -> None:
    """Tell nobody."""


def undo(desk: Desk, by: str, *, go_on: GoOn = always, tell: Tell = nobody) -> Turned:
    """Take back what a person did last, or the rest of what an undo of theirs was taking back.

    Raises Refused when there is nothing to take back, or nothing of it can be.
    """
    unfinished = desk.sit(by, lambda sitting: sitting.undoing.unfinished())
    if unfinished is not None and unfinished.group is not None:
        turned = _at_length(desk, by, unfinished.group, unfinished.members, go_on, tell)
        if turned.count:
            return turned
    return _last_taken_back(desk, by, go_on, tell, redo=False)


def redo(desk: Desk, by: str, *, go_on: GoOn = always, tell: Tell = nobody) -> Turned:
    """Take back a person's last undo, or the rest of it. Raises Refused as `undo` does."""
    return _last_taken_back(desk, by, go_on, tell, redo=True)


def _last_taken_back(desk: Desk, by: str, go_on: GoOn, tell: Tell, *, redo: bool) -> Turned:
    nothing = NOTHING_TO_REDO if redo else NOTHING_TO_UNDO
    beyond: set[str] = set()
    while True:
        turn = desk.sit(by, lambda sitting: sitting.undoing.last_turn(redo=redo, beyond=beyond))
        turned = _taken_back(desk, by, turn, go_on, tell, nothing)
        if turned.count or turned.left or turn.group is None:
            return turned
        if not turned.passed_over:
            raise Refused(turned.refusals.most_common(1)[0][0])
        beyond.add(turn.group)  # what is left of it cannot be taken back any more: what was done before it can


def _taken_back(desk: Desk, by: str, turn: Turn, go_on: GoOn, tell: Tell, nothing: str) -> Turned:
    """Take back operations, a few of them whole or not at all. Raises Refused: `nothing` when there are none."""
    if not turn.members:
        raise Refused(nothing)
    is_of_organisation = any(member.kind in ORGANISATION_KINDS for member in turn.members)
    if len(turn.members) > AT_ONCE and not is_of_organisation:
        return _at_length(desk, by, desk.new_group(), turn.members, go_on, tell)
    turned = Turned()
    done = desk.sit(by, lambda sitting: sitting.undoing.take_back_whole(turn.members))
    turned.take(done)
    tell(done)
    return turned


def _at_length(desk: Desk, by: str, group: str, members: Sequence[Member], go_on: GoOn, tell: Tell) -> Turned:
    """Take back operations on tickets as one group, in as many transactions as it takes."""
    turned, pace, through = Turned(), Pace(), 0
    with desk.at_length():
        for part in pace.parts(members):
            if not go_on(through, len(members)):
                turned.left = len(members) - through
                return turned
            with pace.taking(len(part)):
                done, refusals = desk.sit(by, partial(_take_back, members=part, group=group))
            turned.take(done, refusals)
            turned.passed_over += len(part) - len(done) - len(refusals)
            tell(done)
            through += len(part)
    return turned


def _take_back(sitting: Sitting, members: Sequence[Member], group: str) -> tuple[list[Done], list[Refused]]:
    return sitting.undoing.take_back(members, group)
