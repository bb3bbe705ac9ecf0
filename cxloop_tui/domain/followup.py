"""Follow-ups: what somebody still has to do about a ticket, by when. A call that was promised, a step of a case.

A follow-up is its operations applied in order, as a ticket is. Taking back that it was made leaves none.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from cxloop_tui.domain.clash import Clash
from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Clashing, Refused, Unusable
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Change, Entry, Json, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import storable

TEXT_MOST: Final = 300
"""Characters of what is to be done: one line."""

FIELDS: Final = ("ticket", "text", "owner", "due_at", "done")
"""What a `followup.put` may set."""


class FollowUp(NamedTuple):
    """One thing to do."""

    id: str
    ticket: str
    """The id of the ticket it is about."""
    text: str
    owner: str
    """The e-mail of who is to do it."""
    due_at: int | None
    """By when, milliseconds; None when nobody said."""
    done: bool
    by: str
    """Who put it there."""
    seq: int
    """The last operation that touched it."""

    def is_over(self, now: int) -> bool:
        """Say whether it should be done by now and is not."""
        return not self.done and self.due_at is not None and self.due_at <= now


def followup_fields(of: FollowUp | None) -> dict[str, Json]:
    """Return what a `followup.put` may set, as it stands; of one that is not there nothing has a value."""
    if of is None:
        return dict.fromkeys(FIELDS)
    return {
        "ticket": of.ticket,
        "text": of.text,
        "owner": of.owner,
        "due_at": None if of.due_at is None else to_rfc3339(of.due_at),
        "done": of.done or None,
    }


def followup_after(of: FollowUp | None, entry: Entry) -> FollowUp | None:
    """Apply one operation; None when there is none any more. What is not understood leaves it as it was.

    Raises Unusable for values that no follow-up has.
    """
    operation = entry.operation
    if operation.kind != Kind.FOLLOWUP_PUT:
        return of
    values = _after(of, operation)
    ticket, text, owner, due_at = (values[name] for name in ("ticket", "text", "owner", "due_at"))
    if ticket is None or text is None or owner is None:
        return None
    return FollowUp(
        id=operation.subject,
        ticket=_text(ticket),
        text=_text(text),
        owner=_text(owner),
        due_at=None if due_at is None else _instant(due_at),
        done=values["done"] is True,
        by=operation.by if of is None else of.by,
        seq=entry.seq,
    )


def followup_of(entries: Iterable[Entry]) -> FollowUp | None:
    """Return what operations on one subject lead to, in order; None when nothing of it is about a follow-up."""
    found = None
    for entry in entries:
        found = followup_after(found, entry)
    return found


def followup_put(followup_id: str, of: FollowUp | None, wanted: Mapping[str, Json]) -> Draft | None:
    """Return what it takes to make a follow-up so; None when it is so already."""
    stands = followup_fields(of)
    given = {name: storable(value.strip())[0] if isinstance(value, str) else value for name, value in wanted.items()}
    changes = {name: Change(stands[name], value) for name, value in given.items() if stands[name] != value}
    return Draft(kind=Kind.FOLLOWUP_PUT, subject=followup_id, set=changes) if changes else None


def demand_followup(operation: Operation, of: FollowUp | None, space: Organisation) -> None:
    """Let pass a change of a follow-up that can be made now. Raises Unusable, Refused and Clashing."""
    demand_followup_values(operation)
    stands = followup_fields(of)
    clashes = [
        Clash(name, change.seen, change.wanted, stands[name], None, None)
        for name, change in operation.set.items()
        if stands[name] not in (change.seen, change.wanted)
    ]
    if clashes:
        raise Clashing("somebody else has changed this follow-up meanwhile", clashes)
    wanted = _after(of, operation)
    if of is None and not wanted["text"]:
        raise Refused("text is empty: say what is to be done")
    if of is not None and wanted["ticket"] not in (None, of.ticket):
        raise Refused("a follow-up stays with its ticket")
    owner = operation.wanted("owner")
    if isinstance(owner, str) and not space.is_active(owner):
        raise Refused(f"{space.called(owner)} is not active any more: choose another owner")


def demand_followup_values(operation: Operation) -> None:
    """Let pass what sets fields of a follow-up to values that they can have. Raises Unusable."""
    if operation.add or operation.remove or not set(operation.set) <= set(FIELDS):
        raise Unusable(f"of a follow-up {', '.join(FIELDS)} can be set, and nothing else")
    for name, (_, value) in operation.set.items():
        if value is None:
            continue
        if name == "done":
            if value is not True:
                raise Unusable("a follow-up is done, or it is not")
        elif name == "due_at":
            _instant(value)
        elif len(_text(value)) > TEXT_MOST:
            raise Unusable(f"the {name} of a follow-up has more than {TEXT_MOST} characters; shorten it")


def _after(of: FollowUp | None, operation: Operation) -> dict[str, Json]:
    return {**followup_fields(of), **{name: change.wanted for name, change in operation.set.items()}}


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    raise Unusable(f"a follow-up has {value!r} where a text belongs")


def _instant(value: Json) -> int:
    try:
        return from_rfc3339(_text(value))
    except ValueError as wrong:
        raise Unusable(f"a follow-up is due at no time: {wrong}") from wrong
