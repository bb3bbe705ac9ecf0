"""What a store that follows a hub has not settled with it: what waits, what was refused, and how it stands."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from cxloop_tui.domain.card import Card, RefusedOperation
from cxloop_tui.domain.feed import Cursor, Waiting
from cxloop_tui.domain.following import Following
from cxloop_tui.domain.operation import from_wire
from cxloop_tui.domain.receipt import receipt_from_wire
from cxloop_tui.store.connection import Connection

_FACTS: Final = "SELECT key, value FROM facts WHERE key IN ('remote', 'cursor', 'synced_at')"
_COUNTS: Final = (
    "SELECT (SELECT count(*) FROM waiting), (SELECT count(*) FROM waiting WHERE held <> ''), "
    "(SELECT count(DISTINCT subject) FROM cards)"
)


class Outbox:
    """Everything that is asked of it."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run

    def following(self) -> Following | None:
        """Return how this desk stands to its hub, None when it is its own authority."""
        facts = {str(key): str(value) for key, value in self._run(_FACTS)}
        if "cursor" not in facts:
            return None
        waiting, held, cards = self._run(_COUNTS).fetchone()
        synced_at = facts.get("synced_at")
        return Following(
            url=facts.get("remote", ""),
            cursor=Cursor(*json.loads(facts["cursor"])),
            waiting=int(waiting),
            held=int(held),
            cards=int(cards),
            synced_at=None if synced_at is None else int(synced_at),
        )

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
