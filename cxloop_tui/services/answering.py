"""The intake of one survey response that a program sends; `services.intake` does the same for whole files."""

from collections.abc import Mapping
from typing import NamedTuple

from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.intake import Older, addition_id, ticket_id
from cxloop_tui.domain.intake.answers import at_home, read_answer
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.people import Act
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.intake.taking import Rules, carry_out, fate_of


class Taken(NamedTuple):
    """A response that is on record."""

    response: str
    """Its id."""
    ticket: str | None
    """The id of the ticket that it made, or was put to; None when it made none."""
    number: int | None
    """That ticket's number."""
    is_new: bool
    """Whether it was not on record before."""


def take_answer(desk: Desk, by: str, answer: Mapping[str, Json], now: int) -> Taken:
    """Write a response down, with the ticket it makes when it is dissatisfied; the same one again changes nothing.

    `now` is the time of day in milliseconds since the epoch. Raises Unusable, naming the key that is amiss; Refused
    when `by` is no admin or there is no such segment, NotFound when `by` is nobody.
    """
    said = read_answer(answer, now)
    rules = Rules(Older.TICKETS, now, day_of(now))

    def taken(sitting: Sitting) -> Taken:
        sitting.organisation.demand(by, Act.ADMINISTER)
        if sitting.has_response(said.id):
            return _on_record(sitting, said.id, is_new=False)
        response = at_home(said.response, sitting.organisation.tree)
        fate = fate_of(sitting, said.id, response, rules)
        carry_out(fate, sitting, said.id, response, rules, tags=said.tags)
        return _on_record(sitting, said.id, is_new=True)

    return desk.sit(by, taken)


def _on_record(sitting: Sitting, response: str, *, is_new: bool) -> Taken:
    """Return a response with its ticket: the one it made, else the one it was put to."""
    made = sitting.operation(ticket_id(response)) or sitting.operation(addition_id(response))
    if made is None:
        return Taken(response, None, None, is_new)
    ticket = sitting.ticket(made.subject)
    return Taken(response, ticket.id, ticket.number, is_new)
