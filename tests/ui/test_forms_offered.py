"""Choices: what is offered is what the rule accepts, and all else says why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import product

import pytest

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.escalation import escalate_form
from cxloop_tui.ui.forms.form import ChoiceField, Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.ticket import move_form
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.themes import DARK, semantic_variables
from cxloop_tui.ui.widgets.chooser import Chooser
from tests.builders import ADA, BEA, EVE, GIA, LEA, MAX, TOM
from tests.fakes import memory_rooms
from tests.ui.desk_host import Making, a_days_queue, desk, furnished
from tests.ui.forms import foretold, go_to, opened, problem

LOW, WIDE = (80, 24), (120, 30)


class Taken(Exception):
    """Ends a transaction in which nothing was refused."""


def is_accepted(rooms: Rooms, work: Callable[[Sitting], object]) -> bool:
    """Say whether the desk would do it for whom the rooms are, without doing it."""

    def tried(sitting: Sitting) -> None:
        work(sitting)
        raise Taken

    try:
        rooms.desk().sit(rooms.me, tried)
    except Taken:
        return True
    except CxloopError:
        return False
    raise AssertionError("unreachable")


def in_every_state(making: Making) -> None:
    """The usual queue, and an escalation that has reached the top."""
    a_days_queue(making)
    top = making.ticket("max@shop.example", "Nobody answers me.", 0.5, owner=TOM, segment="turin")
    making.by(TOM, lambda sitting: sitting.escalate(top, "italy", "He asks for the boss."))


def offered(options: Iterable[Option]) -> set[str]:
    """Return what can be chosen."""
    return {option.value for option in options if option.reason is None}


def options_of(form: Form, name: str) -> Sequence[Option]:
    """Return what a form lets choose in a field."""
    field = next(field for field in form.fields if field.name == name)
    assert isinstance(field, ChoiceField)
    return field.options


@contextmanager
def rooms_of(me: str) -> Iterator[tuple[Rooms, Session]]:
    """Give somebody the desk without a screen."""
    store, clock, ids = furnished(in_every_state)
    rooms = memory_rooms(store, me, clock=clock, ids=ids)
    session = Session(rooms.queries, rooms.desk)
    yield rooms, session
    session.close()


EVERYBODY = (ADA, LEA, MAX, GIA, BEA, TOM, EVE)


def may_work(space: Organisation, me: str, ticket: Ticket) -> bool:
    return space.why_may_not(me, Act.WORK, ticket.owner, ticket.segment) is None


# Where a ticket may go ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("me", EVERYBODY)
def test_move_offers_exactly_where_the_rule_lets_it_go(me: str) -> None:
    with rooms_of(me) as (rooms, session):
        space = rooms.queries.organisation()
        for ticket in rooms.queries.tickets(Query()):
            accepted = {
                to.code
                for to in space.tree
                if to.code != ticket.segment and is_accepted(rooms, partial(move, ticket.id, to.code))
            }
            form = move_form(rooms.queries.view(ticket.id), space, session)
            found = offered(options_of(form, "segment"))
            assert (found if may_work(space, me, ticket) else set()) == accepted


def move(ticket: str, to: str, sitting: Sitting) -> None:
    sitting.do(ticket, lambda now, space: intent.change(now, intent.moved(now, to, space)))


@pytest.mark.parametrize("me", EVERYBODY)
def test_escalate_offers_exactly_who_the_rule_lets_take_it(me: str) -> None:
    with rooms_of(me) as (rooms, session):
        space = rooms.queries.organisation()
        for ticket in rooms.queries.tickets(Query()):
            accepted = {
                f"{to.code}\t{owner}"
                for to, owner in product(space.tree, space.people)
                if is_accepted(rooms, partial(escalate, ticket.id, to.code, owner))
            }
            form = escalate_form(rooms.queries.view(ticket.id), space, rooms.queries.loads(), session)
            found = offered(options_of(form, "to"))
            if ticket.status is Status.ESCALATED:
                assert not may_work(space, me, ticket) or found <= accepted
            else:
                assert (found if may_work(space, me, ticket) else set()) == accepted


def escalate(ticket: str, to: str, owner: str, sitting: Sitting) -> None:
    sitting.escalate(ticket, to, "why", owner=owner)


LOOKS = semantic_variables(DARK) | {name: str(getattr(DARK, name)) for name in ("background", "panel")}

MOVING: Sequence[tuple[Callable[[TicketView, Organisation, Session], Form], str, Mapping[str, str]]] = (
    (move_form, "segment", {}),
    (lambda view, space, session: escalate_form(view, space, {}, session), "to", {"reason": "why"}),
)
"""Forms that give a ticket another place: how they are made, what is chosen in them, what must be said."""


@pytest.mark.parametrize("me", EVERYBODY)
async def test_whatever_is_chosen_the_log_says_what_the_form_foretold(me: str) -> None:
    with rooms_of(me) as (rooms, session):
        space, looks = rooms.queries.organisation(), Looks.from_variables(LOOKS)
        for ticket in list(rooms.queries.tickets(Query())):
            for make, choice, words in MOVING:
                form = make(rooms.queries.view(ticket.id), space, session)
                for option in options_of(form, choice) if may_work(space, me, ticket) else ():
                    values = {choice: option.value if option.reason is None else "", **words}
                    lines = {
                        label: "".join(piece.text for piece in line) for label, line in form.preview(values, looks)
                    }
                    try:
                        done = await form.submit(values)
                    except CxloopError:
                        assert option.reason or ticket.status is Status.ESCALATED
                        continue
                    assert done is not None
                    assert lines["path"].startswith(
                        in_words(space.tree.name, done.operation, "segment", ticket.segment)
                    )
                    assert lines["owner"].startswith(
                        in_words(space.called, done.operation, "owner", ticket.owner or "")
                    )
                    rooms.desk().sit(me, lambda sitting: sitting.undo())


def in_words(name: Callable[[str], str], operation: Operation, field: str, now: str) -> str:
    """Say what an operation did to a field, as a form foretells it."""
    change = operation.set.get(field)
    return f"{name(now)} stays" if change is None else f"{name(str(change.seen))} → {name(str(change.wanted))}"


async def test_what_is_typed_and_not_allowed_appears_with_the_reason() -> None:
    async with desk(WIDE) as at:
        await opened(at, "move")
        assert "Milan" not in at.form.query_one(Chooser)._lines()[0].strip.text
        await at.press(*"milan")
        assert "Milan is neither beside nor right below Bari" in at.seen
        await at.press("ctrl+s")
        assert at.form
        assert "choose where it goes" in problem(at)


# Whom it may be given to -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("me", [ADA, MAX, BEA])
async def test_the_owner_chooser_offers_whom_the_rule_accepts(me: str) -> None:
    async with desk(LOW, tickets=in_every_state, me=me) as at:
        for number in (1, 2, 6, 7, 9):
            ticket = at.ticket(number)
            accepted = {
                email
                for email in at.rooms.queries.organisation().people
                if email != ticket.owner and is_accepted(at.rooms, partial(give, ticket.id, email))
            }
            await go_to(at, number)
            await at.press("a")
            assert offered(at.app.screen.query_one(Chooser)._options) == accepted, number
            await at.press("escape")


def give(ticket: str, owner: str, sitting: Sitting) -> None:
    sitting.change(ticket, {"owner": owner})


async def test_an_owner_who_may_not_be_chosen_says_why() -> None:
    async with desk(WIDE, me=MAX) as at:
        await go_to(at, 7)
        await at.press("a", *"bea")
        assert "Bea Bari does not work in your segments" in at.seen
        await at.press("enter")
        assert isinstance(at.app.screen, PickerScreen)
        assert "does not work in your segments" in at.said[-1]


async def test_the_owner_chooser_shows_how_much_everybody_has_to_do() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("a")
        await at.press(*"gia")
        loads = at.rooms.queries.loads()[GIA]
        assert f"{loads.open} open, {loads.overdue} overdue" in at.seen
        await at.press("enter")
        assert at.last(1) == {"owner": (BEA, GIA)}


# What was used before ----------------------------------------------------------------------------------------------


async def test_resolve_offers_causes_used_before() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        assert "short of staff" in at.seen


async def test_what_is_typed_of_a_cause_is_completed_and_others_like_it_are_counted() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        await at.write("Short")
        assert foretold(at)["causes"] == "short of staff 1"
        await at.press("right")
        assert at.form.values["root_cause"] == "short of staff"
        await at.write("?")
        assert foretold(at)["causes"] == "no other ticket names one like it"
