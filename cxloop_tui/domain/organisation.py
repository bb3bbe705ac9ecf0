"""The space as it stands: segments, people and policy together, and what follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from cxloop_tui.domain.clock import is_day
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.operation import Entry, Json, Kind, Operation
from cxloop_tui.domain.people import Act, Person, Role, Standing, why_may_not
from cxloop_tui.domain.policy import Policy, checked_value
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.domain.text import is_email, is_plain_name

ORGANISATION_KINDS: Final = (Kind.SEGMENT_PUT, Kind.PERSON_PUT, Kind.POLICY_PUT)
"""The kinds of operations that make and change the space."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who belongs where and by which rules; read once, replaced when something in it changes."""

    tree: SegmentTree
    people: Mapping[str, Person]
    policy: Policy = field(default_factory=Policy)
    _led: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `led_by` found: it is asked of every operation."""

    def person(self, email: str) -> Person:
        """Return a person. Raises NotFound."""
        try:
            return self.people[email]
        except KeyError:
            raise NotFound(f"nobody here has the e-mail {email}; `cxloop people list` shows who does") from None

    def called(self, email: str | None) -> str:
        """Return the name to show for an e-mail; a stranger's e-mail shows itself."""
        if email is None:
            return "nobody"
        person = self.people.get(email)
        return email if person is None else person.name

    def is_active(self, email: str) -> bool:
        """Say whether this is a person who works here now."""
        person = self.people.get(email)
        return person is not None and person.active

    def lead(self, segment: str, day: str | None = None) -> str | None:
        """Return who leads a segment: its first active manager, else of the next segment above that has one.

        With a day, written as `2026-12-01`: who does that work then, as `stand_in` has it.
        """
        if segment not in self.tree:
            return None
        for code in (segment, *self.tree.above(segment)):
            for manager in self.tree[code].managers:
                if self.is_active(manager):
                    return manager if day is None else self.stand_in(manager, day)
        return None

    def may_lead(self, email: str, segment: str) -> bool:
        """Say whether somebody leads a segment, or stands in for who does while that person goes away."""
        lead = self.lead(segment)
        if lead is None or not self.is_active(email):
            return False
        person = self.people[lead]
        return email == lead or (person.away_until is not None and person.deputy == email)

    def stand_in(self, email: str, day: str) -> str:
        """Return who does somebody's work on a day, written as `2026-12-01`: their deputy while they are away."""
        person = self.people.get(email)
        deputy = None if person is None or not person.is_away(day) else self.people.get(person.deputy or "")
        return email if deputy is None or not deputy.active or deputy.is_away(day) else deputy.email

    def led_by(self, email: str) -> frozenset[str]:
        """Return the segments a person manages and all below them."""
        found = self._led.get(email)
        if found is None:
            found = self._led[email] = self._found_led_by(email)
        return found

    def _found_led_by(self, email: str) -> frozenset[str]:
        person = self.people.get(email)
        if person is None:
            return frozenset()
        heads = {segment.code for segment in self.tree if email in segment.managers}
        if person.role is Role.MANAGER:
            heads.update(code for code in person.segments if code in self.tree)
        return frozenset(code for head in heads for code in self.tree.below(head))

    def belongs(self, email: str, segment: str) -> bool:
        """Say whether a person works for or manages a segment or one above it."""
        if not self.is_active(email) or segment not in self.tree:
            return False
        own = set(self.people[email].segments)
        return any(code in own or email in self.tree[code].managers for code in (segment, *self.tree.above(segment)))

    def standings(self, email: str, owner: str | None, segment: str) -> frozenset[Standing]:
        """Return how a person stands to a ticket of this owner and segment."""
        person = self.person(email)
        found = set()
        if owner == email:
            found.add(Standing.OWNER)
        if segment in person.segments:
            found.add(Standing.MEMBER)
        if segment in self.led_by(email):
            found.add(Standing.LEADER)
        return frozenset(found)

    def why_may_not(self, email: str, act: Act, owner: str | None, segment: str) -> str | None:
        """Say why this person may not do this to such a ticket, None when they may."""
        return why_may_not(self.person(email), act, self.standings(email, owner, segment))

    def demand(self, email: str, act: Act) -> None:
        """Let pass who may do what concerns no single ticket. Raises Refused or NotFound."""
        reason = why_may_not(self.person(email), act, frozenset())
        if reason:
            raise Refused(reason)

    def escalation_owners(self, segment: str, *, by: str) -> tuple[str, ...]:
        """List who can own a ticket escalated to `segment`, its lead first; never the one who escalates."""
        codes = (segment, *self.tree.above(segment)) if segment in self.tree else ()
        leaders = [email for code in codes for email in self.tree[code].managers]
        admins = [person.email for person in self.people.values() if person.role is Role.ADMIN]
        offered = dict.fromkeys(leaders + admins)
        return tuple(email for email in offered if email != by and self.is_active(email))

    def after(self, entry: Entry) -> "Organisation":
        """Return the space that a `segment.put`, `person.put` or `policy.put` leaves; others leave it as it is."""
        operation = entry.operation
        if operation.kind == Kind.SEGMENT_PUT:
            segments = dict(self.tree.ever)
            segments[operation.subject] = segment_after(segments.get(operation.subject), operation)
            return replace(self, tree=SegmentTree(segments))
        if operation.kind == Kind.PERSON_PUT:
            person = person_after(self.people.get(operation.subject), operation)
            return replace(self, people={**self.people, person.email: person})
        if operation.kind == Kind.POLICY_PUT:
            return replace(self, policy=self.policy.after(entry))
        return self


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
