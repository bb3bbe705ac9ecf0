"""How likely a text is in a language, told by its letters and by what stands beside what.

`surprise` is an amount of information in bits: the smaller, the likelier the text. It is coarse on purpose: how often
a letter stands in a language is taken from its rank alone, by Zipf's law. That is enough to compare readings of the
same octets, because a wrong encoding turns words into letters of another alphabet, into capitals inside words, and
into symbols between letters.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_ASCII: Final = 5.0
_UPPER: Final = 2.0
"""What a capital is rarer than its small letter."""
_ACCENT: Final = 4.0
"""What a letter outside ASCII is rarer in a language that is mostly written in ASCII."""
_PUNCTUATION: Final = 8.0
_OTHER_LETTER: Final = 14.0
_SYMBOL: Final = 18.0
_NO_TEXT: Final = 40.0
_SYMBOL_AT_A_WORD: Final = 6.0
_TWO_SCRIPTS: Final = 20.0
_WIDE_BESIDE_ANOTHER: Final = 8.0
_CAPITAL_INSIDE: Final = 8.0
_LONE_MARK: Final = 12.0
_NO_WORD: Final = 6.0

_ALONE: Final = re.compile(r"(?<![^\W\d_])[^\W\d_\x00-\x7f](?![^\W\d_])")

_REPLACEMENT: Final = "\ufffd"
_TYPOGRAPHY: Final = frozenset(
    "“”„‘’‚–—…€£§°·•«»‹›©®™²³½¼¾´¨¡¿ªº×\u00a0、。，．！？：；「」『』（）《》〈〉【】～・ー％＋－　"
)
_JOINS_WORDS: Final = frozenset("‘’´·\u00a0–—")


@dataclass(frozen=True)
class Language:
    """A language as its letters show it."""

    name: str
    ranked: str
    """Small letters outside ASCII, the commoner first."""
    others: tuple[tuple[int, int], ...] = ()
    """Ranges of code points of a large script that are in use beyond those."""
    others_bits: float = 11.5
    is_latin: bool = False
    alone: str = ""
    """Letters outside ASCII that are a word by themselves."""

    @cached_property
    def bits(self) -> Mapping[str, float]:
        """How much each ranked letter surprises."""
        base = _ACCENT + 1.0 if self.is_latin else 1.7
        small = {letter: base + math.log2(rank + 2) for rank, letter in enumerate(self.ranked)}
        large = {one.upper(): bits + _UPPER for one, bits in small.items() if len(one.upper()) == 1}
        return {**large, **small}

    def surprise(self, text: str) -> float:
        """Return how much a text surprises somebody who expects this language, in bits."""
        total = _NO_WORD * sum(letter not in self.alone for letter in _ALONE.findall(text)) if self.is_latin else 0.0
        before = "\n"
        for letter in text:
            total += self._letter(letter) + _meeting(before, letter)
            before = letter
        return total

    def _letter(self, letter: str) -> float:
        if letter < "\x80":
            return _ASCII
        known = self.bits.get(letter)
        if known is not None:
            return known
        if any(low <= ord(letter) <= high for low, high in self.others):
            return self.others_bits
        return _foreign(letter)


def _foreign(letter: str) -> float:
    """How much a letter surprises that no word of the language has."""
    if letter in _TYPOGRAPHY:
        return _PUNCTUATION
    category = unicodedata.category(letter)[0]
    if category == "C" or letter == _REPLACEMENT:
        return _NO_TEXT
    return _OTHER_LETTER if category in "LM" else _SYMBOL


def _meeting(before: str, letter: str) -> float:
    """How much it surprises that these two stand together, beyond each of them."""
    if before < "\x80" and letter < "\x80":
        return 0.0
    if letter in _THAI_ABOVE and not ("ก" <= before <= "ฮ" or before in _THAI_ABOVE):
        return _LONE_MARK
    if before.isalpha() and letter.isalpha():
        return _letters_meeting(before, letter)
    sign = letter if before.isalpha() else before
    if (before.isalpha() or letter.isalpha()) and sign >= "\x80" and _is_symbol(sign):
        return _SYMBOL_AT_A_WORD
    return 0.0


def _letters_meeting(before: str, letter: str) -> float:
    one, other = _script(before), _script(letter)
    if one != other:
        return _WIDE_BESIDE_ANOTHER if "wide" in (one, other) else _TWO_SCRIPTS
    return _CAPITAL_INSIDE if before.islower() and letter.isupper() else 0.0


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "SNC" and letter not in _JOINS_WORDS


_SCRIPTS: Final = (
    (0x024F, "latin"), (0x036F, "mark"), (0x03FF, "greek"), (0x052F, "cyrillic"), (0x05FF, "hebrew"),
    (0x077F, "arabic"), (0x0E7F, "thai"), (0x1EFF, "latin"), (0x1FFF, "greek"),
)  # fmt: skip


def _script(letter: str) -> str:
    point = ord(letter)
    return next((name for last, name in _SCRIPTS if point <= last), "wide")


_THAI_ABOVE: Final = frozenset("ัิีึืุู็่้๊๋์ํ")
