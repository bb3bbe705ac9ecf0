"""The page of people: who works here, as what, where, and how much they have to do."""

from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import PutLine, put_log
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.query import Field, Query
from cxloop_tui.domain.view import Load
from cxloop_tui.services import organising
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.person import new_person_form, person_form
from cxloop_tui.ui.forms.words import absence, work_of
from cxloop_tui.ui.render.when import day_words
from cxloop_tui.ui.screens.confirm import Question
from cxloop_tui.ui.screens.organisation_page import NOTHING, Desk, Seen, Verb, count
from cxloop_tui.ui.widgets.line_table import Cell, Column, Columns, Row, Tone

_ROOMY: Final = 100

_SPREAD: Final = "\tspread"
_LEADS: Final = "\tleads"
"""Choices that are nobody's e-mail."""


class PeoplePage:
    """The people, by name."""

    title: Final = "People"
    hidden: Final = "those who left"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """What an admin can do here."""
        return {
            "organisation.new": self._new,
            "organisation.edit": self._edit,
            "organisation.leave": self._leave,
        }

    @property
    def columns(self) -> Columns:
        """Who they are, as what they work and where, what they have to do, and whether they are here."""
        return _columns

    def rows(self, seen: Seen, *, everything: bool) -> Sequence[Row]:
        """By name; those who left at the end."""
        people = [person for person in seen.space.people.values() if person.active or everything]
        people.sort(key=lambda person: (not person.active, person.name.casefold(), person.email))
        return [_row(person, seen) for person in people]

    def about(self, seen: Seen, row_id: str) -> str:
        """Where they work and what they lead, and until when they are away."""
        space, person = seen.space, seen.space.people[row_id]
        led = [segment.name for segment in space.tree if row_id in segment.managers]
        parts = [
            f"works for {', '.join(map(space.tree.name, person.segments))}" if person.segments else "",
            f"{space.policy.word('manager')} of {', '.join(led)}" if led else "",
            absence(person, space, seen.today),
        ]
        return f"{person.name}: {'; '.join(filter(None, parts)) or 'belongs nowhere yet'}"

    def tickets(self, _seen: Seen, row_id: str) -> Query | None:
        """Those they own."""
        return Query().with_values(Field.OWNER, [row_id])

    def name(self, seen: Seen, row_id: str) -> str:
        """What people call them."""
        return seen.space.called(row_id)

    def log(self, queries: Queries, row_id: str) -> Sequence[PutLine]:
        """What was changed about them."""
        return put_log(queries.entries(row_id))

    async def _new(self, _email: str | None) -> None:
        space = await self._desk.session.ask(lambda queries: queries.organisation())
        await self._desk.fill_in(new_person_form(space, self._desk.session, self._desk.told))

    async def _edit(self, email: str | None) -> None:
        space = await self._desk.session.ask(lambda queries: queries.organisation())
        if email is not None:
            await self._desk.fill_in(person_form(space, self._desk.session, email, self._desk.told))

    async def _leave(self, email: str | None) -> None:
        """Ask who takes their tickets, say what that means, and do it."""
        session = self._desk.session
        if email is None:
            return
        space, loads, leaving = await session.ask(
            lambda queries: (queries.organisation(), queries.loads(), organising.leaving(queries, email))
        )
        name, many = space.called(email), len(leaving.tickets)
        taker: str | None = _LEADS
        if many:
            options = _takers(space, loads, email, session.today())
            taker = await self._desk.pick(f"Who takes the {many:,} open tickets of {name}?", options)
        if taker is None:
            return
        heirs = _heirs(taker, leaving, email, space, loads, session.today())
        lines = _foretold(leaving, heirs, name, space)
        if await self._desk.agrees(Question(f"Let {name} leave?", lines, "Let them leave", default_yes=False)):
            done = await session.act(lambda sitting: organising.leave(sitting, session.me, email, heirs))
            self._desk.tell(f"{name} has left; {done.tickets:,} tickets have other owners")


def _takers(space: Organisation, loads: Mapping[str, Load], email: str, day: str) -> list[Option]:
    people = [person for person in space.people.values() if person.active and person.email != email]
    people.sort(key=lambda person: person.name.casefold())
    return [
        Option(_SPREAD, "spread evenly", "over the people of each ticket's segment"),
        Option(_LEADS, "the leads", "each ticket to who leads its segment"),
        *(
            Option(
                person.email,
                person.name,
                ", ".join(filter(None, (work_of(person.email, loads), absence(person, space, day)))),
            )
            for person in people
        ),
    ]


def _heirs(
    taker: str,
    leaving: organising.Leaving,
    email: str,
    space: Organisation,
    loads: Mapping[str, Load],
    day: str,
) -> Mapping[str, str] | str:
    if taker == _SPREAD:
        return organising.spread_over_segments(leaving.tickets, email, space, loads, day)
    if taker == _LEADS:
        return organising.led_over_segments(leaving.tickets, email, space, day)
    return taker


def _foretold(
    leaving: organising.Leaving, heirs: Mapping[str, str] | str, name: str, space: Organisation
) -> list[tuple[str, str]]:
    lines = [("then", f"{name} works here no more, and keeps their history")]
    shares = organising.shares(leaving, heirs)
    for place, (taker, number) in enumerate(shares.items()):
        lines.append(("" if place else "tickets", f"{number:,} to {space.called(taker)}"))
    if leaving.led:
        lines.append(("leads", f"no more: {', '.join(map(space.tree.name, leaving.led))}"))
    if leaving.covered:
        lines.append(("stands in", f"no more for {', '.join(map(space.called, leaving.covered))}"))
    return lines


def _columns(width: int) -> Sequence[Column]:
    if width < _ROOMY:
        return (
            Column("name", "person"),
            Column("email", "e-mail", 18),
            Column("role", "role", 7),
            Column("segments", "segments", 11),
            Column("open", "open", 5, "right"),
            Column("overdue", "over", 4, "right"),
            Column("away", "away", 7),
        )
    return (
        Column("name", "person"),
        Column("email", "e-mail", 30),
        Column("role", "role", 7),
        Column("segments", "segments", 20),
        Column("open", "open", 6, "right"),
        Column("overdue", "overdue", 7, "right"),
        Column("away", "away until", 20),
    )


def _row(person: Person, seen: Seen) -> Row:
    load = seen.loads.get(person.email, NOTHING)
    tone = Tone.PLAIN if person.active else Tone.MUTED
    return Row(
        person.email,
        {
            "name": Cell(person.name, tone),
            "email": Cell(person.email, Tone.MUTED),
            "role": Cell(str(person.role), tone),
            "segments": Cell(", ".join(map(seen.space.tree.name, person.segments)), tone),
            "open": count(load.open),
            "overdue": count(load.overdue, Tone.ALARM),
            "away": _away(person, seen),
        },
    )


def _away(person: Person, seen: Seen) -> Cell:
    if not person.active:
        return Cell("left", Tone.MUTED)
    if person.away_until is None or not person.is_away(seen.today):
        return Cell("")
    stand_in = seen.space.stand_in(person.email, seen.today)
    deputy = "" if stand_in == person.email else f", {seen.space.called(stand_in).partition(' ')[0]}"
    return Cell(f"{day_words(person.away_until, seen.today)}{deputy}", Tone.WAITING)
