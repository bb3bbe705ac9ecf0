"""The lines of a text, with their ends, counted; a line may end with CR, LF or both, mixed as they come."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cxloop_tui.services.intake.unreadable import Unreadable

LONGEST: Final = 1 << 25
"""Code points a line, a cell or a JSON object may have; one that goes on longer is no row of a survey."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(chunks: Iterable[str]) -> Iterator[str]:
    """Cut a text that comes in chunks into lines. Raises Unreadable for a line without end."""
    number, length = 1, 0
    open_line: list[str] = []
    for chunk in _without_split_ends(chunks):
        for piece in _LINE.findall(chunk):
            length += len(piece)
            if length > LONGEST:
                raise Unreadable(f"this line has more than {LONGEST:,} characters; it is no row of a survey", number)
            if piece[-1] not in "\r\n":
                open_line.append(piece)
                continue
            yield "".join((*open_line, piece)) if open_line else piece
            open_line.clear()
            number, length = number + 1, 0
    if open_line:
        yield "".join(open_line)


def _without_split_ends(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the same text so that no CR LF is cut in two."""
    held = ""
    for chunk in chunks:
        text = held + chunk
        held = "\r" if text.endswith("\r") else ""
        yield text.removesuffix("\r")
    yield held
