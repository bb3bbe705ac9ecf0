"""A score as people read it, with and without colour: the number, its place on the scale, what it says."""

from typing import Final

from rich.style import Style

from cxloop_tui.domain.feedback import STANDARD_SCALES, Band, ScoreKind
from cxloop_tui.ui.render.cells import fit
from cxloop_tui.ui.render.line import Line, Setting, shown
from cxloop_tui.ui.render.looks import BOLD, Looks

STEPS_MOST: Final = max(scale.high for scale in STANDARD_SCALES.values())
"""Cells of the longest scale."""


def band_style(band: Band | None, looks: Looks) -> Style:
    """Return the colour of a band."""
    if band is Band.DISSATISFIED:
        return looks.alarm + BOLD
    return looks.done if band is Band.SATISFIED else looks.plain


def scale_of(score: int, kind: str | None, setting: Setting) -> str:
    """Draw a score on its standard scale, one sign a step: 3 of 10 is `■■■·······`; nothing where no scale is known.

    A scale from 0 shows a 0 as no step; a scale from 1 shows its worst answer as one.
    """
    if kind not in set(ScoreKind):
        return ""
    steps = STANDARD_SCALES[ScoreKind(kind)].high
    filled = min(max(score, 0), steps)
    return setting.signs.filled * filled + setting.signs.unfilled * (steps - filled)


def score_line(score: int, kind: str | None, setting: Setting, *, gap: str = "  ") -> Line:
    """Say a score in columns, `gap` apart: kind and number, scale, band."""
    band = setting.organisation.policy.band_of(score, kind)
    style = band_style(band, setting.looks)
    return [
        (f"{fit(shown(kind).upper(), 4)} {score:>2}{gap}", style),
        (f"{fit(scale_of(score, kind, setting), STEPS_MOST)}{gap}", setting.looks.plain),
        (f"{band or ''}", style),
    ]
