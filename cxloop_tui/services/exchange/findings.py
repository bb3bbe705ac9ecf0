"""What an import would do, as the first reading of its file found out."""

from collections import Counter
from dataclasses import dataclass, field

from cxloop_tui.domain.exchange import Passage

Subject = tuple[str, str]
"""A segment, a person or the policy: the kind of operations on it, and its name."""


@dataclass(slots=True)
class Findings:
    """What is new, what is here, and what stays as it is."""

    size: int
    changed_at: int
    """The file as it was: it may not change before the second reading."""
    tickets: int = 0
    """Tickets in the file."""
    made: int = 0
    """Tickets that are not here yet."""
    continued: int = 0
    """Tickets that are here, and went on there."""
    apart: dict[str, int | None] = field(default_factory=dict)
    """Tickets that went on differently here and there: their ids, and their numbers here. They stay as they are."""
    renumbered: int = 0
    """Tickets among those made whose number another ticket has here."""
    highest: int = 0
    """The highest ticket number in the file."""
    operations: Counter[str] = field(default_factory=Counter)
    """Operations that will be new here, by kind."""
    kept: frozenset[Subject] = frozenset()
    """What of the organisation is in the file and here too, and stays as it is."""
    segments: tuple[str, ...] = ()
    """The codes of the segments that are made."""
    people: tuple[str, ...] = ()
    """The e-mails of the people who are made."""
    admins: tuple[str, ...] = ()
    """Those of them who will be admins here."""

    @property
    def already(self) -> int:
        """Tickets that are here as they are in the file, or further on."""
        return self.tickets - self.made - self.continued - len(self.apart)

    def is_left(self, passage: Passage) -> bool:
        """Say whether an operation is passed over, because what it is about stays as it is."""
        operation = passage.operation
        if passage.is_of_organisation:
            return (operation.kind, operation.subject) in self.kept
        return operation.subject in self.apart
