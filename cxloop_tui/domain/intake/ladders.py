"""Answers that are words, and the ladders on which they stand.

A ladder is a list of answers from the worst to the best. Words alone may mislead: *fair* lies in the middle of "very
poor .. very good" and low in "poor .. excellent". So a column is read as a whole: every word of it has to stand on
one ladder, no two of them on one rung, and all ladders that can be meant have to agree on which words are complaints.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.ladder_words import AGREEMENT, EASE, LIKELIHOOD, QUALITY, SATISFACTION


class Family(StrEnum):
    """What a ladder asks for."""

    SATISFACTION = "satisfaction"
    QUALITY = "quality"
    AGREEMENT = "agreement"
    LIKELIHOOD = "likelihood"
    EASE = "ease"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The answers of one question, folded, from the worst to the best."""

    family: Family
    rungs: Mapping[str, int]
    """From an answer to its place, 1 for the worst."""
    height: int

    def is_complaint(self, word: str) -> bool:
        """Whether a word stands below the middle."""
        return 2 * self.rungs[word] < self.height + 1

    def is_praise(self, word: str) -> bool:
        """Whether a word stands above the middle."""
        return 2 * self.rungs[word] > self.height + 1

    def carries(self, words: Iterable[str]) -> bool:
        """Whether all words stand on it, each on a rung of its own."""
        places = [self.rungs.get(word) for word in words]
        return None not in places and len(set(places)) == len(places)


def _ladders(family: Family, text: str) -> Iterator[Ladder]:
    """Read the ladders of a family as `ladder_words` writes them."""
    for block in text.replace(",\n", ", ").strip().split("\n\n"):
        levels = block.split("\n")
        rungs = {document(word): place for place, words in enumerate(levels, 1) for word in words.split(",")}
        yield Ladder(family, rungs, len(levels))


LADDERS: Final = (
    *_ladders(Family.SATISFACTION, SATISFACTION),
    *_ladders(Family.QUALITY, QUALITY),
    *_ladders(Family.AGREEMENT, AGREEMENT),
    *_ladders(Family.LIKELIHOOD, LIKELIHOOD),
    *_ladders(Family.EASE, EASE),
)
"""All that are known; of those that carry the same answers the usual one comes first."""


def _by_word(ladders: Iterable[Ladder]) -> dict[str, list[Ladder]]:
    found: dict[str, list[Ladder]] = {}
    for ladder in ladders:
        for word in ladder.rungs:
            found.setdefault(word, []).append(ladder)
    return found


_ON: Final = _by_word(LADDERS)
"""The ladders on which a folded word stands."""


def is_rung(text: str, families: Iterable[Family] = tuple(Family)) -> bool:
    """Whether a text is an answer of some ladder of these families."""
    return any(ladder.family in families for ladder in _ON.get(document(text), ()))


def side_of(text: str) -> int:
    """Return -1 for a complaint and 1 for praise wherever it stands, else 0."""
    word = document(text)
    ladders = _ON.get(word, ())
    if ladders and all(ladder.is_complaint(word) for ladder in ladders):
        return -1
    return 1 if ladders and all(ladder.is_praise(word) for ladder in ladders) else 0


def ladders_of(texts: Iterable[str]) -> list[Ladder]:
    """Return the ladders that carry all of these answers, the usual ones first."""
    words = {document(text) for text in texts}
    return [ladder for ladder in LADDERS if ladder.carries(words)] if words else []


def agree(ladders: Iterable[Ladder], texts: Iterable[str]) -> bool:
    """Whether it makes no difference to who complains on which of the ladders these answers stand."""
    words = {document(text) for text in texts}
    return len({frozenset(word for word in words if ladder.is_complaint(word)) for ladder in ladders}) <= 1
