"""One world: a hub, some laptops, and what happens to them, all from one seed."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from random import Random
from typing import Any, Final

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.errors import RemoteTrouble
from cxloop_tui.domain.feed import BrokenPage
from cxloop_tui.domain.identity import uuid7
from cxloop_tui.domain.operation import Operation
from cxloop_tui.services.desk import Desk
from cxloop_tui.sync.outgoing import give_up, hold
from cxloop_tui.sync.ports import Replica
from cxloop_tui.sync.round import Astray, Round, Summary
from tests.builders import ADA, CREATED, NOON, found_house, seeded_ids
from tests.simulation.network import Authority, Line, Weather
from tests.simulation.parts import Disk, Hub, Way
from tests.simulation.people import TEAM, Chance, do_something
from tests.simulation.power import Crash
from tests.simulation.replica import Copied, HeldReplica, ReplicaMemory

STEPS: Final = 80
"""What happens in a world before it calms down."""

DRAINED_IN: Final = 6
"""Rounds of every laptop after which all must be the same, once nothing goes wrong any more."""

_FIRST_TICKETS_MOST: Final = 3

_GIVEN_UP: Final = 0.3
"""How often somebody gives up what they look at in their outbox; otherwise they hold it back, or let it go."""

POWER_GOES: Final = 0.2
"""How often the power goes out in a round."""

_CLOCK_WRONG_MOST: Final = 400 * DAY


class Clock:
    """The time of day on one machine."""

    def __init__(self, wrong_by: int = 0) -> None:
        self._now = NOON + wrong_by

    def __call__(self) -> int:
        self._now += 1_000
        return self._now


@dataclass
class Laptop:
    """A desk with its disk, its clock and its line."""

    name: str
    """Somebody's may have several."""
    who: str
    disk: Disk
    desk: Desk
    line: Way
    chance: Chance
    backup: Copied | None = None

    @property
    def held(self) -> HeldReplica:
        """What is on its disk."""
        return self.disk.held

    def round(self) -> Round:
        """Return another round of syncing."""
        return Round(self.disk, self.line, self.who)


def at_once(work: Coroutine[Any, Any, Summary]) -> Summary:
    """Run something that never really waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    raise AssertionError("nothing here waits for anything")


def _nothing() -> None:
    """Let go of what is in memory alone."""


@dataclass
class World:
    """All of it, after some of its history."""

    seed: int
    random: Random
    hub: Hub
    laptops: Sequence[Laptop]
    run: Callable[[Coroutine[Any, Any, Summary]], Summary] = at_once
    """Runs a round to its end."""
    end: Callable[[], None] = _nothing
    """Lets go of what the world consists of; what is held can still be looked at."""
    how_often: Sequence[float] = ()
    """How often what happens; empty: as usual."""
    backup: Any = None
    epochs: int = 1
    disks_back: int = 0
    made: dict[str, Operation] = field(default_factory=dict)
    """Every operation that was ever on a disk."""
    given_up: set[str] = field(default_factory=set)
    """Operations that their makers took out of the outbox again, and that did not come back: they were under way."""
    mended: int = 0
    astray: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How much went wrong on purpose."""
        return sum(laptop.line.faults for laptop in self.laptops)

    def fingerprint(self) -> str:
        """Return a number that is the same for the same history."""
        return blake2b("\n".join(self.trace).encode(), digest_size=8).hexdigest()

    def note(self) -> None:
        """Remember what is on the disks now."""
        for laptop in self.laptops:
            self.made.update((one.operation.id, one.operation) for one in laptop.held.waiting)
        for laptop in self.laptops if self.given_up else ():
            self.given_up -= {one.operation.id for one in laptop.held.confirmed if one.operation.by == laptop.who}


Ports = Callable[[Authority, str, Random], Line]
"""Makes the way from a laptop to the authority; where mistakes are put."""


