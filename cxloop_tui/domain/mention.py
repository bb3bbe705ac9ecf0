"""Asking somebody by name in a comment: `@Bea Bari`, `@bea` as before the @ of their e-mail, or the whole e-mail."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from unicodedata import normalize

from cxloop_tui.domain.people import Person

_BEGUN: Final = re.compile(r"(?<![\w.+-])@([\w.+-]*\w)")
"""An @ with the beginning of a name; one within an address of somebody is none."""


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


def asked(text: str, people: Iterable[Person]) -> Sequence[Person]:
    """Return those whom a text asks by name."""
    if "@" not in text:
        return []
    composed = normalize("NFC", text)
    folded = composed.casefold()
    named = (one for one in people if any(f"@{name.casefold()}" in folded for name in names_of(one)))
    return [one for one in named if asking(one).search(composed)]


def begun(text: str, people: Iterable[Person]) -> Sequence[Begun]:
    """Return the names in a text that ask nobody, the last first."""
    everybody, composed = list(people), normalize("NFC", text)
    somebody = list(map(asking, asked(composed, everybody)))
    names = {
        found[0]: found[1].casefold()
        for found in reversed(list(_BEGUN.finditer(composed)))
        if not any(pattern.match(composed, found.start()) for pattern in somebody)
    }
    return [Begun(name, [one for one in everybody if _begins(one, start)]) for name, start in names.items()]


def _begins(person: Person, start: str) -> bool:
    return any(name.casefold().startswith(start) for name in names_of(person))
