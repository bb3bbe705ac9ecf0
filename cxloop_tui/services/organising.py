"""Changes of the organisation that tickets depend on: merging segments, somebody leaving.

Each is one group of operations in one transaction: nothing is orphaned, everything is logged, one undo takes it all
back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.query import Branch, Field, Query
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.view import Load
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.queries import Queries


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of the organisation took along."""

    tickets: int
    segments: tuple[str, ...] = ()
    """The codes of segments that lie elsewhere now, or have other managers."""
    people: tuple[str, ...] = ()
    """The e-mails of those who work elsewhere now, or have no deputy any more."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What depends on somebody: asked before they leave."""

    tickets: tuple[tuple[str, str], ...]
    """Their tickets that are not resolved: each with its segment."""
    led: tuple[str, ...]
    """The codes of the segments they are a manager of."""
    covered: tuple[str, ...]
    """The e-mails of those they stand in for."""


# Merging ------------------------------------------------------------------------------------------------------------


def merge(sitting: Sitting, by: str, code: str, into: str) -> Moved:
    """Give a segment up; its tickets, its people and what lies below it go to another one.

    Raises Refused, and NotFound for a `by` that is nobody.
    """
    space = sitting.organisation
    space.demand(by, Act.ADMINISTER)
    reason = why_not_merge(space, code, into)
    if reason:
        raise Refused(reason)
    group = sitting.new_group()
    below = space.tree.children(code)
    for child in below:
        sitting.put_segment(child, {"parent": into}, group=group)
    tickets = sitting.lying_in(code)
    sitting.put_segment(code, {"active": False, "merged_into": into}, group=group)
    for ticket in tickets:
        sitting.change(ticket, {"segment": into}, group=group)
    people = workers(space, code)
    for email in people:
        sitting.put_person(email, {"segments": _with_heir(space.people[email].segments, code, into)}, group=group)
    return Moved(len(tickets), below, people)


def merging(queries: Queries, code: str) -> Moved:
    """Foretell what giving a segment up would take along."""
    space = queries.organisation()
    lying = queries.counts(Query().with_values(Field.SEGMENT, [Branch(code, below=False)])).found
    return Moved(lying, space.tree.children(code), workers(space, code))


def why_not_merge(space: Organisation, code: str, into: str) -> str | None:
    """Say why a segment cannot be merged into another, None when it can."""
    if code == into:
        return "a segment cannot be merged into itself"
    if not space.tree.is_open(into):
        return f"there is no segment {into!r} to take over"
    if not space.tree.is_open(code):
        return f"{space.tree.name(code)} is not in use any more"
    if code in space.tree.above(into):
        below, above = space.tree.name(into), space.tree.name(code)
        return f"{below} lies below {above}: merge {below} into {above}, or move it first"
    return None


def workers(space: Organisation, code: str) -> tuple[str, ...]:
    """Return the e-mails of those who work for a segment, those who left too."""
    return tuple(person.email for person in space.people.values() if code in person.segments)


def _with_heir(codes: Sequence[str], code: str, into: str) -> list[Json]:
    return list(dict.fromkeys(into if at == code else at for at in codes))


# Leaving ------------------------------------------------------------------------------------------------------------


def leave(sitting: Sitting, by: str, email: str, heirs: Mapping[str, str] | str | None) -> Moved:
    """Let somebody leave; `heirs` says who takes their open tickets.

    One person's e-mail for all of them, a person for each ticket id, or None: who leads each ticket's segment.
    Raises Refused, also when a ticket would be left without an owner.
    """
    space = sitting.organisation
    space.demand(by, Act.ADMINISTER)
    if not space.person(email).active:
        raise Refused(f"{space.called(email)} has left already")
    if email == by:
        raise Refused("you cannot let yourself leave, for you could not take it back: ask another admin")
    group = sitting.new_group()
    led = _without_manager(sitting, email, group)
    covered = _without_deputy(sitting, email, group)
    tickets = sitting.unresolved_of(email)
    for ticket in tickets:
        sitting.change(ticket, {"owner": _heir(sitting, ticket, email, heirs)}, group=group)
    sitting.put_person(email, {"active": False, "deputy": None, "away_until": None}, group=group)
    return Moved(len(tickets), led, covered)


def leaving(queries: Queries, email: str) -> Leaving:
    """Tell what depends on somebody now."""
    space = queries.organisation()
    waiting = [status for status in Status if status is not Status.RESOLVED]
    query = Query().with_values(Field.OWNER, [email]).with_values(Field.STATUS, waiting)
    return Leaving(
        tickets=tuple((ticket.id, ticket.segment) for ticket in queries.tickets(query)),
        led=tuple(segment.code for segment in space.tree if email in segment.managers),
        covered=tuple(person.email for person in space.people.values() if person.deputy == email),
    )


