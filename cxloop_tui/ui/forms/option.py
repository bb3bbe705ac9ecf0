"""What a choice offers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    label: str
    hint: str = ""
    reason: str | None = None
    """Why it cannot be chosen; such options are offered last, in grey, when their name is typed."""
    key: str | None = None
    """One key that chooses it and is done."""
