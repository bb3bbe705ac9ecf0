"""The results on docs/performance.md: what stands between two marks of a name is written anew, all else by people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tests.benchmarks.growth import growth_table
from tests.benchmarks.results import Results
from tests.benchmarks.table import markdown


def results_of(results: Sequence[Results]) -> Mapping[str, str]:
    """Return what there is to put on the page: the table at the largest size, and the growth up to it."""
    largest = max(results, key=lambda result: result.tickets)
    machine = ", ".join(f"{name} {version}" for name, version in largest.machine.items())
    about = f"{largest.tickets:,} tickets and {largest.texts:,} texts; {machine}."
    return {"figures": f"{about}\n\n{markdown(largest.rows)}", "growth": growth_table(results)}


def renewed(page: str, parts: Mapping[str, str]) -> str:
    """Return a page with its parts replaced. Raises KeyError for a part the page has no marks for."""
    for name, part in parts.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        if not between.search(page):
            raise KeyError(name)
        page = between.sub(lambda marks, part=part: f"{marks[1]}\n{part}\n\n{marks[2]}", page)  # type: ignore[misc]
    return page
