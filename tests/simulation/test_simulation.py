"""A few worlds in every run of the tests, and that the simulator notices what it is there for."""

import pytest

from tests.simulation.mistakes import MISTAKES
from tests.simulation.playing import noticed, outcome, score

SEEDS = range(120)
FOR_A_MISTAKE = range(100)


def test_everything_holds_in_every_world() -> None:
    found = score(SEEDS)
    assert found.violations == {}
    assert found.faults > 20 * found.seeds / 2
    assert found.refused
    assert found.restores


@pytest.mark.parametrize("seed", [3, 14, 15])
def test_everything_holds_after_every_step(seed: int) -> None:
    _, violated = outcome(seed, closely=True)
    assert violated is None


def test_the_same_seed_is_the_same_world() -> None:
    first, second = outcome(9)[0], outcome(9)[0]
    assert first.fingerprint() == second.fingerprint()
    assert first.hub.held.entries == second.hub.held.entries


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_noticed(mistake: str) -> None:
    assert noticed(mistake, FOR_A_MISTAKE).violations, f"{mistake}: not noticed in {len(FOR_A_MISTAKE)} worlds"
