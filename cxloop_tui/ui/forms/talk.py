"""Comment and contact: what colleagues read, and what was tried with the customer."""

from collections.abc import Sequence
from typing import Final

from cxloop_tui.domain.mention import Begun, Called, asked, begun, called
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of, newest_first, turned
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

CONTACTS = (
    Option("call reached", "reached", "spoke on the telephone", key="1"),
    Option("call no-answer", "no answer", "nobody picked up", key="2"),
    Option("call voicemail", "voicemail", "left a message", key="3"),
    Option("mail reached", "mailed", "wrote an e-mail", key="4"),
    Option("met reached", "met", "spoke face to face", key="5"),
)
"""How a customer can have been tried; the key alone logs it, `z` takes it back."""


def comment_form(view: TicketView, session: Session, team: Sequence[Person] = ()) -> Form:
    """Ask for a comment and say who will read it; of a `team` whoever is asked by name hears of it at once."""
    ticket, people = view.ticket, called(team)

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [
            ("read by", [Piece("colleagues only; the customer does not see it", looks.muted)]),
            *([("asks", _asked(values["comment"], people, looks))] if people else []),
            *_opened(ticket, looks),
        ]

    async def submit(values: Values) -> Done | None:
        return await session.act(lambda sitting: sitting.comment(ticket.id, values["comment"]))

    return Form(
        name="comment",
        title=f"Comment on {name_of(ticket)}",
        button="Comment",
        ticket=ticket.id,
        fields=(TextField(name="comment", label="comment", placeholder="what you found out, what comes next"),),
        preview=preview,
        submit=submit,
        comments=newest_first(view),
    )


def _asked(text: str, people: Sequence[Called], looks: Looks) -> Sequence[Piece]:
    """Say who is asked by name, and who may be meant by a name that is nobody's yet."""
    who, unsure = asked(text, people), begun(text, people)
    if not who and not unsure:
        return [Piece("@ and a name lets somebody hear of it; the owner stays", looks.muted)]
    hear = f"{', '.join(one.name for one in who)} {'hears' if len(who) == 1 else 'hear'} of it   " if who else ""
    return [Piece(hear, looks.plain), Piece("   ".join(map(_offered, unsure)), looks.waiting)]


def _offered(name: Begun) -> str:
    may_be = ", ".join(f"@{one.email.partition('@')[0]} {one.name}" for one in name.may_be[:_OFFERED_MOST])
    return f"{name.typed}: {may_be or 'nobody is called so'}"


_OFFERED_MOST: Final = 3


def contact_form(view: TicketView, session: Session) -> Form:
    """Ask how the customer was tried; a note is optional."""
    ticket = view.ticket

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        ways = [text for text in (ticket.customer_phone, ticket.customer_email) if text]
        return [
            ("reach", [Piece("   ".join(ways) or "no telephone or e-mail known", looks.plain)]),
            *_opened(ticket, looks),
        ]

    async def submit(values: Values) -> Done | None:
        kind, _, outcome = values["contact"].partition(" ")
        return await session.act(lambda sitting: sitting.contact(ticket.id, kind, outcome, values["note"] or None))

    return Form(
        name="contact",
        title=f"Contact for {name_of(ticket)}",
        button="Log contact",
        ticket=ticket.id,
        fields=(
            ChoiceField(name="contact", label="contact", options=CONTACTS, rows_low=5),
            LineField(name="note", label="note", placeholder="optional: what was said"),
        ),
        preview=preview,
        submit=submit,
        comments=newest_first(view),
    )


def _opened(ticket: Ticket, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
    """Foretell that a new ticket is opened by whatever is said about it."""
    return [("status", turned("new", "open", looks))] if ticket.status is Status.NEW else []
