"""People of every role do anything at the desk, legal or not, over the real store; what must hold always holds."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.operation import Json, Operation, Origin
from cxloop_tui.domain.policy import Policy, policy_timeline
from cxloop_tui.domain.selection import Order, Selection
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket, fold, undone_ids
from cxloop_tui.services import organising
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.queries import Queries
from cxloop_tui.store import doctor
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import (
    ADA,
    BEA,
    CREATED,
    EVE,
    GIA,
    LEA,
    OLD,
    PEOPLE,
    SEGMENTS,
    TOM,
    FakeClock,
    found_house,
    seeded_ids,
)
from tests.sqlite import raw

EMAILS = [person.email for person in PEOPLE]
people = st.sampled_from([ADA, BEA] * 4 + [LEA, GIA] * 2 + [*EMAILS, "stranger@x.example"])
"""Mostly those who may do something about tickets in bari, but everybody comes along."""
hands = st.none() | people
"""Who works on a ticket: half of the time (None) its owner."""
segments = st.sampled_from(["bari"] * 8 + [segment.code for segment in SEGMENTS] + ["mars"])
words = st.text(max_size=40) | st.sampled_from(["late refund", "perché", "房间很吵", "a b a b", "x" * 600, "1042"])
names = st.none() | words
QUERIES = st.sampled_from(
    [
        "", "status:open", "not:status:new", "status:new,escalated", "owner:me", "owner:none", "not:owner:me",
        "segment:bari", "segment:south*", "not:segment:italy*", "priority:high", "priority:>medium", "tag:vip",
        "not:tag:vip", "overdue:yes", "overdue:no", "late", "-late", "perche status:open", "email:ana*",
        "category:none", "score:<=6", "owner:me status:open priority:low", "due:<2d", "房间", "number:>2",
    ]
)  # fmt: skip
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "priority": st.sampled_from([*map(str, Priority), "urgent"]),
    "owner": people | st.none(),
    "segment": st.sampled_from(["naples", "bari", "south", "mars", None]),
    "status": st.sampled_from(["open", "open", *map(str, Status), "closed", None]),
    "category": names,
    "customer_name": names,
    "customer_email": st.sampled_from(["ana@shop.example", "Bob@Shop.example", "nonsense", ""]),
    "account": names,
    "score": st.sampled_from([None, 0, 6, 11]),
    "score_kind": st.sampled_from([None, "nps", "mood"]),
    "seq": st.just(7),
}
EVERYTHING = Selection((), (), (), Order("number", descending=False))


@cache
def founded_store() -> bytes:
    """A store with the organisation of the builders in it: making it anew for every example takes long."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "store.db"
        store = Writer.create(path)
        Desk(store, FakeClock(step=1), seeded_ids(1)).sit(ADA, found_house)
        store.close()
        return path.read_bytes()


