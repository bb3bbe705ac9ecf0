"""Asking somebody by name in a comment: `@Bea Bari`, `@bea` as before the @ of their e-mail, or the whole e-mail."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from unicodedata import normalize

from cxloop_tui.domain.people import Person

_BEGUN: Final = re.compile(r"(?<![\w.+-])@([\w.+-]*\w)")
"""An @ with the beginning of a name; one within an address of somebody is none."""


class Called(NamedTuple):
    """Somebody, and how they may be asked: made once for a text that is read again with every letter."""

    person: Person
    names: Sequence[str]
    """Folded, as they are compared."""


def called(people: Iterable[Person]) -> Sequence[Called]:
    """Return how each of some people may be asked."""
    return [Called(one, [name.casefold() for name in names_of(one)]) for one in people]


class Begun(NamedTuple):
    """A name that is nobody's, or nobody's yet."""

    typed: str
    """With its @."""
    may_be: Sequence[Person]
    """Those whose name, or e-mail, begins so."""


def names_of(person: Person) -> Sequence[str]:
    """Return by which names somebody may be asked."""
    names = (person.email, person.name, person.email.partition("@")[0])
    return [normalize("NFC", name) for name in names if name]


def asking(person: Person) -> re.Pattern[str]:
    """Match where somebody is asked, in composed text; an address of somebody else, or a longer name, is others'."""
    either = "|".join(map(re.escape, names_of(person)))
    return re.compile(rf"(?<![\w.+-])@(?:{either})(?![\w@]|[.+-]\w)", re.IGNORECASE)


def asked(text: str, people: Sequence[Called]) -> Sequence[Person]:
    """Return those whom a text asks by name."""
    if "@" not in text:
        return []
    composed = normalize("NFC", text)
    folded = composed.casefold()
    named = (one.person for one in people if any(name in folded for name in one.names))
    return [one for one in named if asking(one).search(composed)]


def begun(text: str, people: Sequence[Called]) -> Sequence[Begun]:
    """Return the names in a text that ask nobody, the last first."""
    composed = normalize("NFC", text)
    somebody = list(map(asking, asked(composed, people)))
    names = {
        found[0]: found[1].casefold()
        for found in reversed(list(_BEGUN.finditer(composed)))
        if not any(pattern.match(composed, found.start()) for pattern in somebody)
    }
    return [Begun(name, [one.person for one in people if _begins(one, start)]) for name, start in names.items()]


def _begins(somebody: Called, start: str) -> bool:
    return any(name.startswith(start) for name in somebody.names)
