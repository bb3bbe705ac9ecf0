"""How long a desk waits for its hub before it goes on without."""

from typing import Final

from cxloop_tui.domain.frozen import frozen


@frozen
class Patience:
    """Seconds that each thing may take."""

    connect: float = 5.0
    silence: float = 30.0
    """Until a hub says something, or takes what is sent."""
    live: float = 40.0
    """The same while it waits for something new: two of its signs of life, and a half."""
    whole: float = 300.0
    """One question with its answer, however often a byte of it comes."""


PATIENCE: Final = Patience()
"""That of every desk."""
