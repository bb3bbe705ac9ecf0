"""Setting a ticket aside: until when, for whom, and what is to be done then."""

from collections.abc import Sequence
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import CUSTOMER, Ticket, Waiting, resolve_due_after
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.domain.when import EXAMPLES, read_moment
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, Submit, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.when import exact, moment, span

_NOBODY: Final = "nobody"
"""Chosen for a ticket that is not to wait any more."""

_WHOM: Final = (
    Option(CUSTOMER, "the customer", "the clock to its resolution stands still"),
    Option("other", "something else", "the clock goes on"),
)
_GOES_ON: Final = Option(_NOBODY, "nobody any more", "it goes on now")


def wait_form(view: TicketView, policy: Policy, session: Session) -> Form:
    """Ask until when a ticket waits, and for whom; what its deadline will be is said before."""
    ticket, offset = view.ticket, session.utc_offset()
    waits = Waiting(ticket.waiting_for, ticket.waiting_until)
    is_waiting = waits.until is not None and waits.until > session.now()
    until = exact(waits.until, offset) if is_waiting and waits.until is not None else ""
    who = clean_line(ticket.customer_name or ticket.customer_email or "the customer")

    def waiting(values: Values) -> Waiting:
        said = values["until"].strip()
        if said and said == until and values["whom"] != _NOBODY:
            return Waiting(values["whom"], waits.until)
        return waiting_of(values, session)

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        try:
            wanted = waiting(values)
        except Unusable as trouble:
            said = str(trouble) if values["until"].strip() else f"say when: {EXAMPLES}"
            until, wanted = [Piece(said, looks.waiting if values["until"].strip() else looks.muted)], waits
        else:
            until = [*_until(wanted, session, looks)]
        return [("until", until), ("deadline", _deadline(ticket, wanted, policy, session, looks))]

    async def submit(values: Values) -> Done | None:
        wanted = waiting(values)
        then = "" if wanted.until in (None, waits.until) else values["then"].strip()
        return await session.act(lambda sitting: sitting.set_aside(ticket.id, wanted, then=then, seen=view.seen))

    return Form(
        name="wait",
        title=f"Let {name_of(ticket)} wait",
        button="Wait",
        ticket=ticket.id,
        fields=(
            LineField(name="until", label="until", value=until, placeholder=EXAMPLES),
            ChoiceField(
                name="whom",
                label="for",
                options=(*_WHOM, _GOES_ON) if is_waiting else _WHOM,
                value=waits.whom if is_waiting and waits.whom else CUSTOMER,
                rows=3,
                rows_low=2,
            ),
            LineField(name="then", label="then do", value=f"see whether {who} has answered"),
        ),
        preview=preview,
        submit=submit,
        footnote="it goes on earlier when the customer answers",
    )


def wait_many_form(tickets: str, session: Session, submit: Submit) -> Form:
    """Ask until when many tickets wait, and for whom."""

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        try:
            return [("until", _until(waiting_of(values, session), session, looks))]
        except Unusable as trouble:
            return [
                ("until", [Piece(str(trouble) if values["until"].strip() else f"say when: {EXAMPLES}", looks.muted)])
            ]

    return Form(
        name="wait-many",
        title=f"Let {tickets} wait",
        button="Wait",
        fields=(
            LineField(name="until", label="until", placeholder=EXAMPLES),
            ChoiceField(name="whom", label="for", options=(*_WHOM, _GOES_ON), value=CUSTOMER, rows=3, rows_low=3),
        ),
        preview=preview,
        submit=submit,
        footnote="each goes on earlier when its customer answers",
    )


def waiting_of(values: Values, session: Session) -> Waiting:
    """Return what is asked for. Raises Unusable for a time that means nothing."""
    if values["whom"] == _NOBODY:
        return Waiting()
    return Waiting(values["whom"], read_moment(values["until"].strip(), session.now(), session.utc_offset()))


def _until(wanted: Waiting, session: Session, looks: Looks) -> Sequence[Piece]:
    if wanted.until is None:
        return [Piece("it waits for nobody any more", looks.plain)]
    return [
        Piece(exact(wanted.until, session.utc_offset()), looks.plain),
        Piece(f"   in {span(wanted.until - session.now())}", looks.muted),
    ]


def _deadline(ticket: Ticket, wanted: Waiting, policy: Policy, session: Session, looks: Looks) -> Sequence[Piece]:
    """Say what becomes of the deadline to its resolution."""
    now, offset = session.now(), session.utc_offset()
    due = resolve_due_after(ticket, wanted, now, policy)
    before, after = (moment(at, now, offset) for at in (ticket.resolve_due_at, due))
    if before == after:
        return [Piece(f"to be resolved by {before}, as before", looks.muted)]
    return [Piece(f"to be resolved by {before} ", looks.muted), Piece(f"{looks.signs.becomes} {after}", looks.plain)]
