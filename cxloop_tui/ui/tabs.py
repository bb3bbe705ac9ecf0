"""The tabs of a ticket."""

from typing import Final, Literal, TypeAlias

Tab: TypeAlias = Literal["comments", "logs", "customer", "survey"]

TABS: Final[tuple[Tab, ...]] = ("comments", "logs", "customer", "survey")
"""From left to right; the key of a tab is its place, from 1."""
