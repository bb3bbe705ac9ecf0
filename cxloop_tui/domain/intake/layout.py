"""The file as it will be read: columns, scale, dates, segments and consent, all settled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.intake.asked import Asked, Field, MissingEmail, Unsettled, Way
from cxloop_tui.domain.intake.columns import Column, Survey
from cxloop_tui.domain.intake.date_columns import OpenOrder, orders_of
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.intake.judgement import judgement, speaks_nps
from cxloop_tui.domain.intake.matching import column_reference, match_columns
from cxloop_tui.domain.intake.readings import Reading
from cxloop_tui.domain.intake.scale import settle_scale
from cxloop_tui.domain.intake.segment_names import segments_by_name, strangers
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line

_QUESTIONS_MAX: Final = 8
"""More questions than a file can leave open one after another."""


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is needed to read a row: nothing about the file is open any more."""

    names: tuple[str, ...]
    columns: Mapping[Field, int]
    reading: Reading
    missing_email: MissingEmail
    segments: Mapping[str, str]
    """Code by code and by name, case folded, and by both without accents and marks; blank for a name of several."""
    default_segment: str | None
    """For rows that name no segment."""
    other_segment: str | None
    """For rows that name one there is not; None rejects them."""
    has_key: bool
    """The responses' own ids say which response is which; otherwise the whole row does."""
    dates: Mapping[str, DateOrder] = field(default_factory=dict)
    """The order of each shape of date that stands in the column of dates."""
    now: int | None = None
    """When the file is read, in milliseconds; no answer was given later. None: not asked."""
    has_bands: bool = False
    """The survey tool's Promoter, Passive and Detractor stand beside the scores, and have to agree with them."""
    seen: tuple[Column, ...] = ()
    """What a look through the file found in each column."""


def settle(survey: Survey, asked: Asked, organisation: Organisation, now: int | None = None) -> Layout:
    """Decide how a file is read; `now` is the clock in milliseconds, by which no answer is from the future.

    Raises Unsettled with complete ways: whoever asks for one of them has nothing left to answer. Unusable for a
    column or segment amiss.
    """

    def settled(wanted: Asked) -> Layout:
        return _settled(survey, wanted, organisation, now)

    try:
        return settled(asked)
    except Unsettled as first:
        whys = [first.why]
        ways = [_completed(way, settled, whys) for way in first.ways]
        raise Unsettled("; ".join(dict.fromkeys(whys)), ways) from None


def _completed(way: Way, settled: Callable[[Asked], Layout], whys: list[str]) -> Way:
    """Answer what a way leaves open by the likeliest answer, and say so; `whys` gathers the open questions."""
    for _ in range(_QUESTIONS_MAX):
        try:
            settled(way.asked)
        except Unsettled as further:
            whys.append(further.why)
            way = Way(further.ways[0].asked, f"{way.because} and {further.ways[0].because.removeprefix('if ')}")
        except Unusable:
            return way
        else:
            return way
    return way


def _settled(survey: Survey, asked: Asked, organisation: Organisation, now: int | None) -> Layout:
    segments = segments_by_name(organisation)
    columns = match_columns(survey.columns, asked, segments)
    score = survey.columns[columns[Field.SCORE]]
    reading = _reading(survey, columns, asked)
    if Field.EMAIL not in columns and asked.missing_email is None:
        consenting = Way(replace(asked, missing_email=MissingEmail.ALLOW), "to take the responses without them")
        raise Unsettled("no column holds e-mail addresses", [consenting])
    dates = _dates(survey, columns, asked, now)
    default = _default_segment(columns, asked, organisation)
    if Field.SEGMENT in columns and Field.SEGMENT not in asked.columns:
        _check_segments(survey, columns, asked, organisation, default)
    bands = survey.columns[columns[Field.BAND]] if Field.BAND in columns else None
    return Layout(
        names=tuple(column.name for column in survey.columns),
        columns=columns,
        reading=reading,
        missing_email=asked.missing_email or MissingEmail.REJECT,
        segments=segments,
        default_segment=default,
        other_segment=asked.segment,
        has_key=bool(asked.columns.get(Field.RESPONSE)),
        dates=dates,
        now=now,
        has_bands=reading.kind is ScoreKind.NPS and bands is not None and bands is not score and speaks_nps(bands),
        seen=survey.columns,
    )


