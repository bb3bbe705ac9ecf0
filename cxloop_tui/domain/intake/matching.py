"""Which column is which field: by what was asked for, by its header and by what it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.intake.asked import Asked, Field, Unsettled, Way
from cxloop_tui.domain.intake.columns import Column, whole_number
from cxloop_tui.domain.intake.contents import holds_by_itself, may_hold
from cxloop_tui.domain.intake.judgement import speaks_nps
from cxloop_tui.domain.intake.phrases import AGAINST, LABEL_WORDS, LABELS, SAYS, STAFF
from cxloop_tui.domain.intake.wording import KIND_WORDS, header_words, says, says_any
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.text import clean_line

_CERTAIN_OR_ASKED: Final = {
    Field.SCORE: "the score",
    Field.EMAIL: "the customer's e-mail address",
    Field.SEGMENT: "the segment",
}
"""Fields that decide what becomes of a response, and what to call them; of the others the first column will do."""

_CERTAINLY: Final = 30
"""More points than a better header can have: all are addresses, or it is the question that was asked for."""

_BY_ITSELF: Final = 5
"""Points of a column whose values say what it is and whose header does not."""


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
        if wanted in _CERTAIN_OR_ASKED and len(best) > 1:
            raise _several(wanted, best, columns, asked)
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
    near = nearest(name, [column.name for column in columns], cutoff=0.5)
    hint = f"did you mean {clean_line(near, 60)!r}?" if near else f"there are {_titles(columns)}"
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
    best = [column for column in columns if most > 0 and points[column.place] == most]
    if most == _BY_ITSELF and len(best) > 1 and wanted not in _CERTAIN_OR_ASKED:
        return []
    return [column for column in best if column is best[0] or not _same(column, best[0])]


def _same(column: Column, other: Column) -> bool:
    """Whether two columns hold the same, as far as that is known."""
    return (column.filled, column.length, column.values) == (other.filled, other.length, other.values)


def _points(column: Column, wanted: Field, kind: ScoreKind | None, segments: Mapping[str, str]) -> int:
    words = header_words(column.name)
    if words & (STAFF | AGAINST.get(wanted, frozenset())) or not may_hold(column, wanted, segments):
        return 0
    if wanted is Field.BAND:
        return 2 if speaks_nps(column) else 1
    points = _points_of_header(words, wanted)
    if wanted is Field.EMAIL:
        return points + (_CERTAINLY if holds_by_itself(column, wanted, segments) else 0)
    if not points:
        return _BY_ITSELF if holds_by_itself(column, wanted, segments) else 0
    if wanted is Field.COMMENT:
        return points + min(column.length // (10 * max(column.filled, 1)), 9)
    is_asked_for = wanted is Field.SCORE and kind is not None and says_any(words, KIND_WORDS[kind])
    return points + (_CERTAINLY if is_asked_for else 0)


def _points_of_header(words: frozenset[str], wanted: Field) -> int:
    """Weigh what a header says; where a shorter header names the field better, each word too many costs a little."""
    if wanted in LABELS and len(words) > LABEL_WORDS:
        return 0
    fitting = [(weight, phrase) for phrase, weight in SAYS[wanted].items() if _says(words, phrase)]
    if not fitting:
        return 0
    weight, phrase = max(fitting)
    if wanted in _CERTAIN_OR_ASKED or wanted is Field.COMMENT:
        return 10 * weight
    return 10 * weight - min(len(words) - len(phrase.removeprefix("=").split()), 4)


def _says(words: frozenset[str], phrase: str) -> bool:
    wanted = phrase.removeprefix("=").split()
    return words == set(wanted) if phrase.startswith("=") else all(says(words, word) for word in wanted)


def _several(wanted: Field, alike: Sequence[Column], columns: Sequence[Column], asked: Asked) -> Unsettled:
    """Ask which of several columns it is; the first three are named with the line to type."""
    called = _CERTAIN_OR_ASKED[wanted]
    ways = [
        Way(
            replace(asked, columns={**asked.columns, wanted: column_reference(column, columns)}),
            f"if {called} is {column.title!r}",
        )
        for column in alike[:3]
    ]
    return Unsettled(f"several columns may hold {called}: {_titles(alike)}", ways)
