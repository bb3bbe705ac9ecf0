"""The doctor on a store that follows a hub: what syncing does meanwhile is no damage, and damage is found."""

from random import Random

import pytest

from cxloop_tui.domain.feed import START, WAITING_FROM
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import adding_up, doctor
from cxloop_tui.store.examination import Examination
from cxloop_tui.store.writer import Writer
from cxloop_tui.sync.taking import rewind
from tests.builders import ADA, BEA, CREATED, seeded_ids
from tests.contract import test_replica
from tests.contract.test_replica import Pair
from tests.simulation.people import Chance, do_something

pair = test_replica.pair


class Syncing:
    """A laptop that is worked at and synced by chance, a step at a time."""

    def __init__(self, pair: Pair, seed: int) -> None:
        self.pair = pair
        self.random = Random(seed)
        self.done: list[str] = []

    def work(self, *steps: str) -> None:
        """Do one of the steps."""
        self.done.append(self.random.choice(steps))
        getattr(self, self.done[-1])()

    def here(self) -> None:
        known = list(self.pair.twin.held.tickets)
        chance = self.random.getrandbits(32)
        seed, now = next(self.pair.seeds), self.pair.clock.now
        for store in (self.pair.laptop, self.pair.twin):
            self.pair.clock.now = now
            desk = Desk(store, self.pair.clock, seeded_ids(seed))
            do_something(desk, BEA, known, Chance(Random(chance), f"bea{seed}"))

    def there(self) -> None:
        seed = next(self.pair.seeds)
        desk = Desk(self.pair.hub, self.pair.clock, seeded_ids(seed))
        do_something(desk, ADA, list(self.pair.hub._held.tickets), Chance(self.random, f"ada{seed}"))

    def pull(self) -> None:
        self.pair.pull()

    def push(self) -> None:
        self.pair.push()

    def go_back(self) -> None:
        common = self.pair.end(self.random.randint(0, self.pair.twin.held.cursor.seq))
        common = START if common.seq == 0 else common
        self.pair.on_both(lambda store: store.transact_replica(lambda replica: rewind(replica, common, BEA)))


GOING_ON = ("here", "here", "there", "there", "pull", "push")
"""What is done to a laptop all day; its order only ever grows by that."""


ANEW = "beginning anew: what happened meanwhile cannot be followed"


