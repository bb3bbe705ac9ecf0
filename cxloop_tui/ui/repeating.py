"""Doing again what was done last: an operation on one ticket read as something that can be done to any."""

from collections.abc import Mapping

from cxloop_tui.domain import intent
from cxloop_tui.domain.operation import Json, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Status
from cxloop_tui.services.bulk import Deed

_WORDS_SHOWN = 40


def again(operation: Operation, space: Organisation) -> Deed | None:
    """Return what would do the same to another ticket; None for what belongs to one ticket alone.

    An escalation has its own reason, a hand-back its own way, an undo its own history.
    """
    if operation.undoes is not None:
        return None
    if operation.kind == Kind.COMMENT_ADD:
        return _comment(operation.comment or "")
    if operation.kind == Kind.CONTACT_LOG:
        return _contact(operation)
    return _change(operation, space) if operation.kind == Kind.TICKET_CHANGE else None


def _comment(text: str) -> Deed:
    shown = text if len(text) <= _WORDS_SHOWN else f"{text[:_WORDS_SHOWN]}..."
    return Deed("Comment on", f"commented on: {shown}", lambda ticket, _: intent.comment(ticket, text))


def _contact(operation: Operation) -> Deed | None:
    said = next(iter(operation.add.get("contacts", ())), "")
    kind, _, outcome = said.partition(" ")
    if not outcome:
        return None
    return Deed(
        "Log contact for",
        f"logged as {said}",
        lambda ticket, _: intent.contact(ticket, kind, outcome, operation.comment),
    )


def _change(operation: Operation, space: Organisation) -> Deed | None:
    wanted = {name: change.wanted for name, change in operation.set.items() if name not in operation.implied}
    status = wanted.get("status")
    if status == Status.ESCALATED or _is_hand_back(operation):
        return None
    if status == Status.RESOLVED:
        words = {name: _text(wanted.get(name)) for name in ("root_cause", "action_taken", "told")}
        return Deed("Resolve", "resolved", lambda ticket, _: intent.resolve(ticket, **words))
    if status == Status.OPEN and operation.set["status"].seen == Status.RESOLVED:
        return Deed("Reopen", "reopened", lambda ticket, now: intent.reopen(ticket, operation.comment, now))
    return _set(operation, wanted, space)


def _is_hand_back(operation: Operation) -> bool:
    turn = operation.set.get("status")
    return turn is not None and turn.seen == Status.ESCALATED and "segment" in operation.set


def _set(operation: Operation, wanted: Mapping[str, Json], space: Organisation) -> Deed:
    add, remove = operation.add.get("tags", ()), operation.remove.get("tags", ())
    said = [f"{name.replace('_', ' ')} {_called(name, value, space)}" for name, value in wanted.items()]
    said += [*(f"+{tag}" for tag in add), *(f"-{tag}" for tag in remove)]
    return Deed(
        "Change",
        f"changed: {', '.join(said)}",
        lambda ticket, _: intent.change(ticket, wanted, add_tags=add, remove_tags=remove, note=operation.comment),
    )


def _called(name: str, value: Json, space: Organisation) -> str:
    if value is None:
        return "none"
    if name == "owner":
        return space.called(str(value))
    return space.tree.name(str(value)) if name == "segment" else str(value)


def _text(value: Json) -> str | None:
    return None if value is None else str(value)
