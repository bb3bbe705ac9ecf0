"""Changes of the organisation that tickets depend on: merging segments, somebody leaving.

Each is one group of operations in one transaction: nothing is orphaned, everything is logged, one undo takes it all
back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.services.desk import Sitting


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of the organisation took along."""

    tickets: int
    segments: tuple[str, ...] = ()
    """The codes of segments that lie elsewhere now, or have other managers."""


def merge(sitting: Sitting, by: str, code: str, into: str) -> Moved:
    """Give a segment up; its tickets and what lies below it go to another one.

    Raises Refused, and NotFound for a `by` that is nobody.
    """
    space = sitting.organisation
    space.demand(by, Act.ADMINISTER)
    _demand_two(space, code, into)
    group = sitting.new_group()
    below = space.tree.children(code)
    for child in below:
        sitting.put_segment(child, {"parent": into}, group=group)
    tickets = sitting.lying_in(code)
    sitting.put_segment(code, {"active": False, "merged_into": into}, group=group)
    for ticket in tickets:
        sitting.change(ticket, {"segment": into}, group=group)
    _take_people_along(sitting, code, into, group)
    return Moved(len(tickets), below)


def _demand_two(space: Organisation, code: str, into: str) -> None:
    if code == into:
        raise Refused("a segment cannot be merged into itself")
    if not space.tree.is_open(into):
        raise Refused(f"there is no segment {into!r} to take over")
    if not space.tree.is_open(code):
        raise Refused(f"{space.tree.name(code)} is not in use any more")
    if code in space.tree.above(into):
        below, above = space.tree.name(into), space.tree.name(code)
        raise Refused(f"{below} lies below {above}: merge {below} into {above}, or move it first")


def _take_people_along(sitting: Sitting, code: str, into: str, group: str) -> None:
    """Who worked for the segment works for its heir."""
    for person in sitting.organisation.people.values():
        if code in person.segments:
            codes = dict.fromkeys(into if at == code else at for at in person.segments)
            sitting.put_person(person.email, {"segments": list(codes)}, group=group)


def leave(sitting: Sitting, by: str, email: str, heirs: Mapping[str, str] | str | None) -> Moved:
    """Let somebody leave; `heirs` says who takes their open tickets.

    One person's e-mail for all of them, a person for each ticket id, or None: who leads each ticket's segment.
    Raises Refused, also when a ticket would be left without an owner.
    """
    sitting.organisation.demand(by, Act.ADMINISTER)
    group = sitting.new_group()
    led = _without_manager(sitting, email, group)
    for person in sitting.organisation.people.values():
        if person.deputy == email:
            sitting.put_person(person.email, {"deputy": None}, group=group)
    tickets = sitting.unresolved_of(email)
    for ticket in tickets:
        sitting.change(ticket, {"owner": _heir(sitting, ticket, email, heirs)}, group=group)
    sitting.put_person(email, {"active": False, "deputy": None, "away_until": None}, group=group)
    return Moved(len(tickets), led)


def _without_manager(sitting: Sitting, email: str, group: str) -> tuple[str, ...]:
    """Take them off the managers of their segments."""
    led = [segment for segment in sitting.organisation.tree if email in segment.managers]
    for segment in led:
        managers: list[Json] = [manager for manager in segment.managers if manager != email]
        sitting.put_segment(segment.code, {"managers": managers}, group=group)
    return tuple(segment.code for segment in led)


def _heir(sitting: Sitting, ticket_id: str, email: str, heirs: Mapping[str, str] | str | None) -> str:
    ticket, space = sitting.ticket(ticket_id), sitting.organisation
    if isinstance(heirs, str):
        heir: str | None = heirs
    elif heirs is not None and ticket_id in heirs:
        heir = heirs[ticket_id]
    else:
        heir = space.lead(ticket.segment)
    if heir is None or heir == email:
        name = space.tree.name(ticket.segment)
        raise Refused(f"nobody else leads {name}: name who takes the open tickets, or add a manager there first")
    return heir


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
