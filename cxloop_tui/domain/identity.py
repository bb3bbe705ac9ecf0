"""Ids: made where the thing is made, identity only, never order (order is the authority's sequence)."""

from collections.abc import Callable
from uuid import UUID, uuid5

_CXLOOP = UUID("6f0d6f5e-6c1b-5b0c-9c0e-2f6a3c1d4b7a")
"""The namespace of ids that several laptops must make alike."""

_HANDLE_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is read as a digit."""

HANDLE_LENGTH = 6


def uuid7(now: int, random_bits: Callable[[int], int]) -> str:
    """Make a version 7 UUID (RFC 9562, 5.7) from an instant and a source of random bits."""
    stamp = (now & ((1 << 48) - 1)) << 80
    return str(UUID(int=stamp | 0x7 << 76 | random_bits(12) << 64 | 0b10 << 62 | random_bits(62)))


def derived(*parts: str) -> str:
    """Make the version 5 UUID that every laptop makes of the same parts (a response of one file)."""
    return str(uuid5(_CXLOOP, "\x1f".join(parts)))


def handle(ticket_id: str) -> str:
    """Name a ticket that has no number yet, short enough to say: `~k3f9qz`."""
    bits = UUID(ticket_id).int & ((1 << 5 * HANDLE_LENGTH) - 1)
    letters = [_HANDLE_LETTERS[bits >> 5 * place & 31] for place in reversed(range(HANDLE_LENGTH))]
    return "~" + "".join(letters)
