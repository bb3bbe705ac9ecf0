"""Growth as a picture: a small panel for each figure, the number its goal is about at every size, and the goal."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.benchmarks.figures import Row
from tests.benchmarks.results import Results

COLUMNS = 3
WIDTH, HEIGHT = 300, 150
"""Of a panel, in pixels."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 24, 34, 40, 26
_ROOM = 1.25
"""How much higher a panel reaches than its highest number."""

_STYLE = """
text { font: 11px sans-serif; fill: #333 } .what { font-weight: bold } .size { fill: #777; text-anchor: middle }
.value { text-anchor: middle } .goal { stroke: #b33; stroke-dasharray: 4 3 } .goal-word { fill: #b33 }
.line { fill: none; stroke: #2a6fb0; stroke-width: 2 } .dot { fill: #2a6fb0 } .ground { fill: #fff }
.axis { stroke: #ccc }
"""


def chart(results: Sequence[Results], names: Sequence[str]) -> str:
    """Draw the figures of these names, as far as they were measured, as SVG."""
    sizes = sorted(results, key=lambda result: result.tickets)
    labels = [_short(result.tickets) for result in sizes]
    panels = [_panel(labels, rows) for name in names if any(rows := _rows(sizes, name))]
    lines = -(-len(panels) // COLUMNS)
    placed = [
        f'<g transform="translate({place % COLUMNS * WIDTH} {place // COLUMNS * HEIGHT})">{panel}</g>'
        for place, panel in enumerate(panels)
    ]
    size = f'width="{COLUMNS * WIDTH}" height="{lines * HEIGHT}"'
    ground = '<rect class="ground" width="100%" height="100%"/>'
    body = "\n".join(placed)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<style>{_STYLE}</style>\n{ground}\n{body}\n</svg>\n'


def _rows(results: Sequence[Results], name: str) -> list[Row | None]:
    return [next((row for row in result.rows if row.name == name), None) for result in results]


def _panel(labels: Sequence[str], rows: Sequence[Row | None]) -> str:
    known = [row for row in rows if row is not None]
    goal = known[0].goal
    top = max([row.judged for row in known] + ([goal.bound] if goal else [])) * _ROOM or 1
    points = [(_x(place, len(rows)), _y(row.judged, top), row) for place, row in enumerate(rows) if row is not None]
    pieces = [f'<text class="what" x="{_LEFT}" y="18">{escape(known[0].what.strip())}</text>']
    pieces.append(f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{_y(0, 1)}" y2="{_y(0, 1)}"/>')
    if goal is not None:
        level = _y(goal.bound, top)
        pieces.append(f'<line class="goal" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{level}" y2="{level}"/>')
        pieces.append(f'<text class="goal-word" x="{WIDTH - _RIGHT + 4}" y="{level + 4}">{goal.bound:g}</text>')
    pieces.append(f'<polyline class="line" points="{" ".join(f"{x},{y}" for x, y, _ in points)}"/>')
    for x, y, row in points:
        pieces.append(f'<circle class="dot" cx="{x}" cy="{y}" r="3"/>')
        pieces.append(f'<text class="value" x="{x}" y="{y - 7}">{_number(row)}</text>')
    for place, label in enumerate(labels):
        pieces.append(f'<text class="size" x="{_x(place, len(labels))}" y="{HEIGHT - 10}">{label}</text>')
    return "\n".join(pieces)


def _x(place: int, of: int) -> float:
    inner = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + inner * (place + 0.5) / of, 1)


def _y(value: float, top: float) -> float:
    inner = HEIGHT - _TOP - _BOTTOM
    return round(_TOP + inner * (1 - value / top), 1)


def _number(row: Row) -> str:
    return f"{row.judged:.3g} {row.judged_unit}".strip()


def _short(tickets: int) -> str:
    """Write 1,000 as 1k and 1,000,000 as 1M."""
    for unit, word in ((1_000_000, "M"), (1_000, "k")):
        if tickets >= unit:
            return f"{tickets / unit:g}{word}"
    return str(tickets)
