"""The headers of a table: where they stand, whether they are headers at all, and a name for every column."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from cxloop_tui.domain.intake import whole_number
from cxloop_tui.domain.text import clean_line, is_email

_BEFORE_MAX: Final = 30
"""Rows that may stand before the headers."""

_DATE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ].*)?", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def header_place(records: Sequence[Sequence[str]], width: int) -> int:
    """Return which record holds the headers of a table that is `width` wide: the first that is no title.

    A title or a line of another program has at most half the cells, or only its first cell is filled, if any.
    """
    for place, cells in enumerate(records[:_BEFORE_MAX]):
        if not _is_title(cells, width):
            return place
    return 0


def _is_title(cells: Sequence[str], width: int) -> bool:
    if width < 2:
        return False
    is_padded_title = width > 2 and not any(cell.strip() for cell in cells[1:])
    return 2 * len(cells) <= width or is_padded_title


def like_a_row(header: Sequence[str], records: Sequence[Sequence[str]]) -> str | None:
    """Say what in a header shows that it is a row of answers; None when nothing does."""
    filled = [name.strip() for name in header if name.strip()]
    emails = [name for name in filled if is_email(name)]
    if emails:
        return _shown(emails)
    if all(whole_number(name) is not None for name in filled):
        return _shown(filled)
    alike = [
        name.strip()
        for place, name in enumerate(header)
        if (form := _form(name)) and _holds_mostly(form, [cells[place] for cells in records if place < len(cells)])
    ]
    return _shown(alike) if alike and not _counts_up(alike) else None


def _form(text: str) -> re.Pattern[str] | None:
    return next((form for form in (_NUMBER, _DATE) if form.fullmatch(text.strip())), None)


def _holds_mostly(form: re.Pattern[str], cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and 10 * sum(form.fullmatch(cell.strip()) is not None for cell in filled) >= 9 * len(filled)


def _counts_up(names: Sequence[str]) -> bool:
    """Whether names are the numbers of questions: 1, 2, 3."""
    numbers = [whole_number(name) for name in names]
    return len(numbers) > 1 and all(one is not None and two == one + 1 for one, two in pairwise(numbers))


def _shown(names: Sequence[str]) -> str:
    return ", ".join(repr(clean_line(name, 30)) for name in names[:3])


def distinct(headers: Sequence[str]) -> list[str]:
    """Give every column a name of its own: `Score`, `Score (2)`, and `column 7` where there is none."""
    taken = {header.strip() for header in headers}
    seen: Counter[str] = Counter()
    return [_name(header, place, seen, taken) for place, header in enumerate(headers)]


def _name(header: str, place: int, seen: Counter[str], taken: set[str]) -> str:
    name = header.strip()
    if not name:
        return next(one for one in _numbered(f"column {place + 1}") if one not in taken)
    seen[name] += 1
    if seen[name] == 1:
        return header
    free = next(one for at, one in enumerate(_numbered(name), start=1) if at >= seen[name] and one not in taken)
    taken.add(free)
    return free


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1
