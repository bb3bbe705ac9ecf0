"""A hub and desks that follow it, on loopback: the first sync, long outboxes, and asking when nothing happened."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import httpx

from cxloop_tui.bootstrap import new_id, open_rooms, open_store, wall_clock
from cxloop_tui.services.desk import Desk, Sitting
from tests.benchmarks import raw, sights
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.data import cxloop
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.keys import PATIENCE, BareKeys
from tests.benchmarks.parts import remove
from tests.benchmarks.program import Program
from tests.benchmarks.samples import Samples, most, p50, p95
from tests.benchmarks.spent import Spent, run
from tests.benchmarks.surveys import write_survey
from tests.journeys.team import Hub

Series: TypeAlias = Mapping[str, Samples]

OPERATIONS = 10_000
"""How long the outbox is that is sent."""

_BATCH = 500
_POLLS = 200


@contextmanager
def _served(bench: Bench, example: Path | None = None) -> Iterator[tuple[Hub, str]]:
    """Serve a copy of the store, or of another example; give the hub and whose example it is."""
    store = bench.stores.copy(example or bench.store, "hub")
    with closing(open_rooms(store, None)) as rooms:
        me = rooms.me
    hub = Hub(str(store), bench.home)
    hub.start()
    try:
        yield hub, me
    finally:
        hub.stop()
        remove(store)


def _joined(bench: Bench, hub: Hub, person: str, name: str) -> tuple[Path, Mapping[str, str], Spent]:
    """Let a new desk follow the hub; return its store, its environment and what that took."""
    store = bench.stores.directory / f"{name}.db"
    remove(store)
    environment = {**bench.environment, "CXLOOP_TOKEN": hub.token(person, by=person)}
    spent = run([*cxloop(), "--store", str(store), "remote", "add", "hub", hub.url], env=environment, cwd=bench.home)
    return store, environment, spent


def bootstrap(bench: Bench) -> Mapping[str, Samples]:
    """Sync for the first time, and let SQLite alone write the rows that came of it."""
    with _served(bench) as (hub, me):
        store, _, spent = _joined(bench, hub, me, "follower")
        alone = raw.seconds_of(store, bench.stores.directory / "raw.db")
        remove(store)
    return {
        "bootstrap": Samples("s", (spent.seconds,)),
        "bootstrap peak": Samples("MiB", (spent.peak,)),
        "sqlite": Samples("s", (alone,)),
    }


def outbox(bench: Bench) -> Mapping[str, Samples]:
    """Send a long outbox, and take it in at another desk."""
    with _served(bench) as (hub, me):
        here, environment, _ = _joined(bench, hub, me, "sender")
        there, other, _ = _joined(bench, hub, me, "receiver")
        count = min(OPERATIONS, bench.tickets)
        _comment(here, me, count)
        sent = run([*cxloop(), "--store", str(here), "sync"], env=environment, cwd=bench.home)
        taken = run([*cxloop(), "--store", str(there), "sync"], env=other, cwd=bench.home)
        for store in (here, there):
            remove(store)
    return {
        "push": Samples("ms", (sent.seconds * 1000 / count,)),
        "push peak": Samples("MiB", (sent.peak,)),
        "pull": Samples("ms", (taken.seconds * 1000 / count,)),
    }


def _comment(path: Path, me: str, count: int) -> None:
    """Comment on tickets of a store, one after the other."""
    with closing(open_rooms(path, me)) as rooms:
        ids = list(rooms.queries.ids(rooms.queries.parse("")))[:count]
    with closing(open_store(path)) as store:
        desk = Desk(store, wall_clock, new_id)
        for start in range(0, len(ids), _BATCH):
            desk.sit(me, partial(_said, ids[start : start + _BATCH]))


def _said(ids: list[str], sitting: Sitting) -> None:
    for ticket_id in ids:
        sitting.comment(ticket_id, "said on the train")


def keys_meanwhile(bench: Bench) -> Mapping[str, Samples]:
    """Go down the list of a desk while tickets of its hub come, and for a while after, in turns with the bare app."""
    survey = bench.stores.directory / f"survey-{bench.tickets}.csv"
    if not survey.exists():
        write_survey(survey, bench.tickets, bench.small, bench.seed)
    with _served(bench, bench.small) as (hub, me):
        store, environment, _ = _joined(bench, hub, me, "follower")
        run(
            [
                *cxloop(),
                "--store",
                hub.store,
                "import",
                "responses",
                str(survey),
                "--kind",
                "nps",
                "--segment",
                "retail",
            ],
            env=bench.environment,
            cwd=bench.home,
        )
        before, end = _seq(store), _seq(Path(hub.store))
        meanwhile = 0
        desk = Program([*cxloop(), "--store", str(store)], env=environment, cwd=bench.home)
        with bench.bare() as bare, desk:
            bare_keys = BareKeys(bare)
            bare.when(sights.words("pressed 0 times"), patience=PATIENCE)
            desk.when(sights.words("? keys"), patience=PATIENCE)
            taken: list[float] = []
            for turn in range(bench.effort.keys):
                meanwhile += _seq(store) < end
                taken.append(_down(desk, bare_keys, turn))
            came = _seq(store) - before
        remove(store)
    return {
        "bare": Samples.milliseconds(bare_keys.taken),
        "keys": Samples.milliseconds(taken),
        "came": Samples("operations", (float(came),)),
        "meanwhile": Samples("keys", (float(meanwhile),)),
    }


def _down(desk: Program, bare: BareKeys, turn: int) -> float:
    """Go on by one ticket, down and up again in turns, and return how long that took."""
    bare.press()
    before = sights.at_cursor(desk.lines)
    pressed = desk.press("down" if turn % 40 < 20 else "up")
    (frame,) = desk.when(lambda lines: sights.at_cursor(lines) not in (before, None), patience=PATIENCE)
    desk.settle(quiet=0.02)
    return frame.at - pressed


def _seq(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT max(seq) FROM operations WHERE seq < 1 << 62").fetchone()[0])


def idle(bench: Bench) -> Mapping[str, Samples]:
    """Ask whether anything happened, again and again, when nothing did."""
    with _served(bench) as (hub, me):
        headers = {"Authorization": f"Bearer {hub.token(me, by=me)}", "Cxloop-Protocol": "1"}
        with httpx.Client(base_url=hub.url, headers=headers) as client:
            hello = client.get("/v1/hello").json()
            (page,) = client.get("/v1/changes", params={"seq": 0, "limit": 1}).text.splitlines()[-1:]
            del page
            cursor = _head(client, hello["seq"])
            took = [_poll(client, cursor) for _ in range(min(_POLLS, bench.effort.queries))]
    return {"poll": Samples.milliseconds(took)}


def _head(client: httpx.Client, seq: int) -> Mapping[str, str | int]:
    """Return the cursor at the end, as the last page names it."""
    answer = client.get("/v1/bootstrap", params={"seq": 0}, timeout=600)
    last = httpx.Response(200, content=answer.text.splitlines()[-1]).json()["page"]["cursor"]
    assert last[1] == seq
    return {"epoch": last[0], "seq": last[1], "last": last[2]}


def _poll(client: httpx.Client, cursor: Mapping[str, str | int]) -> float:
    began = time.perf_counter()
    answer = client.get("/v1/changes", params=dict(cursor))
    assert answer.status_code == 200
    return time.perf_counter() - began


_SQLITE = Reference("executemany of the same rows, tables, indexes, full text", "sqlite")

_BARE = Reference("bare app's key to frame", "bare")

EXPERIMENTS = (
    Experiment(
        "bootstrap",
        bootstrap,
        (
            Figure("bootstrap", "first sync of all tickets", "bootstrap", against=_SQLITE, goal=Goal(4)),
            Figure("bootstrap.memory", "  its peak memory", "bootstrap peak", by=most, goal=Goal(200, Of.VALUE)),
        ),
    ),
    Experiment(
        "outbox",
        outbox,
        (
            Figure("outbox.push", "a long outbox sent, each operation", "push"),
            Figure("outbox.memory", "  its peak memory", "push peak", by=most),
            Figure("outbox.pull", "  taken in at another desk, each", "pull"),
        ),
    ),
    Experiment(
        "meanwhile",
        keys_meanwhile,
        (
            Figure(
                "meanwhile.p50", "down while a hub's tickets come, p50", "keys", by=p50, against=_BARE, goal=Goal(2)
            ),
            Figure("meanwhile.p95", "  p95", "keys", by=p95, against=_BARE, goal=Goal(4)),
            Figure("meanwhile.came", "  operations that came meanwhile", "came"),
            Figure("meanwhile.keys", "  keys that were pressed before all had come", "meanwhile"),
        ),
    ),
    Experiment(
        "idle",
        idle,
        (
            Figure("idle.p50", "asking a hub whether anything happened, p50", "poll", by=p50),
            Figure("idle.p95", "  p95", "poll", by=p95),
        ),
    ),
)
