"""Which column is which field: by what was asked for, by its header and by what it holds."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.intake.asked import Asked, Field, Unsettled, Way
from cxloop_tui.domain.intake.columns import Column, whole_number
from cxloop_tui.domain.intake.scale import settle_scale
from cxloop_tui.domain.intake.wording import AGAINST, BAND_WORDS, KIND_WORDS, SAYS, STAFF, header_words
from cxloop_tui.domain.text import clean_line, is_email

_PHONE: Final = re.compile(r"[+(]?\d[\d\s()./-]{4,}", re.ASCII)
_DATE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*", re.ASCII)


def _has_letters(value: str) -> bool:
    return any(letter.isalpha() for letter in value)


_HOLDS: Final[dict[Field, Callable[[str], bool]]] = {
    Field.SCORE: lambda value: whole_number(value) is not None,
    Field.BAND: lambda value: value.casefold() in BAND_WORDS,
    Field.EMAIL: lambda value: "@" in value,
    Field.DATE: lambda value: _DATE.fullmatch(value) is not None,
    Field.PHONE: lambda value: _PHONE.fullmatch(value) is not None and _DATE.fullmatch(value) is None,
    Field.NAME: _has_letters,
    Field.TOUCHPOINT: _has_letters,
    Field.ACCOUNT: _has_letters,
}
"""What at least half of a column's values must be like."""


def match_columns(columns: Sequence[Column], asked: Asked, segments: Mapping[str, str]) -> dict[Field, int]:
    """Find the column of each field by what was asked for, header and values; `segments` is from name to code.

    Raises Unusable for a column there is none of, Unsettled when several columns may hold the score alike.
    """
    found = {name: _place_named(column, columns) for name, column in asked.columns.items() if column}
    for wanted in Field:
        if wanted in asked.columns or (wanted is Field.SEGMENT and asked.segment):
            continue
        free = [column for column in columns if column.place not in found.values()]
        best = _best(wanted, free, asked.kind, segments)
        if wanted is Field.SCORE and len(best) > 1:
            raise _several_scores(best, columns, asked)
        if best:
            found[wanted] = best[0].place
    if Field.SCORE not in found:
        raise Unusable(f"no column looks like a score; name it with --map score=COLUMN, one of {_titles(columns)}")
    return found


def _titles(columns: Sequence[Column]) -> str:
    """List columns, at most twelve."""
    shown = ", ".join(f"{column.title!r}" for column in columns[:12])
    return shown + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")


def _place_named(name: str, columns: Sequence[Column]) -> int:
    exact = [column for column in columns if column.name == name]
    folded = name.strip().casefold()
    found = exact or [column for column in columns if column.name.strip().casefold() == folded]
    if len(found) == 1:
        return found[0].place
    if found:
        places = " or ".join(f"#{column.place + 1}" for column in found)
        raise Unusable(f"{name!r} is the name of {len(found)} columns; say which by its place: {places}")
    place = whole_number(name[1:]) if name.startswith("#") else None
    if place is not None and 1 <= place <= len(columns):
        return place - 1
    near = get_close_matches(name, [column.name for column in columns], n=1, cutoff=0.5)
    hint = f"did you mean {clean_line(near[0], 60)!r}?" if near else f"there are {_titles(columns)}"
    raise Unusable(f"there is no column {clean_line(name, 60)!r}; {hint}")


def column_reference(column: Column, columns: Sequence[Column]) -> str:
    """Return what names a column in `--map`: its header if that can be shown, quoted and told apart, else `#3`."""
    same = [other for other in columns if other.name.strip().casefold() == column.name.strip().casefold()]
    shown = column.name.isprintable() and "`" not in column.name and clean_line(column.name) == column.name
    return column.name if shown and column.name.strip() and len(same) == 1 else f"#{column.place + 1}"


def _best(
    wanted: Field, columns: Sequence[Column], kind: ScoreKind | None, segments: Mapping[str, str]
) -> list[Column]:
    """Return the columns that look most like a field, several when they do so alike and differ in what they hold."""
    points = {column.place: _points(column, wanted, kind, segments) for column in columns}
    most = max(points.values(), default=0)
    best = [column for column in columns if most and points[column.place] == most]
    return [column for column in best if column is best[0] or column.values != best[0].values]


def _points(column: Column, wanted: Field, kind: ScoreKind | None, segments: Mapping[str, str]) -> int:
    words = header_words(column.name)
    if words & (STAFF | AGAINST.get(wanted, frozenset())) or not _may_hold(column, wanted, segments):
        return 0
    points = 10 * max((weight for phrase, weight in SAYS[wanted].items() if _says(words, phrase)), default=0)
    if wanted is Field.BAND:
        return 1
    if wanted is Field.EMAIL and column.share(is_email) >= 0.8:
        return points + 30
    if wanted is Field.COMMENT and points:
        return points + min(column.length // (10 * max(column.filled, 1)), 9)
    if wanted is Field.SCORE and points and kind and words & KIND_WORDS[kind]:
        return points + 30
    return points


def _says(words: frozenset[str], phrase: str) -> bool:
    wanted = set(phrase.removeprefix("=").split())
    return words == wanted if phrase.startswith("=") else wanted <= words


def _may_hold(column: Column, wanted: Field, segments: Mapping[str, str]) -> bool:
    """Whether the values do not speak against it; a column without any is what its header says, but no score."""
    if not column.filled:
        return wanted not in {Field.SCORE, Field.BAND}
    if wanted is Field.SEGMENT:
        return column.share(lambda value: value.casefold() in segments) >= 0.5
    if wanted is Field.COMMENT:
        return column.share(lambda value: whole_number(value) is not None) < 0.5
    test = _HOLDS.get(wanted)
    return test is None or column.share(test) >= (0.9 if wanted is Field.BAND else 0.5)


def _several_scores(alike: Sequence[Column], columns: Sequence[Column], asked: Asked) -> Unsettled:
    ways = []
    for column in alike[:3]:
        chosen = replace(asked, columns={**asked.columns, Field.SCORE: column_reference(column, columns)})
        try:
            settle_scale(column, None, chosen)
        except Unsettled as still_open:
            chosen = replace(still_open.ways[0].asked, columns=chosen.columns)
        ways.append(Way(chosen, f"if the score is {column.title!r}"))
    return Unsettled(f"several columns may hold the score: {_titles(alike)}", ways)
