"""Ids: made where the thing is made, identity only, never order (order is the authority's sequence)."""

from collections.abc import Callable
from hashlib import sha1
from typing import Final
from uuid import UUID

_CXLOOP: Final = UUID("6f0d6f5e-6c1b-5b0c-9c0e-2f6a3c1d4b7a").bytes
"""The namespace of ids that several laptops must make alike."""

_HANDLE_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is read as a digit."""

HANDLE_LENGTH = 6

_PAIRS: Final = [first + second for first in _HANDLE_LETTERS for second in _HANDLE_LETTERS]
"""Every ten bits of a handle."""

_FREE_BITS: Final = ~(0xF << 76 | 0b11 << 62)
"""All bits of a UUID but those that say its version and its variant (RFC 9562)."""


def uuid7(now: int, random_bits: Callable[[int], int]) -> str:
    """Make a version 7 UUID (RFC 9562, 5.7) from an instant and a source of random bits."""
    stamp = (now & ((1 << 48) - 1)) << 80
    return _uuid(stamp | random_bits(12) << 64 | random_bits(62), version=7)


def derived(*parts: str) -> str:
    """Make the version 5 UUID that every laptop makes of the same parts (a response of one file)."""
    digest = sha1(_CXLOOP + "\x1f".join(parts).encode(), usedforsecurity=False).digest()
    return _uuid(int.from_bytes(digest[:16], "big") & _FREE_BITS, version=5)


def _uuid(bits: int, *, version: int) -> str:
    """Write a UUID; the standard library's takes several times as long, and an import makes millions."""
    digits = f"{bits | version << 76 | 0b10 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def handle(ticket_id: str) -> str:
    """Name a ticket that has no number yet, short enough to say: `~k3f9qz`."""
    bits = int(ticket_id[-8:], 16)
    return f"~{_PAIRS[bits >> 20 & 1023]}{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"


def number_or_handle(ticket_id: str, number: int | None) -> str:
    """Return what a ticket is called: its number, or its handle until it has one."""
    return handle(ticket_id) if number is None else f"#{number}"
