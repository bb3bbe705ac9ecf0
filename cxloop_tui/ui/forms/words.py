"""Pieces that several forms say alike: one thing becoming another, a person's work, a ticket's name."""

from collections.abc import Mapping, Sequence

from cxloop_tui.domain.history import comments_of
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Comment, TicketView
from cxloop_tui.domain.view import Load
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.when import day_words


def name_of(ticket: Ticket) -> str:
    """Return how a ticket is called: its number, or its handle until it has one."""
    return number_or_handle(ticket.id, ticket.number)


def turned(old: str, new: str, looks: Looks, after: str = "") -> Sequence[Piece]:
    """Say that one thing becomes another; if nothing changes, that it stays."""
    was, becomes = looks.signs.path(old), looks.signs.path(new)
    if old == new:
        return [Piece(was, looks.plain), Piece(" stays", looks.muted)]
    return [
        Piece(was, looks.plain),
        Piece(f" {looks.signs.becomes} ", looks.alarm),
        Piece(becomes, looks.plain + BOLD),
        Piece(f"  {after}", looks.muted),
    ]


def work_of(email: str, loads: Mapping[str, Load]) -> str:
    """Say how much somebody has to do."""
    load = loads.get(email, Load(0, 0))
    return f"{load.open:,} open, {load.overdue:,} overdue"


def duty(email: str, segment: str, space: Organisation) -> str:
    """Say why somebody can own what lies in a segment."""
    place = space.tree.get(segment)
    if place is not None and email in place.managers:
        lead = "lead " if place.managers[0] == email else ""
        return f"{lead}{space.policy.word('manager')} of {place.name}"
    person = space.people.get(email)
    return "" if person is None else str(person.role)


def absence(person: Person, space: Organisation, day: str) -> str:
    """Say until when somebody is away and who stands in, as of a day written `2026-12-01`; nothing when here."""
    if person.away_until is None or not person.is_away(day):
        return ""
    stand_in = space.stand_in(person.email, day)
    until = f"away until {day_words(person.away_until, day)}"
    return until if stand_in == person.email else f"{until}, {space.called(stand_in)} stands in"


def newest_first(view: TicketView) -> tuple[Comment, ...]:
    """Return a ticket's comments as a form keeps them in sight; of a brief view those after the gap."""
    recent = {entry.operation.id for entry in view.entries[view.gap :]}
    return tuple(said for said in reversed(comments_of(view.ticket, view.entries)) if said.id in recent)
