"""A checksum by which two stores tell whether they have the same tickets, segment by segment.

Each ticket is a number made of all its fields; those of a segment are combined by exclusive or, so that a change of
one ticket changes the sum by two steps, whatever else there is.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from cxloop_tui.domain.ticket import Ticket


def mark(ticket: Ticket) -> int:
    """Return the number of a ticket: 64 bits of its fields, the same on every machine."""
    written = json.dumps(ticket, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(blake2b(written.encode(), digest_size=8).digest(), "big")


def digest(tickets: Iterable[Ticket]) -> Mapping[str, str]:
    """Return the checksum of each segment that has tickets: how many, and their marks combined."""
    sums: dict[str, tuple[int, int]] = {}
    for ticket in tickets:
        count, combined = sums.get(ticket.segment, (0, 0))
        sums[ticket.segment] = (count + 1, combined ^ mark(ticket))
    return {segment: sum_of(count, combined) for segment, (count, combined) in sums.items()}


def sum_of(count: int, combined: int) -> str:
    """Return the checksum of so many tickets, whose marks are combined."""
    return f"{count}:{combined:016x}"
