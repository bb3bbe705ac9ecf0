"""Which language a text is in, of those whose words are known: by its script, else by its commonest words."""

import re
from collections.abc import Iterable
from typing import Final

from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.sentiment.lexicon import SPACED, SUPPORTED, Lexicon, lexicon

_HANGUL: Final = re.compile("[\uac00-\ud7a3\u3131-\u318e]")
_KANA: Final = re.compile("[\u3041-\u30ff]")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_LETTER: Final = re.compile(r"[^\W\d_]")

_HALF: Final = 0.5
_READ_MOST: Final = 1_000


def language_of(text: str, said: str | None = None) -> str | None:
    """Return one of SUPPORTED, or None for another language or none.

    `said` is what a survey says it is: that decides where the words leave it open. A language that is not supported
    is believed, unless the words are clearly of one that is.
    """
    read = text[:_READ_MOST]
    letters = len(_LETTER.findall(read))
    if letters == 0:
        return None
    if len(_HANGUL.findall(read)) > letters * _HALF:
        return "ko"
    if len(_HAN.findall(read)) > letters * _HALF:
        return None if _KANA.search(read) else "zh"
    if len(_LATIN.findall(read)) <= letters * _HALF:
        return None
    return _of_latin(tokens(read), None if said is None else said[:2].lower())


def _of_latin(words: list[str], said: str | None) -> str | None:
    known = {language: lexicon(language) for language in SPACED}
    common = {language: sum(word in of.common for word in words) for language, of in known.items()}
    most = max(common.values())
    best = [language for language, count in common.items() if count == most]
    if said is not None and (said in best or most == 0):
        return said if said in SUPPORTED else None
    if most == 0:
        return _by_mood(words, known.values())
    if said is not None and said not in SUPPORTED and most * 4 < len(words):
        return None
    return best[0] if len(best) == 1 else _by_mood(words, (known[language] for language in best)) or best[0]


def _by_mood(words: Iterable[str], of: Iterable[Lexicon]) -> str | None:
    """Return the first language with the most words that tell a mood; None where no word does."""
    found = {one.language: sum(one.weight_of((word,)) != 0 for word in words) for one in of}
    best = max(found, key=lambda language: found[language])
    return best if found[best] else None
