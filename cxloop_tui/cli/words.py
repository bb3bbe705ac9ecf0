"""Words as arguments: `-` reads them from standard input, and whatever comes can be stored."""

import sys
from typing import Final

import click

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.legality import TEXT_LENGTH
from cxloop_tui.domain.text import storable

_MOST_OCTETS: Final = 4 * (TEXT_LENGTH + 1)
"""Enough to know that a text is too long: UTF-8 takes at most four octets a character."""

_WAS_READ: Final = "cxloop_tui.cli.words"


def text(argument: str) -> str:
    """Return a text as it may be stored, for `-` the one on standard input: the `type` of a click parameter.

    Raises Unusable when standard input was read for another text already.
    """
    if argument != "-":
        return storable(argument)[0]
    meta = click.get_current_context().meta
    if _WAS_READ in meta:
        raise Unusable("- can be given once only: standard input holds one text")
    meta[_WAS_READ] = True
    octets = sys.stdin.buffer.read(_MOST_OCTETS) if sys.stdin is not None else b""
    return storable(octets.decode("utf-8", errors="replace").rstrip("\r\n"))[0]
