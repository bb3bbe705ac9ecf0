"""What a score means whose answers are words: the ladder on which they stand is its scale."""

from dataclasses import replace
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake.asked import Asked, Unsettled, Way
from cxloop_tui.domain.intake.columns import Column
from cxloop_tui.domain.intake.ladders import Family, Ladder, agree, ladders_of
from cxloop_tui.domain.intake.readings import Reading
from cxloop_tui.domain.intake.scores import Scores
from cxloop_tui.domain.intake.wording import EITHER_END, KIND_WORDS, header_words, kind_in, says_any
from cxloop_tui.domain.text import clean_line

_KIND_OF_FAMILY: Final = {
    Family.SATISFACTION: ScoreKind.CSAT,
    Family.QUALITY: ScoreKind.CSAT,
    Family.EASE: ScoreKind.CES,
}


def kind_of(family: Family) -> ScoreKind | None:
    """Return the question that words of a family answer; agreement and likelihood answer any."""
    return _KIND_OF_FAMILY.get(family)


def settle_words(score: Column, scores: Scores, asked: Asked) -> Reading:
    """Say what answers in words mean. Raises Unsettled with the ways to read them, Unusable when there is none."""
    ladder = _ladder(score, scores)
    scale = Scale(1, ladder.height)
    said = kind_in(score.name) or kind_of(ladder.family)
    kind = asked.kind or said
    if asked.scale is not None and (asked.scale.low, asked.scale.high) != (scale.low, scale.high):
        raise Unusable(f"the answers of {score.title!r} are words on the scale {scale}; leave --scale out")
    if kind and asked.scale:
        return Reading(kind, asked.scale, "as asked for", ladder)
    doubts = _doubts(score, ladder, kind)
    if kind and not doubts:
        return Reading(kind, scale, "its words say so", ladder)
    raise Unsettled(f"the scale of {score.title!r} is not certain: {'; '.join(doubts)}", _ways(asked, ladder, kind))


def _ladder(score: Column, scores: Scores) -> Ladder:
    ladders = ladders_of(scores.words)
    if len({ladder.family for ladder in ladders}) == 1 and agree(ladders, scores.words):
        return ladders[0]
    words = ", ".join(repr(clean_line(word, 30)) for word in list(scores.words)[:4])
    what = "may mean several things" if ladders else "stand on no scale known here"
    raise Unusable(
        f"the answers of {score.title!r} ({words}) {what}; write numbers in their place, or name another column"
        " with --map score=COLUMN"
    )


def _doubts(score: Column, ladder: Ladder, kind: ScoreKind | None) -> list[str]:
    if kind is None:
        return ["nothing says whether its words answer CSAT or CES"]
    if kind is ScoreKind.NPS:
        return ["NPS is asked from 0 to 10, and its answers are words"]
    header = header_words(score.name)
    if ladder.family is Family.AGREEMENT and not says_any(header, KIND_WORDS[kind] - EITHER_END):
        return ["nothing says whether it is good to agree"]
    return []


def _ways(asked: Asked, ladder: Ladder, kind: ScoreKind | None) -> list[Way]:
    scale = Scale(1, ladder.height)
    kinds = (ScoreKind.CSAT, kind) if kind is ScoreKind.NPS else (kind or ScoreKind.CSAT,)
    ways = [Way(replace(asked, kind=at, scale=scale), f"if it is {at.upper()}") for at in kinds]
    if ladder.family is Family.AGREEMENT:
        turned = replace(scale, low_is_good=True)
        ways += [
            Way(replace(asked, kind=at, scale=turned), f"if it is {at.upper()} and who agrees complains")
            for at in kinds
        ]
    return ways
