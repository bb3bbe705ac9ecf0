"""Reading from the store, in this process: searches, windows of every order, and what no index was made for."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cxloop_tui.domain.query import Sort
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.queries import Queries
from tests.benchmarks import truth
from tests.benchmarks.asked_for import KINDS, searches
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.samples import Samples, p95

FIRST_ROWS = 50

_TOLD = 3
"""Queries that are named, of those that took longest."""

FILTERS = "status:new,open,resolved priority:>=medium channel:app,email,sms,web"
"""Three of them, that leave most tickets in."""

OUTSIDE_INDEXES = (
    "score:<=3 account:example.com",
    "touchpoint:delivery",
    "channel:sms status:resolved",
    "email:none",
    "phone:none sort:customer",
    "not:status:resolved created:<60d sort:customer",
    "category:billing score:<=2 sort:priority",
    "status:open priority:high owner:me channel:app",
    "status:resolved not:priority:low sort:due",
    "delivery sort:customer",
    "order not:refund sort:due",
)
"""Queries that no index was made for."""


def in_store(bench: Bench) -> Mapping[str, Samples]:
    """Read the first rows of searches from the store, in this process; each alone and then with three filters."""
    asked = searches(bench.store, bench.effort.queries, bench.seed)
    with truth.questions(bench.store) as queries:
        pairs = [(read(queries, one.text), read(queries, f"{one.text} {FILTERS}")) for one in asked]
    alone = [reading for reading, _ in pairs]
    _tell_slowest(bench, alone)
    by_kind = {
        kind: wall([reading for one, reading in zip(asked, alone, strict=True) if one.kind == kind])
        for kind in dict.fromkeys(one.kind for one in asked)
    }
    return {"all": wall(alone), "cpu": _cpu(alone), "filtered": wall([reading for _, reading in pairs]), **by_kind}


def outside_indexes(bench: Bench) -> Mapping[str, Samples]:
    """Read the first rows of queries that no index was made for."""
    with truth.questions(bench.store) as queries:
        readings = [read(queries, text) for text in OUTSIDE_INDEXES]
    _tell_slowest(bench, readings)
    return {"outside": wall(readings), "cpu": _cpu(readings)}


def windows(bench: Bench) -> Mapping[str, Samples]:
    """Read a window at the start and at the end of every order, under one or two filters and none."""
    with truth.questions(bench.store) as queries:
        filters = _filters_of(next(queries.tickets(queries.parse("owner:me"), 1)))
        texts = [
            f"sort:{sort} {' '.join(chosen)}"
            for sort in Sort
            for many in range(3)
            for chosen in combinations(filters, many)
        ]
        starts = [read(queries, text) for text in texts]
        ends = [read(queries, text, at_end=True) for text in texts]
    _tell_slowest(bench, starts + ends)
    return {"start": wall(starts), "end": wall(ends), "cpu": _cpu(starts + ends)}


def _filters_of(ticket: Ticket) -> Sequence[str]:
    return (
        f"status:{ticket.status}",
        f"priority:{ticket.priority}",
        f"segment:{ticket.segment}",
        f"owner:{ticket.owner}",
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading the first or last rows of a query took, in seconds."""

    text: str
    wall: float
    cpu: float
    """The same on a busy machine."""


def read(queries: Queries, text: str, *, at_end: bool = False) -> Reading:
    """Read the first or last rows of a query that was understood already."""
    query = queries.parse(text)
    began, used = time.perf_counter(), time.thread_time()
    if at_end:
        queries.window_at_end(query, FIRST_ROWS)
    else:
        queries.window(query, limit=FIRST_ROWS)
    return Reading(text, time.perf_counter() - began, time.thread_time() - used)


def wall(readings: Sequence[Reading]) -> Samples:
    """Return how long readings took."""
    return Samples.milliseconds([reading.wall for reading in readings])


def _cpu(readings: Sequence[Reading]) -> Samples:
    return Samples.milliseconds([reading.cpu for reading in readings])


def _tell_slowest(bench: Bench, readings: Sequence[Reading]) -> None:
    """Name what somebody who wants to make it quicker will look at first."""
    slowest = sorted(readings, key=lambda reading: -reading.cpu)[:_TOLD]
    bench.say("  slowest: " + "; ".join(f"{reading.cpu * 1000:.1f} ms {reading.text!r}" for reading in slowest))


EXPERIMENTS = (
    Experiment(
        "search",
        in_store,
        (
            Figure("search.p95", "search to first rows in the store, p95", "all", by=p95, goal=Goal(20, Of.VALUE)),
            Figure("search.cpu", "  its processor time, p95", "cpu", by=p95),
            *(Figure(f"search.{kind}", f"  {kind}, p95", kind, by=p95) for kind in KINDS),
            Figure(
                "search.filtered",
                "search with 3 filters, p95",
                "filtered",
                by=p95,
                against=Reference("search alone, p95", "all"),
                goal=Goal(2),
            ),
        ),
    ),
    Experiment(
        "outside",
        outside_indexes,
        (
            Figure("outside.p95", "queries outside the indexes, p95", "outside", by=p95, goal=Goal(300, Of.VALUE)),
            Figure("outside.cpu", "  its processor time, p95", "cpu", by=p95),
        ),
    ),
    Experiment(
        "windows",
        windows,
        (
            Figure("windows.start", "first rows of any order, no to two filters, p95", "start", by=p95),
            Figure("windows.end", "  last rows, p95", "end", by=p95),
            Figure("windows.cpu", "  processor time of both, p95", "cpu", by=p95),
        ),
    ),
)
