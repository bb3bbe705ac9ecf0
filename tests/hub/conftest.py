"""A hub over each of the databases, asked without a socket."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.house import built, postgresql, sqlite
from tests.hub.team import Team, team_of


@pytest.fixture(params=[sqlite, postgresql], ids=lambda maker: maker.__name__)
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    """Give a hub with the people of the builders, a device each."""
    house, close = built(request.param, tmp_path)
    team = team_of(house)
    yield team
    team.app.close()
    close()


@pytest.fixture
def small_team(tmp_path: Path) -> Iterator[Callable[..., Team]]:
    """Give what makes a hub on a file; whatever is said of it is as said."""
    ends: list[Callable[[], None]] = []

    def make(**said: object) -> Team:
        directory = tmp_path / str(len(ends))
        directory.mkdir()
        house, close = built(sqlite, directory)
        team = team_of(house, **said)
        ends.extend((close, team.app.close))
        return team

    yield make
    for end in reversed(ends):
        end()
