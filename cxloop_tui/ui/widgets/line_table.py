"""A table whose rows are all here: some thousand lines with a cursor, painted one by one as the list of tickets is.

It overrides `render_lines` for the same reason as `ticket_list`: a key press costs two lines, however many rows there
are. Attributes down, messages up; what stands in a row is somebody else's business.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Final, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.actions import Deeds
from cxloop_tui.ui.render.cells import cut, fit
from cxloop_tui.ui.render.cropping import cropped
from cxloop_tui.ui.render.looks import BOLD, Looks, painted

_HEADER_HEIGHT: Final = 1
_WHEEL_ROWS: Final = 3
_GROWN_LEAST: Final = 8
"""Cells that the column which takes what is left keeps at least."""


class Tone(Enum):
    """What a cell means; the theme says how that looks."""

    PLAIN = auto()
    STRONG = auto()
    MUTED = auto()
    WAITING = auto()
    ALARM = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """Some text of a row; what comes from outside is cleaned when it is drawn."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a cell of space stands between two."""

    name: str
    """Which of a row's cells stand in it."""
    title: str
    width: int = 0
    """Cells; 0 for the one column that takes what is left."""
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """One line."""

    id: str
    cells: Mapping[str, Cell]
    """By the name of the column; a column without one stays empty."""


Columns = Callable[[int], Sequence[Column]]
"""From the cells of a line to the columns it has room for."""