class DeskMachine(RuleBasedStateMachine):
    """The desk over a store in a file, and what somebody who watched everything would know."""

    @initialize()
    def open_the_house(self) -> None:
        self.directory = Path(tempfile.mkdtemp())
        self.path = self.directory / "store.db"
        self.path.write_bytes(founded_store())
        self.store = Writer.open(self.path)
        self.reader = ReadPath.open(self.path)
        self.clock = FakeClock(step=1)
        self.desk = Desk(self.store, self.clock, seeded_ids())
        self.last_by = BEA
        self.ids: list[str] = []
        for _ in range(2):
            self.create(by=BEA, segment="bari", owner=BEA, name="Ana", said="late", priority=Priority.MEDIUM,
                        imported=False)  # fmt: skip
        self.is_a_stack = True
        """Whether every undo so far took back the last thing that was done to its ticket."""

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        self.every_comment_is_found()
        assert doctor.examine(self.path).findings == []
        self.everything_can_be_taken_back()
        assert doctor.examine(self.path).findings == []
        self.reader.close()
        self.store.close()
        shutil.rmtree(self.directory)

    # What people do ----------------------------------------------------------------------------------------------

    @rule(by=people, segment=segments, owner=people, name=names, said=words, priority=st.sampled_from(Priority),
          imported=st.booleans())  # fmt: skip
    def create(  # noqa: PLR0917 - hypothesis and the first two tickets give them by name
        self, by: str, segment: str, owner: str, name: str | None, said: str, priority: Priority, imported: bool
    ) -> None:
        fields = {**CREATED, "segment": segment, "owner": owner, "customer_name": name, "priority": str(priority)}
        if imported:
            fields |= {"customer_email": None, "owner": None}
        origin = Origin.IMPORT if imported else Origin.DESK

        def work(sitting: Sitting) -> Ticket:
            return sitting.create(fields, said, tags=["vip"] if imported else [], origin=origin).ticket

        made = self.attempt(by, work)
        if made is not None:
            self.ids.append(made.id)

    @rule(data=st.data(), by=hands, said=words)
    def comment(self, data: st.DataObject, by: str | None, said: str) -> None:
        ticket_id = self.some(data)
        self.attempt(by, lambda sitting: sitting.comment(ticket_id, said), ticket_id)

    @rule(data=st.data(), by=hands, kind=st.sampled_from(["call", "mail", "met", "fax"]),
          outcome=st.sampled_from(["reached", "no-answer", "voicemail", "angry"]), note=names)  # fmt: skip
    def contact(self, data: st.DataObject, by: str | None, kind: str, outcome: str, note: str | None) -> None:
        ticket_id = self.some(data)
        self.attempt(by, lambda sitting: sitting.contact(ticket_id, kind, outcome, note), ticket_id)

    @rule(
        data=st.data(),
        by=hands,
        wanted=st.sampled_from(sorted(FIELDS)).flatmap(
            lambda name: st.fixed_dictionaries({name: FIELDS[name]}, optional={"touchpoint": names})
        ),
    )
    def change(self, data: st.DataObject, by: str | None, wanted: dict[str, Any]) -> None:
        ticket_id = self.some(data)
        self.attempt(by, lambda sitting: sitting.change(ticket_id, wanted), ticket_id)

    @rule(data=st.data(), by=hands, add=st.lists(words, max_size=2), remove=st.lists(words, max_size=1))
    def tag(self, data: st.DataObject, by: str | None, add: list[str], remove: list[str]) -> None:
        ticket_id = self.some(data)

        def make(ticket: Ticket, _space: object) -> intent.Draft:
            return intent.change(ticket, {}, add_tags=[*add, "vip"], remove_tags=[*remove, *ticket.tags[1:2]])

        self.attempt(by, lambda sitting: sitting.do(ticket_id, make), ticket_id)

    @rule(data=st.data(), by=hands, to=segments)
    def move(self, data: st.DataObject, by: str | None, to: str) -> None:
        ticket_id = self.some(data)
        self.attempt(
            by,
            lambda sitting: sitting.do(
                ticket_id, lambda ticket, space: intent.change(ticket, intent.moved(ticket, to, space))
            ),
            ticket_id,
        )

    @rule(data=st.data(), by=hands, to=st.sampled_from(["south", "south", "italy", "north", "bari", "mars"]),
          reason=words, owner=people | st.none())  # fmt: skip
    def escalate(self, data: st.DataObject, by: str | None, to: str, reason: str, owner: str | None) -> None:
        ticket_id = self.some(data)
        self.attempt(by, lambda sitting: sitting.escalate(ticket_id, to, reason, owner=owner), ticket_id)

    @rule(data=st.data(), by=hands, note=names)
    def hand_back(self, data: st.DataObject, by: str | None, note: str | None) -> None:
        ticket_id = self.some(data)
        self.attempt(by, lambda sitting: sitting.hand_back(ticket_id, note), ticket_id)

    @rule(
        data=st.data(),
        by=hands,
        cause=words,
        action=st.just("refunded"),
        told=st.sampled_from(["call", "mail", None]),
    )
    def resolve(self, data: st.DataObject, by: str | None, cause: str, action: str, told: str | None) -> None:
        ticket_id = self.some(data)
        self.attempt(
            by,
            lambda sitting: sitting.resolve(ticket_id, root_cause=cause, action_taken=action, told=told),
            ticket_id,
        )

    @rule(data=st.data(), by=hands, note=names)
    def reopen(self, data: st.DataObject, by: str | None, note: str | None) -> None:
        ticket_id = self.some(data)
        self.attempt(by, lambda sitting: sitting.reopen(ticket_id, note), ticket_id)

    @rule(data=st.data(), way=st.sampled_from(["up", "beside"]))
    def take_the_next_step(self, data: st.DataObject, way: str) -> None:
        """What the owner would do next: hand up or over, hand back, reopen. Only a person who left is refused."""
        ticket_id = self.some(data)
        now, tree = self.row(ticket_id), self.reader.organisation().tree
        steps: dict[Status, Callable[[Sitting], Any]] = {
            Status.ESCALATED: lambda sitting: sitting.hand_back(ticket_id, "yours"),
            Status.RESOLVED: lambda sitting: sitting.reopen(ticket_id),
        }
        if now.status in steps:
            self.attempt(None, steps[now.status], ticket_id)
        elif way == "up":
            above = tree.above(now.segment) or (now.segment,)
            self.attempt(None, lambda sitting: sitting.escalate(ticket_id, above[0], "why"), ticket_id)
        elif beside := tree.siblings(now.segment):
            self.attempt(
                None,
                lambda sitting: sitting.do(
                    ticket_id, lambda ticket, space: intent.change(ticket, intent.moved(ticket, beside[0], space))
                ),
                ticket_id,
            )

    @rule(by=people | st.none(), ticket=st.none() | st.integers(0, 9))
    def press_z(self, by: str | None, ticket: int | None) -> None:
        """By somebody, or by whoever did something last."""
        ticket_id = None if ticket is None else self.ids[ticket % len(self.ids)]
        self.note_undo(self.attempt(by or self.last_by, lambda sitting: sitting.undo(ticket_id)))

    @rule(times=st.integers(1, 4))
    def press_z_again(self, times: int) -> None:
        for _ in range(times):
            self.note_undo(self.attempt(self.last_by, lambda sitting: sitting.undo()))

    @rule(by=people | st.none())
    def press_capital_z(self, by: str | None) -> None:
        self.note_undo(self.attempt(by or self.last_by, lambda sitting: sitting.redo()))

    @rule(data=st.data(), by=people)
    def undo_any_operation(self, data: st.DataObject, by: str) -> None:
        entries = self.entries(self.some(data))
        target = data.draw(st.sampled_from([entry.operation.id for entry in entries] + ["unknown"]))
        self.note_undo(self.attempt(by, lambda sitting: sitting.undo(operation_id=target)))

    @rule(data=st.data(), by=people, priority=st.sampled_from(Priority))
    def change_many_at_once(self, data: st.DataObject, by: str, priority: Priority) -> None:
        """Several tickets, one transaction, one undo; one that is refused takes all with it."""
        chosen = data.draw(st.lists(st.sampled_from(self.ids), min_size=2, max_size=4))

        def work(sitting: Sitting) -> None:
            group = self.desk.new_group()
            for ticket_id in chosen:
                sitting.change(ticket_id, {"priority": str(priority)}, group=group)
                sitting.change(ticket_id, {"customer_name": f"Name {priority}"}, group=group)

        self.attempt(by, work, *chosen)

    @rule(by=people, key=st.sampled_from(["word.owner", "deadline.high.resolve_hours"]), value=st.sampled_from(
        ["hero", "", 1, 24, 0]), who=st.sampled_from([TOM, OLD, EVE, GIA]), active=st.booleans())  # fmt: skip
    def change_the_house(self, by: str, key: str, value: Json, who: str, active: bool) -> None:
        self.attempt(by, lambda sitting: sitting.put_policy(key, value))
        put = self.attempt(by, lambda sitting: sitting.put_person(who, {"active": active}))
        if not active:
            self.note_reorganisation(put)

    @rule(by=people, code=segments, into=segments)
    def merge_two_segments(self, by: str, code: str, into: str) -> None:
        self.note_reorganisation(self.attempt(by, lambda sitting: organising.merge(sitting, by, code, into)))

    @rule(by=people, who=st.sampled_from([TOM, OLD, EVE, GIA]), heir=people | st.none())
    def somebody_leaves(self, by: str, who: str, heir: str | None) -> None:
        self.note_reorganisation(self.attempt(by, lambda sitting: organising.leave(sitting, by, who, heir)))

    @rule(pause=st.sampled_from([1, HOUR, DAY, 6 * DAY, -3 * DAY]))
    def let_time_pass(self, pause: int) -> None:
        self.clock.now += pause

    # What must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def what_is_counted_is_what_is_listed(self) -> None:
        if not hasattr(self, "reader"):
            return
        tickets = list(self.reader.tickets(EVERYTHING, None))
        counted = raw(self.reader).execute("SELECT segment, owner, status, priority, tickets FROM counters")
        stored = {tuple(cell): number for *cell, number in counted}
        assert stored == Counter((at.segment, at.owner or "", str(at.status), at.priority.rank) for at in tickets)

    @invariant()
    def every_ticket_has_a_home(self) -> None:
        if not hasattr(self, "reader"):
            return
        space = self.reader.organisation()
        for ticket in self.reader.tickets(EVERYTHING, None):
            assert space.tree.is_open(ticket.segment)
            assert ticket.status is Status.RESOLVED or ticket.owner is None or space.is_active(ticket.owner)

    @rule(text=QUERIES, me=st.sampled_from(EMAILS))
    def any_query_counts_what_it_lists(self, text: str, me: str) -> None:
        queries = Queries(self.reader, self.clock, me, lambda: 0)
        query = queries.parse(text)
        rows = queries.window(query, limit=1000).rows
        counts = queries.counts(query)
        assert (counts.found, counts.everything) == (len(rows), len(list(self.reader.tickets(EVERYTHING, None))))
        by_status = Counter(row.status for row in rows)
        asked = any("status" in word for word in text.split())
        for status in Status:
            assert by_status[status] in ((counts.by_status[status], 0) if asked else (counts.by_status[status],))
        assert [queries.position(query, row) for row in rows] == list(range(len(rows)))

    def attempt(self, by: str | None, work: Callable[[Sitting], Any], *touched: str) -> Any:
        """Let somebody, or the owner, try; what is refused changes nothing, what is done is what it leads to."""
        by = by or self.row(touched[0]).owner or ADA
        before = (self.reader.seq(), [self.row(ticket_id) for ticket_id in touched], self.dump())
        try:
            done = self.desk.sit(by, work)
        except (Refused, NotFound, Unusable):
            assert (self.reader.seq(), [self.row(ticket_id) for ticket_id in touched], self.dump()) == before
            return None
        if self.reader.seq() > before[0]:
            self.last_by = by
        for ticket_id in touched:
            assert fold(self.entries(ticket_id), self.policy_at()) == self.row(ticket_id)
        return done

    def note_undo(self, done: Any) -> None:
        """Notice an undo or redo of something that was not the last thing done to its ticket."""
        for one in done or ():
            entries = self.reader.entries(one.operation.subject)
            undone = undone_ids(entries)
            gone = next(entry.seq for entry in entries if entry.operation.id == one.operation.undoes)
            later = [entry for entry in entries if gone < entry.seq and entry.operation.undoes is None]
            if any(entry.operation.id not in undone for entry in later):
                self.is_a_stack = False

    def note_reorganisation(self, done: Any) -> None:
        """After one, a ticket cannot go back alone to where it was: that is no place any more."""
        self.is_a_stack = self.is_a_stack and done is None

    def every_comment_is_found(self) -> None:
        for ticket_id in self.ids:
            entries = self.entries(ticket_id)
            undone = undone_ids(entries)
            for entry in entries:
                text = entry.operation.comment
                if text is not None and tokens(text):
                    selection = Selection((text,), (), (), Order("updated_at", descending=True, by_text=True))
                    found = [row.id for row in self.reader.window(selection, after=None, before=None, limit=99).rows]
                    gone = entry.operation.id in undone or self.row(ticket_id).withdrawn
                    assert ticket_id in found or gone, text

    def everything_can_be_taken_back(self) -> None:
        """From the last to the first, every operation goes back, and at the end nothing is left to see."""
        effective = [self.effective(ticket_id) for ticket_id in self.ids]
        for operations in effective:
            for operation in reversed(operations):
                with nullcontext() if self.is_a_stack else suppress(Refused):
                    self.desk.sit(ADA, partial(Sitting.undo, operation_id=operation.id))
        for ticket_id in self.ids:
            assert fold(self.entries(ticket_id), self.policy_at()) == self.row(ticket_id)
        if self.is_a_stack:
            assert list(self.reader.tickets(EVERYTHING, None)) == []
            connection = raw(self.reader)
            connection.execute("PRAGMA query_only = OFF")  # it counts the creation of a temporary table as writing
            connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'fulltext', 'instance')")
            tables = ("counters", "words_used", "texts", "terms")
            left = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
            assert left == [0, 0, 0, 0]

    def effective(self, ticket_id: str) -> list[Operation]:
        entries = self.entries(ticket_id)
        undone = undone_ids(entries)
        operations = [entry.operation for entry in entries]
        return [one for one in operations if one.undoes is None and one.id not in undone]

    def some(self, data: st.DataObject) -> str:
        return str(data.draw(st.sampled_from(self.ids)))

    def row(self, ticket_id: str) -> Ticket:
        view = self.reader.ticket_view(ticket_id)
        assert view is not None
        return view.ticket

    def entries(self, ticket_id: str) -> Any:
        view = self.reader.ticket_view(ticket_id)
        assert view is not None
        return view.entries

    def policy_at(self) -> Callable[[int], Policy]:
        return policy_timeline(self.store.transact(lambda tx: tx.entries("policy")))

    def dump(self) -> list[Any]:
        """Everything small that a refusal could have touched."""
        ask = raw(self.reader).execute
        tables = ("counters", "texts", "people", "segments", "policy", "facts", "responses")
        return [ask(f"SELECT * FROM {table}").fetchall() for table in tables]


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
