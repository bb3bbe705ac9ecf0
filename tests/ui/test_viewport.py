"""The loaded part of a list against the whole list it is a part of."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cxloop_tui.domain.view import TicketRow, Window
from cxloop_tui.ui.render.viewport import SCREENS_KEPT, Viewport
from tests.ui.conftest import ticket_row


def rows_of(count: int) -> list[TicketRow]:
    return [ticket_row(place) for place in range(count)]


def part(rows: list[TicketRow], start: int, end: int) -> Window:
    start, end = max(start, 0), min(end, len(rows))
    return Window(tuple(rows[start:end]), at_start=start == 0, at_end=end >= len(rows))


class Scrolling(RuleBasedStateMachine):
    """Any movements over a list that is loaded piece by piece, like a screen loads it, and refreshed in between."""

    @initialize(count=st.integers(0, 400), height=st.integers(0, 25))
    def open_list(self, count: int, height: int) -> None:
        self.rows = rows_of(count)
        self.view = Viewport()
        self.view.resize(height)
        self.view.show(part(self.rows, 0, 60), None, 0)
        self.feed()

    def feed(self) -> None:
        """Answer what the view needs, as often as it needs it."""
        for _ in range(1000):
            if self.view.needs_after:
                end = self.rows.index(self.view.rows[-1]) + 1
                self.view.append(part(self.rows, end, end + 60))
            elif self.view.needs_before:
                start = self.rows.index(self.view.rows[0])
                self.view.prepend(part(self.rows, start - 60, start))
            else:
                return
        raise AssertionError("it never has enough")

    @rule(delta=st.integers(-60, 60))
    def move(self, delta: int) -> None:
        before = self.place()
        loaded = (self.rows.index(self.view.rows[0]), self.rows.index(self.view.rows[-1])) if self.rows else (0, 0)
        self.view.move(delta)
        if self.rows:
            assert self.place() == min(max(before + delta, loaded[0]), loaded[1])
        self.assert_cursor_is_on_the_screen()
        self.feed()

    @invariant()
    def the_screens_around_are_those_next_to_this_one(self) -> None:
        top, height, loaded = self.view.top, self.view.height, len(self.view.rows)
        below = range(top + height, min(top + 2 * height, loaded))
        assert list(self.view.around) == [*below, *reversed(range(max(top - height, 0), top))]

    @rule(delta=st.integers(-60, 60))
    def turn(self, delta: int) -> None:
        self.view.turn(delta)
        self.assert_cursor_is_on_the_screen()
        self.feed()

    @rule(delta=st.integers(-9, 9))
    def scroll(self, delta: int) -> None:
        before = self.place()
        self.view.scroll(delta)
        assert self.place() == before
        self.feed()
        assert self.place() == before

    @rule(height=st.integers(0, 25))
    def resize(self, height: int) -> None:
        before = self.place()
        self.view.resize(height)
        self.feed()
        assert self.place() == before

    @precondition(lambda self: self.rows)
    @rule(above=st.integers(0, 50), below=st.integers(1, 50), counted=st.booleans())
    def refresh(self, above: int, below: int, counted: bool) -> None:
        before, line = self.place(), self.view.cursor - self.view.top
        fits_as_it_was = 0 <= line < self.view.height and above >= line and below >= self.view.height
        window = part(self.rows, before - above, before + below)
        self.view.show(window, self.rows[before].id, max(before - above, 0) if counted else None)
        assert self.place() == before
        if fits_as_it_was and before + self.view.height <= len(self.rows) and before >= line:
            assert self.view.cursor - self.view.top == line
        self.feed()

    @rule()
    def jump_to_end(self) -> None:
        if self.rows:
            self.view.show(part(self.rows, len(self.rows) - 60, len(self.rows)), self.rows[-1].id, None)
            self.feed()
            assert self.place() == len(self.rows) - 1

    def place(self) -> int:
        return self.rows.index(self.view.cursor_row) if self.view.cursor_row else -1

    def assert_cursor_is_on_the_screen(self) -> None:
        if self.view.height and self.rows:
            assert self.view.top <= self.view.cursor < self.view.top + self.view.height

    @invariant()
    def loaded_rows_are_consecutive(self) -> None:
        if self.view.rows:
            start = self.rows.index(self.view.rows[0])
            assert self.view.rows == self.rows[start : start + len(self.view.rows)]
            assert self.view.before in (None, start)
            assert self.view.at_start == (start == 0)
            assert self.view.at_end == (start + len(self.view.rows) == len(self.rows))

    @invariant()
    def the_screen_is_full(self) -> None:
        seen = self.view.rows[self.view.top : self.view.top + self.view.height]
        assert len(seen) == min(self.view.height, len(self.rows))

    @invariant()
    def the_mark_is_on_the_screen(self) -> None:
        thumb = self.view.thumb(len(self.rows))
        assert set(thumb) <= set(range(self.view.height))


TestScrolling = Scrolling.TestCase


def test_far_rows_are_let_go_and_memory_stays_bounded() -> None:
    rows, view = rows_of(5000), Viewport()
    view.resize(20)
    view.show(part(rows, 0, 60), None, 0)
    while view.cursor_row != rows[-1]:
        view.turn(19)
        if view.needs_after:
            end = rows.index(view.rows[-1]) + 1
            view.append(part(rows, end, end + 60))
        assert len(view.rows) <= (SCREENS_KEPT + 2) * 20 + 120
    assert view.before is not None
    assert view.rows[view.cursor] == rows[view.before + view.cursor]


def test_when_the_ticket_has_left_the_next_one_takes_its_place() -> None:
    rows, view = rows_of(30), Viewport()
    view.resize(10)
    view.show(part(rows, 0, 30), None, 0)
    view.move(5)
    view.show(part([*rows[:5], *rows[6:]], 0, 29), rows[5].id, 0)
    assert view.cursor_row == rows[6]
    view.show(part(rows[:3], 0, 3), rows[6].id, 0)
    assert view.cursor_row == rows[2]


def test_when_nothing_of_the_old_list_is_left_the_cursor_keeps_its_place() -> None:
    rows, view = rows_of(200), Viewport()
    view.resize(10)
    view.show(part(rows, 0, 20), None, 0)
    view.move(7)
    view.show(part(rows, 100, 120), rows[7].id, 100)
    assert view.cursor == 0
    view.show(part(rows, 20, 40), rows[7].id, 20)
    assert view.cursor == 19
    view.show(Window((), at_start=True, at_end=True), rows[7].id, 0)
    assert view.cursor_row is None


def test_new_tickets_above_do_not_move_what_is_read() -> None:
    rows, view = rows_of(40), Viewport()
    view.resize(10)
    view.show(part(rows[5:], 0, 35), None, 0)
    view.move(3)
    seen = view.rows[view.top : view.top + 10]
    view.show(part(rows, 0, 40), rows[8].id, 0)
    assert view.rows[view.top : view.top + 10] == seen
    assert view.cursor_row == rows[8]


def test_a_screen_scrolled_away_from_the_cursor_stays_after_a_refresh() -> None:
    rows, view = rows_of(100), Viewport()
    view.resize(10)
    view.show(part(rows, 0, 100), None, 0)
    view.scroll(30)
    view.show(part(rows, 0, 100), rows[0].id, 0)
    assert (view.top, view.cursor) == (30, 0)


def test_rows_that_came_twice_are_shown_once() -> None:
    rows, view = rows_of(20), Viewport()
    view.resize(10)
    view.show(part(rows[:10], 0, 10), None, 0)
    view.append(Window((rows[3], *rows[10:12]), at_start=False, at_end=False))
    assert view.rows == rows[:12]
    view.append(Window((rows[3],), at_start=False, at_end=False))
    assert view.at_end


@given(st.integers(1, 60), st.integers(0, 3000), st.data())
def test_the_position_mark_goes_from_edge_to_edge(height: int, total: int, data: st.DataObject) -> None:
    view = Viewport()
    view.resize(height)
    rows = [ticket_row(0)] * min(total, 3 * height)
    view.rows, view.before = rows, 0
    if total <= height:
        assert not view.thumb(total)
        return
    assert view.thumb(total).start == 0
    view.before = total - len(rows)
    view.top = len(rows) - height
    assert view.thumb(total).stop == height
    view.before, view.top = data.draw(st.integers(0, total - height)), 0
    assert 0 <= view.thumb(total).start < view.thumb(total).stop <= height
    assert not view.thumb(None)
