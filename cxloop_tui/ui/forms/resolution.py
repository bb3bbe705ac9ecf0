"""Resolve and reopen: the loop closed, and opened again."""

from collections.abc import Sequence

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Field, Form, LineField, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of, newest_first, turned
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

TOLD = (
    Option("by call", "by call", "told on the telephone"),
    Option("by mail", "by mail", "written to"),
    Option("in person", "in person", "told face to face"),
    Option("not possible: no answer", "no answer", "tried, not possible"),
    Option("not possible: no address", "no address", "not possible: no e-mail, no telephone"),
    Option("not wanted", "not wanted", "the customer asked not to be contacted"),
)
"""How a customer can have been told what was done."""


def resolve_form(view: TicketView, space: Organisation, causes: Sequence[str], session: Session) -> Form:
    """Ask why it happened, what was done and how the customer was told, as policy demands."""
    ticket = view.ticket
    required = space.policy.resolution_requires
    hint = f"used before: {', '.join(causes)}" if causes else "why it happened, so that it does not happen again"
    fields: tuple[Field, ...] = (
        LineField(name="root_cause", label="cause", value=ticket.root_cause or "", placeholder=hint),
        LineField(name="action_taken", label="action", placeholder="what was done about it"),
        ChoiceField(name="told", label="told", options=TOLD, value=ticket.told or "", rows=6, rows_low=6),
    )

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        asked = ", ".join(field.label for field in fields if field.name in required) or "nothing"
        return [
            ("status", turned(str(ticket.status), "resolved", looks)),
            ("asked", [Piece(asked, looks.muted)]),
        ]

    async def submit(values: Values) -> Done | None:
        return await session.act(
            lambda sitting: sitting.resolve(
                ticket.id,
                root_cause=values["root_cause"],
                action_taken=values["action_taken"],
                told=values["told"],
                seen=view.seen,
            )
        )

    return Form(
        name="resolve",
        title=f"Resolve {name_of(ticket)}",
        button="Resolve",
        consequential=True,
        ticket=ticket.id,
        fields=fields,
        preview=preview,
        submit=submit,
        comments=newest_first(view),
    )


def reopen_form(view: TicketView, session: Session) -> Form:
    """Ask what came up; the owner and the cause stay."""
    ticket = view.ticket

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [
            ("status", turned("resolved", "open", looks, "the time to resolve starts again")),
            ("cause", [Piece(ticket.root_cause or "none given", looks.muted)]),
        ]

    async def submit(values: Values) -> Done | None:
        return await session.act(lambda sitting: sitting.reopen(ticket.id, values["note"] or None, seen=view.seen))

    return Form(
        name="reopen",
        title=f"Reopen {name_of(ticket)}",
        button="Reopen",
        ticket=ticket.id,
        fields=(TextField(name="note", label="note", placeholder="what came up"),),
        preview=preview,
        submit=submit,
        comments=newest_first(view),
    )
