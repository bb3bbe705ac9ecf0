"""Searching: in the store, on screen, beside notmuch, with filters, outside the indexes, and as a command."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cxloop_tui.domain.query import Sort
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.queries import Queries
from tests.benchmarks import sights, truth
from tests.benchmarks.asked_for import Asked, searches
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.data import cxloop
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.notmuch import Mail
from tests.benchmarks.program import Program
from tests.benchmarks.samples import Samples, most, p50, p95
from tests.benchmarks.spent import Spent, run

FIRST_ROWS = 50
FRAMES_A_SECOND = 60
PATIENCE = 60.0

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
        pairs = [(_read(queries, one.text), _read(queries, f"{one.text} {FILTERS}")) for one in asked]
    alone = [reading for reading, _ in pairs]
    _tell_slowest(bench, alone)
    by_kind = {
        kind: _wall([reading for one, reading in zip(asked, alone, strict=True) if one.kind == kind])
        for kind in dict.fromkeys(one.kind for one in asked)
    }
    return {"all": _wall(alone), "cpu": _cpu(alone), "filtered": _wall([reading for _, reading in pairs]), **by_kind}


def outside_indexes(bench: Bench) -> Mapping[str, Samples]:
    """Read the first rows of queries that no index was made for."""
    with truth.questions(bench.store) as queries:
        readings = [_read(queries, text) for text in OUTSIDE_INDEXES]
    _tell_slowest(bench, readings)
    return {"outside": _wall(readings), "cpu": _cpu(readings)}


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
        starts = [_read(queries, text) for text in texts]
        ends = [_read(queries, text, at_end=True) for text in texts]
    _tell_slowest(bench, starts + ends)
    return {"start": _wall(starts), "end": _wall(ends), "cpu": _cpu(starts + ends)}


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


def _read(queries: Queries, text: str, *, at_end: bool = False) -> Reading:
    """Read the first or last rows of a query that was understood already."""
    query = queries.parse(text)
    began, used = time.perf_counter(), time.thread_time()
    if at_end:
        queries.window_at_end(query, FIRST_ROWS)
    else:
        queries.window(query, limit=FIRST_ROWS)
    return Reading(text, time.perf_counter() - began, time.thread_time() - used)


def _wall(readings: Sequence[Reading]) -> Samples:
    return Samples.milliseconds([reading.wall for reading in readings])


def _cpu(readings: Sequence[Reading]) -> Samples:
    return Samples.milliseconds([reading.cpu for reading in readings])


def _tell_slowest(bench: Bench, readings: Sequence[Reading]) -> None:
    """Name what somebody who wants to make it quicker will look at first."""
    slowest = sorted(readings, key=lambda reading: -reading.cpu)[:_TOLD]
    bench.say("  slowest: " + "; ".join(f"{reading.cpu * 1000:.1f} ms {reading.text!r}" for reading in slowest))


def on_screen(bench: Bench) -> Mapping[str, Samples]:
    """Type searches at the desk; the last letter of each is timed."""
    taken = []
    with bench.desk(bench.store) as desk:
        desk.when(sights.words("? keys"), patience=PATIENCE)
        desk.settle(quiet=1)
        for asked, numbers in _found(bench):
            taken.append(_typed(desk, asked.text, numbers))
    frames = tuple(seconds * FRAMES_A_SECOND for seconds in taken)
    return {"typed": Samples("frames", frames), "typed ms": Samples.milliseconds(taken)}


def _found(bench: Bench) -> list[tuple[Asked, list[int]]]:
    """Return searches that find something, with the tickets they begin with."""
    asked = searches(bench.store, bench.effort.queries, bench.seed)
    with truth.questions(bench.store) as queries:
        found = []
        for one in asked:
            window = queries.window(queries.parse(one.text), limit=FIRST_ROWS)
            found.append((one, [row.number for row in window.rows if row.number is not None]))
    return [(one, numbers) for one, numbers in found if numbers]


def _typed(desk: Program, text: str, numbers: Sequence[int]) -> float:
    """Type a search into the search bar and leave it; return how long the rows took after its last letter."""
    desk.press("/")
    desk.settle()
    desk.write(text[:-1].encode())
    desk.settle(quiet=0.3)
    pressed = desk.write(text[-1].encode())
    (frame,) = desk.when(sights.both(sights.words(text), sights.rows(numbers)), patience=PATIENCE)
    desk.press("enter")
    desk.settle()
    return frame.at - pressed


def beside_notmuch(bench: Bench) -> Mapping[str, Samples]:
    """Search the same texts here, in this process as at the desk, and with notmuch, in turns."""
    store = bench.stores.of(min(bench.effort.compared_tickets, bench.tickets))
    bench.say("indexing its texts with notmuch, unless that was done")
    mail = Mail.of(store, bench.stores.directory / f"notmuch-{store.stem}")
    ours, theirs = [], []
    with truth.questions(store) as queries:
        for asked in searches(store, bench.effort.queries, bench.seed):
            ours.append(_read(queries, asked.text))
            theirs.append(run(mail.search(asked.for_notmuch), env=mail.environment, cwd=bench.home).seconds)
    return {"here": _wall(ours), "notmuch": Samples.milliseconds(theirs)}


def command(bench: Bench) -> Mapping[str, Samples]:
    """List what a common word finds, as a process, in turns with one that only prints the same rows."""
    word = searches(bench.store, 1, bench.seed)[0].text
    ours = [*cxloop(), "--store", str(bench.store), "tickets", word, "--limit", str(FIRST_ROWS)]
    listed = _run(bench, [*ours, "--json"]).output.splitlines()
    numbers = ", ".join(str(json.loads(line)["number"]) for line in listed)
    least = [sys.executable, "-c", _LEAST.format(store=str(bench.store), numbers=numbers)]
    loaded = _run(bench, [sys.executable, "-c", _LOADED, *ours[1:]]).output
    runs = [(_run(bench, ours), _run(bench, least)) for _ in range(bench.effort.starts)]
    return {
        "command": Samples.milliseconds([own.seconds for own, _ in runs]),
        "least": Samples.milliseconds([other.seconds for _, other in runs]),
        "command cpu": Samples.milliseconds([own.cpu for own, _ in runs]),
        "least cpu": Samples.milliseconds([other.cpu for _, other in runs]),
        "sqlalchemy": Samples("modules", (float(loaded.split()[-1]),)),
    }


def _run(bench: Bench, words: Sequence[str]) -> Spent:
    return run(words, env=bench.environment, cwd=bench.home)


_LEAST = """
import click, sqlite3
store = sqlite3.connect({store!r})
columns = "number, status, priority, segment, owner, customer_name, customer_email, due_at, substr(comment, 1, 80)"
for row in store.execute(f"SELECT {{columns}} FROM tickets WHERE number IN ({numbers})"):
    click.echo("  ".join(map(str, row)))
