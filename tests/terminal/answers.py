"""What a terminal answers when a program asks it something."""

from __future__ import annotations

import re

MODE_QUERY = re.compile(r"\x1b\[\?(?P<mode>\d+)\$p")
"""A question whether a mode is set."""

_COLOUR_QUERY = re.compile(r"\x1b\](?P<which>1[01]);\?")
_ANSWERS = {
    "\x1b[c": "\x1b[?62;22c",
    "\x1b[0c": "\x1b[?62;22c",
    "\x1b[>c": "\x1b[>1;10;0c",
    "\x1b[>0c": "\x1b[>1;10;0c",
    "\x1b[5n": "\x1b[0n",
    "\x1b[>q": "\x1bP>|journey 1\x1b\\",
    "\x1b[>0q": "\x1bP>|journey 1\x1b\\",
}
_COLOURS = {"10": "rgb:ffff/ffff/ffff", "11": "rgb:0000/0000/0000"}
_SYNCHRONIZED_UPDATE = "2026"


def answer_to(token: str, *, column: int, line: int) -> str:
    """Return the answer to a control sequence, empty where none is due; the cursor's place counts from 1."""
    if token in _ANSWERS:
        return _ANSWERS[token]
    if token == "\x1b[6n":
        return f"\x1b[{line};{column}R"
    if asked := MODE_QUERY.fullmatch(token):
        return f"\x1b[?{asked['mode']};{2 if asked['mode'] == _SYNCHRONIZED_UPDATE else 0}$y"
    if asked := _COLOUR_QUERY.match(token):
        return f"\x1b]{asked['which']};{_COLOURS[asked['which']]}\x1b\\"
    return ""
