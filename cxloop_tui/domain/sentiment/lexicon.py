"""The words of one language that tell a mood, ready to be found in a text.

A list holds whole words, beginnings (`slow*`) and words that follow each other (`waste_of_time`). Where words are
written with spaces they are compared as the search does it (`domain.folding`), so that accents and capitals do not
matter. In scripts that join words to their endings, or write no spaces, they are looked for anywhere in the text.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.frozen import frozen

SPACED: Final = ("en", "de", "fr", "es", "it", "pt", "id")
"""Languages that part their words by spaces; of several that fit a text equally the first is taken."""

JOINED: Final = ("ko", "zh")
"""Languages whose words are looked for anywhere."""

SUPPORTED: Final = (*SPACED, *JOINED)

_BEGINNING_LEAST: Final = 3
"""The fewest letters that a beginning has."""

Words = tuple[str, ...]
"""Folded words that follow each other."""


@frozen
class Lexicon:
    """What words of a language weigh: above nothing for praise, below for complaint."""

    language: str
    weights: Mapping[Words, int]
    beginnings: Mapping[str, int]
    negators: frozenset[Words]
    boosters: frozenset[Words]
    turns: frozenset[Words]
    """After these words that follow count more: "friendly, but nobody came"."""
    common: frozenset[str]
    """Words that say nothing of what a text is about."""

    def weight_of(self, words: Words) -> int:
        """Return what words weigh together, 0 for nothing."""
        found = self.weights.get(words)
        if found is not None:
            return found
        return self._weight_of_beginning(words[0]) if len(words) == 1 else 0

    def _weight_of_beginning(self, word: str) -> int:
        for end in range(len(word), _BEGINNING_LEAST - 1, -1):
            if (found := self.beginnings.get(word[:end])) is not None:
                return found
        return 0


@frozen
class Patterns:
    """The same for a language whose words are looked for anywhere."""

    language: str
    weights: Mapping[str, int]
    words: re.Pattern[str]
    """Any of them, the longest first."""
    negators: tuple[str, ...]
    """Right before a word they turn it round."""
    flippers: tuple[str, ...]
    """Right after a word they turn it round."""
    boosters: tuple[str, ...]
    turns: tuple[str, ...]
    common: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """Return the list of one of SPACED."""
    of = import_module(f"cxloop_tui.domain.sentiment.lexicons.{language}")
    entries = [(word, weight) for weight, words in of.WEIGHTS.items() for word in words.split()]
    return Lexicon(
        language=language,
        weights={_words(word): weight for word, weight in entries if not word.endswith("*")},
        beginnings={"".join(_words(word)): weight for word, weight in entries if word.endswith("*")},
        negators=_all_words(of.NEGATORS),
        boosters=_all_words(of.BOOSTERS),
        turns=_all_words(of.TURNS),
        common=frozenset(part for word in of.COMMON.split() for part in tokens(word)),
    )


@cache
def patterns(language: str) -> Patterns:
    """Return the list of one of JOINED."""
    of = import_module(f"cxloop_tui.domain.sentiment.lexicons.{language}")
    weights = {word: weight for weight, words in of.WEIGHTS.items() for word in _parts(words)}
    longest_first = sorted(weights, key=len, reverse=True)
    return Patterns(
        language=language,
        weights=weights,
        words=re.compile("|".join(map(re.escape, longest_first))),
        negators=_parts(of.NEGATORS),
        flippers=_parts(of.FLIPPERS),
        boosters=_parts(of.BOOSTERS),
        turns=_parts(of.TURNS),
        common=frozenset(of.COMMON.split()),
    )


def _parts(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())


def _words(entry: str) -> Words:
    return tuple(tokens(entry.rstrip("*").replace("_", " ")))


def _all_words(words: str) -> frozenset[Words]:
    return frozenset(map(_words, words.split()))


def longest(words: Iterable[Words]) -> int:
    """Return how many words the longest of some has."""
    return max(map(len, words), default=1)
