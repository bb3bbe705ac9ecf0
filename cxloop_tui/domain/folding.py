"""Full-text folding: text cut into tokens that compare equal when people mean the same word.

One rule for every database, so that a search finds the same tickets on a laptop's SQLite and on a hub's PostgreSQL.
The index holds `document(text)` and only ever has to split at spaces; `match_words` folds what was typed in the same
way. "perche" finds "perché", "strasse" finds "Straße", "lodz" finds "Łódź".

Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Myanmar), and Hangul, whose words carry their particles,
are cut so that every character starts a token: itself with the one after it, and the last of a run alone. 房间很吵
becomes 房间 间很 很吵 吵; any part of it is then a phrase, and a single character the beginning of a token.

Not folded: ue for ü, traditional for simplified Han, Hiragana for Katakana. Not indexed: symbols and emoji.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Final, NamedTuple, TypeAlias

TOKEN_LENGTH_MAX: Final = 500
"""The most characters of a token that count: indexes cut longer ones (PostgreSQL after 2 KB, FTS5 after 32 KB)."""

_ASCII_WORD: Final = re.compile("[a-z0-9]+")

# Letters that Unicode does not decompose but people type without their stroke or as two letters; then Arabic letters
# that keyboards of the region give in several forms (Persian kaf and yeh, alef maksura, teh marbuta) and the tatweel.
_LETTERS: Final = {
    "Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "Ø": "o", "ø": "o", "Ł": "l", "ł": "l", "Đ": "d", "đ": "d",
    "Ð": "d", "ð": "d", "Þ": "th", "þ": "th", "Ħ": "h", "ħ": "h", "ı": "i", "Ŧ": "t", "ŧ": "t", "Ŋ": "n", "ŋ": "n",
    "ĸ": "k", "Ƒ": "f", "ƒ": "f", "Ɨ": "i", "ɨ": "i", "Ƶ": "z", "ƶ": "z", "Ґ": "г", "ґ": "г", "ʼ": " ",
    "ک": "ك", "ی": "ي", "ى": "ي", "ة": "ه", "\u0640": "",
}  # fmt: skip


@cache
def _dropped_mark() -> re.Pattern[str]:
    """Match a mark that makes no other word."""
    # Accents of Latin, Greek and Cyrillic, points of Hebrew, Arabic and Syriac, enclosing marks and variation
    # selectors. The vowel signs of Indic scripts and Thai and the voicing marks of Kana are not here: they make one.
    return re.compile(
        "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
        "\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2de0-\u2dff\ua66f-\ua67d\ua69e\ua69f\ufe00-\ufe0f"
        "\ufe20-\ufe2f\U000e0100-\U000e01ef]"
    )


_ZERO_WIDTH_SPACE: Final = "\u200b"  # the one format character that parts words (Thai, Khmer)

_PAIRED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3038-\u303c\u3041-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003fffd"
)
_CHARACTER: Final = re.compile(r".\W*", re.DOTALL)


@cache
def _paired_run() -> re.Pattern[str]:
    """Match a run of paired script."""
    # Within a folded word, whatever is no \w is a mark of the character before it.
    return re.compile(rf"((?:[{_PAIRED}]\W*)+)")


class _Folds(dict[int, str]):
    """Code point to what replaces it, filled as characters are met; the shape `str.translate` wants."""

    _SIZE_MAX = 16_384

    def __missing__(self, code: int) -> str:
        folded = _folded_character(chr(code))
        if len(self) < self._SIZE_MAX:
            self[code] = folded
        return folded


_FOLDS: Final = _Folds()


def tokens(text: str) -> list[str]:
    """Return the tokens of `text`, in order and with repetitions: case-folded letters, digits and their marks.

    A run of n characters of a paired script gives n tokens (see the module's docstring).
    """
    found = _whole_tokens(text)
    return found if len(text) <= TOKEN_LENGTH_MAX else [token[:TOKEN_LENGTH_MAX] for token in found]


def _whole_tokens(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    folded = _folded(text)
    if folded.isascii():
        return folded.split()
    found: list[str] = []
    for word in folded.split():
        if word.isascii():
            found.append(word)
        else:
            found += _word_tokens(word)
    return found


def document(text: str) -> str:
    """Return what the full-text index holds for `text`: its tokens, joined by single spaces."""
    return " ".join(tokens(text))


class Phrase(NamedTuple):
    """Tokens that have to follow each other; with `is_prefix` the last may also begin a longer one."""

    tokens: tuple[str, ...]
    is_prefix: bool


def phrases(words: Sequence[str], *, prefix_last: bool) -> list[Phrase]:
    """Return what a document must hold to be found by every one of `words`; nothing when nothing is searchable.

    A word of several tokens (`ana.conti@shop.it`, `late delivery`, 房间很吵) is a phrase. With `prefix_last` the last
    word, if it has no space in it, also matches longer words: somebody may still be typing it.
    """
    last = len(words) - 1
    found = (
        _phrase(word, is_prefix=prefix_last and position == last and not _has_space(word))
        for position, word in enumerate(words)
    )
    return [phrase for phrase in found if phrase.tokens]


Longer: TypeAlias = Callable[[str], Sequence[str] | None]
"""Returns the tokens that are or begin with one; None when they are many or looking for them is not worth it."""


def _not_looked(_beginning: str) -> None:
    return None


def match_words(words: Sequence[str], *, prefix_last: bool, longer: Longer = _not_looked) -> str:
    """Return the FTS5 MATCH expression of `phrases`; empty when nothing is searchable.

    Every token stands in quotation marks and none can contain one, so nothing typed is read as FTS5 syntax. Where
    `longer` tells them, a beginning is written as the tokens that it may be: FTS5 puts all texts of a beginning
    together before it says whether one of them has it.
    """
    return " AND ".join(_matched(phrase, longer) for phrase in phrases(words, prefix_last=prefix_last))


def _matched(phrase: Phrase, longer: Longer) -> str:
    *before, last = phrase.tokens
    tokens_meant = longer(last) if phrase.is_prefix else (last,)
    if tokens_meant is None:
        return f'"{" ".join(phrase.tokens)}"*'
    ways = [f'"{" ".join((*before, token))}"' for token in tokens_meant or (last,)]
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def match_without(expression: str, words: Sequence[str]) -> str:
    """Return the FTS5 MATCH expression for the documents of another one that hold none of `words`."""
    absent = (match_words((word,), prefix_last=False) for word in words)
    return f"({expression})" + "".join(f" NOT ({one})" for one in absent if one)


def _phrase(word: str, *, is_prefix: bool) -> Phrase:
    """Return the phrase for one word; it has no tokens when the word has none."""
    found = tokens(word)
    if found and _paired_run().fullmatch(found[-1]):
        # The text may go on where the word ends. After a pair its second character is known to be there; a single
        # character on its own has to match as the beginning of a pair.
        if len(found) > 1 and _ends_in_pair(found[-2], found[-1]):
            found.pop()
        else:
            is_prefix = True
    return Phrase(tuple(found), is_prefix)


def _ends_in_pair(pair: str, last: str) -> bool:
    """Say whether `last` is the second character of `pair`, rather than a run of its own after another word."""
    return _CHARACTER.findall(pair)[1:] == [last]


def _has_space(word: str) -> bool:
    return len(word.split()) > 1


def _folded(text: str) -> str:
    """Return `text` decomposed, without accents and case, its separators as spaces."""
    bare = unicodedata.normalize("NFKD", text).translate(_FOLDS).casefold()
    return bare if bare.isascii() else unicodedata.normalize("NFC", bare)


def _folded_character(character: str) -> str:
    """Return what becomes of one decomposed character: a letter or digit, nothing, a space, or itself."""
    if character in _LETTERS:
        return _LETTERS[character]
    category = unicodedata.category(character)
    if category.startswith("M"):
        return "" if _dropped_mark().match(character) else character
    if category == "Cf" and character != _ZERO_WIDTH_SPACE:
        return ""
    return character if character.isalnum() else " "


def _word_tokens(word: str) -> Iterator[str]:
    """Yield the tokens of one folded word: runs of a paired script as pairs, every other run whole."""
    for position, run in enumerate(_paired_run().split(word)):
        if position % 2:  # `split` puts the runs of paired script at the odd places
            yield from _pairs(run)
        elif run:
            yield run


def _pairs(run: str) -> list[str]:
    """Return each character of `run`, marks included, with the one after it; the last alone."""
    if run.isalnum():  # no marks: code points are characters
        return [run[start : start + 2] for start in range(len(run))]
    characters = _CHARACTER.findall(run)
    return [first + second for first, second in zip_longest(characters, characters[1:], fillvalue="")]
