"""Whether an operation on a ticket may be carried out: the rules of the desk, asked once, of any operation.

`check` is the one gate: the desk asks before it writes, a hub asks again. Undo is not asked the rules, for it only
goes back to where the ticket was; it is asked the roles and whether anything was changed since.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain import undo
from cxloop_tui.domain.clash import clashes, told
from cxloop_tui.domain.clock import is_instant
from cxloop_tui.domain.errors import Clashing, Refused
from cxloop_tui.domain.feedback import STANDARD_SCALES
from cxloop_tui.domain.operation import Change, Entry, Kind, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act, Role
from cxloop_tui.domain.segment import why_not
from cxloop_tui.domain.status import FOLLOWERS, Priority, Status
from cxloop_tui.domain.text import clean_line, is_email
from cxloop_tui.domain.ticket import SCALAR_FIELDS, WAITING_FOR, Ticket, scalar

LINE_LENGTH: Final = 300
"""The most characters a one-line field may have: a name, a phone, a category, how the customer was told."""

TEXT_LENGTH: Final = 100_000
"""The most characters a text may have: a comment, a cause, an action."""

_FIELDS: Final = frozenset(SCALAR_FIELDS)
_KINDS: Final = frozenset(Kind)
_TALKED_OF: Final[Mapping[str, frozenset[str]]] = {
    Kind.COMMENT_ADD: frozenset(),
    Kind.CONTACT_LOG: frozenset({"contacts"}),
    Kind.REPLY_WRITE: frozenset({"contacts"}),
    Kind.RESPONSE_ADD: frozenset({"responses"}),
}
"""The kinds that only say something, and to which set each adds what it says."""
_STATUSES: Final = frozenset(Status)
_PRIORITIES: Final = frozenset(Priority)
_LONG_FIELDS: Final = frozenset({"root_cause", "action_taken"})
_OPENED: Final = Change(Status.NEW.value, Status.OPEN.value)


_SCALES: Final = {str(kind): scale for kind, scale in STANDARD_SCALES.items()}


def check(operation: Operation, ticket: Ticket | None, organisation: Organisation, since: Sequence[Entry]) -> None:
    """Let pass a legal operation; `since` are the ticket's entries with seq above the operation's base.

    Raises Refused with the reason, NotFound for a `by` that is nobody.
    """
    _check_texts(operation)
    _check_implied(operation)
    if operation.kind == Kind.TICKET_CREATE:
        _check_create(operation, organisation)
    elif ticket is None or ticket.withdrawn:
        raise Refused("this ticket was withdrawn; redo brings it back")
    elif operation.kind in _TALKED_OF:
        _check_talk(operation, ticket, organisation)
    elif operation.kind == Kind.TICKET_CHANGE:
        _check_clashes(operation, ticket, since)
        _check_change(operation, ticket, organisation)
    else:
        raise Refused(f"this program does not know how to do {operation.kind!r}")


def check_undo(
    operation: Operation, target: Operation, ticket: Ticket, organisation: Organisation, entries: Sequence[Entry]
) -> None:
    """Let pass a legal undo of `target`; `entries` are all that happened to the ticket. Raises Refused."""
    if target.kind not in _KINDS:
        raise Refused("a newer cxloop did that; this one does not know how to take it back")
    if operation.by != target.by:
        _demand(organisation, operation.by, Act.UNDO_OTHERS, ticket)
    elif not organisation.person(operation.by).active:
        raise Refused(f"{operation.by} is not active any more")
    undo.demand_unchanged(target, ticket, entries)


def why_lost(ticket: Ticket, organisation: Organisation) -> str | None:
    """Say why nobody would find a ticket: its segment was given up, or its owner left and it is not resolved.

    None when all is well, and for one that was withdrawn.
    """
    if ticket.withdrawn:
        return None
    if not organisation.tree.is_open(ticket.segment):
        return f"{organisation.tree.name(ticket.segment)} is not in use any more"
    is_waiting = ticket.status is not Status.RESOLVED and ticket.owner is not None
    if is_waiting and not organisation.is_active(str(ticket.owner)):
        return f"{organisation.called(ticket.owner)} is not active any more"
    return None


def _check_texts(operation: Operation) -> None:
    if operation.comment is not None and len(operation.comment) > TEXT_LENGTH:
        raise Refused(f"the text has more than {TEXT_LENGTH:,} characters; shorten it")
    for name, (_, wanted) in operation.set.items():
        if name not in _FIELDS:
            raise Refused(f"a ticket has no field {name!r}")
        if isinstance(wanted, str):
            limit = TEXT_LENGTH if name in _LONG_FIELDS else LINE_LENGTH
            if len(wanted) > limit:
                raise Refused(f"{name.replace('_', ' ')} has more than {limit:,} characters; shorten it")
        elif wanted is not None and name != "score":
            raise Refused(f"{name.replace('_', ' ')} is not text")
    if any(len(tag) > LINE_LENGTH for tag in operation.add.get("tags", ())):
        raise Refused(f"a tag has more than {LINE_LENGTH:,} characters; shorten it")


def _check_implied(operation: Operation) -> None:
    """What comes along is dropped where nobody wants it any more, so nothing that the rules decide by may do so."""
    if any(name != "status" or operation.set.get(name) != _OPENED for name in operation.implied):
        raise Refused("nothing comes along with a change but that a new ticket becomes open")


def _check_create(operation: Operation, organisation: Organisation) -> None:
    imported = operation.origin == Origin.IMPORT
    _demand_active(organisation, operation.by)
    _check_email(operation)
    _check_score(operation, None)
    _check_priority(operation)
    if operation.wanted("waiting_for") is not None or operation.wanted("waiting_until") is not None:
        raise Refused("a new ticket waits for nobody")
    if operation.wanted("status") != Status.NEW:
        raise Refused("a ticket begins as new")
    if not imported and not operation.wanted("customer_email"):
        raise Refused("customer e-mail is empty: a new ticket needs one")
    if not imported and not operation.comment:
        raise Refused("comment is empty: a new ticket needs what the customer said")
    segment = operation.wanted("segment")
    if not isinstance(segment, str) or not organisation.tree.is_open(segment):
        raise Refused(f"there is no segment {segment!r}" if segment else "segment is empty: a new ticket needs one")
    owner = operation.wanted("owner")
    if owner is None and not imported:
        raise Refused("owner is empty: a new ticket needs one")
    if owner is not None:
        _demand_worker(organisation, owner)


def _check_talk(operation: Operation, ticket: Ticket, organisation: Organisation) -> None:
    _demand(organisation, operation.by, Act.TALK, ticket)
    if operation.kind == Kind.COMMENT_ADD and not operation.comment:
        raise Refused("the comment is empty")
    if operation.kind == Kind.REPLY_WRITE:
        _check_reply(operation, ticket)
    if operation.kind == Kind.RESPONSE_ADD:
        _check_response(operation, ticket)
    if any(name not in operation.implied or change != _OPENED for name, change in operation.set.items()):
        raise Refused("a comment or contact changes nothing but a new ticket to open")
    if operation.remove or operation.add.keys() - _TALKED_OF[operation.kind]:
        raise Refused("a comment or contact changes no tags")


def _check_reply(operation: Operation, ticket: Ticket) -> None:
    if ticket.customer_email is None:
        raise Refused("nobody can be written to: the ticket has no e-mail of its customer")
    if not operation.comment:
        raise Refused("text is empty: write what the customer shall read")
    title = "" if operation.preview is None else operation.preview.title
    if not title.strip():
        raise Refused("title is empty: a letter needs one")
    if clean_line(title) != title:
        raise Refused("title is one line of characters that can be seen")


def _check_response(operation: Operation, ticket: Ticket) -> None:
    if operation.origin != Origin.IMPORT or operation.set:
        raise Refused("a response is added by an import, and changes nothing else")
    if ticket.status is Status.RESOLVED:
        raise Refused("it is resolved: another response makes a ticket of its own")


def _check_clashes(operation: Operation, ticket: Ticket, since: Sequence[Entry]) -> None:
    """Refuse to overwrite what the maker had not seen."""
    found = clashes(operation, ticket, since)
    if found:
        raise Clashing(told(found[0]), found)


def _check_change(operation: Operation, ticket: Ticket, organisation: Organisation) -> None:
    changed = {name for name, change in operation.set.items() if scalar(ticket, name) != change.wanted}
    _demand(organisation, operation.by, Act.TALK, ticket)
    status = _status_after(operation, ticket)
    _check_email(operation)
    _check_score(operation, ticket)
    _check_priority(operation)
    _check_waiting(operation, ticket, status)
    _check_status(ticket, status, operation, organisation)
    _check_segment(operation, ticket, status, organisation)
    _check_owner(operation, ticket, status, organisation)
    if changed - {"owner", "status", "segment"} or operation.add or operation.remove:
        _demand(organisation, operation.by, _work_on(ticket, status), ticket)
    if status is Status.RESOLVED and ticket.status is not Status.RESOLVED:
        _check_resolution(operation, ticket, organisation)


def _status_after(operation: Operation, ticket: Ticket) -> Status:
    if "status" not in operation.set:
        return ticket.status
    wanted = operation.wanted("status")
    if wanted not in _STATUSES:
        raise Refused(f"there is no status {wanted!r}")
    return Status(str(wanted))


def _work_on(ticket: Ticket, status: Status) -> Act:
    ends = ticket.status is Status.ESCALATED and status is not Status.ESCALATED
    return Act.END_ESCALATION if ends else Act.WORK


def _check_status(ticket: Ticket, status: Status, operation: Operation, organisation: Organisation) -> None:
    if status is ticket.status:
        return
    if status not in FOLLOWERS[ticket.status]:
        raise Refused(f"a ticket that is {ticket.status} cannot become {status}")
    _demand(organisation, operation.by, _work_on(ticket, status), ticket)


def _check_segment(operation: Operation, ticket: Ticket, status: Status, organisation: Organisation) -> None:
    escalates = status is Status.ESCALATED and ticket.status is not Status.ESCALATED
    target = operation.wanted("segment") if "segment" in operation.set else ticket.segment
    if target is None:
        raise Refused("a ticket needs a segment")
    if target == ticket.segment:
        if escalates and organisation.tree.above(ticket.segment):
            raise Refused("an escalation goes to a segment above: name one")
        return
    _demand(organisation, operation.by, _work_on(ticket, status), ticket)
    comes_back = ticket.status is Status.ESCALATED and status is Status.OPEN
    comes_back = comes_back and organisation.tree.is_open(target) and target == _returns_to(ticket, organisation)
    reason = None if comes_back else why_not(organisation.tree, ticket.segment, str(target), status)
    if reason:
        raise Refused(reason)


def _returns_to(ticket: Ticket, organisation: Organisation) -> str | None:
    return None if ticket.return_segment is None else organisation.tree.heir(ticket.return_segment)


def _check_owner(operation: Operation, ticket: Ticket, status: Status, organisation: Organisation) -> None:
    owner = operation.wanted("owner") if "owner" in operation.set else ticket.owner
    escalates = _is_escalation(operation, ticket, status)
    if escalates:
        _check_escalation(operation, ticket, owner, organisation)
    if owner == ticket.owner:
        return
    if not isinstance(owner, str):
        raise Refused("a ticket needs an owner")
    _demand_worker(organisation, owner)
    if escalates or _is_proposed(operation, ticket, owner, organisation):
        return
    if ticket.status is Status.ESCALATED and status is Status.OPEN and owner == ticket.return_owner:
        return
    reason = why_cannot_give(operation.by, owner, ticket, organisation)
    if reason:
        raise Refused(reason)


def _is_escalation(operation: Operation, ticket: Ticket, status: Status) -> bool:
    """Whether it hands the ticket up: by turning it, or again, with a reason. A bare move upwards only moves."""
    if status is not Status.ESCALATED:
        return False
    again = operation.wanted("segment") is not None and operation.comment is not None
    return ticket.status is not Status.ESCALATED or again


def _is_proposed(operation: Operation, ticket: Ticket, owner: object, organisation: Organisation) -> bool:
    """Whether the ticket's way brings this owner along: the lead of where it goes, or instead of who has left."""
    target = operation.wanted("segment")
    if isinstance(target, str) and target != ticket.segment:
        return organisation.may_lead(str(owner), target)
    has_left = ticket.owner is not None and not organisation.is_active(ticket.owner)
    return has_left and organisation.may_lead(str(owner), ticket.segment)


