"""What is read off the painted screen of the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.benchmarks.program import Lines, Sight

_LISTED = re.compile(r"^(?P<cursor>[▌ ]).{3} +#(?P<number>\d+) ")
_DETAIL = re.compile(r"[│┃] #(?P<number>\d+) ")
_LAST_CELLS = 12
"""The detail begins somewhere right of the number's column."""


def listed(lines: Lines) -> list[int]:
    """Return the numbers of the tickets in sight, from top to bottom."""
    return [int(row["number"]) for line in lines if (row := _LISTED.match(line))]


def at_cursor(lines: Lines) -> int | None:
    """Return the number of the ticket under the cursor."""
    for line in lines:
        row = _LISTED.match(line)
        if row and row["cursor"] != " ":
            return int(row["number"])
    return None


def in_detail(lines: Lines) -> int | None:
    """Return the number of the ticket beside the list."""
    for line in lines:
        if shown := _DETAIL.search(line, _LAST_CELLS):
            return int(shown["number"])
    return None


def cursor_on(number: int) -> Sight:
    """Look for a ticket under the cursor."""
    return lambda lines: at_cursor(lines) == number


def detail_of(number: int) -> Sight:
    """Look for a ticket beside the list."""
    return lambda lines: in_detail(lines) == number


def rows(numbers: Sequence[int]) -> Sight:
    """Look for a list that shows these tickets, and as many of them as there is room for."""

    def shows(lines: Lines) -> bool:
        seen = listed(lines)
        return bool(seen) and seen == list(numbers[: len(seen)])

    return shows


def screenful(numbers: Sequence[int], height: int) -> Sight:
    """Look for a list that is painted to its last line."""
    wanted = list(numbers[:height])
    return lambda lines: listed(lines) == wanted


def words(text: str) -> Sight:
    """Look for words anywhere."""
    return lambda lines: any(text in line for line in lines)


def both(*sights: Sight) -> Sight:
    """Look for several things on one screen."""
    return lambda lines: all(sight(lines) for sight in sights)