def _without_manager(sitting: Sitting, email: str, group: str) -> tuple[str, ...]:
    """Take them off the managers of their segments."""
    led = [segment for segment in sitting.organisation.tree if email in segment.managers]
    for segment in led:
        managers: list[Json] = [manager for manager in segment.managers if manager != email]
        sitting.put_segment(segment.code, {"managers": managers}, group=group)
    return tuple(segment.code for segment in led)


def _without_deputy(sitting: Sitting, email: str, group: str) -> tuple[str, ...]:
    """Let them stand in for nobody any more."""
    covered = [person.email for person in sitting.organisation.people.values() if person.deputy == email]
    for other in covered:
        sitting.put_person(other, {"deputy": None}, group=group)
    return tuple(covered)


def _heir(sitting: Sitting, ticket_id: str, email: str, heirs: Mapping[str, str] | str | None) -> str:
    if isinstance(heirs, str):
        heir: str | None = heirs
    elif heirs is not None and ticket_id in heirs:
        heir = heirs[ticket_id]
    else:
        heir = sitting.organisation.lead(sitting.ticket(ticket_id).segment)
    if heir is None or heir == email:
        name = sitting.organisation.tree.name(sitting.ticket(ticket_id).segment)
        raise Refused(f"nobody else leads {name}: name who takes the open tickets, or add a manager there first")
    return heir


# Who takes them -----------------------------------------------------------------------------------------------------


def spread(tickets: Sequence[str], people: Sequence[str], loads: Mapping[str, int]) -> dict[str, str]:
    """Deal tickets out evenly: each goes to who then has the fewest open ones, `loads` being those they have.

    People who come first win a tie. Raises Refused when there is nobody.
    """
    if not people:
        raise Refused("there is nobody to spread them over")
    counts = {person: loads.get(person, 0) for person in people}
    dealt = {}
    for ticket in tickets:
        lightest = min(counts, key=counts.__getitem__)
        counts[lightest] += 1
        dealt[ticket] = lightest
    return dealt


def spread_over_segments(
    tickets: Iterable[tuple[str, str]], email: str, space: Organisation, loads: Mapping[str, Load], day: str
) -> dict[str, str]:
    """Deal somebody's tickets, each an id and its segment, out over the others who work for that segment.

    Where nobody else does, its lead takes them; a ticket that even that leaves without anybody is left out.
    """
    counts = {owner: load.open for owner, load in loads.items()}
    dealt: dict[str, str] = {}
    for ticket, segment in tickets:
        people = takers(segment, email, space, day)
        if people:
            dealt |= spread([ticket], people, counts)
            counts[dealt[ticket]] = counts.get(dealt[ticket], 0) + 1
    return dealt


def led_over_segments(
    tickets: Iterable[tuple[str, str]], email: str, space: Organisation, day: str
) -> dict[str, str]:
    """Give somebody's tickets, each an id and its segment, to who leads the segment, or stands in for them."""
    leads = ((ticket, _lead_but(segment, email, space, day)) for ticket, segment in tickets)
    return {ticket: lead for ticket, lead in leads if lead is not None}


def takers(segment: str, email: str, space: Organisation, day: str) -> tuple[str, ...]:
    """Return who else works for a segment and is here on a day; where nobody does, who leads it."""
    here = tuple(
        person.email
        for person in space.people.values()
        if segment in person.segments and person.active and person.email != email and not person.is_away(day)
    )
    lead = _lead_but(segment, email, space, day)
    return here or (() if lead is None else (lead,))


def _lead_but(segment: str, email: str, space: Organisation, day: str) -> str | None:
    """Return who leads a segment when `email` does not any more."""
    if segment not in space.tree:
        return None
    for code in (segment, *space.tree.above(segment)):
        for manager in space.tree[code].managers:
            if manager != email and space.is_active(manager):
                stand_in = space.stand_in(manager, day)
                return manager if stand_in == email else stand_in
    return None


def shares(leaving: Leaving, heirs: Mapping[str, str] | str) -> dict[str | None, int]:
    """Count how many tickets each taker gets, who gets most first; None counts those that nobody takes."""
    takers_of = (heirs if isinstance(heirs, str) else heirs.get(ticket) for ticket, _ in leaving.tickets)
    return dict(Counter(takers_of).most_common())
