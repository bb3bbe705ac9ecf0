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


class Sums:
    """Tickets combined segment by segment, and taken out again."""

    def __init__(self) -> None:
        self.by_segment: dict[str, tuple[int, int]] = {}
        """How many tickets, and their marks combined; of more that were taken out than put in, less than none."""

    def move(self, before: Ticket | None, after: Ticket | None) -> None:
        """Reckon with a ticket as it is, and no longer as it was."""
        for ticket, step in ((before, -1), (after, 1)):
            if ticket is not None:
                count, combined = self.by_segment.get(ticket.segment, (0, 0))
                self.by_segment[ticket.segment] = (count + step, combined ^ mark(ticket))


def digest(tickets: Iterable[Ticket]) -> Mapping[str, str]:
    """Return the checksum of each segment that has tickets: how many, and their marks combined."""
    sums = Sums()
    for ticket in tickets:
        sums.move(None, ticket)
    return {segment: sum_of(count, combined) for segment, (count, combined) in sums.by_segment.items()}


def sum_of(count: int, combined: int) -> str:
    """Return the checksum of so many tickets, whose marks are combined."""
    return f"{count}:{combined:016x}"
