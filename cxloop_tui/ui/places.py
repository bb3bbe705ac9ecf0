"""Where the palette can go besides doing actions: a ticket by its number, the tickets of a person or a segment."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final, Protocol, runtime_checkable

from textual.command import Hit, Hits
from textual.content import Content

from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.query import Branch, Field, Query, Value
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.ui.opening import Opening
from cxloop_tui.ui.providing import DeskProvider

OFFERED_MOST: Final = 10
"""People, and segments, that are offered at once."""

_TICKET: Final = re.compile(r"[#:]?(?P<number>[0-9]{1,15})|(?P<handle>~[0-9a-z]{2,})", re.IGNORECASE)
_WORDS_MOST: Final = 60


@runtime_checkable
class Desk(Protocol):
    """The screen that shows tickets."""

    @property
    def shown(self) -> Opening:
        """The list that is shown."""

    def look_for(self, query: Query) -> None:
        """Go to the list of another query."""

    async def ticket_named(self, name: str) -> TicketRow | None:
        """Return a ticket by its number or handle; None when there is none."""

    def go_to(self, row: TicketRow) -> None:
        """Open a ticket."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A query somebody can ask for by a name."""

    field: Field
    name: str
    hint: str
    value: Value

    @property
    def title(self) -> str:
        """What it is called: `owner: Bea Rossi`."""
        return clean_line(f"{self.field}: {self.name}")


class PlaceProvider(DeskProvider):
    """Finds tickets by number, people and segments by name."""

    async def find(self, query: str) -> Hits:
        """Offer what is named; nothing where no tickets are shown."""
        desk = self.screen
        if not isinstance(desk, Desk):
            return
        if named := _TICKET.fullmatch(query.strip()):
            row = await desk.ticket_named(named["number"] or named["handle"])
            if row is not None:
                title = f"#{row.number}" if named["number"] else named["handle"]
                shown = Content.assemble(title, ("  " + _words_of(row), "dim"))
                yield Hit(1.0, shown, partial(desk.go_to, row), text=title)
            return
        matcher = self.matcher(query)
        for place in _places(query, desk.shown):
            shown = Content.assemble(place.title, ("  " + clean_line(place.hint), "dim"))
            look = partial(desk.look_for, Query().with_values(place.field, [place.value]))
            yield Hit(max(matcher.match(place.title), 0.01), shown, look, text=place.title)


def _words_of(row: TicketRow) -> str:
    who = row.customer_name or row.customer_email or ""
    return clean_line(f"{who}  {row.said or ''}".strip(), _WORDS_MOST)


def _places(typed: str, shown: Opening) -> Iterator[_Place]:
    """Yield the people, then the segments, that are named; `owner:` or `segment:` before a name asks for one kind."""
    before, colon, after = typed.partition(":")
    asked = before.strip().casefold()
    for field, places in ((Field.OWNER, _people(shown)), (Field.SEGMENT, _segments(shown))):
        if colon and asked == field:
            wanted = tokens(after)
            yield from islice((place for place in places if _is_named(place, wanted)), OFFERED_MOST)
        elif wanted := [word for word in tokens(typed) if word != field]:
            yield from islice((place for place in places if _is_named(place, wanted)), OFFERED_MOST)


def _is_named(place: _Place, wanted: Iterable[str]) -> bool:
    words = tokens(f"{place.name} {place.hint}")
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _people(shown: Opening) -> Iterator[_Place]:
    people = sorted(shown.space.people.values(), key=lambda person: (not person.active, person.name.casefold()))
    return (_Place(Field.OWNER, person.name, person.email, person.email) for person in people)


def _segments(shown: Opening) -> Iterator[_Place]:
    tree = shown.space.tree
    return (_Place(Field.SEGMENT, at.name, at.code, Branch(at.code, below=True)) for at in tree)
