"""Tickets as the operations that made them, for another store; `domain.exchange` says how."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final

from cxloop_tui.domain.exchange import Header, ending_record, header_record, passage_line
from cxloop_tui.domain.json_text import json_line
from cxloop_tui.domain.operation import STANDING_ALONE, Json, Kind, Operation
from cxloop_tui.domain.policy import policy_timeline
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.survey import ADDED
from cxloop_tui.domain.ticket import PolicyAt
from cxloop_tui.services.export.plan import Plan, Tally
from cxloop_tui.services.ports import Reader

Passages = Iterator[tuple[Recorded, str | None]]
"""What is on record, each with the operation before it on the same ticket."""


def write_history(
    stream: IO[bytes], reader: Reader, plan: Plan, tally: Tally, made_at: int, watch: Callable[[int, int], None]
) -> None:
    """Write the organisation, and what happened to the tickets of a plan, in the authority's order.

    With the whole store go all its responses; otherwise those that the tickets name, each before the operation that
    names it.
    """
    organisation = reader.organisation_history()
    policy_at = policy_timeline(at for at in organisation if at.operation.kind == Kind.POLICY_PUT)
    space = reader.organisation()
    header = Header(reader.epoch(), made_at, tally.tickets, len(space.tree.ever), len(space.people))
    _write_line(stream, json_line(header_record(header)))
    lines = tickets = 0
    for recorded, previous in _passages(reader, plan):
        if recorded.kind == Kind.TICKET_CREATE:
            tickets += 1
            watch(tickets, tally.tickets)
        _write_line(stream, passage_line(recorded, _timing(recorded, policy_at), previous))
        lines += 1
    _write_line(stream, json_line(ending_record(lines)))


def _passages(reader: Reader, plan: Plan) -> Passages:
    yield from ((Recorded.of(entry), None) for entry in reader.organisation_history())
    for recorded, previous in reader.history(plan.selection, responses=plan.is_whole_store):
        if not plan.is_whole_store and recorded.kind in _NAMING_RESPONSES:
            yield from _responses(reader, recorded.operation)
        yield recorded, None if recorded.kind in _APART else previous


_APART: Final = frozenset({*STANDING_ALONE, Kind.RESPONSE_RECORD})
"""What is no part of a ticket's history."""

_NAMING_RESPONSES: Final = frozenset({Kind.TICKET_CREATE, Kind.RESPONSE_ADD})


def _responses(reader: Reader, operation: Operation) -> Passages:
    """Yield the responses that an operation names."""
    made_of = operation.wanted("response") if operation.kind == Kind.TICKET_CREATE else None
    named = [made_of] if isinstance(made_of, str) else []
    if operation.kind == Kind.RESPONSE_ADD:
        named.extend(operation.add.get(ADDED, ()))
    for response in named:
        for entry in reader.entries(response):
            if entry.operation.kind == Kind.RESPONSE_RECORD:
                yield Recorded.of(entry), None


def _timing(recorded: Recorded, policy_at: PolicyAt) -> Mapping[str, Json]:
    return policy_at(recorded.seq).timing if recorded.replayed is None else recorded.replayed.policy


def _write_line(stream: IO[bytes], line: str) -> None:
    stream.write(line.encode() + b"\n")
