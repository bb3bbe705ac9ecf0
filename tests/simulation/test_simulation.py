"""Some worlds of either speed in every run of the tests, and that the simulator notices what it is there for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.simulation.mistakes import MISTAKES
from tests.simulation.playing import noticed, outcome, score
from tests.simulation.real import Real, somewhere
from tests.simulation.real_mistakes import REAL_MISTAKES

IN_MEMORY = range(250)
"""A few of them; `.ci/run` plays more, and a million are a night: `python -m tests.simulation --seeds 1000000`."""

REAL = range(25)

ON_POSTGRESQL = range(4)

FOR_A_MISTAKE = range(100)


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    with somewhere() as found:
        yield found


def test_everything_holds_in_every_world() -> None:
    found = score(IN_MEMORY)
    assert found.violations == {}
    assert found.faults > 10 * found.seeds
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
    found = noticed(mistake, FOR_A_MISTAKE, until_noticed=True)
    assert found.violations, f"{mistake}: not noticed in {len(FOR_A_MISTAKE)} worlds"


# At the second speed ------------------------------------------------------------------------------------------------


def test_everything_holds_between_the_real_client_and_the_real_hub(directory: Path) -> None:
    found = score(REAL, Real(directory))
    assert found.violations == {}
    assert found.faults > 10 * found.seeds
    assert found.refused
    assert found.restores


def test_everything_holds_when_the_hub_is_on_postgresql(directory: Path) -> None:
    real = Real(directory, on_postgresql=True)
    real.prepare()
    assert score(ON_POSTGRESQL, real).violations == {}


def test_everything_holds_after_every_step_at_the_second_speed(directory: Path) -> None:
    _, violated = outcome(3, Real(directory), closely=True)
    assert violated is None


def test_the_same_seed_is_the_same_world_at_the_second_speed(directory: Path) -> None:
    first, second = outcome(9, Real(directory))[0], outcome(9, Real(directory))[0]
    assert first.trace == second.trace
    assert first.hub.held.entries == second.hub.held.entries


@pytest.mark.parametrize("mistake", REAL_MISTAKES)
def test_a_mistake_is_noticed_at_the_second_speed(directory: Path, mistake: str) -> None:
    made = replace(Real(directory), **REAL_MISTAKES[mistake])
    found = score(FOR_A_MISTAKE, made, until_noticed=True)
    assert found.violations, f"{mistake}: not noticed in {len(FOR_A_MISTAKE)} worlds"
