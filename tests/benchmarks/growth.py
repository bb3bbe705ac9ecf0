"""How cost grows with the number of tickets: a table with a column a size."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.figures import Row
from tests.benchmarks.results import Results
from tests.benchmarks.table import markdown_line, number

CHARTED = (
    "start.wall", "ahead.wall", "memory", "down.p50", "down.p95", "page.p50", "page.p95", "end.p95", "home.p95",
    "jump.p95", "sort.p95", "filter.p95", "search.p95", "search.filtered", "outside.p95", "typing.p95",
    "command.wall", "edit.p50", "import", "demo", "export.csv", "export.ndjson",
)  # fmt: skip
"""The figures that are drawn."""


def growth_table(results: Sequence[Results]) -> str:
    """Lay out every figure at every size, as Markdown: the value, and in brackets its ratio."""
    sizes = sorted(results, key=lambda result: result.tickets)
    titles = ["", *(f"{result.tickets:,} tickets" for result in sizes)]
    texts = ["texts", *(f"{result.texts:,}" for result in sizes)]
    lines = [markdown_line(titles), markdown_line(["---", *["---:"] * len(sizes)]), markdown_line(texts)]
    for name, what in _named(sizes).items():
        rows = [next((row for row in result.rows if row.name == name), None) for result in sizes]
        lines.append(markdown_line([what, *map(_cell, rows)]))
    return "\n".join(lines)


def _named(results: Sequence[Results]) -> dict[str, str]:
    """Return what every figure is about that any of the results has, by name, in their order."""
    return {row.name: row.what.strip() for result in reversed(results) for row in result.rows}


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    ratio = "" if row.ratio is None else f" ({row.ratio:.2f} x)"
    return f"{number(row.value, row.unit)}{ratio}"
