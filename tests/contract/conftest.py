"""What every store promises is asked of each in the same words: the houses of these tests, one for every store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.house import MAKERS, House, built, furnish


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Give an empty house, of its own for every test."""
    made, close = built(request.param, tmp_path)
    yield made
    close()


@pytest.fixture(scope="module", params=MAKERS, ids=lambda maker: maker.__name__)
def furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with 40 tickets, which the tests of a module share and only read."""
    made, close = built(request.param, tmp_path_factory.mktemp("store"))
    furnish(made)
    yield made
    close()
