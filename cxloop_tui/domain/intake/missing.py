"""What stands in a cell where nothing was answered.

Only cells of a known type are judged by it: scores, dates, addresses, ids. What people say in their own words stays
exact; a comment of nothing but such a word counts as none, and the word is kept among the other answers.
"""

from typing import Final

_MISSING: Final = frozenset({
    "", "-", "--", "---", "–", "—", ".", "..", "...", "?", "??", "\\n", "null", "(null)", "<null>", "none", "nil",
    "nan", "na", "n/a", "#n/a", "#na", "n.a.", "n.a", "not available", "not applicable", "(empty)", "(blank)",
    "k.a.", "k. a.", "keine angabe", "s/o", "n.d.", "n/d", "nvt", "n.v.t.", "b.d.", "brak",
})  # fmt: skip
"""Case folded and trimmed."""


_NO_COMMENT: Final = _MISSING | {
    "did not answer", "not answered", "no answer", "no response", "no comment", "no comments", "skipped",
    "keine antwort", "kein kommentar", "pas de commentaire", "sans commentaire", "sin comentarios", "sin respuesta",
    "nessun commento", "nessuna risposta", "sem comentários", "sem resposta", "geen opmerkingen", "geen antwoord",
    "brak komentarza", "brak odpowiedzi",
}  # fmt: skip


def is_no_comment(cell: str) -> bool:
    """Whether a cell of the customer's own words says nothing: blank, or only a word for nothing."""
    return cell.strip().casefold() in _NO_COMMENT


def is_missing(cell: str) -> bool:
    """Whether a cell of a known type holds nothing: blank, or a word that tools write for nothing."""
    return cell.strip().casefold() in _MISSING


def is_missing_name(cell: str) -> bool:
    """Whether a cell of names holds none; Null, None and Na are also names that people have."""
    name = cell.strip()
    return is_missing(name) and not (name.isalpha() and name.istitle())
