"""What becomes of tickets in the demo: most are solved plainly; some are moved, escalated, reopened, forgotten."""

from collections.abc import Callable
from random import Random
from typing import Final, TypeAlias

from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.services.demo.case import Case, Story

Fate: TypeAlias = Callable[[Case], Story]
"""What happens to a ticket after it arrived; what would happen after now is left out by whoever plays it."""


def _plain(case: Case) -> Story:
    """Found out, talked over, done."""
    yield from _take_up(case)
    yield from _finish(case)


def _chased(case: Case) -> Story:
    """Hard to reach, this customer."""
    yield from _take_up(case)
    for outcome in ("no-answer", "voicemail"):
        case.pause(2, 18)
        yield from case.contact(outcome)
    yield from _finish(case)


def _moved(case: Case) -> Story:
    """Not where it belongs."""
    yield from _take_up(case)
    case.pause(0.5, 4)
    yield from case.move()
    yield from _take_up(case)
    yield from _finish(case)


def _urgent(case: Case) -> Story:
    """Somebody sees at once that this cannot wait."""
    case.pause(0.2, 2)
    yield from case.prioritise(Priority.CRITICAL)
    case.pause(0.1, 1)
    yield from case.assign()
    case.pause(0.2, 2)
    yield from case.contact("reached")
    case.pause(4, 60)
    yield from case.resolve()


def _decided_above(case: Case) -> Story:
    """Handed up, answered, handed back."""
    yield from _hand_up(case)
    case.pause(8, 60)
    yield from case.hand_back()
    yield from _finish(case)


def _solved_above(case: Case) -> Story:
    """Handed up, now and then twice, and solved there."""
    yield from _hand_up(case)
    case.pause(3, 30)
    yield from case.contact("reached")
    if case.happens(0.3):
        case.pause(3, 30)
        yield from case.escalate()
    case.pause(10, 90)
    yield from case.resolve()


def _stuck_above(case: Case) -> Story:
    """Handed up, and there it waits."""
    yield from _hand_up(case)
    case.pause(2, 24)
    yield from case.comment()
    case.pause(4 * 24, 16 * 24)
    yield from case.hand_back()
    yield from _finish(case)


def _reopened(case: Case) -> Story:
    """Solved, as it seemed."""
    yield from _plain(case)
    case.pause(12, 120)
    yield from case.reopen()
    case.pause(1, 24)
    yield from case.comment()
    yield from _finish(case)


def _stalled(case: Case) -> Story:
    """Begun, and then other things came."""
    yield from _take_up(case)
    case.pause(1, 12)
    yield from case.contact("voicemail")
    case.pause(5 * 24, 20 * 24)
    yield from _finish(case)


def _asked_again(case: Case) -> Story:
    """Solved, and the customer is asked how it is now."""
    yield from _plain(case)
    case.pause(20, 60)
    is_well = case.happens(0.8)
    yield from case.answer_again(is_well=is_well)
    if case.ticket.status is not Status.RESOLVED:
        case.pause(1, 10)
        yield from case.contact("reached")
        case.pause(4, 40)
        yield from case.resolve()


def _handed_over(case: Case) -> Story:
    """Begun by one, ended by another."""
    yield from _take_up(case)
    case.pause(4, 20)
    yield from case.hand_over()
    case.pause(14, 30)
    yield from _finish(case)


def _overlooked(case: Case) -> Story:
    """Nobody looks at it for days."""
    case.pause(3 * 24, 9 * 24)
    yield from _plain(case)


def _mistaken(case: Case) -> Story:
    """Somebody slips and takes it back."""
    yield from _take_up(case)
    case.pause(0.5, 6)
    yield from case.slip()
    yield from _finish(case)


def _take_up(case: Case) -> Story:
    """Bring it to those who can do something, and look into it."""
    case.pause(0.5, 12)
    yield from case.settle()
    yield from case.assign()
    case.pause(0.2, 6)
    if case.happens(0.85):
        yield from case.comment()
    if case.happens(0.6):
        case.pause(0.02, 0.2)
        yield from case.classify()
    if case.happens(0.08):
        case.pause(0.02, 0.5)
        yield from case.prioritise(Priority.HIGH)


def _hand_up(case: Case) -> Story:
    yield from _take_up(case)
    if case.happens(0.45):
        case.pause(0.1, 2)
        yield from case.prioritise(Priority.CRITICAL)
    case.pause(1, 20)
    yield from case.escalate()


def _finish(case: Case) -> Story:
    if case.happens(0.7):
        case.pause(0.5, 30)
        yield from case.comment()
    if case.happens(0.75):
        case.pause(0.5, 30)
        yield from case.contact("reached")
    case.pause(2, 96)
    yield from case.resolve()


_DECK: Final[tuple[Fate, ...]] = (
    *(_plain,) * 6, *(_chased,) * 3, _moved, _urgent, _decided_above, _solved_above, _stuck_above, _reopened,
    _stalled, _overlooked, _mistaken, _asked_again, _handed_over,
)  # fmt: skip


def closed_contented(case: Case) -> Story:
    """Somebody content: half of them are answered by now."""
    case.pause(2, 60)
    yield from case.close_contented()


def untouched(_case: Case) -> Story:
    """Nobody has looked at it yet."""
    yield from ()


class Fates:
    """Deals fates as cards, so that every one of them comes up among any forty tickets."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._cards: list[Fate] = []

    def next(self) -> Fate:
        """Return what becomes of the next ticket."""
        if not self._cards:
            self._cards = list(_DECK)
            self._random.shuffle(self._cards)
        return self._cards.pop()
