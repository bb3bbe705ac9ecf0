"""What hostile text becomes: at intake, on the screen, and where it names a person.

Text from customers, files and remotes can carry bytes a terminal obeys (escape sequences, 8-bit controls), characters
that reorder or hide what is read (bidirectional controls, zero-width and tag characters) and characters whose width a
terminal and Textual count differently. Storage keeps text exact but for what no database takes (`storable`); whatever
is shown has been through one of the `clean_*` functions. Cleaning is idempotent and leaves ordinary text as it is.

Patterns with large sets of characters are compiled when they are first asked for: most texts never do.

Cleaning reads a text's *kinds*, one letter per code point, and looks there for what may not stand as it is:

    .  plain              e  emoji-like symbol    m  combining mark          j  zero-width joiner
    l  letter that joins  s  skin tone            v  text or emoji selector  z  zero-width non-joiner
    h  Han character      k  keycap base (1, #)   i  ideograph selector      g  tag character
    b  line break         x  never shown as it is (control, bidirectional control, invisible, surrogate, unassigned)
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

NAME_LENGTH_MAX: Final = 200
"""Code points in the name of a segment or a person."""

_LOCAL_OCTETS_MAX: Final = 64  # RFC 5321, section 4.5.3.1.1
_EMAIL_OCTETS_MAX: Final = 254  # RFC 3696, erratum 1690

_UNSHOWABLE: Final = "\ufffd"
_ZWNJ: Final = "\u200c"
_ZWJ: Final = "\u200d"

# Nothing here needs its neighbours to be judged, and all of it is assigned in every Unicode version in use.
_PLAIN_CLASS: Final = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2426\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff9f\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f900-\U0001f9ff"
)
_PLAIN: Final = re.compile(f"[\n{_PLAIN_CLASS}]*")

_BREAKS: Final = re.compile(r"(?:\r\n|[\n\t])+")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


@cache
def _hazard() -> re.Pattern[str]:
    """Match what may not stand as it is, in a text of kinds."""
    return re.compile(
        r"""
      (?P<chain> es?v? (?: j es?v? ){5,} )   # no real emoji joins more; terminals draw each part of it
    | (?P<tags> g+ )
    | (?P<crowd> (?<=m{8}) m+ )              # Zalgo; no script stacks more than eight
    | (?P<orphan> (?: \A | (?<=b) ) m )      # would sit on whatever the screen shows to the left
    | (?P<single>
          x
        | (?<! e ) s
        | (?<! [ek] ) (?<! es ) v
        | (?<! h ) i
        | (?! (?: (?<=e) | (?<=es) | (?<=ev) | (?<=esv) ) je          # family, profession, flag
            | (?: (?<=l) | (?<=lm) | (?<=lmm) ) [jz] m? l             # Persian, Sinhala, Bengali ...
            | (?<=lm) j                                               # Malayalam chillu at a word's end
          ) [jz]
      )
        """,
        re.VERBOSE,
    )


_SUSPECT: Final = re.compile("[xsvijzg]")

_MARK_NAMES: Final = {
    0x00AD: "SHY", 0x034F: "CGJ", 0x061C: "ALM", 0x115F: "HF", 0x1160: "HF", 0x180E: "MVS", 0x200B: "ZWSP",
    0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS", 0x2029: "PS", 0x202A: "LRE",
    0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI",
    0x2068: "FSI", 0x2069: "PDI", 0x3164: "HF", 0xFEFF: "BOM", 0xFFA0: "HF", 0xFFF9: "IAA", 0xFFFA: "IAS",
    0xFFFB: "IAT",
}  # fmt: skip


@cache
def _special() -> re.Pattern[str]:
    """Match a character of a kind that its category does not tell; the group's name is the kind."""
    # Hangul's vowels and finals are letters, but take no cell of their own. Emoji and ideographs not assigned yet are
    # kept: new ones come every year, and Unicode reserves their ranges for wide characters.
    return re.compile(
        r"""
      (?P<b>\n) | (?P<z>\u200c) | (?P<j>\u200d) | (?P<v>[\ufe0e\ufe0f]) | (?P<k>[0-9\#*])
    | (?P<s>[\U0001f3fb-\U0001f3ff])
    | (?P<g>[\U000e0001\U000e0020-\U000e007f])
    | (?P<i>[\ufe00-\ufe0d\U000e0100-\U000e01ef])
    | (?P<x>[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0])
    | (?P<m>[\u1161-\u11ff\ud7b0-\ud7ff])
    | (?P<h>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd])
    | (?P<e>[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf]
          | [\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])
        """,
        re.VERBOSE,
    )


