"""What is on record, as it stands there: for passing very much on without reading it."""

import json
from typing import NamedTuple

from cxloop_tui.domain.operation import Entry, Operation, Replayed, from_wire, to_wire


class Recorded(NamedTuple):
    """An entry whose operation is still the text that is on record: many are passed on without being read."""

    seq: int
    received_at: int
    number: int | None
    replayed: Replayed | None
    kind: str
    wire: str
    """The operation as JSON, in one line."""

    @classmethod
    def of(cls, entry: Entry) -> "Recorded":
        """Write down an entry that was read."""
        wire = json.dumps(to_wire(entry.operation), ensure_ascii=False)
        return cls(entry.seq, entry.received_at, entry.number, entry.replayed, entry.operation.kind, wire)

    @property
    def operation(self) -> Operation:
        """The operation, read."""
        return from_wire(json.loads(self.wire))
