"""What several texts of somebody are about: the words that most of them hold, without those every text holds."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.sentiment.feeling import READ_MOST
from cxloop_tui.domain.sentiment.language import language_of
from cxloop_tui.domain.sentiment.lexicon import SPACED, lexicon, patterns

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS_LEAST: Final = 3

_PARTICLES: Final = re.compile(
    "(?:에서는|에서|으로|까지|부터|에게|하고|이나|은|는|이|가|을|를|에|의|도|로|와|과|만)$"
)
"""Endings that tell a Korean word's part in its sentence."""


class KeyWord(NamedTuple):
    """A word, and in how many texts it is."""

    word: str
    """As it is written there most often."""
    texts: int


def key_words(texts: Iterable[str], language: str | None = None, *, least: int = 2, most: int = 8) -> list[KeyWord]:
    """Return the words that are in the most texts, at least in `least`; of the same number the longer first.

    `language` is what a survey says is theirs. Texts in a language that is not supported, and Chinese, which does not
    part its words, have none.
    """
    held: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for text in texts:
        found = dict(_telling(text[:READ_MOST], language))
        held.update(found.keys())
        for folded, word in found.items():
            written.setdefault(folded, Counter())[word] += 1
    ranked = sorted(held.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
    return [KeyWord(written[folded].most_common(1)[0][0], count) for folded, count in ranked[:most] if count >= least]


def _telling(text: str, said: str | None) -> Iterator[tuple[str, str]]:
    """Yield the words of a text that say what it is about: as they are compared, and as they are written."""
    language = language_of(text, said)
    if language in SPACED:
        known = lexicon(language)
        for word in _WORD.findall(text):
            folded = "".join(tokens(word))
            if len(folded) >= _LETTERS_LEAST and folded not in known.common and not known.weight_of((folded,)):
                yield folded, word.lower()
    elif language == "ko":
        korean = patterns(language)
        for word in _WORD.findall(text):
            bare = _PARTICLES.sub("", word)
            if len(bare) > 1 and bare not in korean.common and not korean.words.search(word):
                yield bare, bare
