"""Small builders: a space three levels deep with people of every role, entries, tickets, a clock, ids.

italy (lea)                         spain (nobody)
|- north (max, out of office: ola)  '- madrid
|  |- turin
|  '- milan
'- south (gia)
   |- bari
   '- naples
"""

from collections.abc import Callable, Iterable, Mapping
from random import Random

from cxloop_tui.domain import intent, legality, undo
from cxloop_tui.domain.clock import SECOND
from cxloop_tui.domain.identity import uuid7
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Base, Change, Entry, Json, Kind, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import BLANK, PolicyAt, Ticket, after, fold, undone_ids
from cxloop_tui.services.desk import Desk, Sitting

NOON = 1_800_000_000_000
"""When every test begins, milliseconds since the epoch."""

ADA = "ada@desk.example"
"""Admin."""
LEA = "lea@desk.example"
"""Manager of italy, so of everything below."""
MAX = "max@desk.example"
"""Leads north."""
OLA = "ola@desk.example"
"""Manager of north, inactive."""
GIA = "gia@desk.example"
"""Leads south."""
BEA = "bea@desk.example"
"""Agent in bari."""
TOM = "tom@desk.example"
"""Agent in turin and milan."""
EVE = "eve@desk.example"
"""Agent in madrid, where nobody leads."""
OLD = "old@desk.example"
"""Agent in bari, inactive."""

PEOPLE = (
    Person(ADA, "Ada Admin", Role.ADMIN),
    Person(LEA, "Lea Lead", Role.MANAGER, ("italy",)),
    Person(MAX, "Max North", Role.MANAGER, ("north",)),
    Person(OLA, "Ola Away", Role.MANAGER, ("north",), active=False),
    Person(GIA, "Gia South", Role.MANAGER, ("south",)),
    Person(BEA, "Bea Bari", Role.AGENT, ("bari",)),
    Person(TOM, "Tom Turin", Role.AGENT, ("turin", "milan")),
    Person(EVE, "Eve Madrid", Role.AGENT, ("madrid",)),
    Person(OLD, "Old Bari", Role.AGENT, ("bari",), active=False),
)

SEGMENTS = (
    Segment("italy", "Italy", None, (LEA,)),
    Segment("spain", "Spain"),
    Segment("north", "North", "italy", (OLA, MAX)),
    Segment("south", "South", "italy", (GIA,)),
    Segment("turin", "Turin", "north"),
    Segment("milan", "Milan", "north"),
    Segment("bari", "Bari", "south"),
    Segment("naples", "Naples", "south"),
    Segment("madrid", "Madrid", "spain"),
)

CREATED: Mapping[str, Json] = {"customer_email": "ana@shop.example", "segment": "bari", "owner": BEA}
"""The fields of an ordinary new ticket."""


class FakeClock:
    """A clock that stands still until it is told; with `step` it moves on whenever somebody looks."""

    def __init__(self, now: int = NOON, step: int = 0) -> None:
        self.now = now
        self.step = step

    def __call__(self) -> int:
        self.now += self.step
        return self.now


def seeded_ids(seed: int = 7) -> Callable[[], str]:
    """Return a source of UUIDs version 7 that is the same in every run."""
    random = Random(seed)
    return lambda: uuid7(NOON, random.getrandbits)


def tree_of(segments: Iterable[Segment] = SEGMENTS) -> SegmentTree:
    return SegmentTree({segment.code: segment for segment in segments})


def organisation(policy: Mapping[str, Json] | None = None, *more: Person) -> Organisation:
    people = {person.email: person for person in (*PEOPLE, *more)}
    return Organisation(tree_of(), people, Policy(policy or {}))


def found_house(sitting: Sitting) -> None:
    """Put the organisation above into a store; `sitting` is ADA's."""
    sitting.put_person(ADA, {"name": "Ada Admin", "role": "admin"})
    for segment in SEGMENTS:
        sitting.put_segment(segment.code, {"name": segment.name, "parent": segment.parent})
    for person in PEOPLE:
        codes: list[Json] = list(person.segments)
        sitting.put_person(
            person.email,
            {"name": person.name, "role": str(person.role), "segments": codes, "active": person.active},
        )
    for segment in SEGMENTS:
        managers: list[Json] = list(segment.managers)
        sitting.put_segment(segment.code, {"managers": managers})


def default_policy(_seq: int) -> Policy:
    return Policy()


def ticket(**fields: object) -> Ticket:
    """Return an open ticket of BEA's in bari, with other fields as asked."""
    values: dict[str, object] = {
        "id": "0190d6a0-0000-7000-8000-000000000001",
        "number": 1042,
        "status": Status.OPEN,
        "priority": Priority.MEDIUM,
        "segment": "bari",
        "owner": BEA,
        "customer_email": "ana@shop.example",
        "comment": "Late refund",
        "created_at": NOON,
        "updated_at": NOON,
        "clock_from": NOON,
        "contact_due_at": NOON + 48 * 3600 * SECOND,
        "resolve_due_at": NOON + 120 * 3600 * SECOND,
        "due_at": NOON + 48 * 3600 * SECOND,
        "seq": 1,
    }
    return Ticket(**{**BLANK, **values, **fields})


