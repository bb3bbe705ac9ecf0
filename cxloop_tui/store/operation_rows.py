"""An operation as a row of `operations`, for those who write; what reads them does without (`rows.entry_of`).

The wire form is written by orjson: it takes a tenth of what the standard library takes, for the same text
(docs/decisions/0022-bulk.md).
"""

import json
from typing import Final

import orjson

from cxloop_tui.domain.operation import Entry, Json, to_wire
from cxloop_tui.store.rows import COPIED_COLUMNS

OPERATION_COLUMNS: Final = ("seq", "received_at", "number", "wire", "replayed", *COPIED_COLUMNS)


def operation_values(entry: Entry) -> tuple[object, ...]:
    """Write an entry as the values of OPERATION_COLUMNS."""
    operation, replayed, arrived_at = entry.operation, None, entry.received_at
    if entry.replayed is not None:
        arrived_at = entry.replayed.arrived_at
        there: dict[str, Json] = {"received_at": entry.received_at, "policy": entry.replayed.policy}
        if entry.replayed.number is not None:
            there["number"] = entry.replayed.number
        replayed = encoded(there)
    wire = encoded(to_wire(operation))
    copied = (operation.id, str(operation.kind), operation.subject, operation.by, operation.group)
    return (entry.seq, arrived_at, entry.number, wire, replayed, *copied)


def encoded(value: Json) -> str:
    """Write JSON without spaces."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # a number of more than 64 bits, which the standard library writes
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
