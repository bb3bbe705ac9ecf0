"""A day's work at a desk, made quickly: in the test's own process, over the desk's own file, without the hub.

Every piece of work is one operation, and nothing of it is in anybody's way: new tickets, comments on them and on what
others made, categories of one's own. What came back from the desk is acknowledged: it is on the disk.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from cxloop_tui.bootstrap import open_store
from cxloop_tui.domain.identity import uuid7
from cxloop_tui.services.desk import Desk, Sitting

AT_ONCE: Final = 50
"""Pieces of work in one transaction."""


class Acknowledged(NamedTuple):
    """One operation that somebody was told is kept."""

    id: str
    words: str
    """Nobody else ever says these; empty for what has none."""


class Shift:
    """One person at one desk, piece by piece from a seed."""

    def __init__(
        self, store: Path, person: str, label: str, seed: int, *, clock: Callable[[], int], segment: str = "bari"
    ) -> None:
        """`label` is in all that is said in this shift and in no other; `clock` is the desk's, right or wrong."""
        self._store, self._person, self._label, self._clock, self._segment = store, person, label, clock, segment
        self._dice = Random(seed)
        self._said = 0
        self.own: list[str] = []
        """Tickets that were made here."""
        self.acknowledged: list[Acknowledged] = []

    def work(self, pieces: int, others: Sequence[str] = ()) -> None:
        """Do so many pieces of work; `others` are tickets of others to say something about."""
        with closing(open_store(self._store)) as store:
            desk = Desk(store, self._clock, lambda: uuid7(self._clock(), self._dice.getrandbits))
            for begun in range(0, pieces, AT_ONCE):
                number = min(AT_ONCE, pieces - begun)
                self.acknowledged += desk.sit(self._person, partial(self._pieces, number=number, others=others))

    def _pieces(self, sitting: Sitting, number: int, others: Sequence[str]) -> list[Acknowledged]:
        return [self._piece(sitting, others) for _ in range(number)]

    def _piece(self, sitting: Sitting, others: Sequence[str]) -> Acknowledged:
        self._said += 1
        words = f"{self._label} says {self._said}"
        chance = self._dice.random()
        if not self.own or chance < 0.15:
            wanted = {
                "customer_email": f"c{self._said}@shop.example",
                "segment": self._segment,
                "owner": self._person,
            }
            made = sitting.create(wanted, words).operation
            self.own.append(made.subject)
            return Acknowledged(made.id, words)
        if chance < 0.3:
            done = sitting.change(self._dice.choice(self.own), {"category": f"Kind {self._said}"})
            words = ""
        else:
            done = sitting.comment(self._dice.choice([*self.own, *others]), words)
        assert done is not None
        return Acknowledged(done.operation.id, words)
