"""The space as it stands: segments, people and policy together, and what follows from them."""

from collections.abc import Mapping
from dataclasses import field

from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.people import Act, Person, Role, Standing, asks_no_standing, why_may_not
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.segment import SegmentTree


@frozen
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
        person = self.person(email)
        if asks_no_standing(person, act):
            return why_may_not(person, act, frozenset())
        return why_may_not(person, act, self.standings(email, owner, segment))

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
