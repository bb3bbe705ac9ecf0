"""What a program writes, cut into text and control sequences."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
      \x1b\[[0-?]*[ -/]*[@-~]                                                            # CSI
    | \x1b[\]PX^_][^\x07\x18\x1a\x1b]*(?:\x07|\x1b\\|(?=[\x18\x1a\x1b]))                 # OSC DCS SOS PM APC
    | \x1b(?:[ -/]+[0-~]|[0-OQ-WYZ\\`-~])                                                # other escapes
    | [\x00-\x1f\x7f]
    | [^\x00-\x1f\x7f]+
    """,
    re.VERBOSE,
)
_UNFINISHED = re.compile(r"\x1b(?:\[[ -?]*|[\]PX^_][^\x07\x18\x1a\x1b]*\x1b?|[ -/]*)\Z")
_C1 = re.compile(r"[\x80-\x9f]")
_STRING_NAMES = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}


def cut_tokens(text: str) -> tuple[list[str], str]:
    """Return the runs of text and the control sequences of an output, and its end as far as that is unfinished."""
    cut = _UNFINISHED.search(text)
    end = cut.start() if cut else len(text)
    return _TOKEN.findall(text[:end]), text[end:]


def control_sequences(raw: bytes) -> list[str]:
    """Return the control sequences of an output in order of arrival, without the printable text between them.

    Spelled so that equal meaning is equal text: `CSI 0m` also for `CSI m`; `OSC 2;title` whatever ends it; the 8-bit
    C1 characters (as UTF-8) like their 7-bit forms; single control characters in caret notation (`^G`, `^[`).
    Parameters stay, so a hostile screen and its harmless twin compare equal only when they were drawn alike.
    """
    tokens = _TOKEN.findall(seven_bit(raw.decode("utf-8", "replace")))
    return [_spelled(token) for token in tokens if is_control(token)]


def is_control(token: str) -> bool:
    """Whether a token is a control sequence."""
    return token[0] < " " or token[0] == "\x7f"


def seven_bit(text: str) -> str:
    """Return a text with its C1 characters like their 7-bit forms: an escape and another character."""
    return _C1.sub(lambda found: "\x1b" + chr(ord(found[0]) - 0x40), text)


def _spelled(token: str) -> str:
    if len(token) == 1:
        return "^" + chr(ord(token) ^ 0x40)
    if token[1] == "[":
        return "CSI 0m" if token == "\x1b[m" else f"CSI {token[2:]}"
    if token[1] in _STRING_NAMES:
        return f"{_STRING_NAMES[token[1]]} {token[2:].removesuffix(chr(7)).removesuffix(chr(27) + chr(92))}"
    return f"ESC {token[1:]}"
