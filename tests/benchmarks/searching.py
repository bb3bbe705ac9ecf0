"""Searching as people do: at the desk, beside another searcher, and as a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from tests.benchmarks import sights, truth
from tests.benchmarks.asked_for import Asked, searches
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.data import cxloop
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.notmuch import Mail
from tests.benchmarks.program import Program
from tests.benchmarks.reading import FIRST_ROWS, read, wall
from tests.benchmarks.samples import Samples, most, p50, p95
from tests.benchmarks.spent import Spent, run

FRAMES_A_SECOND = 60
PATIENCE = 60.0

_SEEN = 40
"""Characters at the end of what is typed that are in sight, however long it is."""


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
    (frame,) = desk.when(sights.both(sights.words(text[-_SEEN:]), sights.rows(numbers)), patience=PATIENCE)
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
            ours.append(read(queries, asked.text))
            theirs.append(run(mail.search(asked.for_notmuch), env=mail.environment, cwd=bench.home).seconds)
    return {"here": wall(ours), "notmuch": Samples.milliseconds(theirs)}


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

EXPERIMENTS = (
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
