"""A desk that was its own authority joins another one: its tickets and all that happened to them go up to that.

Everything it has comes to wait, in its order and as it was; with ordinary syncing it goes up and comes back in its
new place. So joining may break off at any time, the desk works on, and it goes on with the next round. Segments,
people and rules are the other's: what this desk has of them was settled before (`services.adopting`), and does not
wait.
"""

from collections.abc import Sequence
from typing import Final

from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.feed import WAITING_FROM, Waiting
from cxloop_tui.domain.mail.letter import LETTER_KINDS
from cxloop_tui.domain.operation import Base, Change, Entry, Json, Kind, Operation, Replayed
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.policy import policy_timeline
from cxloop_tui.domain.ticket import PolicyAt
from cxloop_tui.sync.ports import Replica
from cxloop_tui.sync.taking import is_about_ticket, show_anew

_LEFT_BEHIND: Final = frozenset({*ORGANISATION_KINDS, *LETTER_KINDS})
"""What stays behind: the other authority has an organisation of its own, and writes its own letters."""


def begin_adoption(replica: Replica, me: Person | None = None) -> int:
    """Let everything that happened here wait for another authority; return how much that is.

    `me` is who works here from now on, as the other knows them. Until its own segments and people come, the desk goes
    on with those it had, and with them.
    """
    lost = replica.unconfirm(0)
    policy_at = policy_timeline(entry for entry in lost if entry.operation.kind == Kind.POLICY_PUT)
    if me is not None:
        own = [entry for entry in lost if entry.operation.kind in ORGANISATION_KINDS]
        replica.put_organisation_changes([*own, Entry(_introduced(me), len(lost) + 1, 0)])
    adopted = [entry for entry in lost if entry.operation.kind not in _LEFT_BEHIND]
    replica.put_waiting([_waiting(entry, place, policy_at) for place, entry in enumerate(adopted, WAITING_FROM)])
    for subject in {entry.operation.subject for entry in adopted if is_about_ticket(entry.operation)}:
        replica.put_base(subject, None)
    show_anew(replica, [entry.operation for entry in adopted])
    return len(adopted)


def _introduced(me: Person) -> Operation:
    """Return what makes somebody known here; it is kept nowhere, and the first that comes takes its place."""
    fields: dict[str, Json] = {
        "name": me.name,
        "role": me.role.value,
        "segments": list(me.segments),
        "active": me.active,
    }
    wanted = {name: Change(None, value) for name, value in fields.items()}
    return Operation("", Kind.PERSON_PUT, me.email, me.email, 0, Base("", 0), wanted)


def _waiting(entry: Entry, place: int, policy_at: PolicyAt) -> Waiting:
    first = entry.replayed
    replayed = Replayed(
        arrived_at=entry.received_at,
        policy=policy_at(entry.seq).timing if first is None else first.policy,
        number=first.number if first is not None and first.number is not None else entry.number,
    )
    return Waiting(entry.operation, place, received_at=entry.received_at, replayed=replayed)


def passages_of(replica: Replica, batch: Sequence[Waiting]) -> Sequence[Passage]:
    """Return what is to be adopted as passages of a history, each of which names the one before it."""
    subjects = {one.operation.subject for one in batch}
    previous: dict[int, str | None] = {}
    for subject, waiting in replica.waiting_on(subjects).items():
        last = next((entry.operation.id for entry in reversed(replica.confirmed(subject))), None)
        for one in waiting:
            previous[one.place], last = last, one.operation.id
    return [_passage(one, previous[one.place]) for one in batch]


def _passage(one: Waiting, previous: str | None) -> Passage:
    entry, replayed = one.entry, one.replayed
    return Passage(
        operation=one.operation,
        seq=one.place - WAITING_FROM + 1,
        received_at=entry.received_at,
        number=None if replayed is None else replayed.number,
        policy={} if replayed is None else replayed.policy,
        previous=previous if is_about_ticket(one.operation) else None,
    )
