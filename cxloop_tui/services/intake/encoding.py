"""Which encoding a file is in, and its text.

UTF-8 is strict: a file that is UTF-8 but for some octets is damaged and refused with their place, never read as
something else. Another encoding is taken only when it is certain (`guess`), or was asked for.
"""

import codecs
import encodings.aliases
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.intake.guess import LATIN, Reading, certain, is_damaged_utf_8, readings
from cxloop_tui.services.intake.octets import Octets
from cxloop_tui.services.intake.unreadable import Unreadable

UTF_8: Final = "utf-8"

_MARKS: Final = (
    (b"\xef\xbb\xbf", UTF_8),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte order marks; the first that fits counts."""

_NO_TEXT: Final = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "unicode_escape"}
)
"""What Python can decode and no survey tool writes."""

_SAMPLE: Final = 6_144
"""Octets that are looked at to tell an encoding; more of them do not make it more certain."""

_NOT_ASCII: Final = re.compile(rb"[^\n\r\x80-\xff]{0,30}[\x80-\xff][^\n\r]*[\r\n]*")
_ASCII: Final = bytes(range(128))
_BROKEN: Final = re.compile("[\udc80-\udcff]")
_ISO_2022_JP: Final = re.compile(rb"\x1b\$[@B]")


def encoding_named(name: str) -> str:
    """Return what Python calls an encoding. Raises Unreadable, with the nearest name there is."""
    try:
        found = codecs.lookup(name.strip()).name
        "".encode(found)
    except (LookupError, ValueError):
        found = ""
    if found and found not in _NO_TEXT:
        return found
    near = nearest(name.casefold().replace("-", "_"), encodings.aliases.aliases, cutoff=0.8)
    hint = f"did you mean {near}?" if near else "such as utf-8, cp1252, gbk or shift-jis"
    raise Unreadable(f"cannot be read as {clean_line(name, 40)!r}: there is no such encoding; {hint}")


def encoding_of(octets: Octets) -> str:
    """Say which encoding a file is in. Raises Unreadable when that is not certain, with what to ask for."""
    marked = next((name for mark, name in _MARKS if octets.head.startswith(mark)), None)
    if marked is not None:
        return marked
    wide = _utf_16_without_mark(octets.head)
    if wide is not None:
        return wide
    if _ISO_2022_JP.search(octets.head):
        return "iso2022_jp"
    found = _as_utf_8(octets)
    if found.broken == 0:
        return UTF_8
    return _other_encoding(octets, found)


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Yield the text of a file without its byte order mark. Raises Unreadable, naming the octet that is wrong."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line, is_begin = 1, True
    for chunk, is_last in chain(((chunk, False) for chunk in chunks), [(b"", True)]):
        try:
            text = decoder.decode(chunk, is_last)
        except UnicodeDecodeError as trouble:
            raise _not_in(encoding, trouble, line) from trouble
        line += text.count("\n")
        if text and is_begin:
            text, is_begin = text.removeprefix("\ufeff"), False
        if text:
            yield text


def _not_in(encoding: str, trouble: UnicodeDecodeError, line: int) -> Unreadable:
    before = trouble.object[: trouble.start].decode(encoding, "ignore").count("\n")
    octet = trouble.object[trouble.start]
    advice = "save the file as UTF-8, or name its encoding with --encoding NAME"
    return Unreadable(f"the byte 0x{octet:02X} is not {encoding.upper()}; {advice}", line + before)


def _utf_16_without_mark(head: bytes) -> str | None:
    """Tell UTF-16 by where its zeros are: every second octet of what is ASCII in it."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    zeros = even + odd
    if zeros < 4 or 20 * zeros < len(head) or 20 * min(even, odd) > zeros:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


@dataclass(slots=True)
class _Utf8:
    """How far a file is UTF-8."""

    sound: int = 0
    """Octets of characters outside ASCII that are well-formed."""
    broken: int = 0
    """Octets that are not."""
    line: int = 0
    octet: int = 0
    """Where the first of those is, and what."""

    def unreadable(self) -> Unreadable:
        more = f" and {self.broken - 1:,} more" if self.broken > 1 else ""
        what = f"the byte 0x{self.octet:02X}{more} is not UTF-8, while the rest of the file is"
        return Unreadable(
            f"{what}; correct it, or name the encoding of the whole file with --encoding NAME", self.line
        )


def _as_utf_8(octets: Octets) -> _Utf8:
    """Read a whole file as UTF-8 and count what is not."""
    decoder = codecs.getincrementaldecoder(UTF_8)("surrogateescape")
    found = _Utf8()
    line = 1
    for chunk in chain(octets.chunks(), [b""]):
        text = decoder.decode(chunk, not chunk)
        high = 0 if chunk.isascii() else len(chunk.translate(None, _ASCII))
        broken = [] if text.isascii() else _BROKEN.findall(text)
        if broken and not found.broken:
            found.line = line + text[: text.index(broken[0])].count("\n")
            found.octet = ord(broken[0]) - 0xDC00
        found.broken += len(broken)
        found.sound += high - len(broken)
        line += text.count("\n")
    return found


def _other_encoding(octets: Octets, found: _Utf8) -> str:
    sample = _sample(octets)
    ways = readings(sample)
    if found.sound and (is_damaged_utf_8(sample, ways) or _is_mixed(ways, found)):
        raise found.unreadable()
    reading = certain(ways)
    if reading is None:
        raise _uncertain(ways, found)
    return reading.encoding


def _is_mixed(ways: Sequence[Reading], found: _Utf8) -> bool:
    """Whether some words are UTF-8 and others are in another encoding, so that either would damage the others."""
    return bool(ways) and ways[0].encoding in LATIN and 20 * found.sound > found.broken


def _sample(octets: Octets) -> bytes:
    """Return the first lines that are not ASCII, from a few octets before the first that is not."""
    found = rest = b""
    for chunk in octets.chunks():
        whole, end, rest = (rest + chunk).rpartition(b"\n")
        if not end and len(rest) > _SAMPLE:
            whole, rest = rest, b""
        for line in _NOT_ASCII.finditer(whole + end):
            found += line[0][:_SAMPLE]
            if len(found) >= _SAMPLE:
                return found[:_SAMPLE]
    last = _NOT_ASCII.search(rest + b"\n")
    return (found + last[0] if last else found)[:_SAMPLE]


def _uncertain(ways: Sequence[Reading], found: _Utf8) -> Unreadable:
    octet = f"the byte 0x{found.octet:02X} is not UTF-8"
    if not ways:
        return Unreadable(f"{octet}, and no encoding known here fits; save the file as UTF-8", found.line)
    near = [way for way in ways if way.surprise - ways[0].surprise < 24.0][:3]
    shown = ", ".join(f"{_first_word(way.text)!r} with --encoding {way.encoding}" for way in near)
    return Unreadable(f"{octet}, and its encoding is not certain: it reads {shown}", found.line)


def _first_word(text: str) -> str:
    """Return the first word that is not ASCII, to be shown."""
    words = re.findall(r"[^\s,;|\"']*[^\x00-\x7f][^\s,;|\"']*", text)
    return clean_line(words[0] if words else text, 24)
