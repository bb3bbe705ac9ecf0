"""The table of figures as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.figures import Goal, Of, Row

_TITLES = ("what", "value", "against", "reference", "ratio", "goal", "", "spread of the value", "n")
_RIGHT = {1, 3, 4, 8}


def table(rows: Sequence[Row]) -> str:
    """Lay rows out in columns."""
    cells = [_TITLES, *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_TITLES))]
    lines = [_line(row, widths) for row in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def markdown(rows: Sequence[Row]) -> str:
    """Lay rows out as a table of a page of documentation."""
    marks = ["---:" if column in _RIGHT else "---" for column in range(len(_TITLES))]
    return "\n".join(map(markdown_line, [_TITLES, marks, *map(_cells, rows)]))


def markdown_line(cells: Sequence[str]) -> str:
    """Write one line of such a table."""
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def verdict(row: Row) -> str:
    """Say whether a goal was met."""
    return {True: "pass", False: "MISS", None: ""}[row.is_met]


def number(value: float, unit: str) -> str:
    """Write a number with its unit: three digits that mean something."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def goal_words(goal: Goal | None, unit: str) -> str:
    """Write what is wanted."""
    if goal is None:
        return ""
    sign = ">=" if goal.at_least else "<="
    match goal.of:
        case Of.RATIO:
            return f"{sign} {goal.bound:g} x"
        case Of.VALUE:
            return f"{sign} {goal.bound:g} {unit}"
        case Of.EXCESS:
            return f"{sign} + {goal.bound:g} {unit}"


def _cells(row: Row) -> tuple[str, ...]:
    least, lower, upper, most = row.spread
    spread = f"{number(lower, '')} .. {number(upper, '')} ({number(least, '')} .. {number(most, '')})"
    return (
        row.what,
        number(row.value, row.unit),
        row.against,
        "" if row.reference is None else number(row.reference, row.unit),
        "" if row.ratio is None else f"{row.ratio:.2f} x",
        goal_words(row.goal, row.unit),
        verdict(row),
        spread if row.count > 1 else "",
        str(row.count),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    placed = [
        text.rjust(width) if column in _RIGHT else text.ljust(width)
        for column, (text, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(placed).rstrip()
