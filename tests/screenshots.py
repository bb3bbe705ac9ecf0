"""Pictures of the desk: Textual's SVG export turned into PNG.

Needs `rsvg-convert` and monospace fonts with Chinese, Japanese and Korean (Debian: librsvg2-bin, fonts-firacode,
fonts-noto-mono, fonts-noto-core, fonts-noto-cjk).
"""

from __future__ import annotations

import html
import re
import subprocess
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from pathlib import Path

CELL_WIDTH = 12.2
"""Width of one cell in an SVG by Rich: 0.61 of its font size of 20."""

_RUN = re.compile(
    r'<text class="(?P<look>[^"]+-r\d+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+" '
    r'clip-path="(?P<clip>[^"]+)">(?P<text>[^<]*)</text>'
)


def svg_to_png(svg_path: Path, png_path: Path, zoom: float = 1.5) -> None:
    """Draw an SVG by Textual as PNG, `zoom` times its size; raises FileNotFoundError without `rsvg-convert`.

    Rich asks for runs of text stretched to as many cells as they have characters: wide characters end up too close,
    and librsvg stretches nothing. So every cell is placed on its own.
    """
    svg = _RUN.sub(_cell_by_cell, svg_path.read_text(encoding="utf-8"))
    command = ["rsvg-convert", "--zoom", str(zoom), "--output", str(png_path)]
    subprocess.run(command, input=svg.encode(), check=True)


def _cell_by_cell(run: re.Match[str]) -> str:
    return "".join(
        f'<text class="{run["look"]}" x="{float(run["x"]) + column * CELL_WIDTH:.1f}" y="{run["y"]}" '
        f'clip-path="{run["clip"]}">{html.escape(cell)}</text>'
        for column, cell in _cells(html.unescape(run["text"]))
        if not cell.isspace()
    )


def _cells(text: str) -> list[tuple[int, str]]:
    cells: list[tuple[int, str]] = []
    column = 0
    for char in text:
        width = cell_len(char)
        if width == 0 and cells:
            cells[-1] = (cells[-1][0], cells[-1][1] + char)
        else:
            cells.append((column, char))
            column += width
    return cells
