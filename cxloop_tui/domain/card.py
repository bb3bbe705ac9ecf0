"""What the authority refused, for its maker to decide about: one card a ticket gathers it."""

from typing import NamedTuple

from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Receipt


class RefusedOperation(NamedTuple):
    """One operation that is not carried out, and what the authority said of it."""

    operation: Operation
    receipt: Receipt


class Card(NamedTuple):
    """All of it that is about one ticket (or a segment, a person, the policy)."""

    subject: str
    refused: tuple[RefusedOperation, ...]
    """In the order in which it was made."""