def new_world(
    seed: int,
    line: Ports = Line,
    disk: Callable[[], ReplicaMemory] = ReplicaMemory,
    hub: Callable[[Callable[[], int]], Authority] = Authority,
) -> World:
    """Return a team in memory on its first day."""
    random, authority = Random(seed), hub(Clock())
    Desk(authority.store, Clock(), seeded_ids()).sit(ADA, found_house)
    return first_day(seed, random, authority, lambda _name: disk(), lambda _name, who: line(authority, who, random))


def first_day(
    seed: int, random: Random, hub: Hub, disk: Callable[[str], Disk], line: Callable[[str, str], Way]
) -> World:
    """Return a team with an organisation and a few tickets at the hub, nothing on the laptops yet.

    `disk` and `line` are given the name of a laptop, `line` also whose it is.
    """
    desk = Desk(hub.store, Clock(), seeded_ids(8))
    for number in range(random.randint(0, _FIRST_TICKETS_MOST)):
        desk.sit(ADA, lambda sitting, said=f"first {number}": sitting.create(CREATED, said))  # type: ignore[misc]
    names = [f"{who.partition('@')[0]}{TEAM[:place].count(who) + 1}" for place, who in enumerate(TEAM)]
    laptops = [_laptop(name, who, random, disk(name), line(name, who)) for name, who in zip(names, TEAM, strict=True)]
    world = World(seed, random, hub, laptops)
    for laptop in world.laptops:
        laptop.line.let_happen(partial(_happen_meanwhile, world, laptop))
    return world


def _laptop(name: str, who: str, random: Random, disk: Disk, line: Way) -> Laptop:
    own = Random(random.getrandbits(64))
    clock = Clock(own.randint(-_CLOCK_WRONG_MOST, _CLOCK_WRONG_MOST))
    ids = iter(lambda: uuid7(clock(), own.getrandbits), None)
    return Laptop(name, who, disk, Desk(disk, clock, lambda: next(ids)), line, Chance(own, name))


def play(world: World, steps: int = STEPS, look: Callable[[World], None] = lambda _world: None) -> None:
    """Let things happen; `look` is called after each."""
    for _ in range(steps):
        happened = _step(world)
        world.note()
        world.trace.append(f"{happened} {[len(one.held.confirmed) for one in world.laptops]}")
        look(world)


def calm_down(world: World) -> int:
    """Let nothing go wrong any more and everybody sync until nothing moves; return in how many rounds."""
    for laptop in world.laptops:
        laptop.line.weather = Weather.fair()
        everything = {one.operation.id for one in laptop.held.waiting}
        laptop.disk.transact_replica(partial(hold, operations=everything, held=False))
        while len(laptop.line.late):
            laptop.line.deliver_late()
    for turn in range(1, DRAINED_IN + 1):
        before = [(one.held.cursor, len(one.held.waiting)) for one in world.laptops]
        for laptop in world.laptops:
            world.trace.append(f"{laptop.name} syncs in peace: {_sync(world, laptop)}")
        if before == [(one.held.cursor, len(one.held.waiting)) for one in world.laptops]:
            return turn
    return DRAINED_IN + 1


def _step(world: World) -> str:
    laptop = world.random.choice(world.laptops)
    happens = world.random.choices(_HAPPENS, weights=world.how_often or _HOW_OFTEN)[0]
    return happens(world, laptop)


def _happen_meanwhile(world: World, laptop: Laptop) -> None:
    """Let something happen while a request of a laptop is under way."""
    happens = world.random.choices(_MEANWHILE, weights=_MEANWHILE_HOW_OFTEN)[0]
    world.trace.append(f"meanwhile {happens(world, laptop)}")
    world.note()


def _work(_world: World, laptop: Laptop) -> str:
    do_something(laptop.desk, laptop.who, list(laptop.held.tickets), laptop.chance)
    return f"{laptop.name} works"


