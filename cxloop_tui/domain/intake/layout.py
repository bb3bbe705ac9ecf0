"""The file as it will be read: columns, scale, segments and consent, all settled."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake.asked import Asked, Field, MissingEmail, Unsettled, Way
from cxloop_tui.domain.intake.columns import Survey
from cxloop_tui.domain.intake.judgement import judgement
from cxloop_tui.domain.intake.matching import column_reference, match_columns
from cxloop_tui.domain.intake.readings import Reading
from cxloop_tui.domain.intake.scale import settle_scale
from cxloop_tui.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is needed to read a row: nothing about the file is open any more."""

    names: tuple[str, ...]
    columns: Mapping[Field, int]
    reading: Reading
    missing_email: MissingEmail
    segments: Mapping[str, str]
    """Code by code and by name, case folded."""
    default_segment: str | None
    """For rows that name no segment."""
    other_segment: str | None
    """For rows that name one there is not; None rejects them."""
    has_key: bool
    """The responses' own ids say which response is which; otherwise the whole row does."""


def settle(survey: Survey, asked: Asked, organisation: Organisation) -> Layout:
    """Decide how a file is read. Raises Unsettled with complete ways, Unusable for a column or segment amiss."""
    segments = _segments_by_name(organisation)
    columns = match_columns(survey.columns, asked, segments)
    score = survey.columns[columns[Field.SCORE]]
    no_email = Field.EMAIL not in columns and asked.missing_email is None
    try:
        reading = settle_scale(score, judgement(survey, columns), asked)
    except Unsettled as unsettled:
        named = {**asked.columns, Field.SCORE: column_reference(score, survey.columns)}
        consent = MissingEmail.ALLOW if no_email else asked.missing_email
        ways = [Way(replace(way.asked, columns=named, missing_email=consent), way.because) for way in unsettled.ways]
        raise Unsettled(unsettled.why + ("; no column holds e-mail addresses" if no_email else ""), ways) from None
    if no_email:
        consenting = Way(replace(asked, missing_email=MissingEmail.ALLOW), "to take the responses without them")
        raise Unsettled("no column holds e-mail addresses", [consenting])
    return Layout(
        names=tuple(column.name for column in survey.columns),
        columns=columns,
        reading=reading,
        missing_email=asked.missing_email or MissingEmail.REJECT,
        segments=segments,
        default_segment=_default_segment(columns, asked, organisation),
        other_segment=asked.segment,
        has_key=bool(asked.columns.get(Field.RESPONSE)),
    )


def _segments_by_name(organisation: Organisation) -> dict[str, str]:
    names = Counter(segment.name.casefold() for segment in organisation.tree)
    unique = {at.name.casefold(): at.code for at in organisation.tree if names[at.name.casefold()] == 1}
    return unique | {at.code.casefold(): at.code for at in organisation.tree}


def _default_segment(columns: Mapping[Field, int], asked: Asked, organisation: Organisation) -> str | None:
    """Return the segment of rows that name none: the one asked for, else `inbox`, else the only one at the top."""
    tree = organisation.tree
    if asked.segment is not None:
        return asked.segment
    tops = tree.children(None)
    if "inbox" in tree or len(tops) == 1:
        return "inbox" if "inbox" in tree else tops[0]
    if Field.SEGMENT in columns:
        return None
    if not tops:
        raise Unusable("there is no segment yet; `cxloop segments add` makes one")
    raise Unusable(f"which segment do the tickets belong to? say --segment CODE, one of {', '.join(tops[:8])}")
