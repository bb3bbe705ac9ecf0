"""What the authority refused, for its maker to decide about: one card a ticket gathers it.

What it took and what needs a look all the same lies there too: its receipt says that it was applied.
"""

from typing import NamedTuple

from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Outcome, Receipt


class RefusedOperation(NamedTuple):
    """One operation that is not carried out, or needs a look, and what the authority said of it."""

    operation: Operation
    receipt: Receipt

    @property
    def needs_a_look(self) -> bool:
        """Whether it is carried out, and its maker may want to know onto what."""
        return self.receipt.outcome is Outcome.APPLIED


class Card(NamedTuple):
    """All of it that is about one ticket (or a segment, a person, the policy)."""

    subject: str
    refused: tuple[RefusedOperation, ...]
    """In the order in which it was made."""