def _tidy(world: World, laptop: Laptop) -> str:
    """Let somebody hold back, let go or give up something that waits."""
    waiting = [one for one in laptop.held.waiting if one.acknowledged is None]
    if not waiting:
        return "nothing"
    chosen, way = world.random.choice(waiting), world.random.random()
    if way < _GIVEN_UP:
        laptop.disk.transact_replica(partial(_give_up, world, chosen.operation.id))
        return f"{laptop.name} gives up something"
    laptop.disk.transact_replica(partial(hold, operations={chosen.operation.id}, held=not chosen.held))
    return f"{laptop.name} {'lets go' if chosen.held else 'holds back'}"


def _give_up(world: World, operation: str, replica: Replica) -> None:
    """Give up an operation; the power may go out when that is done, so it is noted within."""
    world.given_up.update(one.id for one in give_up(replica, {operation}))


def _arrive_late(_world: World, laptop: Laptop) -> str:
    laptop.line.deliver_late()
    return f"late to {laptop.name}"


def _copy_disk(_world: World, laptop: Laptop) -> str:
    laptop.backup = laptop.disk.copied()
    return f"{laptop.name} is copied"


def _copy_hub(world: World, _laptop: Laptop) -> str:
    world.backup = world.hub.copied()
    return "the hub is copied"


def _go_back(world: World, laptop: Laptop) -> str:
    """Put a copy in place of a disk, of which everything has reached the hub: else it would be lost with the disk.

    It may be a copy of another laptop of the same person, which goes on too: somebody cloned it.
    Not in a world whose hub went back: what only those two had, a third laptop cannot bring back yet (decision 27).
    """
    held = laptop.held
    copies = [one for one in world.laptops if one.who == laptop.who and one.backup is not None]
    if world.epochs > 1 or held.waiting or not copies:
        return "nothing"
    whose = world.random.choice(copies)
    assert whose.backup is not None
    if held.refused.keys() - whose.backup.held.refused.keys():
        return "nothing"
    laptop.disk.go_back(whose.backup)
    world.disks_back += 1
    return f"{laptop.name} goes back to a copy of {whose.name}"


def _restore(world: World, _laptop: Laptop) -> str:
    if world.backup is None or world.disks_back:
        return "nothing"
    world.epochs += 1
    world.hub.restore(world.backup, f"epoch {world.epochs}")
    return "the hub goes back"


def _sync(world: World, laptop: Laptop) -> str:
    """Run a round; sometimes the power goes out in it."""
    if laptop.line.weather != Weather.fair() and world.random.random() <= POWER_GOES:
        laptop.disk.power.will_fail(world.random)
    try:
        summary = world.run(laptop.round().run())
    except (RemoteTrouble, BrokenPage, Crash) as trouble:
        return f"{type(trouble).__name__} {trouble}"
    except Astray as astray:
        world.astray.append(str(astray))
        return "astray"
    finally:
        laptop.disk.power.is_back()
    world.mended += summary.mended
    return f"{summary.sent} {summary.refused} {summary.taken}"


def _sync_some(world: World, laptop: Laptop) -> str:
    return f"{laptop.name} syncs: {_sync(world, laptop)}"


_HAPPENS: Final = (_work, _sync_some, _arrive_late, _copy_disk, _go_back, _copy_hub, _restore, _tidy)
_HOW_OFTEN: Final = (54, 32, 8, 2, 1, 1.5, 1.5, 3)

DISKS_GO_BACK: Final = (54, 32, 8, 6, 6, 0, 0, 0)
"""How often what happens in a world whose laptops are set back again and again."""

LATE_AND_AGAIN: Final = (60, 40, 30, 0, 0, 0, 0, 0)
"""The same in a world in which old requests go on arriving."""

HELD_AND_LOST: Final = (54, 40, 2, 0, 0, 4, 4, 4)
"""The same in a world in which people hold back much, and the hub loses much of what it has."""

_MEANWHILE: Final = (_work, _tidy, _copy_hub, _restore)
_MEANWHILE_HOW_OFTEN: Final = (8, 4, 1, 1)
