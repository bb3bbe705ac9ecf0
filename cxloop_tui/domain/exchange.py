"""The exchange format: tickets as the operations that made them, one JSON object a line (docs/decisions/0016).

    {"cxloop": 1, "epoch", "made_at", "tickets", "segments", "people"}             the header
    {"seq", "received_at", "number"?, "policy"?, "previous"?, "operation": {...}}  one a line, in order
    {"end": how many lines stand between}                                          the end

The changes of segments, people and policy come first. `policy` are the rules for deadlines in force when the
operation was received, as far as they were changed; `previous` is the operation before it on the same ticket.

Reading trusts nothing: whatever could not be applied or stored is refused here, before anything is written.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.json_text import escaped
from cxloop_tui.domain.operation import STANDING_ALONE, Json, Kind, Operation, from_wire
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.policy_values import checked_value
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.soundness import demand_fitting, demand_sound, is_uuid
from cxloop_tui.domain.text import storable

FORMAT: Final = 1
"""The version of the format that this program writes, and the newest it reads."""

_NUMBER_MAX: Final = 10**15
_SEQ_MAX: Final = 2**63


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: whose history it is, of when, and how much."""

    epoch: str
    made_at: int
    tickets: int
    segments: int
    people: int


@dataclass(frozen=True, slots=True)
class Ending:
    """The last line: how many lines stand between it and the header."""

    lines: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One operation out of another store's history."""

    operation: Operation
    seq: int
    """Its place in the order there."""
    received_at: int
    number: int | None
    policy: Mapping[str, Json]
    """The rules for deadlines in force there and then, as far as they were changed."""
    previous: str | None
    """The operation before it on the same ticket; None for the one that made it, and for all that is no ticket."""

    @property
    def is_of_organisation(self) -> bool:
        """Whether it changes segments, people or policy."""
        return self.operation.kind in ORGANISATION_KINDS

    @property
    def is_response(self) -> bool:
        """Whether it is a survey response."""
        return self.operation.kind == Kind.RESPONSE_RECORD

    @property
    def stands_alone(self) -> bool:
        """Whether it is about neither a ticket nor the organisation: a customer, or something to do."""
        return self.operation.kind in STANDING_ALONE

    @property
    def makes_ticket(self) -> bool:
        """Whether a ticket begins with it."""
        return self.operation.kind == Kind.TICKET_CREATE


Line = Header | Passage | Ending


def header_record(header: Header) -> dict[str, Json]:
    """Write the header."""
    return {
        "cxloop": FORMAT,
        "epoch": header.epoch,
        "made_at": to_rfc3339(header.made_at),
        "tickets": header.tickets,
        "segments": header.segments,
        "people": header.people,
    }


def passage_line(recorded: Recorded, policy: Mapping[str, Json], previous: str | None) -> str:
    """Write an operation as it was received, as one line that is safe to show; `read_line` reads it back.

    What stands on record is put into it as it is: reading and writing it again would take most of the time.
    """
    number = "" if recorded.number is None else f', "number": {recorded.number}'
    rules = f', "policy": {json.dumps(dict(policy), ensure_ascii=False)}' if policy else ""
    follows = "" if previous is None else f', "previous": {json.dumps(previous, ensure_ascii=False)}'
    place = f'"seq": {recorded.seq}, "received_at": "{to_rfc3339(recorded.received_at)}"'
    return escaped(f'{{{place}{number}{rules}{follows}, "operation": {recorded.wire}}}')


def ending_record(lines: int) -> dict[str, Json]:
    """Write the end."""
    return {"end": lines}


def read_line(record: Json) -> Line:
    """Read a line. Raises Unusable, saying what is wrong with it."""
    if not isinstance(record, Mapping):
        raise Unusable("this is no JSON object")
    if any(storable(text)[1] for text in _texts(record)):
        raise Unusable("it holds characters that no store takes (NUL, lone surrogates)")
    if "cxloop" in record:
        return _header(record)
    if "end" in record:
        return Ending(_whole(record, "end", _SEQ_MAX))
    return _passage(record)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)


def _header(record: Mapping[str, Json]) -> Header:
    version = _whole(record, "cxloop", _SEQ_MAX)
    if version > FORMAT:
        raise Unusable(f"it was written by a newer cxloop (format {version}, this one knows {FORMAT}): update cxloop")
    counts = (_whole(record, name, _NUMBER_MAX) for name in ("tickets", "segments", "people"))
    return Header(_text(record, "epoch"), _instant(record, "made_at"), *counts)


def _passage(record: Mapping[str, Json]) -> Passage:
    wire = record.get("operation")
    if not isinstance(wire, Mapping):
        raise Unusable("it has no operation")
    operation = from_wire(wire)
    passage = Passage(
        operation=operation,
        seq=_whole(record, "seq", _SEQ_MAX),
        received_at=_instant(record, "received_at"),
        number=None if record.get("number") is None else _whole(record, "number", _NUMBER_MAX),
        policy=_policy(record.get("policy", {})),
        previous=None if record.get("previous") is None else _text(record, "previous"),
    )
    _check_passage(passage)
    return passage


def _policy(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise Unusable("its policy is no object")
    return {key: checked_value(key, rule) for key, rule in value.items()}


def _check_passage(passage: Passage) -> None:
    """Let pass what can be applied and stored, whatever came before it. Raises Unusable."""
    operation = passage.operation
    if passage.is_of_organisation:
        return
    if passage.stands_alone:
        demand_sound(operation)
        return
    if passage.is_response:
        demand_fitting(operation)
        return
    if not is_uuid(operation.subject):
        raise Unusable(f"{operation.subject!r} is no ticket's id")
    if passage.makes_ticket and not isinstance(operation.wanted("segment"), str):
        raise Unusable("it makes a ticket without a segment")
    if passage.makes_ticket is not (passage.previous is None):
        raise Unusable("only the operation that makes a ticket comes first; this one does not fit")
    demand_fitting(operation)


def _whole(record: Mapping[str, Json], key: str, below: int) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise Unusable(f"its {key} is no whole number")
    return value


def _text(record: Mapping[str, Json], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise Unusable(f"its {key} is no text")
    return value


def _instant(record: Mapping[str, Json], key: str) -> int:
    try:
        return from_rfc3339(_text(record, key))
    except ValueError as wrong:
        raise Unusable(f"its {key} is no time: {wrong}") from wrong
