"""The same thing done to many tickets: foreseen first, then carried out as one group.

Each ticket stands on its own: those that may not be changed are refused with a reason, the others are done, and one
undo takes all of it back (`services.turning_back`). Very many are done in as many transactions as it takes, so that
others can work meanwhile; what is done when somebody says stop stays, and is one undo too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import CxloopError, NotFound, Refused
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act, Standing, why_may_not
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.pacing import Pace

Make: TypeAlias = Callable[[Ticket, Organisation], Draft]
"""What should happen, of a ticket as it stands. May raise Refused."""

Along: TypeAlias = Callable[[Sitting, str, str | None], None]
"""What is done beside each ticket that changes: of its id, in the same transaction and group."""

ANYBODYS: Final = 100
"""The most tickets anybody may change at once; more are for who may `Act.BULK`."""

CHUNK: Final = 1000
"""As many tickets are looked at in one transaction; others write between two of them."""


class Stopped(CxloopError):
    """Somebody said stop before anything was done."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done to any number of tickets, with the words for it."""

    verb: str
    """What it is called before them: `Give to Bea`."""
    becomes: str
    """What becomes of them, after their number: `given to Bea`."""
    make: Make
    along: Along | None = None
    told: str = ""
    """What is said afterwards besides."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A ticket that stays as it is, and why."""

    ticket: str
    """Its id."""
    name: str
    """What people call it: its number, or its handle until it has one."""
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What will become of tickets, or what became of them; each is in one of the three."""

    done: tuple[str, ...] = ()
    """The ids of those that change."""
    unchanged: tuple[str, ...] = ()
    """The ids of those that are so already."""
    refusals: tuple[Refusal, ...] = ()
    left: int = 0
    """How many more were not come to, because somebody said stop."""

    def __add__(self, other: "Outcome") -> "Outcome":
        """Put the parts of one outcome together."""
        return Outcome(
            self.done + other.done,
            self.unchanged + other.unchanged,
            self.refusals + other.refusals,
            self.left + other.left,
        )

    @property
    def refused(self) -> frozenset[str]:
        """The ids of those that are refused."""
        return frozenset(refusal.ticket for refusal in self.refusals)

    def reasons(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Return each reason with the names of those it refuses, the commonest first."""
        grouped: dict[str, list[str]] = {}
        for refusal in self.refusals:
            grouped.setdefault(refusal.reason, []).append(refusal.name)
        return sorted(grouped.items(), key=lambda item: -len(item[1]))


