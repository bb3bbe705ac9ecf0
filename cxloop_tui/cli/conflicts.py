"""`conflicts`: what the hub refused, and deciding about it: mine after all, theirs, or something else."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli import words
from cxloop_tui.cli.giving import person_email, segment_code
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.domain.card import Card, RefusedOperation
from cxloop_tui.domain.clash import Clash
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import NotFound, Unusable
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Json, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.services.records import Record

if TYPE_CHECKING:
    from cxloop_tui.services.deciding import Deciding

_ticket = click.argument("ticket", metavar="ID")


@click.group(cls=DeskGroup, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def conflicts(ctx: click.Context) -> None:
    """List what the hub refused, and decide about it: `mine`, `theirs` or `edit`.

    Nothing that was refused is lost: it lies here until somebody decides, and its words stay either way.
    """
    if ctx.invoked_subcommand is None:
        invocation = ctx.ensure_object(Invocation)
        with invocation.rooms() as rooms:
            _list(invocation, rooms)


def _list(invocation: Invocation, rooms: Rooms) -> None:
    cards = rooms.queries.cards()
    if invocation.json:
        invocation.out.records(_record(rooms, card, one) for card in cards for one in card.refused)
        return
    if not cards:
        invocation.out.note("nothing to decide: the hub took everything")
    invocation.out.lines(line for card in cards for line in _lines(rooms, card))


def _record(rooms: Rooms, card: Card, refused: RefusedOperation) -> Record:
    operation, receipt = refused
    return {
        "ticket": _name(rooms, card.subject),
        "id": card.subject,
        "operation": operation.id,
        "kind": operation.kind,
        "at": to_rfc3339(operation.at),
        "outcome": receipt.outcome.value,
        "reason": receipt.reason,
        "comment": operation.comment,
        "fields": [_field(operation, name, receipt.clashes) for name in _fields(operation)],
    }


def _fields(operation: Operation) -> list[str]:
    return [name for name in operation.set if name not in operation.implied]


def _field(operation: Operation, name: str, clashes: Sequence[Clash]) -> Record:
    seen, wanted = operation.set[name]
    clash = next((one for one in clashes if one.field == name), None)
    return {
        "field": name,
        "seen": seen,
        "mine": wanted,
        "theirs": None if clash is None else clash.stands,
        "clashes": clash is not None,
        "by": None if clash is None else clash.by,
        "at": None if clash is None or clash.at is None else to_rfc3339(clash.at),
    }


def _lines(rooms: Rooms, card: Card) -> Iterator[str]:
    name = _name(rooms, card.subject)
    for operation, receipt in card.refused:
        needs_a_look = "needs a look: " if receipt.outcome is Outcome.APPLIED else ""
        yield f"{name}  {to_rfc3339(operation.at)}  {needs_a_look}{receipt.reason}"
        clashes = {clash.field: clash for clash in receipt.clashes}
        for field in _fields(operation):
            mine, theirs = _said(operation.wanted(field)), ""
            if field in clashes:
                clash = clashes[field]
                theirs = f"; theirs {_said(clash.stands)}" + (f", by {clash.by}" if clash.by else "")
            yield f"    {field.replace('_', ' ')}: mine {mine}{theirs}"
        if operation.comment:
            yield f"    words: {operation.comment}"
    yield f"    cxloop conflicts mine {name} | theirs {name} | edit {name} --set FIELD=VALUE"


def _said(value: Json) -> str:
    return "nothing" if value is None else str(value)


def _name(rooms: Rooms, subject: str) -> str:
    try:
        return ticket_label(rooms.queries.view(subject).ticket)
    except NotFound:
        return handle(subject) if len(subject) == _UUID_LENGTH else subject


_UUID_LENGTH: Final = 36


@conflicts.command("mine")
@_ticket
@pass_invocation
def mine(invocation: Invocation, ticket: str) -> None:
    """Do again what was refused, over what stands there now."""
    _decide(invocation, ticket, lambda deciding, me, card: deciding.mine(me, card.subject))


@conflicts.command("theirs")
@_ticket
@pass_invocation
def theirs(invocation: Invocation, ticket: str) -> None:
    """Let stand what stands; words of mine become a comment."""
    _decide(invocation, ticket, lambda deciding, me, card: deciding.theirs(me, card.subject))


@conflicts.command("edit")
@_ticket
@click.option(
    "--set", "values", multiple=True, required=True, type=words.text, metavar="FIELD=VALUE",
    help="What a field shall be after all; an empty value takes it away. Other fields stay as they are.",
)  # fmt: skip
@pass_invocation
def edit(invocation: Invocation, ticket: str, values: tuple[str, ...]) -> None:
    """Decide field by field; what is not named stays as it is, and the words of mine are kept."""

    def decided(deciding: "Deciding", me: str, card: Card, space: Organisation) -> Sequence[Operation]:
        wanted = dict(_value(value, space, me) for value in values)
        known = {name for one in card.refused for name in _fields(one.operation)}
        if unknown := wanted.keys() - known:
            named, there = ", ".join(sorted(unknown)), ", ".join(sorted(known))
            raise Unusable(f"nothing was refused of {named}; there is {there}")
        return deciding.field_by_field(me, card.subject, _by_operation(card, wanted))

    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
    _decide(invocation, ticket, lambda deciding, me, card: decided(deciding, me, card, space))


def _by_operation(card: Card, wanted: dict[str, Json]) -> dict[str, dict[str, Json]]:
    """Give each value to the last refused operation that sets the field; the others set nothing."""
    found: dict[str, dict[str, Json]] = {one.operation.id: {} for one in card.refused}
    for name, value in wanted.items():
        last = [one.operation.id for one in card.refused if name in one.operation.set][-1]
        found[last][name] = value
    return found


def _value(text: str, space: Organisation, me: str) -> tuple[str, Json]:
    name, equals, value = text.partition("=")
    name = name.strip().replace("-", "_")
    if not equals:
        raise Unusable(f"{text!r} is not FIELD=VALUE")
    if not value:
        return name, None
    if name == "owner":
        return name, person_email(value, space, me)
    if name == "segment":
        return name, segment_code(value, space)
    return name, value


def _decide(
    invocation: Invocation, ticket: str, decide: "Callable[[Deciding, str, Card], Sequence[Operation]]"
) -> None:
    """Decide about the card of a ticket and print what came of it. Raises NotFound when there is none."""
    with invocation.rooms() as rooms:
        card = _card(rooms, ticket)
        name = _name(rooms, card.subject)
        made = decide(rooms.correspondence().deciding, rooms.me, card)
        record: Record = {"ticket": name, "id": card.subject, "made": [operation.id for operation in made]}
        waiting = f"{len(made):,} changes wait for the hub" if made else "nothing needs to be sent"
        invocation.give(record, f"{name}: decided; {waiting}")


def _card(rooms: Rooms, name: str) -> Card:
    cards = rooms.queries.cards()
    for card in cards:
        if name in {card.subject, _name(rooms, card.subject), _name(rooms, card.subject).removeprefix("#")}:
            return card
    raise NotFound(f"there is nothing to decide about {name}; `cxloop conflicts` lists what there is")
