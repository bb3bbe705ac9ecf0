"""How Textual's scroll bars are drawn here: in whole cells, like our own marks, which every terminal and font has."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """A bar without the block characters that end it between two cells."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def draw_in_whole_cells() -> None:
    """Draw every scroll bar so; Textual keeps that on the class of all of them."""
    ScrollBar.renderer = WholeCells
