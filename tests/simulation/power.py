"""When the power of a laptop goes out: before a transaction, inside it, or after it is on disk."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

_TRANSACTIONS_MOST = 12
"""A round that goes on for longer than this many transactions is spared."""


class Crash(BaseException):
    """The power went out: what is not on disk is gone."""


class Moment(StrEnum):
    """Where in a transaction."""

    BEFORE = "before"
    INSIDE = "inside"
    """All is written and nothing is committed."""
    AFTER = "after"
    """It is on disk, and whoever asked for it never hears of that."""


@dataclass
class Power:
    """What feeds one laptop."""

    left: int | None = None
    """How many transactions of the sync still go well; None: all."""
    moment: Moment = Moment.BEFORE

    def will_fail(self, random: Random) -> None:
        """Let it go out soon."""
        self.left, self.moment = random.randrange(_TRANSACTIONS_MOST), random.choice(list(Moment))

    def is_back(self) -> None:
        """Let it stay on."""
        self.left = None

    def in_next(self) -> Moment | None:
        """Return where in the next transaction it goes out, None when it does not."""
        if self.left is None:
            return None
        self.left -= 1
        return self.moment if self.left < 0 else None
