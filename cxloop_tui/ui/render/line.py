"""Lines of words in their styles: what is drawn with, and how they are cut, wrapped and shortened.

Text from outside is cleaned here (`shown`), before it is measured.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.render.cells import cut
from cxloop_tui.ui.render.looks import Looks, Signs, painted

_LINE_LENGTH_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Setting:
    """What a ticket is drawn in: whose desk, how it looks, how wide, when and where."""

    organisation: Organisation
    looks: Looks
    width: int
    """Cells of a line; at least 20."""
    now: int
    """Milliseconds since the epoch."""
    utc_offset: int
    """Minutes east of UTC."""

    @property
    def signs(self) -> Signs:
        """What is drawn in place of colour."""
        return self.looks.signs


Line = list[tuple[str, Style]]
"""Cleaned text and its foreground, piece by piece."""


def strip(line: Line, setting: Setting) -> Strip:
    """Draw a line: cut or padded to the width, on the ground."""
    looks, room = setting.looks, setting.width
    ellipsis = ""
    if cells_of(line) > room:
        ellipsis = cut(setting.signs.ellipsis, room)
        room -= cell_len(ellipsis)
    segments: list[Segment] = []
    for text, style in line:
        piece = cut(text, room, "")
        room -= cell_len(piece)
        segments += painted(piece, looks.ground, style)
        if piece != text:
            break
    segments.append(Segment(ellipsis + " " * room, looks.ground + looks.muted))
    return Strip(segments, setting.width)


_WORD: Final = re.compile(
    r" +"
    # Han and kana break after every letter; what may not begin a line stays with the letter before it.
    r"|[\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003fffd]"
    r"[、。，．！？：；」』】）〉》ー々…\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
    r"|[^ \u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003fffd]+"
)


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` as lines of at most `width` cells (2 or more), broken between words where there are some."""
    return [line for paragraph in text.split("\n") for line in _wrapped_paragraph(paragraph, width)]


def _wrapped_paragraph(paragraph: str, width: int) -> Iterator[str]:
    line, room, gap = "", width, ""
    for word in _WORD.findall(paragraph):
        if word[0] == " ":
            gap = word
            continue
        cells = cell_len(gap) + cell_len(word)
        if cells <= room:
            line, room, gap = line + gap + word, room - cells, ""
            continue
        if line:
            yield line
        *full, line = _chopped(word, width)
        yield from full
        room, gap = width - cell_len(line), ""
    yield line


def _chopped(word: str, width: int) -> list[str]:
    """Return a word in pieces that fit; a cleaned text has no letter of more than some code points a cell."""
    pieces: list[str] = []
    while True:
        piece = cut(word[: width * 16], width, "")
        if len(piece) == len(word) or not piece:
            return [*pieces, word]
        pieces.append(piece)
        word = word[len(piece) :]


def cells_of(line: Line) -> int:
    """Return how many cells a line takes uncut."""
    return sum(cell_len(text) for text, _ in line)


def first_that_fits(width: int, *variants: Line) -> Line:
    """Return the longest of lines that fits, the shortest when none does."""
    return next((line for line in variants if cells_of(line) <= width), variants[-1])


def flowed(pieces: Iterable[tuple[str, Style]], width: int) -> list[Line]:
    """Put pieces side by side, two cells apart, beginning a new line where one would be cut."""
    lines: list[Line] = []
    for text, style in pieces:
        if lines and cells_of(lines[-1]) + 2 + cell_len(text) <= width:
            lines[-1].append((f"  {text}", style))
        else:
            lines.append([(text, style)])
    return lines


def shown(text: str | int | None) -> str:
    """Return a value of outside as it may be shown in a line; None as nothing."""
    return clean_line(str(text), _LINE_LENGTH_MAX) if text is not None else ""


def called(email: str | None, setting: Setting) -> str:
    """Return the name of a person to show."""
    return shown(setting.organisation.called(email))


def given_name(email: str | None, setting: Setting) -> str:
    """Return the first word of a name, for where there is little room."""
    name = called(email, setting)
    return next(iter(name.split()), name)
