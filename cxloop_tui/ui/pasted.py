"""What somebody means who pastes a text on the desk: find it."""

import unicodedata
from typing import Final

from cxloop_tui.domain.query import Query
from cxloop_tui.domain.query_parse import QueryMistake, parse
from cxloop_tui.domain.text import clean_line, is_email
from cxloop_tui.domain.vocabulary import Vocabulary

LENGTH_MAX: Final = 200
"""Characters of a pasted text that are looked for: more than any number, address or sentence to find."""

_AROUND_ADDRESSES: Final = "<>()[]{}\"'`,;:.!?"
_MAILTO: Final = "mailto:"


def query_of(pasted: str, vocabulary: Vocabulary) -> Query | None:
    """Return the query that a pasted text is, or that looks for its words; None when it has none.

    Only its first line with words counts. An address in it, as in `Ana <ana@shop.example>`, is all that is meant.
    """
    line = next(filter(None, map(_harmless, pasted.splitlines())), "")
    words = line.split()
    addresses = list(dict.fromkeys(filter(is_email, map(_address, words))))
    if len(addresses) == 1:
        return Query((addresses[0],))
    query = _read(line, vocabulary) or parse(" ".join(_as_query(word, vocabulary) for word in words), vocabulary)
    return None if query == Query() else query


def _harmless(line: str) -> str:
    """Return a line without what cannot be seen, such as the mark that begins a file, and not too long."""
    visible = "".join(letter for letter in line if unicodedata.category(letter) != "Cf")
    spaced = "".join(letter if letter.isprintable() else " " for letter in visible)
    return clean_line(" ".join(spaced.split())[:LENGTH_MAX]).strip()


def _address(word: str) -> str:
    return word.strip(_AROUND_ADDRESSES).removeprefix(_MAILTO)


def _as_query(word: str, vocabulary: Vocabulary) -> str:
    """Return a word as the query language takes it: in quotes where it would mean nothing."""
    if _read(word, vocabulary) is not None:
        return word
    bare = word.replace("\\", "").replace('"', "")
    return f'"{bare}"' if bare else ""


def _read(text: str, vocabulary: Vocabulary) -> Query | None:
    try:
        return parse(text, vocabulary)
    except QueryMistake:
        return None
