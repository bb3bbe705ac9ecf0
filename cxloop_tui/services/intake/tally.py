"""What became of the rows of an import, counted."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from cxloop_tui.domain.intake import Reason


@dataclass(slots=True)
class Tally:
    """What became of the rows: read = tickets + appended + recovered + reopened + kept + already + rejected."""

    read: int = 0
    tickets: int = 0
    """Responses that made a ticket."""
    appended: int = 0
    """Responses put to an unresolved ticket of their customer."""
    kept: int = 0
    """Responses on record that need none."""
    already: int = 0
    """Responses that were on record before."""
    older: int = 0
    """Of the tickets and the appended: how many were given long ago."""
    by_reason: Counter[Reason] = field(default_factory=Counter)
    replaced_characters: int = 0
    """Characters no database takes, stored as U+FFFD."""
    rejected_file: Path | None = None
    recovered: int = 0
    """Answers after a resolution that say that all is well."""
    reopened: int = 0
    """Those that say it is not."""

    @property
    def rejected(self) -> int:
        """Rows that could not be taken."""
        return self.by_reason.total()

    def take(self, batch: "Tally") -> None:
        """Add what became of a batch that is on disk."""
        self.tickets += batch.tickets
        self.appended += batch.appended
        self.recovered += batch.recovered
        self.reopened += batch.reopened
        self.kept += batch.kept
        self.older += batch.older
        self.already += batch.already
        self.replaced_characters += batch.replaced_characters
