"""Changes of segments, people and policy: what they lead to, and whether they are legal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from cxloop_tui.domain.clock import is_day
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Entry, Json, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act, Person, Role
from cxloop_tui.domain.policy_keys import ARRIVAL_RULES
from cxloop_tui.domain.policy_values import checked_value
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.domain.text import is_email, is_plain_name

ORGANISATION_KINDS: Final = (Kind.SEGMENT_PUT, Kind.PERSON_PUT, Kind.POLICY_PUT)
"""The kinds of operations that make and change the space."""


def organisation_after(organisation: Organisation, entry: Entry) -> Organisation:
    """Return the space that a `segment.put`, `person.put` or `policy.put` leaves; others leave it as it is."""
    operation = entry.operation
    if operation.kind == Kind.SEGMENT_PUT:
        segments = dict(organisation.tree.ever)
        segments[operation.subject] = segment_after(segments.get(operation.subject), operation)
        return replace(organisation, tree=SegmentTree(segments))
    if operation.kind == Kind.PERSON_PUT:
        person = person_after(organisation.people.get(operation.subject), operation)
        return replace(organisation, people={**organisation.people, person.email: person})
    if operation.kind == Kind.POLICY_PUT:
        return replace(organisation, policy=organisation.policy.after(entry))
    return organisation


def segment_after(segment: Segment | None, operation: Operation) -> Segment:
    """Apply a `segment.put`; managers keep their order, added ones follow."""
    old = segment or Segment(operation.subject, operation.subject)
    wanted = {name: change.wanted for name, change in operation.set.items()}
    managers = _texts(wanted.get("managers", old.managers))
    kept = [email for email in managers if email not in operation.remove.get("managers", ())]
    return Segment(
        code=operation.subject,
        name=str(wanted.get("name", old.name)),
        parent=cast("str | None", wanted.get("parent", old.parent)),
        managers=tuple(dict.fromkeys([*kept, *operation.add.get("managers", ())])),
        active=bool(wanted.get("active", old.active)),
        merged_into=cast("str | None", wanted.get("merged_into", old.merged_into)),
    )


def person_after(person: Person | None, operation: Operation) -> Person:
    """Apply a `person.put`."""
    old = person or Person(operation.subject, operation.subject)
    wanted = {name: change.wanted for name, change in operation.set.items()}
    return Person(
        email=operation.subject,
        name=str(wanted.get("name", old.name)),
        role=Role(str(wanted.get("role", old.role))),
        segments=_texts(wanted.get("segments", old.segments)),
        active=bool(wanted.get("active", old.active)),
        away_until=cast("str | None", wanted.get("away_until", old.away_until)),
        deputy=cast("str | None", wanted.get("deputy", old.deputy)),
    )


def segment_fields(segment: Segment | None) -> dict[str, Json]:
    """Return what a `segment.put` may set, as it stands; nothing of a segment that is not there yet."""
    if segment is None:
        return {}
    return {
        "name": segment.name,
        "parent": segment.parent,
        "managers": list(segment.managers),
        "active": segment.active,
        "merged_into": segment.merged_into,
    }


def person_fields(person: Person | None) -> dict[str, Json]:
    """Return what a `person.put` may set, as it stands; nothing of somebody who is not there yet."""
    if person is None:
        return {}
    return {
        "name": person.name,
        "role": str(person.role),
        "segments": list(person.segments),
        "active": person.active,
        "away_until": person.away_until,
        "deputy": person.deputy,
    }


def fields_of(kind: str, subject: str, organisation: Organisation) -> dict[str, Json]:
    """Return what a put of this kind may set on its subject, as it stands; of the policy what was ever changed."""
    if kind == Kind.SEGMENT_PUT:
        return segment_fields(organisation.tree.get(subject))
    if kind == Kind.PERSON_PUT:
        return person_fields(organisation.people.get(subject))
    return dict(organisation.policy.changed)


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(str(item) for item in cast("Sequence[str]", value))


def check_put(operation: Operation, organisation: Organisation) -> None:
    """Let pass a legal change of segments, people or policy; the very first person needs nobody's leave.

    Raises Refused, or Unusable for a policy value.
    """
    if organisation.people:
        organisation.demand(operation.by, Act.ADMINISTER)
    if operation.kind == Kind.SEGMENT_PUT:
        _check_segment(segment_after(organisation.tree.get(operation.subject), operation), organisation)
    elif operation.kind == Kind.PERSON_PUT:
        _check_person(operation, organisation)
    else:
        for key, change in operation.set.items():
            if change.wanted is not None:
                checked_value(key, change.wanted)
                if key == ARRIVAL_RULES:
                    _check_arrival(str(change.wanted), organisation)


def _check_arrival(rules: str, organisation: Organisation) -> None:
    from cxloop_tui.domain.arrival_rules import read_rules  # noqa: PLC0415 - seldom wanted, and it loads the query

    read_rules(rules, organisation)


def _check_segment(segment: Segment, organisation: Organisation) -> None:
    if not segment.code or not all(letter.isalnum() or letter in "-_." for letter in segment.code):
        raise Refused(f"{segment.code!r} is not a code: use letters, digits, '-', '_' and '.'")
    if not is_plain_name(segment.name):
        raise Refused("the name is empty, too long or has control characters")
    if segment.parent is not None:
        if segment.parent not in organisation.tree or (
            segment.active and not organisation.tree.is_open(segment.parent)
        ):
            raise Refused(f"there is no segment {segment.parent!r} to lie below")
        if segment.code in (segment.parent, *organisation.tree.above(segment.parent)):
            raise Refused(f"{segment.name} cannot lie below itself")
    below = [organisation.tree.name(code) for code in organisation.tree.children(segment.code)]
    if below and not segment.active:
        raise Refused(f"{', '.join(below)} would lie below nothing: move or merge what lies below first")
    if segment.merged_into is not None and not organisation.tree.is_open(organisation.tree.heir(segment.merged_into)):
        raise Refused(f"there is no segment {segment.merged_into!r} to take over")
    for manager in segment.managers:
        if manager not in organisation.people:
            raise Refused(f"there is nobody with the e-mail {manager}; `cxloop people add` comes first")


def _check_person(operation: Operation, organisation: Organisation) -> None:
    try:
        person = person_after(organisation.people.get(operation.subject), operation)
    except ValueError:
        raise Refused(f"there is no role {operation.wanted('role')!r}: use one of {', '.join(Role)}") from None
    if not is_email(person.email):
        raise Refused(f"{person.email!r} is not an e-mail address")
    if not is_plain_name(person.name):
        raise Refused("the name is empty, too long or has control characters")
    for code in person.segments:
        if code not in organisation.tree:
            raise Refused(f"there is no segment {code!r}; `cxloop segments list` shows them")
    _check_absence(person, organisation)
    others = (other for other in organisation.people.values() if other.email != person.email)
    admins = any(other.active and other.role is Role.ADMIN for other in others)
    if not admins and not (person.active and person.role is Role.ADMIN):
        raise Refused("somebody must stay admin: make another person admin first")


def _check_absence(person: Person, organisation: Organisation) -> None:
    if person.away_until is not None and not is_day(person.away_until):
        raise Refused(f"{person.away_until!r} is not a day: write it as 2026-12-01")
    if person.deputy is not None:
        if not organisation.is_active(person.deputy):
            raise Refused(f"there is nobody at work with the e-mail {person.deputy} to stand in")
        if person.deputy == person.email:
            raise Refused("nobody can stand in for themselves")
