"""The full text as PostgreSQL keeps it: a document as a `tsvector`, what is searched as a `tsquery`.

Both are written out here, from tokens folded by `domain.folding`; no dictionary of the server has a say. A tsvector
knows 16,383 positions, 256 places of one token and a megabyte, and drops silently or refuses what is beyond. A longer
document has one lexeme in its place, which every search finds too, and is kept folded beside it, to be looked through
for the phrases themselves. So long and short are found by exactly the same words.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from cxloop_tui.domain.folding import Phrase

POSITIONS_MAX: Final = 16_383
REPEATS_MAX: Final = 255
OCTETS_MAX: Final = 800_000
"""How much of a tsvector's megabyte the folded document may have; positions take the rest."""

_LONG: Final = "*"
"""What no token can be."""


def vector_of(document: str) -> tuple[str, str | None]:
    """Return a folded document as the text of a tsvector, and folded once more if that cannot hold it."""
    tokens = document.split(" ")
    if len(tokens) > POSITIONS_MAX or len(document.encode()) > OCTETS_MAX:
        return _long(document)
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens, start=1):
        places.setdefault(token, []).append(str(place))
    if any(len(found) > REPEATS_MAX for found in places.values()):
        return _long(document)
    return " ".join(f"'{token}':{','.join(found)}" for token, found in places.items()), None


def _long(document: str) -> tuple[str, str]:
    return f"'{_LONG}'", f" {document} "


def document_of(lexemes: Sequence[str] | None, folded: str | None) -> str:
    """Return the document that was kept so: the lexemes of its tsvector in their places, and folded if it is long."""
    return " ".join(lexemes or ()) if folded is None else folded.strip()


def query_of(phrases: Sequence[Phrase]) -> str:
    """Return the text of the tsquery that finds documents with all `phrases`, and every long one."""
    every = " & ".join(" <-> ".join(_lexemes(phrase)) for phrase in phrases)
    return f"'{_LONG}' | {every}"


def _lexemes(phrase: Phrase) -> Iterator[str]:
    *before, last = phrase.tokens
    yield from (f"'{token}'" for token in before)
    yield f"'{last}'" + (":*" if phrase.is_prefix else "")


def passages_of(phrases: Sequence[Phrase]) -> list[str]:
    """Return what a long document, as `vector_of` folded it, must contain to be found by `phrases`."""
    return [f" {' '.join(phrase.tokens)}" + ("" if phrase.is_prefix else " ") for phrase in phrases]
