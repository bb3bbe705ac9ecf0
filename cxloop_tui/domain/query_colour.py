"""What every stretch of query text is, for its colour: `spans`."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cxloop_tui.domain.query import FIELD_PREFIX
from cxloop_tui.domain.query_parse import SORT, body_of, read_piece
from cxloop_tui.domain.query_pieces import Piece, QueryMistake, cut_pieces
from cxloop_tui.domain.query_values import is_ticket_names
from cxloop_tui.domain.vocabulary import Vocabulary

Role: TypeAlias = Literal["field", "value", "word", "sort", "mistake"]
"""What a stretch of query text is, for its colour."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of query text from column `start` up to `end`, and what it is."""

    start: int
    end: int
    role: Role


def spans(text: str, vocabulary: Vocabulary) -> list[Span]:
    """Return what every part of `text` is, in order and without overlap; white space between pieces is left out."""
    found: list[Span] = []
    try:
        for piece in cut_pieces(text):
            found.extend(_piece_spans(piece, vocabulary))
    except QueryMistake as unclosed:
        return [*spans(text[: unclosed.start], vocabulary), Span(unclosed.start, unclosed.end, "mistake")]
    return found


def _piece_spans(piece: Piece, vocabulary: Vocabulary) -> list[Span]:
    plain = _roles(piece)
    try:
        read_piece(piece, vocabulary)
    except QueryMistake as mistake:
        return _with_mistake(plain, mistake)
    return plain


def _roles(piece: Piece) -> list[Span]:
    body = body_of(piece)
    prefix = FIELD_PREFIX.match(body.shape)
    if prefix is None:
        return [Span(piece.start, piece.end, "value" if is_ticket_names(body) else "word")]
    if prefix[1].lower() == SORT:
        return [Span(piece.start, piece.end, "sort")]
    values = body.cut(prefix.end())
    both = [Span(piece.start, values.start, "field"), Span(values.start, piece.end, "value")]
    return [span for span in both if span.start < span.end]


def _with_mistake(plain: list[Span], mistake: QueryMistake) -> list[Span]:
    """Return the spans with the mistake cut out of them and put in its place."""
    marked = [Span(mistake.start, mistake.end, "mistake")]
    for span in plain:
        before = Span(span.start, min(span.end, mistake.start), span.role)
        after = Span(max(span.start, mistake.end), span.end, span.role)
        marked += [part for part in (before, after) if part.start < part.end]
    return sorted(marked, key=lambda part: part.start)
