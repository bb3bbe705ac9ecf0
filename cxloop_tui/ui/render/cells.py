"""Text cut and padded by terminal cells, never by characters: a CJK letter takes two, a combining mark none."""

import re
from typing import Final, Literal

from rich.cells import cell_len, split_graphemes

ELLIPSIS: Final = "…"
"""Says that text goes on."""

_NEAR: Final = 2
"""Characters that are looked at for each cell there is room for, before all of a long text is."""

_ONE_CELL_EACH: Final = re.compile(
    "[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027]*"
)
"""Latin, Greek and Cyrillic letters and their punctuation: a cell each, and none joins its neighbour."""

_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
"""Regional indicators: two of them are one flag."""


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return `text` in at most `width` cells, ending in `ellipsis` where something was cut off.

    Nothing that is drawn as one (a wide letter, a letter with its marks, a joined emoji, a flag) is cut in two.
    """
    if _length(text) <= width:
        return text
    if width <= 0:
        return ""
    room = width - cell_len(ellipsis)
    if room < 0:
        return _head(text, width)
    return _head(text, room).rstrip(" ") + ellipsis


def fit(text: str, width: int, align: Literal["left", "right"] = "left", ellipsis: str = ELLIPSIS) -> str:
    """Return `text` in exactly `width` cells: cut when it is longer, padded with spaces when it is shorter."""
    if len(text) <= width and _ONE_CELL_EACH.fullmatch(text):  # nearly every cell of a list
        return text.rjust(width) if align == "right" else text.ljust(width)
    shown = cut(text, width, ellipsis)
    padding = " " * (width - _length(shown))
    return padding + shown if align == "right" else shown + padding


def _length(text: str) -> int:
    return len(text) if _ONE_CELL_EACH.fullmatch(text) else cell_len(text)


def _head(text: str, room: int) -> str:
    """Return the longest beginning of `text` that takes at most `room` cells."""
    if _ONE_CELL_EACH.fullmatch(text):
        return text[:room]
    near = text[: _NEAR * (room + 1)]
    end, looked_at = _end_of_head(near, room)
    if looked_at == len(near):
        end, _ = _end_of_head(text, room)
    return text[: end - 1] if _splits_a_flag(text, end) else text[:end]


def _end_of_head(text: str, room: int) -> tuple[int, int]:
    """Return where the longest beginning in `room` cells ends, and up to where the text was looked at for it."""
    spans, _ = split_graphemes(text)
    end = used = 0
    for _, span_end, cells in spans:
        if used + cells > room:
            return end, span_end
        end, used = span_end, used + cells
    return end, len(text)


def _splits_a_flag(text: str, at: int) -> bool:
    """Say whether a cut at this place leaves one half of a flag on each side."""
    letters = 0
    while letters < at and ord(text[at - 1 - letters]) in _FLAG_LETTERS:
        letters += 1
    return letters % 2 == 1 and at < len(text) and ord(text[at]) in _FLAG_LETTERS
