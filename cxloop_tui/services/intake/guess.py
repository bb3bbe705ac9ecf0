"""Which encoding octets are in that are not UTF-8: the one that reads as the likeliest text, if it is so by far.

The octets are read in every encoding in use, and every reading is measured against the languages written in it
(`languages`, `alphabets`). Encodings that read them alike are one answer.
"""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxloop_tui.services.intake import alphabets as of
from cxloop_tui.services.intake.languages import Language

_CERTAIN: Final = 16.0
"""Bits by which the best reading must be likelier than any other: 65,000 to one."""

_NO_WORDS: Final = 8.0
"""Bits an octet above which a reading makes no words: in languages they take five, in wrong encodings ten."""

_SINGLE_BYTE: Final[tuple[tuple[str, Sequence[Language]], ...]] = (
    ("cp1252", of.LATIN_WEST),
    ("cp1250", of.LATIN_CENTRAL),
    ("cp1251", of.CYRILLIC),
    ("cp1253", of.GREEK),
    ("cp1254", (*of.TURKISH, *of.LATIN_WEST)),
    ("cp1255", of.HEBREW),
    ("cp1256", of.ARABIC),
    ("cp1257", of.LATIN_BALTIC),
    ("iso8859_2", of.LATIN_CENTRAL),
    ("iso8859_5", of.CYRILLIC),
    ("iso8859_15", of.LATIN_WEST),
    ("koi8_r", of.CYRILLIC),
    ("koi8_u", of.CYRILLIC),
    ("mac_roman", of.LATIN_WEST),
    ("mac_cyrillic", of.CYRILLIC),
    ("cp850", of.LATIN_WEST),
    ("cp852", of.LATIN_CENTRAL),
    ("cp866", of.CYRILLIC),
)
_LARGE: Final[tuple[tuple[str, Sequence[Language]], ...]] = (
    ("cp874", of.THAI),
    ("gb18030", of.SIMPLIFIED),
    ("cp950", of.TRADITIONAL),
    ("big5hkscs", of.TRADITIONAL),
    ("cp932", of.JAPANESE),
    ("euc_jp", of.JAPANESE),
    ("cp949", of.KOREAN),
)

LATIN: Final = frozenset(
    {"cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "iso8859_15", "mac_roman", "cp850", "cp852"}
)
"""Encodings of Latin letters: in none of them do words ever look like UTF-8."""

_ALSO_CALLED: Final = {
    "cp1252": "Latin-1", "cp874": "TIS-620", "gb18030": "GBK", "cp950": "Big5", "big5hkscs": "Big5",
    "cp932": "Shift-JIS", "euc_jp": "EUC-JP", "cp949": "EUC-KR", "koi8_r": "KOI8-R",
}  # fmt: skip
"""What people call it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Octets read in one encoding."""

    encoding: str
    text: str
    surprise: float
    """In bits; the smaller, the likelier."""
    language: str


def called(encoding: str) -> str:
    """Return an encoding as people know it."""
    other = _ALSO_CALLED.get(encoding)
    return f"{encoding.upper()} ({other})" if other else encoding.upper()


def readings(octets: bytes) -> list[Reading]:
    """Return every way to read octets that makes words, the likeliest first, one for each different text."""
    found: dict[str, Reading] = {}
    for encoding, languages in (*_SINGLE_BYTE, *_LARGE):
        text = _decoded(octets, encoding)
        if text is not None and text not in found:
            bits, language = min((language.surprise(text), language.name) for language in languages)
            found[text] = Reading(encoding, text, bits, language)
    likely = (reading for reading in found.values() if reading.surprise <= _NO_WORDS * len(octets))
    return sorted(likely, key=lambda reading: reading.surprise)


def is_damaged_utf_8(octets: bytes, ways: Sequence[Reading]) -> bool:
    """Whether octets make more sense as UTF-8 with some of them wrong than in any of these ways."""
    text = octets.decode("utf-8", "replace")
    languages = {language for _, spoken in (*_SINGLE_BYTE, *_LARGE) for language in spoken}
    least = min(language.surprise(text) for language in languages)
    return least <= (ways[0].surprise if ways else _NO_WORDS * len(octets))


def certain(ways: Sequence[Reading]) -> Reading | None:
    """Return the likeliest reading when it is so beyond doubt."""
    if not ways or (len(ways) > 1 and ways[1].surprise - ways[0].surprise < _CERTAIN):
        return None
    return ways[0]


def _decoded(octets: bytes, encoding: str) -> str | None:
    """Read octets that may be cut within their last character; None when they are not in this encoding."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(octets)
    except UnicodeDecodeError:
        return None
