"""Which segment a cell means: by code or by name, whatever its case, accents and spaces."""

from collections import Counter
from collections.abc import Mapping

from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.columns import Column
from cxloop_tui.domain.intake.missing import is_missing
from cxloop_tui.domain.organisation import Organisation


def segments_by_name(organisation: Organisation) -> dict[str, str]:
    """Return the code of each segment by code and by name, and by both folded; blank for what several share."""
    found: dict[str, str] = {}
    for spelled in (
        lambda code: document(organisation.tree.name(code)),
        document,
        lambda code: organisation.tree.name(code).strip().casefold(),
        str.casefold,
    ):
        by_spelling = [(spelled(segment.code), segment.code) for segment in organisation.tree]
        times = Counter(spelling for spelling, _ in by_spelling)
        found |= {spelling: code if times[spelling] == 1 else "" for spelling, code in by_spelling if spelling}
    return found


def segment_of(text: str, segments: Mapping[str, str]) -> str | None:
    """Return the code of the segment a cell means; None when there is none."""
    exact = segments.get(text.strip().casefold())
    return (segments.get(document(text)) if exact is None else exact) or None


def strangers(column: Column, segments: Mapping[str, str]) -> Counter[str]:
    """Count the names of a column that are no segment's."""
    return Counter({
        value: count
        for value, count in column.values.items()
        if not is_missing(value) and segment_of(value, segments) is None
    })  # fmt: skip
