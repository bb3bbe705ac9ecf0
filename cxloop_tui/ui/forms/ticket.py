"""A new ticket, a move, and all fields of one in one form."""

from collections.abc import Iterable, Sequence

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.segment import why_not
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import absence, duty, name_of, newest_first, turned
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

PRIORITIES = tuple(
    Option(priority.value, priority.value, key=str(number)) for number, priority in enumerate(Priority, start=1)
)
"""The priorities, each with its key."""

_LINES = ("customer_email", "customer_name", "customer_phone", "account", "category")
_LABELS = {"customer_email": "e-mail", "customer_name": "name", "customer_phone": "phone"}


def new_form(space: Organisation, session: Session, segment: str | None) -> Form:
    """Ask for what a ticket needs: e-mail, segment, comment, owner; the rest may wait."""
    segments = tuple(Option(at.code, space.tree.path(at.code)) for at in space.tree)
    people = people_options(space, session.me, day=session.today())
    where = segment or (segments[0].value if segments else "")

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        who = space.called(values["owner"] or None)
        return [("then", [Piece(f"new, owned by {who}", looks.muted)])]

    async def submit(values: Values) -> Done | None:
        wanted: dict[str, Json] = {name: value for name, value in values.items() if name != "comment"}
        return await session.act(lambda sitting: sitting.create(wanted, values["comment"]))

    return Form(
        name="new",
        title="New ticket",
        button="Create",
        fields=(
            LineField(name="customer_email", label="e-mail", placeholder="the customer's e-mail"),
            TextField(name="comment", label="comment", placeholder="what the customer said"),
            ChoiceField(name="segment", label=space.policy.word("segment"), options=segments, value=where),
            ChoiceField(name="owner", label=space.policy.word("owner"), options=people, value=session.me),
            ChoiceField(
                name="priority", label="priority", options=_keyless(PRIORITIES), value=Priority.MEDIUM, rows_low=4
            ),
            LineField(name="customer_name", label="name", placeholder="optional"),
            LineField(name="customer_phone", label="phone", placeholder="optional"),
        ),
        preview=preview,
        submit=submit,
    )


def move_form(view: TicketView, space: Organisation, session: Session) -> Form:
    """Ask where to; what the segment rule refuses appears grey, with the reason, for those who type its name."""
    ticket = view.ticket
    options = [
        Option(
            at.code, at.name, space.tree.path(at.code), why_not(space.tree, ticket.segment, at.code, ticket.status)
        )
        for at in space.tree
    ]

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        target = values["segment"]
        if not target:
            return [("path", [Piece("nowhere yet: type a name", looks.muted)])]
        owner = _text(intent.moved(ticket, target, space, session.today()).get("owner"))
        return [
            ("path", turned(space.tree.name(ticket.segment), space.tree.name(target), looks)),
            (
                "owner",
                turned(space.called(ticket.owner), space.called(owner), looks, duty(owner or "", target, space)),
            ),
        ]

    async def submit(values: Values) -> Done | None:
        target = values["segment"]
        if not target:
            raise Refused(f"{space.policy.word('segment')} is empty: choose where it goes")
        return await session.act(
            lambda sitting: sitting.do(
                ticket.id,
                lambda now, there: intent.change(now, intent.moved(now, target, there, session.today())),
                seen=view.seen,
            )
        )

    return Form(
        name="move",
        title=f"Move {name_of(ticket)}",
        button="Move",
        ticket=ticket.id,
        fields=(ChoiceField(name="segment", label="to", options=tuple(options)),),
        preview=preview,
        submit=submit,
        comments=newest_first(view),
    )


def edit_form(view: TicketView, categories: Sequence[str], session: Session) -> Form:
    """Offer the fields that need no form of their own; only what was changed is set. `categories` are offered."""
    ticket = view.ticket
    lines = tuple(
        LineField(
            name=name,
            label=_LABELS.get(name, name),
            value=_text(getattr(ticket, name)) or "",
            suggestions=tuple(categories) if name == "category" else (),
        )
        for name in _LINES
    )

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        draft = _edited(ticket, values)
        if draft.is_empty:
            return [("changes", [Piece("nothing yet", looks.muted)])]
        names = [*draft.set, *(f"+{tag}" for tag in draft.add.get("tags", ()))]
        names += [f"-{tag}" for tag in draft.remove.get("tags", ())]
        return [("changes", [Piece(", ".join(name.replace("_", " ") for name in names), looks.plain)])]

    async def submit(values: Values) -> Done | None:
        return await session.act(
            lambda sitting: sitting.do(ticket.id, lambda now, _: _edited(now, values, ticket), seen=view.seen)
        )

    return Form(
        name="edit",
        title=f"Edit {name_of(ticket)}",
        button="Save",
        ticket=ticket.id,
        fields=(
            ChoiceField(
                name="priority",
                label="priority",
                options=_keyless(PRIORITIES),
                value=ticket.priority.value,
                rows_low=4,
            ),
            *lines,
            LineField(name="tags", label="tags", value=" ".join(ticket.tags), placeholder="separated by spaces"),
        ),
        preview=preview,
        submit=submit,
        comments=newest_first(view),
        focus="customer_email",
    )


def _edited(now: Ticket, values: Values, shown: Ticket | None = None) -> intent.Draft:
    """Return the change from what the form showed to what stands in it, made to the ticket as it is now."""
    shown = shown or now
    wanted: dict[str, Json] = {
        name: values[name] or None
        for name in (*_LINES, "priority")
        if values[name] != (_text(getattr(shown, name)) or "")
    }
    tags = set(values["tags"].split())
    return intent.change(
        now, wanted, add_tags=sorted(tags - set(shown.tags)), remove_tags=sorted(set(shown.tags) - tags)
    )


def people_options(
    space: Organisation,
    me: str,
    hints: dict[str, str] | None = None,
    reasons: dict[str, str] | None = None,
    *,
    day: str | None = None,
) -> tuple[Option, ...]:
    """Offer who works here, me first, the rest by name; with a day also who is away then, and who stands in."""
    active = [person for person in space.people.values() if person.active]
    active.sort(key=lambda person: (person.email != me, person.name.casefold()))
    return tuple(
        Option(
            person.email,
            f"{person.name} (me)" if person.email == me else person.name,
            _and(absence(person, space, day) if day else "", (hints or {}).get(person.email, person.email)),
            (reasons or {}).get(person.email),
        )
        for person in active
    )


def _and(*hints: str) -> str:
    return ", ".join(hint for hint in hints if hint)


def _keyless(options: Iterable[Option]) -> tuple[Option, ...]:
    """In a form of several fields no key may submit the whole."""
    return tuple(Option(option.value, option.label, option.hint) for option in options)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
