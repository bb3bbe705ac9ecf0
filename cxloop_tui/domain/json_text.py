"""JSON as text that is safe to show wherever it ends up: exact, and nothing in it that a terminal obeys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cxloop_tui.domain.operation import Json

_ESCAPED: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""DEL, C1 controls, line separators, bidirectional controls, and what UTF-8 cannot write; JSON itself escapes C0."""

_DELETE: Final = "\x7f"


def json_line(value: Json) -> str:
    r"""Write a value as one line of JSON; what a terminal obeys or reorders by is written as `\u` escapes."""
    return escaped(json.dumps(value, ensure_ascii=False))


def escaped(line: str) -> str:
    """Return JSON of the same meaning in which nothing is left that a terminal obeys."""
    if line.isascii() and _DELETE not in line:
        return line
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
