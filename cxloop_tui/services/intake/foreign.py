"""Files that hold no survey: what they are, told by how they begin, and what to do instead."""

import re
from typing import Final

_TO_CSV: Final = "save the sheet as CSV UTF-8"
_UNPACK: Final = "unpack it first"
_EXPORT: Final = "export the answers as CSV UTF-8"

_BEGINNINGS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"PK\x05\x06", "an empty archive (zip)", "export the answers again"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", _TO_CSV),
    (b"%PDF", "a PDF", _EXPORT),
    (b"\x89PNG", "an image (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "an image (JPEG)", _EXPORT),
    (b"GIF8", "an image (GIF)", _EXPORT),
    (b"SQLite format 3\0", "a SQLite database", _EXPORT),
    (b"\x7fELF", "a program", _EXPORT),
    (b"{\\rtf", "a text document (RTF)", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"ARROW1", "an Arrow file", _EXPORT),
    (b"Obj\x01", "an Avro file", _EXPORT),
    (b"RDX", "an R data file", _EXPORT),
    (b"\x1f\x8b", "compressed twice (gzip in gzip)", _UNPACK),
    (b"BZh", "compressed (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "compressed (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", _UNPACK),
    (b"7z\xbc\xaf", "an archive (7z)", _UNPACK),
    (b"Rar!", "an archive (rar)", _UNPACK),
)
"""How it begins, what it is, what to do."""

_OFFICE: Final = re.compile(rb"xl/|word/|ppt/|\[Content_Types\]|opendocument")
_MARKUP: Final = re.compile(rb"\s*<(?P<html>!doctype html|html)?[a-z!?/]?", re.IGNORECASE)


def what_else(head: bytes) -> str | None:
    """Say what a file is that begins like this, and what to do; None when it may hold a survey."""
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PK\x03\x04"):
        if _OFFICE.search(head):
            return f"is a spreadsheet or another Office document; {_TO_CSV}"
        return f"is an archive (zip); {_UNPACK}"
    if head[257:262] == b"ustar":
        return f"is an archive (tar); {_UNPACK}"
    for beginning, what, advice in _BEGINNINGS:
        if plain.startswith(beginning):
            return f"is {what}; {advice}"
    markup = _MARKUP.match(plain)
    if markup:
        return f"is {'a web page (HTML)' if markup['html'] else 'XML'}; {_EXPORT}"
    return None