def _check_escalation(operation: Operation, ticket: Ticket, owner: object, organisation: Organisation) -> None:
    _demand(organisation, operation.by, Act.WORK, ticket)
    target = str(operation.wanted("segment") or ticket.segment)
    if not operation.comment:
        raise Refused("reason is empty: say why it must be handled at a higher level")
    if owner == operation.by:
        raise Refused("you cannot escalate to yourself: choose another owner")
    if owner not in organisation.escalation_owners(target, by=operation.by):
        name, offered = organisation.tree.name(target), organisation.escalation_owners(target, by=operation.by)
        who = ", ".join(organisation.called(email) for email in offered[:5]) or "nobody there: add a manager first"
        raise Refused(f"owner must manage {name} or a segment above: {who}")
    if target == ticket.segment and owner == ticket.owner:
        raise Refused("at the top an escalation needs another manager or an administrator as owner")


def why_cannot_give(by: str, owner: str, ticket: Ticket, organisation: Organisation) -> str | None:
    """Say why a person may not make somebody the owner of a ticket, None when they may.

    A manager hands a ticket of theirs to anyone below; what is one's own may go to anybody who works here.
    """
    act = Act.TAKE if owner == by else Act.GIVE
    reason = organisation.why_may_not(by, act, ticket.owner, ticket.segment)
    if reason:
        return reason
    if organisation.person(by).role is Role.ADMIN or by in {ticket.owner, owner}:
        return None
    theirs = {*organisation.people[owner].segments, *organisation.led_by(owner)}
    return (
        None if theirs & organisation.led_by(by) else f"{organisation.called(owner)} does not work in your segments"
    )