"""
_LOADED = """
import sys
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import run
run(sys.argv[1:], Invocation())
print(sum(name.partition(".")[0] == "sqlalchemy" for name in sys.modules))
"""

_KINDS = ("common", "rare", "prefix", "two words", "phrase", "e-mail", "id", "CJK")

EXPERIMENTS = (
    Experiment(
        "search",
        in_store,
        (
            Figure("search.p95", "search to first rows in the store, p95", "all", by=p95, goal=Goal(20, Of.VALUE)),
            Figure("search.cpu", "  its processor time, p95", "cpu", by=p95),
            *(Figure(f"search.{kind}", f"  {kind}, p95", kind, by=p95) for kind in _KINDS),
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
    Experiment(
        "typing",
        on_screen,
        (
            Figure(
                "typing.p95",
                "last letter of a search to rows on screen, p95",
                "typed",
                by=p95,
                goal=Goal(3, Of.VALUE),
            ),
            Figure("typing.ms", "  in time", "typed ms", by=p95),
        ),
    ),
    Experiment(
        "notmuch",
        beside_notmuch,
        (
            Figure(
                "notmuch.p95",
                "the same search on the same texts, p95",
                "here",
                by=p95,
                against=Reference("notmuch search", "notmuch"),
                goal=Goal(0.2),
            ),
            Figure("notmuch.p50", "  p50", "here", by=p50, against=Reference("the same", "notmuch")),
        ),
        needs=("notmuch",),
    ),
    Experiment(
        "command",
        command,
        (
            Figure(
                "command.wall",
                "cxloop tickets QUERY --limit 50",
                "command",
                against=Reference("python with click, sqlite3 and the same rows", "least"),
                goal=Goal(3),
            ),
            Figure("command.cpu", "  its processor time", "command cpu", against=Reference("the same", "least cpu")),
            Figure("command.sqlalchemy", "  sqlalchemy in it", "sqlalchemy", by=most, goal=Goal(0, Of.VALUE)),
        ),
    ),
)
