"""What a store that follows a hub has not settled with it: what waits and what was refused."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from cxloop_tui.domain.card import Card, RefusedOperation
from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.operation import from_wire
from cxloop_tui.domain.receipt import receipt_from_wire
from cxloop_tui.store.connection import Connection


class Outbox:
    """Everything that is asked of it."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run

    def waiting(self) -> Sequence[Waiting]:
        """Return what waits, in the order in which it was made."""
        rows = self._run(
            "SELECT o.wire, w.place, w.acknowledged, w.held FROM waiting w JOIN operations o ON o.seq = w.place "
            "ORDER BY w.place"
        )
        return [Waiting(from_wire(json.loads(wire)), int(place), said, held) for wire, place, said, held in rows]

    def cards(self) -> Sequence[Card]:
        """Return what was refused, a card for each ticket."""
        rows = self._run("SELECT subject, wire, receipt FROM cards ORDER BY subject, at, operation").fetchall()
        return [Card(str(subject), tuple(_refused(group))) for subject, group in groupby(rows, key=itemgetter(0))]


def _refused(rows: Iterator[tuple[str, str, str]]) -> Iterator[RefusedOperation]:
    for _, wire, receipt in rows:
        yield RefusedOperation(from_wire(json.loads(wire)), receipt_from_wire(json.loads(receipt)))
