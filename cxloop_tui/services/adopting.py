"""A hub takes in the history of a desk that joins it: tickets with all that happened to them, as it was.

Nobody asks again whether it was legal: it was asked there. It goes the way of `import tickets` (`replaying`): each
operation keeps its time, and a ticket whose number is taken here gets another one and keeps the old as another name.
Nobody gains rights: people who are not here come as agents, segments without managers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.operation import Json, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act, Role
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock, Ids
from cxloop_tui.services.replaying import replay


class NewSegment(NamedTuple):
    """A segment that a desk brings along."""

    code: str
    name: str
    parent: str | None


class NewPerson(NamedTuple):
    """Somebody whom a desk brings along."""

    email: str
    name: str
    segments: tuple[str, ...]


class Adopting:
    """Lets a desk join this store."""

    def __init__(self, store: AuthorityStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def bring(self, by: str, segments: Sequence[NewSegment], people: Sequence[NewPerson]) -> Sequence[Operation]:
        """Make the segments and people that are not here yet; return what was made of it. Only an admin may.

        Segments are the same when their codes are, people when their e-mails are. Raises Refused.
        """

        def brought(tx: AuthorityTransaction) -> Sequence[Operation]:
            sitting = Sitting(tx, by, self._clock, self._ids)
            sitting.organisation.demand(by, Act.ADMINISTER)
            group = sitting.new_group()
            made = [_segment(sitting, one, group) for one in _parents_first(segments)]
            made += [_person(sitting, one, group) for one in people]
            return [operation for operation in made if operation is not None]

        return self._store.transact_authority(brought)

    def adopt(self, by: str, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        """Take passages of a desk's history, in their order and one transaction; each has a receipt.

        A number that is taken here is given anew, higher than `above`, the highest of that desk. Only an admin may.
        What was taken before keeps its place, so they may be sent again. Raises Refused.
        """

        def adopted(tx: AuthorityTransaction) -> Sequence[Receipt]:
            tx.organisation().demand(by, Act.ADMINISTER)
            return [self._adopted(tx, passage, above, by) for passage in passages]

        return self._store.transact_authority(adopted)

    def _adopted(self, tx: AuthorityTransaction, passage: Passage, above: int, by: str) -> Receipt:
        operation = passage.operation
        before = tx.entry(operation.id)
        if before is not None:
            return Receipt(operation.id, Outcome.ALREADY, before.seq)
        try:
            if passage.is_of_organisation:
                raise Refused("segments, people and rules are the hub's own; nothing of a desk's is adopted")
            entry = replay(tx, passage, above=above, by=by, now=self._clock())
        except CxloopError as refusal:
            return Receipt(operation.id, Outcome.REJECTED, reason=str(refusal))
        return Receipt(operation.id, Outcome.APPLIED, None if entry is None else entry.seq)


def _parents_first(segments: Sequence[NewSegment]) -> Sequence[NewSegment]:
    """Put every segment after the one above it; what hangs in the air or in a circle comes last, as it is."""
    ordered: list[NewSegment] = []
    rest = list(segments)
    brought = {segment.code for segment in segments}
    while rest:
        here = {segment.code for segment in ordered}
        free = [segment for segment in rest if segment.parent not in brought - here]
        ordered += free or rest
        rest = [segment for segment in rest if segment not in free] if free else []
    return ordered


def _segment(sitting: Sitting, wanted: NewSegment, group: str) -> Operation | None:
    tree = sitting.organisation.tree
    if wanted.code in tree.ever:
        return None
    parent = wanted.parent if wanted.parent is not None and tree.is_open(wanted.parent) else None
    return sitting.put_segment(wanted.code, {"name": wanted.name, "parent": parent}, group=group)


def _person(sitting: Sitting, wanted: NewPerson, group: str) -> Operation | None:
    space = sitting.organisation
    if wanted.email in space.people:
        return None
    segments = [code for code in wanted.segments if space.tree.is_open(code)]
    fields: dict[str, Json] = {"name": wanted.name, "role": Role.AGENT.value, "segments": segments, "active": True}
    return sitting.put_person(wanted.email, fields, group=group)


Agree = Callable[[Sequence[str]], None]
"""Is told what will be done, a line each; raises when nobody agrees to that."""

_LISTED_MOST: Final = 8


def foretold(own: Organisation, directory: Mapping[str, Json], hub: str) -> Sequence[str]:
    """Say what joining a hub will do to a desk with this organisation, a line each.

    `directory` are the hub's `segments` and `people`, with `code` and `email`.
    """
    segments, people = _named(directory, "segments", "code"), _named(directory, "people", "email")
    new_segments, new_people = own.tree.ever.keys() - segments, own.people.keys() - people
    old_segments, old_people = len(own.tree.ever) - len(new_segments), len(own.people) - len(new_people)
    return [
        f"all tickets of this desk go up to {hub}, with everything that happened to them; no mail is sent",
        f"segments: {old_segments:,} are there by code, {len(new_segments):,} are made{_listed(new_segments)}",
        f"people: {old_people:,} are there by e-mail, {len(new_people):,} come as agents{_listed(new_people)}",
        "names, roles, managers and rules are the hub's from then on; a copy of this store is kept beside it",
        "numbers that the hub has already are given anew; the old ones still find their tickets",
    ]


def _named(directory: Mapping[str, Json], what: str, key: str) -> set[str]:
    listed = directory.get(what)
    records = listed if isinstance(listed, Sequence) else ()
    return {str(record[key]) for record in records if isinstance(record, Mapping) and key in record}


def _listed(names: Collection[str]) -> str:
    shown = sorted(names)[:_LISTED_MOST]
    more = f" and {len(names) - len(shown):,} more" if len(names) > len(shown) else ""
    return f": {', '.join(shown)}{more}" if shown else ""
