"""Resolve and reopen: the loop closed, and opened again."""

from collections.abc import Sequence
from typing import Final, TypeAlias

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


_USED_SHOWN: Final = 3
"""How many of the causes that were given before are in sight."""

Used: TypeAlias = Sequence[tuple[str, int]]
"""Causes that tickets name, with how many name each, the most frequent first."""


def cause_field(value: str, causes: Used) -> LineField:
    """Ask why it happened, offering what other tickets say."""
    return LineField(
        name="root_cause",
        label="cause",
        value=value,
        placeholder="why it happened, so that it does not happen again",
        suggestions=tuple(cause for cause, _ in causes),
    )


def used_causes(typed: str, causes: Used, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
    """Say which causes other tickets name that have what is typed in them, with how many name each."""
    if not causes:
        return []
    wanted = typed.strip().casefold()
    alike = [(cause, count) for cause, count in causes if wanted in cause.casefold()][:_USED_SHOWN]
    words = "   ".join(f"{cause} {count:,}" for cause, count in alike) or "no other ticket names one like it"
    return [("causes", [Piece(words, looks.muted)])]


def resolve_form(view: TicketView, space: Organisation, causes: Used, session: Session) -> Form:
    """Ask why it happened, what was done and how the customer was told, as policy demands."""
    ticket = view.ticket
    required = space.policy.resolution_requires_of(ticket.score, ticket.score_kind)
    fields: tuple[Field, ...] = (
        cause_field(ticket.root_cause or "", causes),
        LineField(name="action_taken", label="action", placeholder="what was done about it"),
        ChoiceField(name="told", label="told", options=TOLD, value=ticket.told or "", rows=6, rows_low=6),
    )

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        asked = ", ".join(field.label for field in fields if field.name in required) or "nothing"
        return [
            ("status", turned(str(ticket.status), "resolved", looks)),
            ("asked", [Piece(asked, looks.muted)]),
            *used_causes(values["root_cause"], causes, looks),
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