@cache
def _joining() -> re.Pattern[str]:
    """Match a letter that may join."""
    return re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af]")


class _Kinds(dict[int, str]):
    """Code point to kind, filled as characters are met; the shape `str.translate` wants."""

    _SIZE_MAX = 16_384

    def __missing__(self, code: int) -> str:
        kind = _kind(code)
        if len(self) < self._SIZE_MAX:
            self[code] = kind
        return kind


_KINDS: Final = _Kinds()


def clean_line(text: str, limit: int | None = None) -> str:
    """Return `text` as one line that is safe to show: a table cell, a title, a line of command output.

    A run of line breaks and tabs becomes one space. Control characters become their Unicode pictures (C1: U+FFFD);
    what is invisible or changes the reading order becomes a mark such as `⟦RLO⟧`; a carriage return on its own, which
    would overwrite the line, becomes `␍`; a base keeps at most eight combining marks.

    `limit` is the most code points the result may have (not cells; at least 1); a longer one ends in `…`.
    """
    if limit is not None:
        return _limited(clean_line, text, limit)
    if _PLAIN.fullmatch(text) and "\n" not in text:
        return text
    return _without_hazards(_BREAKS.sub(" ", text))


def clean_block(text: str, limit: int | None = None) -> str:
    r"""Return `text` safe to show over several lines: as `clean_line`, but `\n` stays and a tab is four spaces.

    `\r\n` becomes `\n`; `limit` is as in `clean_line`.
    """
    if limit is not None:
        return _limited(clean_block, text, limit)
    if _PLAIN.fullmatch(text):
        return text
    return _without_hazards(text.replace("\r\n", "\n").replace("\t", "    "))


def clean_same_length(text: str) -> str:
    r"""Return `text` safe to show, code point for code point: for an editor, whose cursor counts in the exact text.

    `\n` stays, a tab is one space, C0 and DEL become their pictures and everything else that may not stand U+FFFD.
    """
    if _PLAIN.fullmatch(text):
        return text
    symbols = list(text.replace("\t", " "))
    for hazard in _hazards("".join(symbols)):
        if hazard.lastgroup == "orphan":
            continue
        for position in range(*hazard.span()):
            if hazard.lastgroup != "chain" or symbols[position] == _ZWJ:
                symbols[position] = _symbol(symbols[position])
    return "".join(symbols)


def storable(text: str) -> tuple[str, int]:
    """Return `text` as it may be stored, and how many characters that changed.

    NUL (which PostgreSQL refuses) and surrogates (which UTF-8 refuses) become U+FFFD; everything else stays exact.
    """
    if text.isascii() and "\0" not in text:
        return text, 0
    return _UNSTORABLE.subn(_UNSHOWABLE, text)


def storable_all(texts: Sequence[str]) -> tuple[Sequence[str], int]:
    """Return texts as they may be stored, and how many characters that changed in all of them."""
    if not storable("".join(texts))[1]:  # so it nearly always is
        return texts, 0
    stored = [storable(text) for text in texts]
    return [text for text, _ in stored], sum(count for _, count in stored)


def is_plain_name(text: str) -> bool:
    """Say whether `text` may name a segment or a person: not blank, at most 200 long, nothing to clean away."""
    return len(text) <= NAME_LENGTH_MAX and not text.isspace() and text != "" and clean_line(text) == text


@cache
def _address() -> re.Pattern[str]:
    """Match an address, any letter outside ASCII written as one of ASCII."""
    return re.compile(
        r"""
    [a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+
    @ (?: [a-zA-Z0-9] (?: [a-zA-Z0-9-]{0,61} [a-zA-Z0-9] )? \. )+
    [a-zA-Z] (?: [a-zA-Z0-9-]{0,61} [a-zA-Z0-9] )?
        """,
        re.VERBOSE,
    )