def operation(kind: str = Kind.TICKET_CHANGE, **fields: object) -> Operation:
    """Return an operation of BEA's on `ticket()`, with other fields as asked."""
    values: dict[str, object] = {
        "id": "op",
        "kind": kind,
        "subject": ticket().id,
        "by": BEA,
        "at": NOON,
        "base": Base("e", 10),
    }
    return Operation(**{**values, **fields})  # type: ignore[arg-type]


def drafted(draft: Draft, by: str = BEA, **fields: object) -> Operation:
    """Return the operation a draft becomes when somebody does it."""
    said = {"set": draft.set, "add": draft.add, "remove": draft.remove, "implied": draft.implied}
    made = operation(draft.kind, subject=draft.subject, by=by, comment=draft.comment, **said, **fields)
    return made._replace(preview=draft.preview)


def sets(**changes: tuple[Json, Json]) -> dict[str, Change]:
    """Return `set` of an operation: each field with what was seen and what is wanted."""
    return {name: Change(*pair) for name, pair in changes.items()}


class Life:
    """The life of one ticket without a store: what people do to it, asked of the rules, and what it leads to."""

    def __init__(
        self,
        created: Mapping[str, Json] = CREATED,
        words: str = "Late refund",
        *,
        space: Organisation | None = None,
        policy_at: PolicyAt = default_policy,
    ) -> None:
        self.space = space or organisation()
        self.policy_at = policy_at
        self.clock = FakeClock()
        self.entries: list[Entry] = []
        self._ids = seeded_ids()
        self._now: Ticket | None = None
        self.do(intent.create(self._ids(), created, words))

    @property
    def ticket(self) -> Ticket:
        assert self._now is not None
        return self._now

    @property
    def refolded(self) -> Ticket:
        found = fold(self.entries, self.policy_at)
        assert found is not None
        return found

    def do(self, draft: Draft, by: str = BEA, *, group: str | None = None, origin: str = Origin.DESK) -> Operation:
        """Carry out what is legal. Raises Refused."""
        made = drafted(draft, by, id=self._ids(), base=self._base(), at=self.clock(), group=group, origin=origin)
        legality.check(made, self._now, self.space, ())
        return self._keep(made)

    def change(self, by: str = BEA, **wanted: Json) -> Operation:
        return self.do(intent.change(self.ticket, wanted), by)

    def undo(self, target: Operation, by: str | None = None) -> Operation:
        """Take back an operation. Raises Refused."""
        assert target.id not in undone_ids(self.entries)
        draft = undo.undoing(target, self.ticket, self.entries, self.policy_at)
        made = drafted(draft, by or target.by, id=self._ids(), base=self._base(), at=self.clock(), undoes=target.id)
        legality.check_undo(made, target, self.ticket, self.space, self.entries)
        return self._keep(made)

    def done_by(self, email: str) -> list[Operation]:
        """Return what a person did, newest first, as the store gives it."""
        return [entry.operation for entry in reversed(self.entries) if entry.operation.by == email]

    def _base(self) -> Base:
        return Base("e", len(self.entries))

    def _keep(self, made: Operation) -> Operation:
        number = 1042 if made.kind == Kind.TICKET_CREATE else None
        entry = Entry(operation=made, seq=len(self.entries) + 1, received_at=self.clock(), number=number)
        self._now = after(self._now, entry, self.policy_at, self.entries)
        self.entries.append(entry)
        return made


def live_a_day(desk: Desk) -> list[str]:
    """Do a bit of everything in a store of `found_house` and return the ids of its tickets; the last is withdrawn."""

    def morning(sitting: Sitting) -> list[str]:
        fields = {**CREATED, "customer_name": "Ana Conti"}
        return [sitting.create(fields, f"Late refund {place}", tags=["vip"]).ticket.id for place in range(4)]

    def work(sitting: Sitting) -> None:
        sitting.comment(first, "looked into it, perché no")
        sitting.contact(first, "call", "reached", "promised")
        sitting.change(first, {"customer_name": "Bea Rossi", "priority": "high"})
        sitting.escalate(second, "south", "too big for me")
        sitting.resolve(third, root_cause="bank", action_taken="wired", told="call")
        sitting.comment(second, "never mind")
        sitting.undo(second)
        sitting.comment(third, "房间很吵")
        sitting.undo(third)
        sitting.redo()

    ids = desk.sit(BEA, morning)
    first, second, third, last = ids
    desk.sit(BEA, work)
    desk.sit(BEA, lambda sitting: sitting.create(CREATED, "a mistake"))
    desk.sit(BEA, lambda sitting: sitting.undo())
    desk.sit(GIA, lambda sitting: sitting.hand_back(second, "yours"))
    desk.sit(ADA, lambda sitting: sitting.put_policy("word.owner", "hero"))
    desk.sit(ADA, lambda sitting: sitting.record_response("response-1", {"score": 9, "score_kind": "nps"}, "nice"))
    withdrawn = desk.sit(BEA, lambda sitting: sitting.create(CREATED, "another mistake").ticket.id)
    desk.sit(BEA, lambda sitting: sitting.undo(withdrawn))
    return [first, second, third, last, withdrawn]
