"""The loaded part of a long list, the part of that on the screen, and the cursor: arithmetic, no drawing, no reading.

A list may have a million rows; only some screens of them are here at a time. Three things hold after every call:
the cursor is on a loaded row, the screen is full when enough rows are loaded, and the cursor's row is never let go.
"""

from typing import Final

from cxloop_tui.domain.view import TicketRow, Window

SCREENS_KEPT: Final = 4
"""How many screens of rows stay loaded on the side the screen moves away from."""


class Viewport:
    """Where in a list the user is."""

    def __init__(self) -> None:
        self.rows: list[TicketRow] = []
        """The loaded rows, consecutive in the list's order."""
        self.at_start = True
        self.at_end = True
        self.before: int | None = 0
        """How many rows of the list come before the first loaded one; None when nobody counted."""
        self.top = 0
        """The loaded row on the first line of the screen."""
        self.cursor = 0
        self.height = 0
        """Rows on a screen; 0 until that is known."""

    @property
    def cursor_row(self) -> TicketRow | None:
        """The row the cursor is on; None in an empty list."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def needs_before(self) -> bool:
        """Say whether less than a screen of rows is loaded above this one, and there is more."""
        return bool(self.rows) and not self.at_start and self.top < self.height

    @property
    def needs_after(self) -> bool:
        """Say whether less than a screen of rows is loaded below this one, and there is more."""
        return bool(self.rows) and not self.at_end and len(self.rows) < self.top + 2 * self.height

    @property
    def around(self) -> tuple[int, ...]:
        """The loaded rows of the screen below this one, then those of the one above, nearest first."""
        below = self.top + self.height
        return (
            *range(below, min(below + self.height, len(self.rows))),
            *range(self.top - 1, max(self.top - self.height, 0) - 1, -1),
        )

    def show(self, window: Window, cursor_id: str | None, before: int | None) -> None:
        """Replace the rows; the cursor keeps its ticket and its line on the screen, without one starts at the top.

        When the ticket has left the list, the cursor goes to the next one still there, else it stays in its place.
        `before` is how many rows of the list come before the window, None when nobody counted.
        """
        line, head = self.cursor - self.top, self._head_id()
        places = {row.id: place for place, row in enumerate(window.rows)}
        place = 0 if cursor_id is None else places.get(cursor_id, self._heir(places, before))
        self.rows = list(window.rows)
        self.at_start, self.at_end = window.at_start, window.at_end
        self.before = 0 if window.at_start else before
        self.cursor = place
        if cursor_id is None:
            self.top = 0
        elif 0 <= line < self.height or head not in places:
            self.top = place - min(max(line, 0), max(self.height - 1, 0))
        else:
            self.top = places[head]
        self._settle()

    def append(self, window: Window) -> None:
        """Take rows that follow the last loaded one; many screens of old ones above are let go."""
        known = {row.id for row in self.rows}
        fresh = [row for row in window.rows if row.id not in known]
        self.rows += fresh
        self.at_end = window.at_end or not fresh
        self._let_go_before()

    def prepend(self, window: Window) -> None:
        """Take rows that come before the first loaded one; many screens of old ones below are let go."""
        known = {row.id for row in self.rows}
        fresh = [row for row in window.rows if row.id not in known]
        self.rows[:0] = fresh
        self._shift(len(fresh))
        self.at_start = window.at_start or not fresh
        if self.at_start:
            self.before = 0
        self._settle()
        self._let_go_after()

    def resize(self, height: int) -> None:
        """Take another number of lines; the cursor stays on the screen if it was there."""
        was_visible = self.height == 0 or self.top <= self.cursor < self.top + self.height
        self.height = max(height, 0)
        self._settle()
        if was_visible:
            self._reveal()

    def move(self, delta: int) -> None:
        """Move the cursor by rows; the screen follows as little as it must."""
        self.cursor += delta
        self._settle()
        self._reveal()

    def turn(self, delta: int) -> None:
        """Move screen and cursor together by rows, the cursor keeping its line; at the ends only the cursor moves."""
        self.cursor += delta
        self.top += delta
        self._settle()
        self._reveal()

    def scroll(self, delta: int) -> None:
        """Move the screen by rows and leave the cursor where it is, also out of sight."""
        self.top += delta
        self._settle()

    def to_start(self) -> None:
        """Move the cursor to the first loaded row."""
        self.move(-len(self.rows))

    def to_end(self) -> None:
        """Move the cursor to the last loaded row."""
        self.move(len(self.rows))

    def thumb(self, total: int | None) -> range:
        """Return the lines the position mark of a list of `total` rows stands on; none when all are in sight."""
        if total is None or self.before is None or not 0 < self.height < total:
            return range(0)
        size = max(self.height * self.height // total, 1)
        first, last_first = self.before + self.top, total - self.height
        start = min((self.height - size) * first // last_first, self.height - size)
        return range(start, start + size)

    def _head_id(self) -> str | None:
        return self.rows[self.top].id if self.rows else None

    def _heir(self, places: dict[str, int], before: int | None) -> int:
        """Return where the nearest old row is, first below, then above, that is still there; else the same place."""
        below, above = self.rows[self.cursor + 1 :], self.rows[: self.cursor]
        for row in (*below, *reversed(above)):
            if row.id in places:
                return places[row.id]
        moved = self.before - before if self.before is not None and before is not None else 0
        return self.cursor + moved

    def _settle(self) -> None:
        """Bring cursor and screen back inside the loaded rows."""
        self.cursor = min(max(self.cursor, 0), max(len(self.rows) - 1, 0))
        self.top = min(max(self.top, 0), max(len(self.rows) - max(self.height, 1), 0))

    def _reveal(self) -> None:
        if self.height:
            self.top = min(max(self.top, self.cursor - self.height + 1), self.cursor)

    def _shift(self, count: int) -> None:
        """Account for rows that came (or, negative, went) before the first loaded one."""
        self.top += count
        self.cursor += count
        if self.before is not None:
            self.before = max(self.before - count, 0)

    def _let_go_before(self) -> None:
        spare = min(self.top, self.cursor) - SCREENS_KEPT * self.height
        if spare > self.height > 0:
            del self.rows[:spare]
            self._shift(-spare)
            self.at_start = False

    def _let_go_after(self) -> None:
        kept = max(self.top + self.height, self.cursor + 1) + SCREENS_KEPT * self.height
        if len(self.rows) - kept > self.height > 0:
            del self.rows[kept:]
            self.at_end = False
