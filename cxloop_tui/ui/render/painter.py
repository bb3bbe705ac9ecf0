"""Lines drawn once: the Strips of a list's rows, kept until something they are drawn from changes."""

from collections.abc import Callable
from typing import Final

from textual.cache import LRUCache
from textual.strip import Strip

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.ui.render.row import Cursor, Sheet, header_strip, row_strip

SCREENS_DRAWN: Final = 6
"""How many screens of lines are remembered: the one in sight, those around it, where one was before a jump.

With what Textual keeps of it a line takes some ten kilobytes, and the garbage collector looks through all of them.
"""


class Painter:
    """Draws the lines of one list on one sheet."""

    def __init__(self, sheet: Sheet, height: int, finish: Callable[[Strip], Strip]) -> None:
        """`height` is how many lines a screen has, `finish` the last that is done to a line before it is painted."""
        width, ground = sheet.columns.width, sheet.looks.ground
        self._finish = finish
        self.header = finish(header_strip(sheet))
        """The line that names the columns."""
        self.blank = finish(Strip.blank(width, ground))
        """A line below the last row."""
        self._sheet = sheet
        self.flag_cells = sheet.columns.cells_of("flag")
        """Where the flags stand in a line."""
        kept = SCREENS_DRAWN * max(height, 1)
        self._strips: LRUCache[tuple[TicketRow, Cursor, bool, bool, int], Strip] = LRUCache(kept)

    def row(self, row: TicketRow, cursor: Cursor, now: int, *, has_thumb: bool, is_marked: bool = False) -> Strip:
        """Return the line of a ticket; a deadline's words change no oftener than every minute."""
        key = row, cursor, has_thumb, is_marked, now // MINUTE
        strip = self._strips.get(key)
        if strip is None:
            drawn = row_strip(row, self._sheet, cursor=cursor, now=now, has_thumb=has_thumb, is_marked=is_marked)
            strip = self._strips[key] = self._finish(drawn)
        return strip

    def indented(self, line: Strip, margin: int) -> Strip:
        """Return a line of other words in the width of the list, `margin` cells from its edge."""
        ground = self._sheet.looks.ground
        strip = Strip.join([Strip.blank(margin, ground), line])
        return self._finish(strip.adjust_cell_length(self._sheet.columns.width, ground))
