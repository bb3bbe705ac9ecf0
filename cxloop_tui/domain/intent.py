"""What a person wants, put as one operation; whether they may is asked in `legality`.

Each function looks at the ticket the person saw and returns a `Draft`: the part of an operation that says what
should happen. The desk adds who, when and on what base.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from cxloop_tui.domain.customer import account_of
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import NOT_RECOVERED, RECOVERED
from cxloop_tui.domain.operation import NOTHING, Change, Json, Kind, Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import THROUGH_A_FORM, Priority, Status
from cxloop_tui.domain.text import normal_email, storable
from cxloop_tui.domain.ticket import CONTACT_KINDS, CONTACT_OUTCOMES, Ticket, scalar


class Draft(NamedTuple):
    """An operation that nobody has done yet."""

    kind: Kind
    subject: str
    set: Mapping[str, Change] = NOTHING
    add: Mapping[str, tuple[str, ...]] = NOTHING
    remove: Mapping[str, tuple[str, ...]] = NOTHING
    implied: tuple[str, ...] = ()
    comment: str | None = None
    preview: Preview | None = None

    @property
    def is_empty(self) -> bool:
        """Whether carrying it out would leave everything as it is."""
        return not (self.set or self.add or self.remove or self.comment)


def create(ticket_id: str, wanted: Mapping[str, Json], comment: str, tags: Iterable[str] = ()) -> Draft:
    """A new ticket with these fields; fields that are None stay empty. The status is new."""
    given = {"status": Status.NEW.value, "priority": Priority.MEDIUM.value, **_given(wanted)}
    email = given.get("customer_email")
    account = account_of(email) if isinstance(email, str) else None
    fields = {**({"account": account} if account else {}), **given, "origin_segment": given.get("segment")}
    return Draft(
        kind=Kind.TICKET_CREATE,
        subject=ticket_id,
        set={name: Change(None, value) for name, value in fields.items()},
        add=_sets(tags=tags),
        comment=_text(comment),
    )


def change(
    ticket: Ticket,
    wanted: Mapping[str, Json],
    *,
    add_tags: Iterable[str] = (),
    remove_tags: Iterable[str] = (),
    note: str | None = None,
) -> Draft:
    """Set these fields; those that have the value already are left out, so that an unchanged ticket gives nothing."""
    new_tags = [tag for tag in _words(add_tags) if tag not in ticket.tags]
    old_tags = [tag for tag in _words(remove_tags) if tag in ticket.tags]
    return Draft(
        kind=Kind.TICKET_CHANGE,
        subject=ticket.id,
        set=_changes(ticket, wanted),
        add=_sets(tags=new_tags),
        remove=_sets(tags=old_tags),
        comment=_text(note),
    )


def status_to(ticket: Ticket, status: Status) -> dict[str, Json]:
    """Return the fields of a bare change of status. Raises Refused for one that needs its form."""
    if status is ticket.status:
        return {}
    form = THROUGH_A_FORM.get(status)
    if form is not None:
        raise Refused(f"{status} needs a few words: use `cxloop {form}`")
    return {"status": status.value}


def moved(ticket: Ticket, segment: str, organisation: Organisation, day: str | None = None) -> dict[str, Json]:
    """Return the fields of a move: the owner stays if they belong there or above, else its lead takes over.

    On a day (`2026-12-01`) when the lead is away, who stands in.
    """
    if segment == ticket.segment:
        return {}
    keeps = ticket.owner is not None and organisation.belongs(ticket.owner, segment)
    owner = ticket.owner if keeps else organisation.lead(segment, day) or ticket.owner
    return {"segment": segment, "owner": owner}


def escalate(
    ticket: Ticket, to: str, reason: str, organisation: Organisation, *, by: str, owner: str | None = None
) -> Draft:
    """Hand a ticket up: escalated, the segment above, an owner there, and why, in one operation."""
    if owner is None:
        owner = next(iter(organisation.escalation_owners(to, by=by)), None)
    wanted = {"status": Status.ESCALATED.value, "segment": to, "owner": owner}
    return change(ticket, wanted, note=reason)


def hand_back(ticket: Ticket, note: str | None, organisation: Organisation) -> Draft:
    """End an escalation: open again, with the segment and owner it came from, or its lead if they have left.

    Raises Refused if it is not escalated.
    """
    if ticket.status is not Status.ESCALATED:
        raise Refused(f"it is {ticket.status}, not escalated: there is nothing to hand back")
    segment, owner = handed_back_to(ticket, organisation)
    wanted: dict[str, Json] = {"status": Status.OPEN.value, "segment": segment, "owner": owner}
    return change(ticket, wanted, note=note)


def handed_back_to(ticket: Ticket, organisation: Organisation) -> tuple[str, str | None]:
    """Return the segment and owner a hand-back leads to: those it came from, or who took their place since."""
    segment = organisation.tree.heir(ticket.return_segment or ticket.segment)
    if not organisation.tree.is_open(segment):
        segment = ticket.segment
    owner = ticket.return_owner or ticket.owner
    has_left = owner is None or not organisation.is_active(owner)
    return segment, organisation.lead(segment) or ticket.owner if has_left else owner


def resolve(ticket: Ticket, *, root_cause: str | None, action_taken: str | None, told: str | None) -> Draft:
    """Close the loop: why it happened, what was done, how the customer was told. Raises Refused if done already."""
    if ticket.status is Status.RESOLVED:
        raise Refused("it is resolved already; reopen it first")
    words = {"root_cause": root_cause, "action_taken": action_taken, "told": told}
    said: dict[str, Json] = {name: _text(text) for name, text in words.items() if text and text.strip()}
    return change(ticket, {"status": Status.RESOLVED.value, **said})


def reopen(ticket: Ticket, note: str | None, organisation: Organisation) -> Draft:
    """Take a resolved ticket up again; cause and owner stay, but for an owner who has left: who leads takes over.

    Raises Refused if it is not resolved.
    """
    if ticket.status is not Status.RESOLVED:
        raise Refused(f"it is {ticket.status}, not resolved: there is nothing to reopen")
    wanted: dict[str, Json] = {"status": Status.OPEN.value}
    if ticket.owner is not None and not organisation.is_active(ticket.owner):
        wanted["owner"] = organisation.lead(ticket.segment) or ticket.owner
    return change(ticket, wanted, note=note)


def answered_again(ticket: Ticket, words: str, organisation: Organisation, *, is_well: bool) -> Draft:
    """What the customer of a resolved ticket says of the resolution: a tag, and another turn where it is not well.

    Raises Refused if it is not resolved.
    """
    tag, other = (RECOVERED, NOT_RECOVERED) if is_well else (NOT_RECOVERED, RECOVERED)
    tagged = change(ticket, {}, add_tags=[tag], remove_tags=[other], note=words)
    return tagged if is_well else tagged._replace(set=reopen(ticket, None, organisation).set)


def comment(ticket: Ticket, text: str) -> Draft:
    """An internal comment; it opens a new ticket. Raises Refused when it says nothing."""
    if not text.strip():
        raise Refused("comment is empty: write what you found out or what comes next")
    return _opening(ticket, Draft(kind=Kind.COMMENT_ADD, subject=ticket.id, comment=_text(text)))


def contact(ticket: Ticket, kind: str, outcome: str, note: str | None) -> Draft:
    """An attempt to reach the customer; it opens a new ticket. Raises Unusable for unknown words."""
    if kind not in CONTACT_KINDS:
        raise Unusable(f"no kind of contact {kind!r}: use one of {', '.join(CONTACT_KINDS)}")
    if outcome not in CONTACT_OUTCOMES:
        raise Unusable(f"no outcome {outcome!r}: use one of {', '.join(CONTACT_OUTCOMES)}")
    logged = Draft(
        kind=Kind.CONTACT_LOG,
        subject=ticket.id,
        add={"contacts": (f"{kind} {outcome}",)},
        comment=_text(note),
    )
    return _opening(ticket, logged)


def reply(ticket: Ticket, title: str, text: str) -> Draft:
    """A letter to the customer; it opens a new ticket. Raises Refused where there is nothing to write, or nobody."""
    if ticket.customer_email is None:
        raise Refused("nobody can be written to: the ticket has no e-mail of its customer")
    if not text.strip():
        raise Refused("text is empty: write what the customer shall read")
    written = Draft(
        kind=Kind.REPLY_WRITE,
        subject=ticket.id,
        add={"contacts": ("mail reached",)},
        comment=_text(text),
        preview=Preview(to=(ticket.customer_email,), title=storable(title.strip())[0]),
    )
    return _opening(ticket, written)


def add_response(ticket: Ticket, response_id: str, words: str) -> Draft:
    """Another response of the customer, put to their unresolved ticket; nobody has done anything about it yet."""
    return Draft(kind=Kind.RESPONSE_ADD, subject=ticket.id, add={"responses": (response_id,)}, comment=_text(words))


_OPENED: Final = Change(Status.NEW.value, Status.OPEN.value)


def _opening(ticket: Ticket, draft: Draft) -> Draft:
    """New means that nothing was done, so doing something opens it; implied, for the words matter more."""
    if ticket.status is not Status.NEW:
        return draft
    return draft._replace(set={"status": _OPENED}, implied=("status",))


def _changes(ticket: Ticket, wanted: Mapping[str, Json]) -> dict[str, Change]:
    pairs = ((name, scalar(ticket, name), _stored(name, value)) for name, value in wanted.items())
    return {name: Change(seen, value) for name, seen, value in pairs if seen != value}


def _given(wanted: Mapping[str, Json]) -> dict[str, Json]:
    stored = ((name, _stored(name, value)) for name, value in wanted.items() if value is not None)
    return {name: value for name, value in stored if value is not None}


def _stored(name: str, value: Json) -> Json:
    """A value as it is kept: an empty line is no value at all, an e-mail has its normal form."""
    if not isinstance(value, str):
        return value
    text = _text(value)
    return normal_email(text) if text is not None and name == "customer_email" else text


def _text(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    return storable(text)[0]


def _sets(**sets: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(kept)) for name, values in sets.items() if (kept := _words(values))}


def _words(values: Iterable[str]) -> list[str]:
    """Return words as they are kept: without space around them, blank ones not at all."""
    return [storable(value.strip())[0] for value in values if value.strip()]
