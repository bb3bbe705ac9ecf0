"""Escalate and hand back: up with a reason, and down again."""

from collections.abc import Mapping, Sequence

from cxloop_tui.domain import intent
from cxloop_tui.domain.intent import handed_back_to
from cxloop_tui.domain.mail.foretelling import foretold_letter
from cxloop_tui.domain.operation import Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.segment import allowed_targets
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.domain.view import Load
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import absence, duty, name_of, newest_first, turned, work_of
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

_BETWEEN = "\t"
"""Between segment and owner in one choice: neither a code nor an e-mail has one."""


def escalate_form(view: TicketView, space: Organisation, loads: Mapping[str, Load], session: Session) -> Form:
    """Ask why, and to whom above; foretell path, owner and mail."""
    ticket = view.ticket
    options = _targets(ticket, space, loads, session.me, session.today())

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        to, owner = _chosen(values["to"])
        if not to:
            return [("path", [Piece("nobody above can take it", looks.alarm)])]
        return [
            (
                "path",
                [*turned(space.tree.name(ticket.segment), space.tree.name(to), looks), *_above(to, space, looks)],
            ),
            ("owner", turned(space.called(ticket.owner), space.called(owner), looks, duty(owner, to, space))),
            ("mail", _mail(letter(values), space, looks)),
        ]

    def letter(values: Values) -> Preview | None:
        to, owner = _chosen(values["to"])
        draft = intent.escalate(ticket, to, values["reason"], space, by=session.me, owner=owner)
        return foretold_letter(draft, ticket, session.me, session.now(), space)

    async def submit(values: Values) -> Done | None:
        to, owner = _chosen(values["to"])
        return await session.act(
            lambda sitting: sitting.escalate(
                ticket.id, to, values["reason"], owner=owner, seen=view.seen, preview=letter(values)
            )
        )

    return Form(
        name="escalate",
        title=f"Escalate {name_of(ticket)}",
        button="Escalate",
        consequential=True,
        ticket=ticket.id,
        fields=(
            LineField(name="reason", label="reason", placeholder="why it must be handled at a higher level"),
            ChoiceField(name="to", label="to", options=options),
        ),
        preview=preview,
        letter=letter,
        submit=submit,
        comments=newest_first(view),
    )


def _mail(told: Preview | None, space: Organisation, looks: Looks) -> Sequence[Piece]:
    """Say who will be told by mail, and who of them only as a copy."""
    if not space.policy.tells_by_mail:
        return [Piece("off: nobody is written to", looks.muted)]
    if told is None:
        return [Piece("nobody else is to be told", looks.muted)]
    to_whom = ", ".join(map(space.called, told.to))
    copied = ", ".join(map(space.called, told.cc))
    pieces = [Piece(f"to {to_whom}", looks.plain)] if to_whom else []
    between = "; " if pieces and copied else ""
    return [*pieces, Piece(f"{between}copied to {copied}" if copied else "", looks.muted)]


def _chosen(value: str) -> tuple[str, str]:
    to, _, owner = value.partition(_BETWEEN)
    return to, owner


def _targets(ticket: Ticket, space: Organisation, loads: Mapping[str, Load], me: str, day: str) -> tuple[Option, ...]:
    """Offer the lead of each segment above, nearest first, then the others who could take it."""
    above = allowed_targets(space.tree, ticket.segment, Status.ESCALATED) or (ticket.segment,)
    leads: list[Option] = []
    others: list[Option] = []
    for segment in above:
        for place, owner in enumerate(space.escalation_owners(segment, by=me)):
            if segment == ticket.segment and owner == ticket.owner:
                continue
            option = Option(
                value=f"{segment}{_BETWEEN}{owner}",
                label=f"{space.tree.name(segment)}  {space.called(owner)}",
                hint=", ".join(filter(None, (absence(space.person(owner), space, day), work_of(owner, loads)))),
            )
            (others if place else leads).append(option)
    return (*leads, *others)


def _above(code: str, space: Organisation, looks: Looks) -> Sequence[Piece]:
    names = [space.tree.name(at) for at in space.tree.above(code)]
    below = looks.signs.below
    return [Piece(f"{below} {f' {below} '.join(names)} above", looks.muted)] if names else []


def hand_back_form(view: TicketView, space: Organisation, session: Session) -> Form:
    """Ask for a note; foretell where it goes back to."""
    ticket = view.ticket
    segment, owner = handed_back_to(ticket, space)

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [
            ("status", turned("escalated", "open", looks)),
            ("segment", turned(space.tree.name(ticket.segment), space.tree.name(segment), looks)),
            ("owner", turned(space.called(ticket.owner), space.called(owner), looks)),
        ]

    async def submit(values: Values) -> Done | None:
        return await session.act(lambda sitting: sitting.hand_back(ticket.id, values["note"] or None, seen=view.seen))

    return Form(
        name="handback",
        title=f"Hand back {name_of(ticket)}",
        button="Hand back",
        ticket=ticket.id,
        fields=(TextField(name="note", label="note", placeholder="what was decided, what is left to do"),),
        preview=preview,
        submit=submit,
        comments=newest_first(view),
    )
