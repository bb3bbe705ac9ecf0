"""Line 3: a loop closed in a terminal from the first call to the bar in the Pareto view, and a shift handed over."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.acceptance import Outcome
from tests.journeys.closing import NOTE, Closed, close_the_loop
from tests.journeys.desk import demo_store

_SIZES = ((80, 24), (120, 40))


def run() -> Outcome:
    """Do it at both sizes, each on a store of its own."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for columns, rows in _SIZES:
        with tempfile.TemporaryDirectory(prefix="cxloop-closing-") as name:
            closed = close_the_loop(demo_store(Path(name)), columns, rows)
        size = f"{columns}x{rows}"
        counts[f"{size}: keys to log a call"] = closed.contact_presses
        counts[f"{size}: mon 9am is"] = closed.exact
        counts[f"{size}: tickets behind the bar on screen"] = len(closed.behind)
        problems += [f"{size}: {problem}" for problem in wrong(closed)]
    return Outcome(3, "a loop is closed, a shift handed over", counts, problems)


def wrong(closed: Closed) -> Iterator[str]:
    """Yield what is not as it should be."""
    if closed.contact_presses != 2:
        yield f"a call took {closed.contact_presses} keys"
    if closed.waits["waiting_for"] != "customer" or not str(closed.waits["waiting_until"]).endswith("T09:00:00Z"):
        yield f"it waits for {closed.waits['waiting_for']} until {closed.waits['waiting_until']}"
    if closed.resolved["status"] != "resolved" or closed.resolved["root_cause"] != closed.cause:
        yield f"it is {closed.resolved['status']} for {closed.resolved['root_cause']!r}, not {closed.cause!r}"
    if not any(comment["kind"] == "reply" for comment in closed.resolved["comments"]):
        yield "no reply stands in its history"
    if f"#{closed.resolved['number']}" not in closed.behind:
        yield "it is not among the tickets behind the bar"
    for ticket in closed.handed:
        said = [comment["body"] for comment in ticket["comments"]]
        if ticket["owner"] != closed.heir or NOTE not in said:
            yield f"#{ticket['number']} belongs to {ticket['owner']}, and its last words are {said[-1:]}"