def _check_resolution(operation: Operation, ticket: Ticket, organisation: Organisation) -> None:
    for name in organisation.policy.resolution_requires_of(ticket.score, ticket.score_kind):
        if not (operation.wanted(name) if name in operation.set else scalar(ticket, name)):
            raise Refused(f"{name.replace('_', ' ')} is empty: a resolution says it")


def _check_email(operation: Operation) -> None:
    email = operation.wanted("customer_email")
    if email is not None and not is_email(str(email)):
        raise Refused(f"{email!r} is not an e-mail address")


def _check_score(operation: Operation, ticket: Ticket | None) -> None:
    """Score and kind are judged together: what the operation leaves out is as the ticket has it."""
    if "score" not in operation.set and "score_kind" not in operation.set:
        return
    score, kind = (
        operation.wanted(name) if name in operation.set or ticket is None else scalar(ticket, name)
        for name in ("score", "score_kind")
    )
    if score is None:
        return
    scale = _SCALES.get(str(kind))
    if scale is None or not isinstance(score, int) or isinstance(score, bool) or score not in scale:
        raise Refused(f"{score!r} is not a {kind or 'known kind of'} score")


def _check_priority(operation: Operation) -> None:
    if "priority" in operation.set and (priority := operation.wanted("priority")) not in _PRIORITIES:
        raise Refused(f"there is no priority {priority!r}")


