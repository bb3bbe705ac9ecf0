"""The description is that of the hub: its routes, and every answer to whatever it allows to ask."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from cxloop_tui.hub.description import description
from cxloop_tui.hub.limits import Limits
from cxloop_tui.hub.problems import PROBLEMS
from tests.builders import ADA
from tests.contract.house import built, sqlite
from tests.hub.team import PROTOCOL, Team, team_of, token_of

LIMITS = Limits(wait=0, a_second=1_000_000, burst=1_000_000)
"""Nobody here waits, or is told to."""


def test_it_has_the_routes_of_the_hub_and_every_problem_there_is(small_team: Callable[..., Team]) -> None:
    team = small_team()
    said = description(Limits())
    routes = {(route.path, method.lower()) for route in team.app.routes for method in route.methods or ()}
    assert {(path, method) for path, methods in said["paths"].items() for method in methods} == routes
    told = {status for methods in said["paths"].values() for one in methods.values() for status in one["responses"]}
    nowhere = {"404", "405"}
    assert told - {"200", "201"} | nowhere == {str(status) for status, _ in PROBLEMS.values()}


async def test_a_hub_gives_its_description_to_anybody(small_team: Callable[..., Team]) -> None:
    team = small_team()
    async with team.client(None) as stranger:
        assert (await stranger.get("/v1/openapi.json")).json() == description(Limits())


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """Give what a hub says of itself, bound to that hub."""
    house, close = built(sqlite, tmp_path_factory.mktemp("store"))
    house.create()
    team = team_of(house, limits=LIMITS)
    yield schemathesis.openapi.from_asgi("/v1/openapi.json", team.app)
    assert {line["status"] for line in team.logged} <= {200, 201, 401, 403, 404, 405, 409, 413, 415, 422, 426}
    team.app.close()
    close()


schema = schemathesis.pytest.from_fixture("described").exclude(path="/v1/live")


@schema.parametrize()
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case[Any]) -> None:
    headers = {**PROTOCOL, "Authorization": f"Bearer {token_of(ADA)}"}
    # A schema cannot say all that makes a body malformed; and what is asked for beyond it may be of a newer program.
    # `test_wrong_requests.py` says what must be refused.
    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance, negative_data_rejection])
