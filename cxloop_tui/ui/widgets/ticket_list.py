"""The list of tickets: any number of rows, of which some screens are here; attributes down, messages up.

It overrides `render_lines` and answers with cached Strips instead of going through Textual's box model and scrolling:
a key press then costs two lines, or one screen of cached lines. So it has no border, no padding and no scroll bars of
Textual's. That leans on how the compositor of the pinned Textual asks for lines; tests compare screen and data.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.view import TicketRow, Window
from cxloop_tui.ui.marks import NOTHING_MARKED, Marks, Range
from cxloop_tui.ui.render.cropping import cropped
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.painter import Painter
from cxloop_tui.ui.render.row import Columns, Cursor, Sheet, first_names, ticket_name
from cxloop_tui.ui.render.viewport import Viewport

HEADER_HEIGHT: Final = 1
"""Lines above the first row."""

SCREENS_ASKED: Final = 3
"""How many screens of rows are asked for at once."""

REST_SECONDS: Final = 0.05
"""After so long without a movement the rows out of sight are drawn."""

DRAWN_AT_ONCE: Final = 4
"""Rows that are drawn between two looks at what else there is to do."""

ROWS_OUT_OF_SIGHT: Final = 8
"""How many rows more than a screen has are read for a list that is shown anew: the next few keys find theirs."""

_ROWS_ASKED_MIN: Final = 60
_WHEEL_ROWS: Final = 3
_MESSAGE_MARGIN: Final = 5
"""Cells left of a message: it starts below the first title."""


class TicketList(Widget, can_focus=True):
    """Tickets, one a line, with a cursor. The screen feeds it rows and calls its movements; it knows no service."""

    ALLOW_SELECT: ClassVar[bool] = False

    DEFAULT_CSS = """
    TicketList { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    """

    total: var[int | None] = var[int | None](None)
    """How many rows the whole list has; None while nobody has counted. May be set when the count arrives."""
    low_scores: var[Mapping[str, int]] = var[Mapping[str, int]](dict)
    """The highest score of somebody dissatisfied, by kind of score: these are red."""
    columns: var[tuple[str, ...]] = var[tuple[str, ...]](())
    """The columns somebody chose, in their order; empty for those that fit."""
    by_segment: var[bool] = var(default=False)
    """Show the segment in the owner's place: a manager's view."""
    marks: var[Marks] = var[Marks](NOTHING_MARKED)
    """Which tickets are marked."""
    drawn: var[Range | None] = var[Range | None](None)
    """The range that is being drawn, from its anchor to the cursor; its rows look marked."""

    @dataclass
    class NeedRows(Message):
        """The rows run out soon; whoever feeds the list answers with `extend(window, message)`."""

        after: TicketRow | None
        """Rows that follow this one are wanted; None when rows before another are."""
        before: TicketRow | None
        """Rows that come before this one are wanted; None when rows after another are."""
        limit: int
        """How many."""

    class NeedStart(Message):
        """The start of the list is wanted and not loaded; answered with `show`, the cursor on its first row."""

    class NeedEnd(Message):
        """The end of the list is wanted and not loaded; answered with `show`, the cursor on its last row."""

    @dataclass
    class Highlighted(Message):
        """The cursor is on another ticket."""

        ticket_id: str

        def can_replace(self, message: Message) -> bool:
            """Tell only where the cursor came to rest: a later one replaces those nobody has seen yet."""
            return isinstance(message, TicketList.Highlighted)

    class Painted(Message):
        """The list is being painted for the first time; told when that frame is on its way to the terminal."""

    @dataclass
    class Opened(Message):
        """A ticket was opened, by key or mouse."""

        ticket_id: str

    @dataclass
    class FlagClicked(Message):
        """The flag of a ticket was clicked: to mark it, or to unmark it."""

        ticket_id: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._view = Viewport()
        self._names: Mapping[str, str] = {}
        self._owners: Mapping[str, str] = {}
        self._now = 0
        self._ticket_width = 0
        self._message: Content | None = None
        self._wanted: dict[Literal["after", "before"], TicketList.NeedRows] = {}
        self._told: str | None = None
        self._opened_by_click = False
        self._was_painted = False
        self._painter: Painter | None = None
        self._variables: Mapping[str, str] | None = None
        self._drawing: asyncio.Handle | None = None

    # --- what it is given -------------------------------------------------------------------------------------------

    def show(
        self, window: Window, *, cursor_id: str | None, position: int | None, names: Mapping[str, str], now: int
    ) -> None:
        """Replace the rows, because the query or the data changed.

        The cursor stays on `cursor_id` and on its line of the screen; when that ticket is no longer there, on the
        next one that is, else in its place. `cursor_id` None starts at the top. `position` is how many rows of the
        list come before the window, None when nobody counted. `names` has people by e-mail and segments by code.
        `now` is in milliseconds since the epoch. What was asked for and has not come yet is wanted no more.
        """
        self._message = None
        self._wanted.clear()
        self._now = now
        if names != self._names:
            self._names, self._owners = names, first_names(names)
            self._draw_anew()
        self._view.show(window, cursor_id, position)
        self._widen(window)
        self.refresh()
        self._follow_up()

    def extend(self, window: Window, asked: NeedRows) -> None:
        """Add the rows asked for; an answer overtaken by `show`, or by letting go of far rows, is ignored."""
        side: Literal["after", "before"] = "before" if asked.after is None else "after"
        if self._wanted.get(side) is not asked:
            return
        before = self._in_sight()
        if side == "after":
            self._view.append(window)
        else:
            self._view.prepend(window)
        rows = self._view.rows
        edges = {"before": rows[0], "after": rows[-1]}
        self._wanted = {at: need for at, need in self._wanted.items() if edges[at] in (need.after, need.before)}
        self._widen(window)
        if self._in_sight() != before:
            self.refresh()
        self._follow_up()

    def add_new(self, rows: Sequence[TicketRow]) -> None:
        """Put tickets that are new before the first row, if that is loaded.

        The cursor keeps its ticket, and its line of the screen; who looks at the very start sees them come.
        """
        if not rows or not self._view.at_start:
            return
        looked_at_start = self.looks_at_start
        window = Window(tuple(rows), at_start=True, at_end=False)
        self._view.prepend(window)
        if looked_at_start:
            self._view.scroll(-len(rows))
        self._widen(window)
        self.refresh()
        self._follow_up()

    def show_message(self, lines: Sequence[Content]) -> None:
        """Show words instead of rows: nothing found, loading, an error; text from outside in them already cleaned."""
        self._wanted.clear()
        self._view.show(Window((), at_start=True, at_end=True), None, 0)
        self._message = Content("\n").join(lines)
        self._told = None
        self.refresh()

    def patch(self, fresh: Mapping[str, TicketRow | None]) -> None:
        """Take the newest state of loaded rows by ticket id; every row keeps its place, also a withdrawn one."""
        self._view.rows = [
            replace(newer, key=row.key, place=row.place) if (newer := fresh.get(row.id)) else row
            for row in self._view.rows
        ]
        self.refresh()

    def tick(self, now: int) -> None:
        """Take the time of day, so that deadlines stay true; drawn again only when a minute has passed."""
        has_passed = now // MINUTE != self._now // MINUTE
        self._now = now
        if has_passed:
            self.refresh()

    # --- where it is ------------------------------------------------------------------------------------------------

    @property
    def cursor_row(self) -> TicketRow | None:
        """The row the cursor is on; None when there are no rows."""
        return self._view.cursor_row

    @property
    def cursor_position(self) -> int | None:
        """How many rows of the whole list come before the cursor; None when that is not known."""
        return None if self._view.before is None else self._view.before + self._view.cursor

    @property
    def rows(self) -> tuple[TicketRow, ...]:
        """The loaded rows, in order: what a refresh reads again."""
        return tuple(self._view.rows)

    @property
    def rows_asked(self) -> int:
        """How many rows to read for this list at once."""
        return max(SCREENS_ASKED * self._view.height, _ROWS_ASKED_MIN)

    @property
    def rows_at_first(self) -> int:
        """How many rows to read for a list that is shown anew: what is in sight, for somebody waits for it."""
        return self._view.height + ROWS_OUT_OF_SIGHT

    # --- how it is moved --------------------------------------------------------------------------------------------

    def move(self, delta: int) -> None:
        """Move the cursor by rows."""
        self._go(self._view.move, delta)

    def page(self, direction: int) -> None:
        """Move by screens (1 down, -1 up); one row of the old screen stays in sight."""
        self._go(self._view.turn, direction * max(self._view.height - 1, 1))

    def half_page(self, direction: int) -> None:
        """Move by half screens."""
        self._go(self._view.turn, direction * max(self._view.height // 2, 1))

    def home(self) -> None:
        """Move to the first row of the list, asking for it when it is not here."""
        if self._view.at_start:
            self.move(-len(self._view.rows))
        else:
            self.post_message(self.NeedStart())

    def end(self) -> None:
        """Move to the last row of the list, asking for it when it is not here."""
        if self._view.at_end:
            self.move(len(self._view.rows))
        else:
            self.post_message(self.NeedEnd())

    @property
    def looks_at_start(self) -> bool:
        """Whether the first row of the list is the first on the screen."""
        return self._view.at_start and self._view.top == 0

    def look_at_start(self) -> None:
        """Bring the first loaded row into sight; the cursor keeps its ticket."""
        self._go(self._view.scroll, -len(self._view.rows))

    def go_to(self, ticket_id: str) -> None:
        """Move the cursor to a loaded row; to no other when the ticket is not among them."""
        place = next((place for place, row in enumerate(self._view.rows) if row.id == ticket_id), self._view.cursor)
        self.move(place - self._view.cursor)

    def open(self) -> None:
        """Say that the ticket under the cursor is opened."""
        if row := self.cursor_row:
            self.post_message(self.Opened(row.id))

    def _go(self, movement: Callable[[int], None], delta: int) -> None:
        """Move, and repaint no more than that changes."""
        old_top, old_cursor = self._view.top, self._view.cursor
        movement(delta)
        if self._view.top != old_top:
            self.refresh()
        elif self._view.cursor != old_cursor:
            low, high = sorted((old_cursor, self._view.cursor))
            self._repaint(*(range(low, high + 1) if self.drawn else (old_cursor, self._view.cursor)))
        self._follow_up()

    def _repaint(self, *places: int) -> None:
        """Repaint these rows alone, as far as they are in sight."""
        top, width = self._view.top, self.size.width
        seen = [place for place in places if top <= place < top + self._view.height]
        if seen:
            self.refresh(*(Region(0, HEADER_HEIGHT + place - top, width, 1) for place in seen))

    def _in_sight(self) -> tuple[int, range]:
        """Return what of the screen depends on rows that are not on it: how full it is, and the position mark."""
        return min(len(self._view.rows) - self._view.top, self._view.height), self._view.thumb(self.total)

    def _follow_up(self) -> None:
        """Say where the cursor is now, and ask for rows before they run out."""
        row = self.cursor_row
        if row is not None and row.id != self._told:
            self.post_message(self.Highlighted(row.id))
        self._told = None if row is None else row.id
        if self._view.needs_after and "after" not in self._wanted:
            self._ask("after", self.NeedRows(self._view.rows[-1], None, self.rows_asked))
        if self._view.needs_before and "before" not in self._wanted:
            self._ask("before", self.NeedRows(None, self._view.rows[0], self.rows_asked))
        self._draw_ahead_soon()

    def _ask(self, side: Literal["after", "before"], need: NeedRows) -> None:
        """Ask for rows when those that are here are painted: reading takes its time from the same processor."""
        self._wanted[side] = need
        self.call_after_refresh(self.post_message, need)

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; open it when it is the current one, once however fast it is clicked.

        Its flag marks it.
        """
        place = self._view.top + event.y - HEADER_HEIGHT
        if event.y < HEADER_HEIGHT or place >= len(self._view.rows):
            return
        if event.x in (self._painter or self._new_painter()).flag_cells:
            self.post_message(self.FlagClicked(self._view.rows[place].id))
            return
        is_current = place == self._view.cursor
        if event.chain == 1:
            self._opened_by_click = False
        if is_current and not self._opened_by_click:
            self._opened_by_click = True
            self.open()
        self.move(place - self._view.cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll towards the end; the cursor stays where it is."""
        event.stop()
        self._go(self._view.scroll, _WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll towards the start."""
        event.stop()
        self._go(self._view.scroll, -_WHEEL_ROWS)

    # --- how it is drawn --------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget; `crop` is relative to it (Textual's contract)."""
        if not self._was_painted:
            self._was_painted = True
            self.post_message(self.Painted())
            self._draw_ahead_soon()
        painter = self._painter or self._new_painter()
        if self._message is None:
            strips = self._row_strips(painter, crop)
        else:
            strips = self._message_strips(painter, self._message)[crop.y : crop.bottom]
        return cropped(strips, crop, self.size.width)

    def _finish(self, strip: Strip) -> Strip:
        """Put a line through the filters of the app: once, for lines are kept."""
        background = self.styles.background
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return strip

    def _row_strips(self, painter: Painter, crop: Region) -> list[Strip]:
        view, thumb = self._view, self._view.thumb(self.total)
        cursor = Cursor.HERE if self.has_focus else Cursor.AWAY
        strips = []
        for line in range(crop.y - HEADER_HEIGHT, crop.bottom - HEADER_HEIGHT):
            place = view.top + line
            if line < 0:
                strips.append(painter.header)
            elif place < len(view.rows):
                at_cursor = cursor if place == view.cursor else Cursor.NONE
                row = view.rows[place]
                is_marked = self._looks_marked(row)
                strips.append(painter.row(row, at_cursor, self._now, has_thumb=line in thumb, is_marked=is_marked))
            else:
                strips.append(painter.blank)
        return strips

    def _draw_ahead_soon(self) -> None:
        """Draw the next and the last screen when nothing was moved for a while, so that to turn to it takes less.

        Until the first screen is painted it has the processor to itself.
        """
        self._draw_no_further()
        if self._was_painted:
            soon = asyncio.get_running_loop().call_later
            self._drawing = soon(REST_SECONDS, self._draw_ahead, self._view.around)

    def _draw_no_further(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def _draw_ahead(self, places: Sequence[int]) -> None:
        """Draw a few rows, then the rest in the loop's next turns: a key waits for the few at most."""
        painter = self._painter or self._new_painter()
        rows = self._view.rows
        for row in (rows[place] for place in places[:DRAWN_AT_ONCE] if place < len(rows)):
            painter.row(row, Cursor.NONE, self._now, has_thumb=False, is_marked=self._looks_marked(row))
        left = places[DRAWN_AT_ONCE:]
        self._drawing = asyncio.get_running_loop().call_soon(self._draw_ahead, left) if left else None

    def on_unmount(self) -> None:
        """Draw nothing more."""
        self._draw_no_further()

    def _message_strips(self, painter: Painter, message: Content) -> list[Strip]:
        width, height = self.size
        lines = Visual.to_strips(self, message, max(width - _MESSAGE_MARGIN, 1), None, self.visual_style)
        shown = [painter.indented(line, _MESSAGE_MARGIN) for line in lines]
        return [painter.header, painter.blank, *shown, *[painter.blank] * height][:height]

    def _columns(self) -> Columns:
        width, ticket_width = self.size.width, self._ticket_width
        if self.columns:
            return Columns.chosen(width, self.columns, ticket_width=ticket_width)
        return Columns.for_width(width, self.screen.size.width, ticket_width=ticket_width, by_segment=self.by_segment)

    def _new_painter(self) -> Painter:
        columns = self._columns()
        self._variables = self.app.theme_variables
        looks = Looks.from_variables(self._variables)
        sheet = Sheet(columns, looks, self._names, self._owners, self.low_scores)
        self._painter = Painter(sheet, self.size.height, self._finish)
        return self._painter

    def _draw_anew(self) -> None:
        """Forget every drawn line: something all of them depend on has changed."""
        self._painter = None
        self.refresh()

    def _looks_marked(self, row: TicketRow) -> bool:
        here = self._view.cursor_row
        in_range = self.drawn is not None and here is not None and self.drawn.covers(row, here)
        return in_range or self.marks.has(row.id)

    def _paint_anew(self) -> None:
        self.refresh()

    def _widen(self, window: Window) -> None:
        """Widen the number's column for new rows; it never narrows, so that nothing moves while scrolling."""
        widest = max((len(ticket_name(row)) for row in window.rows), default=0)
        if widest > self._ticket_width:
            self._ticket_width = widest
            self._draw_anew()

    def on_resize(self, event: events.Resize) -> None:
        """Choose columns and rows for the new size."""
        self._draw_anew()
        self._view.resize(event.size.height - HEADER_HEIGHT)
        self._follow_up()

    def on_mount(self) -> None:
        """Draw anew whenever an attribute says that rows look different."""
        for attribute in ("columns", "by_segment", "low_scores"):
            self.watch(self, attribute, self._draw_anew, init=False)
        for attribute in ("total", "marks", "drawn"):
            self.watch(self, attribute, self._paint_anew, init=False)

    def notify_style_update(self) -> None:
        """Draw in the colours of a new theme (Textual calls this whenever style sheets were applied again)."""
        super().notify_style_update()
        if self._variables is not self.app.theme_variables:
            self._draw_anew()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's signature
        """Show whether keys go here."""
        super().watch_has_focus(has_focus)
        self._repaint(self._view.cursor)
