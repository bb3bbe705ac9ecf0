"""A hub on PostgreSQL with fifty desks: how many changes it takes in a second, each on disk before it is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import httpx

from cxloop_tui.bootstrap import build_demo, new_id, open_rooms, wall_clock
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.operation import Json
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import Figure
from tests.benchmarks.samples import Samples, p50, p95
from tests.journeys.team import Hub
from tests.postgresql import DURABLE, Server, programs

DESKS = 50
"""Devices that speak to the hub at the same time."""

_PUSHES = 40
"""What each sends, one after the other: a comment at a time."""

_EXAMPLE = 1_000
"""Tickets at the hub."""


def crowd(bench: Bench) -> Mapping[str, Samples]:
    """Let all push at once, then all ask for what came."""
    at = programs()
    assert at is not None, "there is no PostgreSQL here"
    server = Server(at, DURABLE)
    try:
        address = server.empty_database()
        build_demo(address, min(_EXAMPLE, bench.tickets), bench.seed, lambda _doing, _done, _of: None)
        with closing(open_rooms(address, None)) as rooms:
            me, ids = rooms.me, list(rooms.queries.ids(rooms.queries.parse("status:open")))
        hub = Hub(address.url, _empty(bench.stores.directory / "crowd"))
        hub.start()
        try:
            tokens = [hub.token(me, by=me) for _ in range(DESKS)]
            return asyncio.run(_measured(hub.url, tokens, me, ids, min(_PUSHES, bench.effort.keys)))
        finally:
            hub.stop()
    finally:
        server.stop()


def _empty(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    return directory


async def _measured(
    url: str, tokens: Sequence[str], me: str, tickets: Sequence[str], pushes: int
) -> Mapping[str, Samples]:
    clients = [
        httpx.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {token}", "Cxloop-Protocol": "1"}, timeout=120
        )
        for token in tokens
    ]
    try:
        hello = (await clients[0].get("/v1/hello")).json()
        base: Json = {"epoch": hello["epoch"], "seq": hello["seq"]}
        took: list[float] = []
        began = time.perf_counter()
        await asyncio.gather(
            *(
                _push(
                    client,
                    took,
                    [_comment(me, tickets[(place + turn) % len(tickets)], base) for turn in range(pushes)],
                )
                for place, client in enumerate(clients)
            )
        )
        pushed = time.perf_counter() - began
        asked: list[float] = []
        began = time.perf_counter()
        await asyncio.gather(*(_ask(client, asked, pushes) for client in clients))
        answered = time.perf_counter() - began
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))
    return {
        "pushed": Samples("a second", (len(took) / pushed,)),
        "push": Samples.milliseconds(took),
        "answered": Samples("a second", (len(asked) / answered,)),
        "ask": Samples.milliseconds(asked),
    }


def _comment(me: str, ticket: str, base: Json) -> dict[str, Json]:
    return {
        "v": 1,
        "id": new_id(),
        "kind": "comment.add",
        "subject": ticket,
        "by": me,
        "at": to_rfc3339(wall_clock()),
        "base": base,
        "origin": "desk",
        "comment": "spoke to the depot, they send it again",
    }


async def _push(client: httpx.AsyncClient, took: list[float], operations: Sequence[Mapping[str, Json]]) -> None:
    for operation in operations:
        began = time.perf_counter()
        answer = await client.post("/v1/push", json={"operations": [operation]})
        took.append(time.perf_counter() - began)
        (receipt,) = answer.json()["receipts"]
        assert receipt["outcome"] == "applied", receipt


async def _ask(client: httpx.AsyncClient, took: list[float], times: int) -> None:
    """Ask for the last page of what came, as a desk does that is nearly up to date."""
    hello = (await client.get("/v1/hello")).json()
    seq = max(hello["seq"] - 20, 0)
    page = partial(client.get, "/v1/changes", params={"epoch": hello["epoch"], "seq": seq, "limit": 20, "last": ""})
    for _ in range(times):
        began = time.perf_counter()
        answer = await page()
        took.append(time.perf_counter() - began)
        assert answer.status_code in {200, 409}, answer.text


EXPERIMENTS = (
    Experiment(
        "crowd",
        crowd,
        (
            Figure("crowd.pushes", "fifty desks push to a hub on PostgreSQL: changes", "pushed"),
            Figure("crowd.push.p50", "  a push to its receipt, p50", "push", by=p50),
            Figure("crowd.push.p95", "  p95", "push", by=p95),
            Figure("crowd.questions", "  and ask for what came: answers", "answered"),
            Figure("crowd.ask.p95", "  a question to its answer, p95", "ask", by=p95),
        ),
        needs=("psql",),
    ),
)