class LineTable(Widget, can_focus=True):
    """Rows with a cursor. The screen gives it rows and calls its movements."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    LineTable { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    """

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row."""

        row_id: str

    @dataclass
    class Opened(Message):
        """A row was opened by the mouse."""

        row_id: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._columns: Columns = lambda _width: ()
        self._rows: Sequence[Row] = ()
        self._empty: Sequence[str] = ()
        self._top = 0
        self._cursor = 0
        self._drawn: dict[tuple[int, bool, bool, bool], Strip] = {}
        self._looks: Looks | None = None
        self._variables: Mapping[str, str] | None = None

    # --- what it is given -------------------------------------------------------------------------------------------

    def show(
        self, columns: Columns, rows: Sequence[Row], *, cursor_id: str | None = None, empty: Sequence[str] = ()
    ) -> None:
        """Replace the rows; the cursor goes to `cursor_id` where that is among them, else it keeps its place.

        `empty` is said in place of rows when there are none.
        """
        places = {row.id: place for place, row in enumerate(rows)}
        self._columns, self._rows, self._empty = columns, rows, empty
        self._cursor = places.get(cursor_id or "", self._cursor)
        self._forget()
        self._settle()
        self._tell()

    @property
    def cursor_id(self) -> str | None:
        """The id of the row the cursor is on; None when there are none."""
        return self._rows[self._cursor].id if self._rows else None

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, in order."""
        return self._rows

    # --- how it is moved --------------------------------------------------------------------------------------------

    def move(self, delta: int) -> None:
        """Move the cursor by rows."""
        self._go(self._cursor + delta)

    def page(self, direction: int) -> None:
        """Move by screens (1 down, -1 up); one row of the old screen stays in sight."""
        self._go(self._cursor + direction * max(self._height - 1, 1))

    def home(self) -> None:
        """Move to the first row."""
        self._go(0)

    def end(self) -> None:
        """Move to the last row."""
        self._go(len(self._rows) - 1)

    @property
    def _height(self) -> int:
        return max(self.size.height - _HEADER_HEIGHT, 0)

    def _go(self, place: int) -> None:
        before, top = self._cursor, self._top
        self._cursor = place
        self._settle()
        if self._top != top:
            self.refresh()
        elif self._cursor != before:
            self._repaint(before, self._cursor)
        if self._cursor != before:
            self._tell()

    def _settle(self) -> None:
        """Bring the cursor to a row, and the screen to the cursor."""
        self._cursor = min(max(self._cursor, 0), max(len(self._rows) - 1, 0))
        if self._height:
            self._top = min(max(self._top, self._cursor - self._height + 1), self._cursor)
            self._top = min(self._top, max(len(self._rows) - self._height, 0))

    def _tell(self) -> None:
        if self._rows:
            self.post_message(self.Highlighted(self._rows[self._cursor].id))

    def _repaint(self, *places: int) -> None:
        seen = [place for place in places if self._top <= place < self._top + self._height]
        self.refresh(*(Region(0, _HEADER_HEIGHT + place - self._top, self.size.width, 1) for place in seen))

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; open it when it is the current one."""
        place = self._top + event.y - _HEADER_HEIGHT
        if event.y < _HEADER_HEIGHT or place >= len(self._rows):
            return
        if place == self._cursor and event.chain > 1:
            self.post_message(self.Opened(self._rows[place].id))
        self._go(place)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move towards the end."""
        event.stop()
        self.move(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move towards the start."""
        event.stop()
        self.move(-_WHEEL_ROWS)

    # --- how it is drawn --------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Choose columns for the new width, and keep the cursor in sight."""
        self._forget()
        self._settle()

    def notify_style_update(self) -> None:
        """Draw in the colours of a new theme."""
        super().notify_style_update()
        if self._variables is not self.app.theme_variables:
            self._forget()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's signature
        """Show whether keys go here."""
        super().watch_has_focus(has_focus)
        self._repaint(self._cursor)

    def _forget(self) -> None:
        self._drawn.clear()
        self._looks = None
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget; `crop` is relative to it (Textual's contract)."""
        if self._looks is None:
            self._variables = self.app.theme_variables
            self._looks = Looks.from_variables(self._variables)
        strips = cropped([self._line(y, self._looks) for y in range(crop.y, crop.bottom)], crop, self.size.width)
        background = self.styles.background
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return strips

    def _line(self, y: int, looks: Looks) -> Strip:
        place = self._top + y - _HEADER_HEIGHT
        if y < _HEADER_HEIGHT:
            return self._header(looks)
        if place >= len(self._rows):
            said = self._empty[y - 2] if not self._rows and 0 <= y - 2 < len(self._empty) else ""
            words = cut(clean_line(said), max(self.size.width - 4, 0), looks.signs.ellipsis)
            strip = Strip([Segment("   ", looks.ground), *painted(words, looks.ground, looks.muted)])
            return strip.adjust_cell_length(self.size.width, looks.ground)
        key = place, place == self._cursor, self.has_focus, y - _HEADER_HEIGHT in self._thumb()
        if key not in self._drawn:
            self._drawn[key] = self._row(*key, looks)
        return self._drawn[key]

    def _thumb(self) -> range:
        """Return the lines on which the position mark stands; none when all rows are in sight."""
        height, total = self._height, len(self._rows)
        if not 0 < height < total:
            return range(0)
        size = max(height * height // total, 1)
        start = min((height - size) * self._top // (total - height), height - size)
        return range(start, start + size)

    def _layout(self) -> list[tuple[Column, int]]:
        columns = self._columns(self.size.width)
        taken = 2 + sum(column.width + 1 for column in columns)
        left = max(self.size.width - taken, _GROWN_LEAST)
        return [(column, column.width or left) for column in columns]

    def _header(self, looks: Looks) -> Strip:
        titles = " ".join(
            fit(column.title, width, column.align, looks.signs.ellipsis) for column, width in self._layout()
        )
        strip = Strip([Segment(" ", looks.ground), *painted(titles, looks.ground, looks.muted)])
        return strip.adjust_cell_length(self.size.width, looks.ground)

    def _row(self, place: int, is_cursor: bool, has_focus: bool, has_thumb: bool, looks: Looks) -> Strip:  # noqa: FBT001
        ground = looks.ground + looks.cursor if is_cursor else looks.ground
        bar = looks.here if has_focus else looks.muted
        segments = [Segment(looks.signs.cursor if is_cursor else " ", ground + bar)]
        row = self._rows[place]
        for column, width in self._layout():
            cell = row.cells.get(column.name, Cell(""))
            text = fit(clean_line(looks.signs.path(cell.text)), width, column.align, looks.signs.ellipsis)
            style = _style(cell.tone, looks)
            if is_cursor:
                segments.append(Segment(f"{text} ", style + looks.cursor))
            else:
                segments += painted(f"{text} ", ground, style)
        width = self.size.width
        strip = Strip(segments).adjust_cell_length(width, ground)
        if not has_thumb:
            return strip
        return Strip.join([strip.crop(0, width - 1), Strip([Segment(looks.signs.thumb, ground + looks.muted)], 1)])


def _style(tone: Tone, looks: Looks) -> Style:
    styles = {
        Tone.PLAIN: looks.plain,
        Tone.STRONG: looks.plain + BOLD,
        Tone.MUTED: looks.muted,
        Tone.WAITING: looks.waiting,
        Tone.ALARM: looks.alarm,
    }
    return styles[tone]


def movements(scope: str, table: Callable[[], LineTable]) -> Deeds:
    """Return the deeds that move a screen's table; it is asked for when a key comes, for it is not there before."""
    return {
        f"{scope}.down": lambda: table().move(1),
        f"{scope}.up": lambda: table().move(-1),
        f"{scope}.first": lambda: table().home(),
        f"{scope}.last": lambda: table().end(),
        f"{scope}.page_down": lambda: table().page(1),
        f"{scope}.page_up": lambda: table().page(-1),
    }
