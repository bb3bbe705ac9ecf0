"""The mood of a text: what its words of praise and of complaint weigh together.

The whole method: the language is told by its script or its commonest words. In each clause the words of that list
are looked for, longest first. Praise soon after "not" is a complaint, and a complaint there is nothing; a word
right after "very" counts twice, and so does all that comes after "but". What is above nothing in the end is praise,
what is below is complaint. A text in a language without a list is `unknown`: nothing is guessed. How good that is was
measured (docs/sentiment.md).
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.sentiment.language import language_of
from cxloop_tui.domain.sentiment.lexicon import SPACED, Lexicon, Patterns, Words, lexicon, patterns

READ_MOST: Final = 4_000
"""Characters of a text that are read: whoever writes more has said by then how they feel."""

_PHRASE_MOST: Final = 5
_NEGATION_REACH: Final = 3
"""So many words before another may turn it round."""

_MORE: Final = 2
"""How often a word counts that is stressed."""

_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
"""A letter three times or oftener: slooow."""

_CLAUSE: Final = re.compile(r"[.!?;:,()\n…。！？，、]+")

_SIGNS: Final = {
    **dict.fromkeys("😀😃😄😁😊🙂😍🥰😘👍👏🙏❤💕💖💯🎉🌟⭐😇🤩", 2),
    **dict.fromkeys("😡😠🤬😤👎😞😢😭😩😫🙁☹💩🤮😒😖", -2),
}


class Feeling(StrEnum):
    """How somebody seems to feel by what they wrote."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    """They say neither, or as much of one as of the other."""
    UNKNOWN = "unknown"
    """Nothing is written, or in a language that is not supported."""


def feeling_of(text: str, language: str | None = None) -> Feeling:
    """Say how somebody seems to feel; `language` is what a survey says theirs is, as ISO 639-1 has it."""
    read = text[:READ_MOST]
    signs = sum(_SIGNS.get(character, 0) for character in read)
    known = language_of(read, language)
    if known is None:
        has_words = any(character.isalpha() for character in read)
        return Feeling.UNKNOWN if has_words or not signs else _told_by(signs)
    weight = _of_spaced(read, lexicon(known)) if known in SPACED else _of_joined(read, patterns(known))
    return _told_by(weight + signs)


def _told_by(weight: int) -> Feeling:
    if weight == 0:
        return Feeling.NEUTRAL
    return Feeling.POSITIVE if weight > 0 else Feeling.NEGATIVE


def _of_spaced(text: str, known: Lexicon) -> int:
    total, more = 0, 1
    for clause in _CLAUSE.split(text):
        words = tuple(_shortened(word, known) for word in tokens(clause))
        for start, end in _pieces(words, known):
            piece = words[start:end]
            if piece in known.turns:
                more = _MORE
            total += more * _turned(known.weight_of(piece), words[:start], known)
    return total


def _shortened(word: str, known: Lexicon) -> str:
    """Return a word without the letters that somebody drew out, where that makes it one of the list."""
    shorter = (_DRAWN_OUT.sub(letters, word) for letters in (r"\1\1", r"\1")) if _DRAWN_OUT.search(word) else ()
    return next((one for one in shorter if known.weight_of((one,))), word)


def _pieces(words: Words, known: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield where words begin and end that weigh something or turn the text, the longest of those at one place."""
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _PHRASE_MOST), at, -1)
        end = next((end for end in ends if known.weight_of(words[at:end]) or words[at:end] in known.turns), None)
        if end is not None:
            yield at, end
        at = at + 1 if end is None else end


def _turned(weight: int, before: Words, known: Lexicon) -> int:
    """Return what a word weighs after those before it."""
    near = before[-_NEGATION_REACH:]
    if any(near[start:end] in known.negators for start in range(len(near)) for end in (start + 1, start + 2)):
        return -max(weight, 0)
    return weight * _MORE if before[-1:] in known.boosters else weight


def _of_joined(text: str, known: Patterns) -> int:
    total, more, reached = 0, 1, 0
    lowered = text.lower()
    for found in known.words.finditer(lowered):
        if any(turn in lowered[reached : found.start()] for turn in known.turns):
            more = _MORE
        total += more * _turned_within(known.weights[found[0]], lowered, found, known)
        reached = found.end()
    return total


def _turned_within(weight: int, text: str, found: re.Match[str], known: Patterns) -> int:
    before, after = text[: found.start()].rstrip(), text[found.end() : found.end() + 4]
    if before.endswith(known.negators) or any(flipper in after for flipper in known.flippers):
        return -max(weight, 0)
    return weight * _MORE if before.endswith(known.boosters) else weight
