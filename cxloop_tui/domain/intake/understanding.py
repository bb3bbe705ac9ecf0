"""What was understood of a file, in lines for people, so that a wrong reading is seen before anything is written."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.intake.asked import Field, MissingEmail
from cxloop_tui.domain.intake.columns import Column
from cxloop_tui.domain.intake.date_columns import span
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.intake.layout import Layout
from cxloop_tui.domain.intake.missing import is_missing
from cxloop_tui.domain.intake.scores import answer_of, number_of, within
from cxloop_tui.domain.intake.segment_names import segment_of
from cxloop_tui.domain.text import clean_line, is_email, normal_email

_NAMED_MAX: Final = 6
_SHOWN: Final = 30


def understood(layout: Layout) -> Sequence[str]:
    """Return one line for each field, then one for what is kept without being understood; safe to show."""
    return [*(_line(layout, wanted) for wanted in Field if wanted in layout.columns), *_absent(layout)]


def _line(layout: Layout, wanted: Field) -> str:
    column = layout.seen[layout.columns[wanted]]
    meaning = _meaning(layout, wanted, column)
    return f"{wanted}: column {column.title!r}" + (f", {meaning}" if meaning else "")


def _meaning(layout: Layout, wanted: Field, column: Column) -> str:
    segments = layout.segments
    meanings: dict[Field, Callable[[], str]] = {
        Field.SCORE: lambda: _score(layout, column),
        Field.DATE: lambda: _dates(layout, column),
        Field.EMAIL: lambda: _part(column, lambda value: is_email(normal_email(value)), "are addresses"),
        Field.SEGMENT: lambda: _part(column, lambda value: segment_of(value, segments) is not None, "name a segment"),
        Field.BAND: lambda: ("" if layout.has_bands else "not ") + "compared with the score",
        Field.RESPONSE: lambda: "says which response it is" if layout.has_key else "kept along",
    }
    return meanings[wanted]() if wanted in meanings else _examples(column)


def _score(layout: Layout, column: Column) -> str:
    reading, scale = layout.reading, layout.reading.scale

    def fits(value: str) -> bool:
        answer = answer_of(value)
        number = None if answer is None else number_of(answer, reading.ladder)
        return number is not None and within(number, scale)

    ends = f"words, 1 for the worst to {scale.high}" if reading.ladder else f"{scale.low} to {scale.high}"
    better = "lower" if scale.low_is_good else "higher"
    return f"{reading.kind.upper()}, {ends}, {better} is better, {reading.because} ({_part(column, fits, 'fit')})"


def _part(column: Column, test: Callable[[str], bool], verb: str) -> str:
    """Say how many values pass a test, of those that were told apart."""
    given = {value: count for value, count in column.values.items() if not is_missing(value)}
    known, passing = sum(given.values()), sum(count for value, count in given.items() if test(value))
    looked_at = "values" if column.is_told_apart else "values looked at"
    return f"all {known:,} {looked_at} {verb}" if passing == known else f"{passing:,} of {known:,} {looked_at} {verb}"


def _dates(layout: Layout, column: Column) -> str:
    orders = [order for shape, order in layout.dates.items() if shape[0] in "-./"]
    written = " and ".join(order.replace("-", " ") for order in dict.fromkeys(orders))
    ends = span(column.dates, layout.dates)
    parts = [written] if written else []
    if ends is not None:
        parts.append(" to ".join(to_rfc3339(instant)[:10] for instant in ends))
    if DateOrder.YEAR_FIRST in layout.dates.values() and not written:
        parts.insert(0, "year first" if "year" in layout.dates else "unmistakable")
    return ", ".join(parts)


def _examples(column: Column) -> str:
    common = [clean_line(value, _SHOWN) for value, _ in column.values.most_common(2)]
    return f"such as {' and '.join(map(repr, common))}" if common else "prose" if column.filled else "empty"


def _absent(layout: Layout) -> Iterator[str]:
    if Field.EMAIL not in layout.columns:
        taken = (
            "responses are taken without" if layout.missing_email is MissingEmail.ALLOW else "every row is rejected"
        )
        yield f"{Field.EMAIL}: no column; {taken}"
    if Field.SEGMENT not in layout.columns and layout.default_segment is not None:
        yield f"{Field.SEGMENT}: no column; all belong to {layout.default_segment}"
    others = [column.title for column in layout.seen if column.place not in layout.columns.values()]
    if others:
        named = ", ".join(map(repr, others[:_NAMED_MAX]))
        more = f" and {len(others) - _NAMED_MAX:,} more" if len(others) > _NAMED_MAX else ""
        yield f"not used, but kept: {len(others):,} column{'s' if len(others) > 1 else ''}: {named}{more}"