def _check_waiting(operation: Operation, ticket: Ticket, status: Status) -> None:
    """For whom and until when are judged together, as a score and its kind are."""
    if "waiting_for" not in operation.set and "waiting_until" not in operation.set:
        return
    who, until = (
        operation.wanted(name) if name in operation.set else scalar(ticket, name)
        for name in ("waiting_for", "waiting_until")
    )
    if (who is None) != (until is None):
        raise Refused("who waits says for whom, and until when")
    if who is None:
        return
    if who not in WAITING_FOR:
        raise Refused(f"nobody waits for {who!r}: for {' or '.join(WAITING_FOR)}")
    if not is_instant(str(until)):
        raise Refused(f"{until!r} is no time to wait until")
    if status is Status.RESOLVED:
        raise Refused("it is resolved: there is nothing to wait for")


def _demand(organisation: Organisation, email: str, act: Act, ticket: Ticket) -> None:
    reason = organisation.why_may_not(email, act, ticket.owner, ticket.segment)
    if reason:
        raise Refused(reason)


def _demand_active(organisation: Organisation, email: str) -> None:
    if not organisation.person(email).active:
        raise Refused(f"{email} is not active any more")


def _demand_worker(organisation: Organisation, owner: object) -> None:
    if not isinstance(owner, str) or owner not in organisation.people:
        raise Refused(f"there is nobody with the e-mail {owner}")
    if not organisation.is_active(owner):
        raise Refused(f"{organisation.called(owner)} is not active any more: choose another owner")
