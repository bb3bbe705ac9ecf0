"""Playing worlds, and telling what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf
from time import monotonic, process_time

from tests.simulation.invariants import Violated, always, in_the_end
from tests.simulation.mistakes import MISTAKES
from tests.simulation.world import DRAINED_IN, World, calm_down, new_world, play

Made = Callable[[int], World]


@dataclass
class Score:
    """What came of some worlds."""

    seeds: int = 0
    operations: int = 0
    faults: int = 0
    refused: int = 0
    restores: int = 0
    seconds: float = 0.0
    """Of a processor."""
    violations: dict[int, str] = field(default_factory=dict)
    """By seed, what did not hold."""

    def add(self, world: World) -> None:
        """Count what was in a world."""
        self.operations += len(world.made)
        self.faults += world.faults
        self.restores += world.epochs - 1
        self.refused += sum(len(laptop.held.refused) for laptop in world.laptops)

    def include(self, other: "Score") -> None:
        """Count what is counted in another."""
        for name in ("seeds", "operations", "faults", "refused", "restores", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.violations.update(other.violations)


def outcome(seed: int, make: Made = new_world, *, closely: bool = False) -> tuple[World, str | None]:
    """Play one world to its end; return it, and what did not hold. With `closely` it is looked at after each step."""
    world = make(seed)
    try:
        play(world, look=always if closely else lambda _world: None)
        always(world)
        if calm_down(world) > DRAINED_IN:
            return world, f"it did not come to rest in {DRAINED_IN} rounds [11]"
        in_the_end(world)
    except Violated as violated:
        return world, str(violated)
    finally:
        world.end()
    if world.astray or world.mended:
        return world, f"the digest had to mend something: {world.astray or world.mended} [1]"
    return world, None


def score(seeds: Iterable[int], make: Made = new_world, *, until_noticed: bool = False, until: float = inf) -> Score:
    """Play worlds; with `until_noticed` to the first in which something does not hold.

    None is begun after `until`, an instant of `time.monotonic`.
    """
    found, began = Score(), process_time()
    for seed in seeds:
        if monotonic() > until:
            break
        try:
            world, violated = outcome(seed, make)
        except Exception as error:  # noqa: BLE001 - a mistake may end anywhere, and that is noticed too
            found.violations[seed] = f"{type(error).__name__}: {error}"
        else:
            found.add(world)
            if violated:
                found.violations[seed] = violated
        found.seeds += 1
        if until_noticed and found.violations:
            break
    found.seconds = process_time() - began
    return found


def noticed(mistake: str, seeds: Iterable[int], *, until_noticed: bool = False) -> Score:
    """Play worlds in memory with a mistake in them."""
    return score(seeds, MISTAKES[mistake], until_noticed=until_noticed)