def chunks(ids: Sequence[str], size: int = CHUNK) -> Iterable[Sequence[str]]:
    """Cut a long list into parts that can be looked at one after the other."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def plan(sitting: Sitting, by: str, ids: Sequence[str], make: Make, *, of: int | None = None) -> Outcome:
    """Foresee what `carry_out` would do; nothing is changed.

    `of` is how many tickets there are in all when `ids` is a part of them. Raises Refused for more than this person
    may change at once.
    """
    is_many = _demand_may(sitting, by, of or len(ids))
    sitting.prefetch(tickets=ids)
    done: list[str] = []
    unchanged: list[str] = []
    refusals: list[Refusal] = []
    for ticket_id in ids:
        reason = _why_not(sitting, by, ticket_id, make, is_many=is_many)
        if reason is not None:
            refusals.append(_refusal(sitting, ticket_id, reason))
        elif make(sitting.ticket(ticket_id), sitting.organisation).is_empty:
            unchanged.append(ticket_id)
        else:
            done.append(ticket_id)
    return Outcome(tuple(done), tuple(unchanged), tuple(refusals))


def carry_out(  # noqa: PLR0913 - who does what to which, as seen when, and how far
    desk: Desk,
    by: str,
    ids: Sequence[str],
    make: Make,
    *,
    seen: int | None = None,
    along: Along | None = None,
    go_on: Callable[[int], bool] = lambda _through: True,
) -> Outcome:
    """Do it to each ticket that allows it, as one group.

    `seen` is the sequence number at which it was foreseen: what somebody else changed since is refused. `go_on` is
    told after each transaction how many tickets are through; when it says no, the rest is left. Raises Stopped when
    it says so before the first, Refused for more than this person may change at once.
    """
    if not go_on(0):
        raise Stopped("stopped: nothing was changed")
    group = desk.new_group() if len(ids) > 1 or along is not None else None
    outcome, pace, through = Outcome(), Pace(), 0
    with desk.at_length() if len(ids) > pace.size else nullcontext():
        for part in pace.parts(ids):
            with pace.taking(len(part)):
                work = partial(
                    _carry_out, by=by, ids=part, make=make, seen=seen, group=group, of=len(ids), along=along
                )
                outcome += desk.sit(by, work)
            through += len(part)
            if not go_on(through):
                return outcome + Outcome(left=len(ids) - through)
    return outcome


def _carry_out(  # noqa: PLR0913 - as above
    sitting: Sitting,
    *,
    by: str,
    ids: Sequence[str],
    make: Make,
    seen: int | None,
    group: str | None,
    of: int,
    along: Along | None,
) -> Outcome:
    """Do it to a part of the tickets, in one transaction."""
    is_many = _demand_may(sitting, by, of)
    sitting.prefetch(tickets=ids)
    done: list[str] = []
    unchanged: list[str] = []
    refusals: list[Refusal] = []
    for ticket_id in ids:
        try:
            if is_many:
                _demand_one_of_many(sitting, by, ticket_id)
            changed = sitting.do(ticket_id, make, seen=_unseen(sitting, ticket_id, seen), group=group)
        except (Refused, NotFound) as refusal:
            refusals.append(_refusal(sitting, ticket_id, str(refusal)))
            continue
        (unchanged if changed is None else done).append(ticket_id)
        if along is not None and changed is not None:
            along(sitting, ticket_id, group)
    return Outcome(tuple(done), tuple(unchanged), tuple(refusals))


def given_to(heirs: Mapping[str, str]) -> Make:
    """Give each ticket to the person named for it."""
    return lambda ticket, _: intent.change(ticket, {"owner": heirs[ticket.id]})


def shares(sitting: Sitting, ids: Sequence[str], loads: Mapping[str, int], day: str) -> dict[str, str]:
    """Deal tickets out evenly over the people of each one's segment; the person for each ticket.

    `loads` says how many open tickets people have; what is dealt out now no longer counts as its owner's. Who is away
    on `day`, as `2026-12-01`, gets none unless all are. Nobody in a segment: who leads it. Raises Refused when nobody
    does either.
    """
    from cxloop_tui.services.organising import spread  # noqa: PLC0415 - seldom wanted

    tickets = [sitting.ticket(ticket_id) for ticket_id in ids]
    counts = dict(loads)
    for ticket in tickets:
        if ticket.owner is not None and ticket.status is not Status.RESOLVED:
            counts[ticket.owner] = max(counts.get(ticket.owner, 0) - 1, 0)
    by_segment: dict[str, list[str]] = {}
    for ticket in tickets:
        by_segment.setdefault(ticket.segment, []).append(ticket.id)
    dealt: dict[str, str] = {}
    for segment, lying in by_segment.items():
        shared = spread(lying, _people_of(sitting.organisation, segment, day), counts)
        for person in shared.values():
            counts[person] = counts.get(person, 0) + 1
        dealt |= shared
    return {ticket_id: dealt[ticket_id] for ticket_id in ids}


def _people_of(space: Organisation, segment: str, day: str) -> Sequence[str]:
    """Return who works for a segment and is here, by name; without any, who leads it."""
    working = [one for one in space.people.values() if one.active and segment in one.segments]
    here = [one for one in working if not one.is_away(day)] or working
    lead = space.lead(segment)
    people = sorted(here, key=lambda one: one.name.casefold())
    return [one.email for one in people] or ([lead] if lead is not None else [])


def _demand_may(sitting: Sitting, by: str, count: int) -> bool:
    """Say whether these are very many. Raises Refused when this person may change so many nowhere."""
    if count <= ANYBODYS:
        return False
    reason = why_may_not(sitting.organisation.person(by), Act.BULK, frozenset(Standing))
    if reason:
        raise Refused(f"{count:,} tickets, more than {ANYBODYS}: {reason}")
    return True


def _demand_one_of_many(sitting: Sitting, by: str, ticket_id: str) -> None:
    ticket = sitting.ticket(ticket_id)
    reason = sitting.organisation.why_may_not(by, Act.BULK, ticket.owner, ticket.segment)
    if reason:
        raise Refused(reason)


def _why_not(sitting: Sitting, by: str, ticket_id: str, make: Make, *, is_many: bool) -> str | None:
    try:
        if is_many:
            _demand_one_of_many(sitting, by, ticket_id)
    except (Refused, NotFound) as refusal:
        return str(refusal)
    return sitting.why_not(ticket_id, make)


def _unseen(sitting: Sitting, ticket_id: str, seen: int | None) -> int | None:
    """Return `seen` where something happened to the ticket since; nowhere else is there anything to compare."""
    return seen if seen is not None and sitting.ticket(ticket_id).seq > seen else None


def _refusal(sitting: Sitting, ticket_id: str, reason: str) -> Refusal:
    try:
        number = sitting.ticket(ticket_id).number
    except NotFound:
        return Refusal(ticket_id, ticket_id, reason)
    return Refusal(ticket_id, number_or_handle(ticket_id, number), reason)
