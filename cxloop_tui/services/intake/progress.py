"""How far an import has come, for whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    stage: Literal["reading", "importing"]
    rows: int
    octets: int
    size: int
    """Octets of the whole file."""


Watch = Callable[[Progress], None]
"""Is told about progress every few hundred rows."""


def nobody(_progress: Progress) -> None:
    """Watch nothing."""