@pytest.fixture(params=range(2))
def syncing(pair: Pair, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Syncing:
    """A laptop after some work, with something that waits, and a doctor that reads small slices."""
    made = Syncing(pair, request.param)
    for _ in range(20):
        made.work(*GOING_ON)
    pair.at_hub(lambda sitting: sitting.create(CREATED, "not withdrawn"))
    pair.pull()
    ticket = next(ticket.id for ticket in pair.twin.held.tickets.values() if not ticket.withdrawn)
    pair.sit(lambda sitting: sitting.comment(ticket, "it waits on this one"))
    pair.sit(lambda sitting: sitting.put_policy("word.owner", "keeper"), by=ADA)
    pair.sit(lambda sitting: sitting.create(CREATED, "made on the train"))
    monkeypatch.setattr(doctor, "OPERATIONS_AT_ONCE", made.random.choice([1, 2, 5]))
    monkeypatch.setattr(adding_up, "PLACES_AT_ONCE", made.random.choice([1, 5, 20]))
    made.done.clear()
    return made


def examined(syncing: Syncing, *steps: str) -> tuple[Examination, bool]:
    """Examine the laptop while that is done at it between any two slices; say too whether that began anew."""
    told: list[str] = []

    def work(doing: str, _done: int, _of: int) -> None:
        told.append(doing)
        if steps:
            syncing.work(*steps)

    examination = doctor.examine(syncing.pair.address, work)  # type: ignore[arg-type]
    return examination, ANEW in told


def damage(pair: Pair, sql: str) -> None:
    """Change the laptop's database behind the program's back."""
    with pair.laptop._written() as connection:
        assert connection.exec_driver_sql(sql).rowcount > 0, f"{sql} touched nothing"


# Work that goes on ------------------------------------------------------------------------------------------------


def test_syncing_between_any_two_slices_is_no_damage(syncing: Syncing) -> None:
    examination, began_anew = examined(syncing, *GOING_ON)
    assert (examination.findings, began_anew) == ([], False)
    assert examination.operations == len(syncing.pair.twin.held.entries)
    assert len(syncing.done) > 8
    syncing.pair.check()


@pytest.mark.parametrize("step", ["here", "push", "pull"])
def test_so_is_nothing_but_one_of_its_steps(syncing: Syncing, step: str) -> None:
    for _ in range(10):
        syncing.there()
    examination, began_anew = examined(syncing, step)
    assert (examination.findings, began_anew) == ([], False)


def test_an_order_that_loses_its_end_between_any_two_slices_is_no_damage(syncing: Syncing) -> None:
    examination, began_anew = examined(syncing, "go_back", *GOING_ON)
    assert (examination.findings, began_anew) == ([], "go_back" in syncing.done)
    syncing.pair.check()


@pytest.mark.parametrize("stage", ["examining tickets", "counting tickets", "examining texts"])
def test_an_order_that_lost_its_end_and_is_as_long_as_before_is_noticed(
    pair: Pair, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub carried out two comments, was set back, and carried them out the other way round."""
    monkeypatch.setattr(doctor, "OPERATIONS_AT_ONCE", 2)
    monkeypatch.setattr(adding_up, "PLACES_AT_ONCE", 2)
    ticket, before = next(iter(pair.twin.held.tickets)), len(pair.hub._held.entries)
    for words in ("one", "two", "last"):
        pair.at_hub(lambda sitting, words=words: sitting.comment(ticket, words))  # type: ignore[misc]
    pair.pull()
    common = pair.end(before)
    happened: list[str] = []

    def turn(doing: str, _done: int, _of: int) -> None:
        if doing == stage and stage not in happened:
            entries = pair.hub._held.entries
            one, two = entries[before : before + 2]
            entries[before : before + 2] = [
                one._replace(operation=two.operation),
                two._replace(operation=one.operation),
            ]
            pair.on_both(lambda store: store.transact_replica(lambda replica: rewind(replica, common, BEA)))
            pair.pull()
        happened.append(doing)

    assert doctor.examine(pair.address, turn).findings == []  # type: ignore[arg-type]
    assert ANEW in happened


# Damage -----------------------------------------------------------------------------------------------------------

SOME = f"(SELECT max(place) FROM waiting WHERE place >= {WAITING_FROM})"
DAMAGES = [
    (f"DELETE FROM waiting WHERE place = {SOME}", "it lies where what waits lies, and is not said to wait"),
    (f"DELETE FROM operations WHERE seq = {SOME}", "it is said to wait, and is not there as one that waits"),
    ("INSERT INTO waiting (place, held) VALUES (3, '')", "operation 3: it is said to wait, and is not there as one"),
    ("DELETE FROM bases", "it is not kept as the hub has it"),
    ("UPDATE bases SET ticket = '[]' WHERE ticket IS NOT NULL", "it is not kept as the hub has it"),
    (
        "INSERT INTO bases (id) VALUES ('ghost')",
        "ticket ghost: it is kept as the hub has it, and nothing waits on it",
    ),
    ("UPDATE digests SET tickets = tickets + 1 WHERE segment = 'bari'", "checksum of bari: it says "),
    ("UPDATE digests SET marks = '0123456789abcdef' WHERE segment = 'bari'", "checksum of bari: it says "),
    ("UPDATE digests SET marks = 'nonsense' WHERE segment = 'bari'", "checksum of bari: it says "),
    ("DELETE FROM digests WHERE segment = 'bari'", "checksum of bari: it says 0:0000000000000000, its tickets lead"),
    ("INSERT INTO digests (segment, tickets, marks) VALUES ('mars', 1, '0')", "checksum of mars: it says 1:0"),
    ("DELETE FROM facts WHERE key = 'cursor'", "wait for a hub, and this store follows none"),
    ("UPDATE tickets SET customer_sort = 'x'", "customer_sort is 'x'"),
]


@pytest.fixture
def waiting(pair: Pair) -> Pair:
    """A laptop with a ticket that the hub has, and things that wait on it and on one of its own."""
    pair.at_hub(lambda sitting: sitting.create(CREATED, "another"))
    pair.pull()
    ticket = next(iter(pair.twin.held.tickets))
    pair.sit(lambda sitting: sitting.comment(ticket, "it waits on this one"))
    pair.sit(lambda sitting: sitting.comment(sitting.create(CREATED, "made on the train").ticket.id, "last words"))
    return pair


@pytest.mark.parametrize(("sql", "finding"), DAMAGES)
def test_damage_is_found(waiting: Pair, sql: str, finding: str) -> None:
    damage(waiting, sql)
    found = doctor.examine(waiting.address).findings  # type: ignore[arg-type]
    assert any(finding in each for each in found), found


def test_words_that_wait_and_are_missing_are_named_by_their_place(waiting: Pair) -> None:
    if isinstance(waiting.laptop, Writer):
        damage(waiting, f"INSERT INTO fulltext (fulltext, rowid, body) VALUES ('delete', {SOME}, 'last')")
    else:
        damage(waiting, f"UPDATE texts SET body = 'other:1', folded = 'other' WHERE seq = {SOME}")
    place = waiting.twin.held.waiting[-1].place
    (found,) = doctor.examine(waiting.address).findings  # type: ignore[arg-type]
    assert str(place) in found


@pytest.mark.parametrize("steps", [GOING_ON, ("go_back", *GOING_ON)], ids=["syncing", "going back"])
def test_damage_is_found_while_syncing_goes_on(syncing: Syncing, steps: tuple[str, ...]) -> None:
    damage(syncing.pair, "UPDATE digests SET tickets = tickets + 7 WHERE segment = 'bari'")
    damage(syncing.pair, "INSERT INTO counters VALUES ('mars', '', 'new', 1, 3)")
    damage(syncing.pair, "INSERT INTO bases (id) VALUES ('ghost')")
    findings = examined(syncing, *steps)[0].findings
    named = ("checksum of bari: it says ", "counter of mars, , new, 1", "ticket ghost: ")
    assert [sum(name in each for each in findings) for name in named] == [1, 1, 1], findings
    assert len(findings) == 3
