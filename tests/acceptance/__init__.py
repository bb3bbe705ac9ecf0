"""What the issues say must be shown, as far as a machine can: `python -m tests.acceptance A [LINE ...]`.

A line of an issue is a module here, found by its name: `a5_crash.py` is line 5 of issue A, and the rest of the name
says what it is about. A line may have several modules. Each has

    def run() -> Outcome: ...

which does the whole thing from nothing in a temporary directory of its own, leaves nothing behind, and returns what
it counted and what was wrong. Counts are figures somebody can check against something, not just "ok". A part that
cannot be shown on this machine is a problem, not a silence. What `run` raises fails its line and no other.

Anything a line imports beyond the standard library and this package is imported by its own module, so that one line
can run where another cannot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one module showed."""

    line: int
    """The line of "It must show" that this is about."""
    title: str
    """What is shown, in a few words."""
    counts: Mapping[str, int | str]
    """What was counted, in the order in which it is printed."""
    problems: Sequence[str]
    """What was wrong, a sentence each; empty when the line holds."""
