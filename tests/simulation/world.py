"""One world: a hub, some laptops, and what happens to them, all from one seed."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random
from typing import Any, Final

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.feed import BrokenPage
from cxloop_tui.domain.identity import uuid7
from cxloop_tui.domain.operation import Operation
from cxloop_tui.services.desk import Desk
from cxloop_tui.sync.round import Astray, Round, Summary
from tests.builders import ADA, CREATED, NOON, found_house, seeded_ids
from tests.fakes import Held
from tests.simulation.network import Authority, Line, Unreachable, Weather
from tests.simulation.people import TEAM, Chance, do_something
from tests.simulation.replica import Crash, HeldReplica, ReplicaMemory

STEPS: Final = 80
"""What happens in a world before it calms down."""

DRAINED_IN: Final = 6
"""Rounds of every laptop after which all must be the same, once nothing goes wrong any more."""

_FIRST_TICKETS_MOST: Final = 3

POWER_GOES: Final = 0.2
"""How often the power goes out in a round."""

_CLOCK_WRONG_MOST: Final = 400 * DAY


class Clock:
    """The time of day on one machine."""

    def __init__(self, wrong_by: int) -> None:
        self._now = NOON + wrong_by

    def __call__(self) -> int:
        self._now += 1_000
        return self._now


@dataclass
class Laptop:
    """A desk with its disk, its clock and its line."""

    who: str
    disk: ReplicaMemory
    desk: Desk
    line: Line
    chance: Chance
    round: Callable[[], Round]
    backup: HeldReplica | None = None
    heard: list[Summary] = field(default_factory=list)

    @property
    def held(self) -> HeldReplica:
        """What is on its disk."""
        return self.disk.held


@dataclass
class World:
    """All of it, after some of its history."""

    seed: int
    random: Random
    hub: Authority
    laptops: Sequence[Laptop]
    backup: Held | None = None
    epochs: int = 1
    disks_back: int = 0
    made: dict[str, Operation] = field(default_factory=dict)
    """Every operation that was ever on a disk."""
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


Ports = Callable[[Authority, str, Random], Line]
"""Makes the way from a laptop to the authority; where mistakes are put."""


def new_world(
    seed: int,
    line: Ports = Line,
    disk: Callable[[], ReplicaMemory] = ReplicaMemory,
    hub: Callable[[Callable[[], int]], Authority] = Authority,
) -> World:
    """Return a team on its first day: organisation and a few tickets at the hub, nothing on the laptops yet."""
    random = Random(seed)
    authority = hub(Clock(0))
    desk = Desk(authority.store, Clock(0), seeded_ids())
    desk.sit(ADA, found_house)
    for number in range(random.randint(0, _FIRST_TICKETS_MOST)):
        desk.sit(ADA, lambda sitting, said=f"first {number}": sitting.create(CREATED, said))  # type: ignore[misc]
    laptops = [_laptop(who, authority, random, line, disk) for who in TEAM]
    return World(seed, random, authority, laptops)


def _laptop(who: str, hub: Authority, random: Random, line: Ports, disk: Callable[[], ReplicaMemory]) -> Laptop:
    own, way = Random(random.getrandbits(64)), line(hub, who, random)
    kept = disk()
    clock = Clock(own.randint(-_CLOCK_WRONG_MOST, _CLOCK_WRONG_MOST))
    ids = iter(lambda: uuid7(clock(), own.getrandbits), None)
    desk = Desk(kept, clock, lambda: next(ids))
    return Laptop(who, kept, desk, way, Chance(own, who), lambda: Round(kept, way, who))


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
        while laptop.line.late:
            laptop.line.deliver_late()
    for turn in range(1, DRAINED_IN + 1):
        before = [(one.held.cursor, len(one.held.waiting)) for one in world.laptops]
        for laptop in world.laptops:
            _sync(world, laptop)
        if before == [(one.held.cursor, len(one.held.waiting)) for one in world.laptops]:
            return turn
    return DRAINED_IN + 1


def _step(world: World) -> str:
    laptop = world.random.choice(world.laptops)
    happens = world.random.choices(_HAPPENS, weights=_HOW_OFTEN)[0]
    return happens(world, laptop)


def _work(_world: World, laptop: Laptop) -> str:
    do_something(laptop.desk, laptop.who, list(laptop.held.tickets), laptop.chance)
    return f"{laptop.who} works"


def _arrive_late(_world: World, laptop: Laptop) -> str:
    laptop.line.deliver_late()
    return f"late to {laptop.who}"


def _copy_disk(_world: World, laptop: Laptop) -> str:
    laptop.backup = laptop.held.copy()
    return f"{laptop.who} is copied"


def _copy_hub(world: World, _laptop: Laptop) -> str:
    world.backup = world.hub.held.copy()
    return "the hub is copied"


def _go_back(world: World, laptop: Laptop) -> str:
    """Put a copy in place of a disk, of which everything has reached the hub: else it would be lost with the disk.

    Not in a world whose hub went back: what only those two had, a third laptop cannot bring back yet (decision 27).
    """
    has_all_at_the_hub = not laptop.held.waiting and laptop.backup is not None
    if world.epochs > 1 or not has_all_at_the_hub or laptop.backup is None:
        return "nothing"
    if laptop.held.refused.keys() - laptop.backup.refused.keys():
        return "nothing"
    laptop.disk.held = laptop.backup.copy()
    world.disks_back += 1
    return f"{laptop.who} goes back"


def _restore(world: World, _laptop: Laptop) -> str:
    if world.backup is None or world.disks_back:
        return "nothing"
    world.epochs += 1
    world.hub.restore(world.backup, f"epoch {world.epochs}")
    return "the hub goes back"


def _sync(world: World, laptop: Laptop) -> str:
    """Run a round; sometimes the power goes out in it."""
    has_power = laptop.line.weather == Weather.fair() or world.random.random() > POWER_GOES
    laptop.disk.crashes_after = None if has_power else world.random.randrange(12)
    try:
        summary = _run(laptop.round().run())
    except (Unreachable, BrokenPage, Crash) as trouble:
        return type(trouble).__name__
    except Astray as astray:
        world.astray.append(str(astray))
        return "astray"
    finally:
        laptop.disk.crashes_after = None
    world.mended += summary.mended
    return f"{summary.sent} {summary.refused} {summary.taken}"


def _sync_some(world: World, laptop: Laptop) -> str:
    return f"{laptop.who} syncs: {_sync(world, laptop)}"


_HAPPENS: Final = (_work, _sync_some, _arrive_late, _copy_disk, _go_back, _copy_hub, _restore)
_HOW_OFTEN: Final = (54, 32, 8, 2, 1, 1.5, 1.5)


def _run(work: Coroutine[Any, Any, Summary]) -> Summary:
    """Run something that never really waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    raise AssertionError("nothing here waits for anything")
