"""The log tells what was asked and answered, and nothing that anybody wrote."""

import json
from collections.abc import Callable

import pytest

from tests.builders import ADA, BEA, CREATED
from tests.hub.team import Team, token_of

CANARIES = ("canary-words", "canary@customer.example", "canary-epoch", "canary-path", "CANARYMETHOD", "canary-agent")


async def test_no_line_has_a_token_an_address_or_words(
    small_team: Callable[..., Team], capfd: pytest.CaptureFixture[str]
) -> None:
    team = small_team()
    wires = team.made(lambda sitting: sitting.create({**CREATED, "customer_email": CANARIES[1]}, CANARIES[0]))
    bad = {**wires[0], "id": CANARIES[0], "set": {CANARIES[0]: [None, CANARIES[0]]}}
    async with team.client(BEA, User_Agent="canary-agent", X_Forwarded_For="192.0.2.77") as bea:
        await bea.post("/v1/push", json={"operations": [*wires, bad]})
        await bea.post("/v1/push", json={"operations": [{"canary-words": 1}]})
        await bea.get("/v1/changes?epoch=canary-epoch&seq=3&last=canary-words")
        await bea.get("/v1/canary-path?canary-words=1")
        await bea.request("CANARYMETHOD", "/v1/hello")
        await bea.get("/v1/bootstrap")
    async with team.client(None, Authorization="Bearer canary-words-0123456789") as stranger:
        await stranger.get("/v1/hello")
    async with team.client(ADA) as ada:
        await ada.post("/v1/responses", json={"score": 3, "email": CANARIES[1], "comment": CANARIES[0]})
    written = "".join(team.lines) + "".join(capfd.readouterr())
    assert len(team.lines) == 8
    people = (token_of(BEA), BEA, ADA, "laptop")
    for canary in (*CANARIES, *people, "192.0.2.77", "canary", "example", "Bearer", "127.0.0.1"):
        assert canary.lower() not in written.lower()


async def test_a_line_tells_of_a_request(small_team: Callable[..., Team]) -> None:
    ticks = iter([1.0, 1.0, 1.0625, 5.0, 5.0])
    team = small_team(ticks=lambda: next(ticks))
    async with team.client(BEA) as bea:
        await bea.post("/v1/push", json={"operations": []})
    (line,) = team.lines
    told = json.loads(line)
    assert told.pop("time").startswith("2027-01-15T08:00:00")
    assert told == {
        "method": "POST", "route": "/v1/push", "status": 200, "ms": 62.5, "device": "dev00005", "operations": 0,
    }  # fmt: skip
    assert line.endswith("}\n")
    assert line.count("\n") == 1