def is_email(text: str) -> bool:
    """Say whether `text` is an address mail can be sent to, as far as its form tells.

    The HTML standard's rule (no quoted local part, no comment, no address literal) with three changes: letters, marks
    and digits of any script count as letters (RFC 6531), the domain has a dot, its last label starts with a letter.
    Lengths are RFC 5321's, in octets. Spaces around it are not trimmed: `normal_email` does that.
    """
    if text.isascii():
        shape, octets = text, text.encode()
    elif clean_line(text) == text:
        shape, octets = "".join(map(_letter_shape, text)), text.encode()
    else:
        return False
    return (
        len(octets) <= _EMAIL_OCTETS_MAX
        and octets.find(b"@") <= _LOCAL_OCTETS_MAX
        and _address().fullmatch(shape) is not None
    )


def normal_email(text: str) -> str:
    """Return the form of an address by which two spellings of it are the same: trimmed, NFC, lower case.

    Lower case and not case folding: folding would make `faß.de` and `fass.de`, two domains, one customer.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).lower())


def _letter_shape(character: str) -> str:
    """Return a letter for any letter, mark or digit outside ASCII, so that one pattern judges every script."""
    if character.isascii():
        return character
    return "x" if character.isalnum() or unicodedata.category(character).startswith("M") else " "


def _limited(clean: Callable[[str], str], text: str, limit: int) -> str:
    """Return `text` cleaned and cut to `limit` code points, the cost depending on `limit` alone."""
    if limit < 1:
        raise ValueError(f"a limit of {limit} code points leaves nothing to show; it must be at least 1")
    head = text[: limit + 1]
    if len(head) < len(text):
        head = head.rstrip("\r" + _ZWJ + _ZWNJ)  # what they belong to was cut off
    shown = clean(head)
    if len(text) <= limit + 1 and len(shown) <= limit:
        return shown
    return shown[: limit - 1].rstrip(_ZWJ + _ZWNJ) + "…"


def _hazards(text: str) -> Iterator[re.Match[str]]:
    """Return the spans of `text` that may not stand as they are; the group that matched says why."""
    kinds = text.translate(_KINDS)
    return _hazard().finditer(kinds) if _is_suspect(kinds) else iter(())


def _is_suspect(kinds: str) -> bool:
    """Say, much faster than looking for hazards, whether there can be one: most marks stand where they may."""
    return bool(_SUSPECT.search(kinds)) or kinds.startswith("m") or "bm" in kinds or "m" * 9 in kinds


def _without_hazards(text: str) -> str:
    """Return `text` with every hazard replaced by something visible."""
    pieces: list[str] = []
    done = 0
    for hazard in _hazards(text):
        start, end = hazard.span()
        pieces += text[done:start], _shown(hazard.lastgroup, text[start:end])
        done = end
    return "".join(pieces) + text[done:]


def _shown(hazard: str | None, span: str) -> str:
    """Return what stands on the screen for `span`, which matched the group `hazard`."""
    match hazard:
        case "crowd":
            return ""
        case "orphan":
            return f"◌{span}"
        case "tags":
            return f"⟦TAG {''.join(map(_tag_letter, span))}⟧"
        case "chain":
            return span.replace(_ZWJ, _mark(_ZWJ))
        case _:
            return _mark(span)


def _tag_letter(tag: str) -> str:
    """Return the ASCII character a tag character hides, or nothing for the tags that only begin and cancel."""
    letter = chr(ord(tag) - 0xE0000)
    return letter if letter.isprintable() else ""


def _symbol(character: str) -> str:
    """Return the one character that stands for `character`: its control picture, else U+FFFD."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _UNSHOWABLE


def _mark(character: str) -> str:
    """Return what says, visibly, that `character` is there: a picture, U+FFFD, or its name in brackets."""
    code = ord(character)
    if unicodedata.category(character) in {"Cc", "Cs", "Cn"}:
        return _symbol(character)
    if 0xFE00 <= code <= 0xFE0F:
        return f"⟦VS{code - 0xFE00 + 1}⟧"
    if 0xE0100 <= code <= 0xE01EF:
        return f"⟦VS{code - 0xE0100 + 17}⟧"
    if 0x1F3FB <= code <= 0x1F3FF:
        return "⟦TONE⟧"
    return f"⟦{_MARK_NAMES.get(code, f'U+{code:04X}')}⟧"


def _kind(code: int) -> str:
    """Return the kind of one code point, as the module's table names them."""
    character = chr(code)
    special = _special().match(character)
    if special and special.lastgroup:
        return special.lastgroup
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}:
        return "x"
    if category.startswith("M"):
        return "m"
    return "l" if category.startswith("L") and _joining().match(character) else "."
