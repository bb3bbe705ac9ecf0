"""A bar: one or more lines of pieces, painted without Textual's layout so that an update costs one small frame."""

from collections.abc import Sequence

from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cxloop_tui.ui.render.cropping import cropped
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Line


class Bar(Widget):
    """Lines that something else composes; `lines_for` says what they are at a width."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Bar { height: 1; }"

    class Chosen(Message):
        """A piece that does something was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._painted: tuple[int, Sequence[Line]] | None = None
        self._strips: tuple[Size, Sequence[Strip]] | None = None
        """The same as the compositor wants it: it asks every widget for its lines in every frame."""

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Return the lines to paint; overridden by each bar."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Compose the lines anew with the next frame."""
        self._forget()
        self.refresh()

    def notify_style_update(self) -> None:
        """A new theme paints everything anew."""
        super().notify_style_update()
        self._forget()

    def _forget(self) -> None:
        self._painted = self._strips = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the lines of a region."""
        if self._strips is None or self._strips[0] != self.size:
            self._strips = self.size, self._finished(self.size)
        return cropped(self._strips[1][crop.y : crop.bottom], crop, self.size.width)

    def _finished(self, size: Size) -> Sequence[Strip]:
        blank = Strip.blank(size.width, self.rich_style)
        strips = [line.strip for line in self._lines()[: size.height]]
        strips += [blank] * (size.height - len(strips))
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.styles.background) for strip in strips]
        return strips

    def on_click(self, event: Click) -> None:
        """Say which piece was clicked."""
        lines = self._lines()
        action = lines[event.y].action_at(event.x) if 0 <= event.y < len(lines) else None
        if action is not None:
            event.stop()
            self.post_message(self.Chosen(action))

    def _lines(self) -> Sequence[Line]:
        width = self.size.width
        if self._painted is None or self._painted[0] != width:
            looks = Looks.from_variables(self.app.theme_variables)
            self._painted = (width, self.lines_for(width, looks))
        return self._painted[1]
