"""A card of the conflicts, scrolled so that the field under the cursor is in sight; somebody else draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cxloop_tui.ui.render.conflict import Drawn
from cxloop_tui.ui.render.cropping import cropped
from cxloop_tui.ui.render.looks import Looks


class CardPane(Widget, can_focus=True):
    """Lines with fields among them."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    CardPane { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    """

    @dataclass
    class Clicked(Message):
        """A field was clicked."""

        place: int

    def __init__(self, draw: Callable[[int, Looks], Drawn], *, id: str | None = None) -> None:  # noqa: A002
        """`draw` gives the lines for a width."""
        super().__init__(id=id)
        self._draw = draw
        self._drawn: Drawn | None = None
        self._top = 0
        self._shown: int | None = None
        """The field that is brought into sight with the next paint."""

    def show(self, place: int) -> None:
        """Draw it anew, and bring a field into sight."""
        self._shown = place
        self._forget()

    def page(self, direction: int) -> None:
        """Scroll by screens (1 down, -1 up); one line of the old screen stays in sight."""
        self._scroll(direction * max(self.size.height - 1, 1))

    def _scroll(self, by: int) -> None:
        self._top = self._within(self._top + by)
        self.refresh()

    def _within(self, top: int) -> int:
        return min(max(top, 0), max(len(self._lines()) - self.size.height, 0))

    def _forget(self) -> None:
        self._drawn = None
        self.refresh()

    def on_resize(self) -> None:
        """Draw it for the new width."""
        self._forget()

    def notify_style_update(self) -> None:
        """Draw in the colours of a new theme."""
        super().notify_style_update()
        self._forget()

    def on_click(self, event: events.Click) -> None:
        """Say which field was clicked."""
        line = self._top + event.y
        spans = self._drawn.spans if self._drawn is not None else ()
        place = next((place for place, span in enumerate(spans) if line in span), None)
        if place is not None:
            self.post_message(self.Clicked(place))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self._scroll(-3)

    def _lines(self) -> Sequence[Strip]:
        if self._drawn is None:
            self._drawn = self._draw(self.size.width, Looks.from_variables(self.app.theme_variables))
        return self._drawn.strips

    def _bring_into_sight(self) -> None:
        """Scroll as little as it takes; the first field with what is above it, a long one with its beginning."""
        lines, place, height = self._lines(), self._shown, self.size.height
        self._shown = None
        spans = self._drawn.spans if self._drawn is not None else ()
        if place is not None and place < len(spans):
            span = spans[place]
            top = min(max(self._top, span.stop - height), span.start)
            self._top = 0 if place == 0 and span.stop <= height else top
        self._top = min(max(self._top, 0), max(len(lines) - height, 0))

    def _marked(self, y: int, line: Strip) -> Strip:
        """Put the position mark at the edge of the lines where it stands; there is none when all is in sight."""
        height, total, width = self.size.height, len(self._lines()), self.size.width
        if not 0 < height < total:
            return line
        size = max(height * height // total, 1)
        start = (height - size) * self._top // (total - height)
        if not start <= y < start + size:
            return line
        looks = Looks.from_variables(self.app.theme_variables)
        return Strip.join(
            [line.crop(0, width - 1), Strip([Segment(looks.signs.thumb, looks.ground + looks.muted)], 1)]
        )

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget; `crop` is relative to it (Textual's contract)."""
        self._bring_into_sight()
        lines, blank = self._lines(), Strip.blank(self.size.width, self.rich_style)
        seen = [self._marked(y, lines[self._top + y]) for y in crop.line_range if self._top + y < len(lines)]
        strips = cropped([*seen, *[blank] * (crop.height - len(seen))], crop, self.size.width)
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.styles.background) for strip in strips]
        return strips