def _reading(survey: Survey, columns: Mapping[Field, int], asked: Asked) -> Reading:
    """Settle the scale. Raises Unsettled with ways that also name the column of the score."""
    score = survey.columns[columns[Field.SCORE]]
    try:
        return settle_scale(score, judgement(survey, columns), asked)
    except Unsettled as unsettled:
        named = column_reference(score, survey.columns)
        ways = [
            Way(replace(way.asked, columns={**way.asked.columns, Field.SCORE: named}), way.because)
            for way in unsettled.ways
        ]
        raise Unsettled(unsettled.why, ways) from None


def _dates(survey: Survey, columns: Mapping[Field, int], asked: Asked, now: int | None) -> Mapping[str, DateOrder]:
    """Settle in which order dates are written. Raises Unsettled, Unusable for a column without any."""
    if Field.DATE not in columns:
        return {}
    column = survey.columns[columns[Field.DATE]]
    if column.filled and not column.dates.shapes:
        raise Unusable(f"no value of {column.title!r} is a date known here; --map date= does without dates")
    try:
        return orders_of(column.dates, asked.dates, now)
    except OpenOrder as unsettled:
        ways = [
            Way(replace(asked, dates=order), f"if its dates have the {order.removesuffix('-first')} first")
            for order in unsettled.orders
        ]
        without = Way(replace(asked, columns={**asked.columns, Field.DATE: ""}), "to do without the dates")
        hint = " or ".join([*(f"--dates {order}" for order in unsettled.orders), "--map date="])
        why = f"the dates of {column.title!r} are not certain: {unsettled} ({hint})"
        raise Unsettled(why, [*ways, without]) from None


# Segments -----------------------------------------------------------------------------------------------------------


def _default_segment(columns: Mapping[Field, int], asked: Asked, organisation: Organisation) -> str | None:
    """Return the segment of rows that name none: the one asked for, else `inbox`, else the only one at the top."""
    tree = organisation.tree
    if asked.segment is not None:
        return asked.segment
    tops = tree.children(None)
    if tree.is_open("inbox") or len(tops) == 1:
        return "inbox" if tree.is_open("inbox") else tops[0]
    if Field.SEGMENT in columns:
        return None
    if not tops:
        raise Unusable("there is no segment yet; `cxloop segments add` makes one")
    raise Unusable(f"which segment do the tickets belong to? say --segment CODE, one of {', '.join(tops[:8])}")


def _check_segments(
    survey: Survey, columns: Mapping[Field, int], asked: Asked, organisation: Organisation, default: str | None
) -> None:
    """Let pass a column that names no segment but those there are. Raises Unsettled, naming and counting others."""
    column = survey.columns[columns[Field.SEGMENT]]
    unknown = strangers(column, segments_by_name(organisation))
    if not unknown:
        return
    named = column_reference(column, survey.columns)
    code = default or organisation.tree.children(None)[0]
    listed = ", ".join(f"{clean_line(name, 40)!r} ({count:,})" for name, count in unknown.most_common(5))
    more = f" and {len(unknown) - 5:,} more" if len(unknown) > 5 else ""
    those = replace(asked, segment=code, columns={**asked.columns, Field.SEGMENT: named})
    none = replace(asked, segment=code, columns={**asked.columns, Field.SEGMENT: ""})
    rows = "1 row names" if unknown.total() == 1 else f"{unknown.total():,} rows name"
    hint = "(--segment CODE or --map segment=)"
    why = f"{rows} in {column.title!r} a segment that there is not: {listed}{more} {hint}"
    raise Unsettled(
        why,
        [
            Way(those, f"if these belong to {organisation.tree.name(code)}"),
            Way(replace(those, segment=asked.segment), "if these are to be rejected"),
            Way(none, f"if all rows belong to {organisation.tree.name(code)}"),
        ],
    )
