"""Cells of the tables we write: no spreadsheet takes one for a formula, and we get the exact text back.

The rule is OWASP ASVS 5, 1.2.10, and the full-width forms of `= + - @`.
"""

import re
from typing import Final

from cxloop_tui.domain.text import storable

_GUARD: Final = "'"
_FORMULA: Final = re.compile("[\\s\"'\ufffd]*[=+\\-@＝＋－＠]|'*[\t\r\n]")
"""What it matches, it matches with the guard before it too: so `unharmed` takes away what `harmless` put there."""
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


SUSPECT: Final = frozenset(
    "\"'\ufffd=+-@＝＋－＠ \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What a text on record has to begin with for `harmless` to change it: nearly all begin with something else."""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with `'` before it where it could be one.

    What no file takes (NUL, lone surrogates) becomes U+FFFD; a plain number stays one, whatever its sign.
    """
    text = storable(cell)[0]
    return f"{_GUARD}{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unharmed(cell: str) -> str:
    """Return what a cell was before `harmless`; one that `harmless` cannot have written stays as it is."""
    bare = cell.removeprefix(_GUARD)
    return bare if harmless(bare) == cell else cell
