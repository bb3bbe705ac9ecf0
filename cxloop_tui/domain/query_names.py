"""Which of the names a query can use was meant: found by any spelling, else the nearest is suggested."""

from collections.abc import Iterator, Mapping

from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.query import value_text
from cxloop_tui.domain.query_pieces import Piece, QueryMistake


def choice_meant(item: Piece, noun: str, words: Mapping[str, str]) -> str:
    """Return what the typed word stands for in `words`, by its lower case spelling. Raises QueryMistake."""
    found = words.get(item.text.lower())
    if found is not None:
        return found
    raise _unknown(item, noun, words, among=tuple(dict.fromkeys(words.values())))


def name_meant(item: Piece, noun: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """Return the key in `known` that is meant: by itself, by the first kind of name that only one has, or by a word.

    So Nora Lindqvist is meant by `nora`, too, unless another Nora works here. Raises QueryMistake when there is none
    of that name, or several.
    """
    if item.text in known:
        return item.text
    wanted = item.text.casefold()
    whole = [[key for key, name in named if name.casefold() == wanted] for named in _kinds_of_names(known)]
    by_word = [key for key, names in known.items() if wanted in " ".join(names).casefold().split()]
    for found in (*whole, by_word):
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(found[:3])
            raise item.mistake(f"more than one {noun} is {shown(item)}: {several}", value_text(found[0]))
    raise _unknown(item, noun, {name: key for key, names in known.items() for name in names})


def _kinds_of_names(known: Mapping[str, tuple[str, ...]]) -> Iterator[list[tuple[str, str]]]:
    """Yield every kind of name there is, each with the key it belongs to."""
    for names in zip(*known.values(), strict=True):
        yield list(zip(known, names, strict=True))


def _unknown(item: Piece, noun: str, words: Mapping[str, str], among: tuple[str, ...] = ()) -> QueryMistake:
    """Return the mistake of a name that is not there, with the nearest one, else with all if they are few."""
    nearest = most_similar(item.text, words)
    if nearest is not None:
        return item.mistake(f"no {noun} {shown(item)}; did you mean {nearest}?", value_text(nearest))
    hint = f"; there are {', '.join(among)}" if among else ""
    return item.mistake(f"no {noun} {shown(item)}{hint}")


def most_similar(typed: str, words: Mapping[str, str]) -> str | None:
    """Return what the most similar of `words` stands for, if any is similar; nobody mistypes a whole sentence."""
    if len(typed) > 60:
        return None
    folded = {word.casefold(): meant for word, meant in words.items()}
    close = nearest(typed.casefold(), folded)
    return None if close is None else folded[close]


def shown(piece: Piece) -> str:
    """Return what a piece says as a message quotes it, cut to 30 characters."""
    return f'"{piece.text}"' if len(piece.text) <= 30 else f'"{piece.text[:29]}…"'
