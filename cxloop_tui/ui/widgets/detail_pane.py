"""One ticket, read top to bottom: a header that stays, and below it the tabs; attributes down, messages up.

Like the list it overrides `render_lines` and answers with cached Strips, and scrolls by an integer of its own: the
cursor of the list moves on with every key, and this is drawn again each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.render.cropping import cropped
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.tabs import TABS, Tab

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from cxloop_tui.domain.chronicle import Chronicle
    from cxloop_tui.domain.organisation import Organisation
    from cxloop_tui.domain.ticket import Ticket
    from cxloop_tui.domain.ticket_view import Past
    from cxloop_tui.ui.render.comments import Remembered
    from cxloop_tui.ui.render.page import Page, Shown

_MARGIN: Final = 2
"""Cells on each side of the text: the edge and a space, a space and the scroll mark."""

_WIDTH_MIN: Final = 20
_WHEEL_LINES: Final = 3


@frozen
class _Theme:
    """The looks made of an app's theme variables, and the style of the line at the edge."""

    variables: Mapping[str, str]
    looks: Looks
    hairline: Style


@frozen
class _Sight:
    """All that the lines in sight are drawn from."""

    theme: _Theme
    page: Page | None
    top: int
    size: Size
    has_focus: bool

    def is_same(self, other: _Sight) -> bool:
        """Say whether nothing has changed; a page that was drawn anew is another, whatever it says."""
        return (
            self.theme is other.theme
            and self.page is other.page
            and (self.top, self.size, self.has_focus) == (other.top, other.size, other.has_focus)
        )


class DetailPane(Widget, can_focus=True):
    """A ticket, what was said, what was changed. The screen feeds it and calls its movements; it knows no service."""

    ALLOW_SELECT: ClassVar[bool] = False

    DEFAULT_CSS = """
    DetailPane { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    """

    tab: var[Tab] = var[Tab]("comments", init=False)
    """The tab whose lines are shown; it stays when another ticket is shown."""
    way_back: var[str] = var("", init=False)
    """What stands above a ticket that is not the one under the list's cursor; empty when it is."""

    @dataclass
    class TabChanged(Message):
        """Another tab is shown, by key or mouse."""

        tab: Tab

    @dataclass
    class TicketChosen(Message):
        """Another ticket of the customer was clicked."""

        ticket_id: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._shown: Shown | None = None
        self._message: tuple[str, ...] = ()
        self._now = 0
        self._folded = 0
        self._scores_folded = True
        self._status_only = False
        self._top = 0
        self._drawn: Page | None = None
        self._remembered: Remembered | None = None
        self._theme: _Theme | None = None
        self._painted: tuple[_Sight, Sequence[Strip]] | None = None
        """The lines in sight: the compositor asks every widget for its lines in every frame."""

    # --- what it is given -------------------------------------------------------------------------------------------

    def show(
        self,
        chronicle: Chronicle,
        organisation: Organisation,
        *,
        now: int,
        utc_offset: int,
        draft: str | None = None,
        past: Past | None = None,
    ) -> None:
        """Show a ticket. The same ticket again, because something was done to it, stays where it is scrolled to.

        So it does when a brief view of it was shown, and now comes the whole.

        `now` is in milliseconds since the epoch, `utc_offset` in minutes east of UTC; `draft` are words of mine that
        wait unsent. `past` is what the customer and survey tabs show; None when it was not read.
        """
        from cxloop_tui.ui.render.page import Shown

        before = self._shown if self.ticket_id == chronicle.view.ticket.id else None
        length = 0 if before is None else self._body_length
        self._shown = Shown.of(chronicle, organisation, utc_offset, draft, past)
        self._message = ()
        self._now = now
        if before is None:
            self._top = 0
            self._folded = self._shown.foldable
            self._scores_folded = True
        elif not before.view.is_whole:
            unfolded = before.foldable - self._folded
            self._folded = max(self._shown.foldable - unfolded, 0)
        self._redraw()
        if before is not None and before.view.is_whole and self.tab == "logs" and self._top:
            self._top += self._body_length - length

    def show_message(self, lines: Sequence[str]) -> None:
        """Show words instead of a ticket: nothing chosen, loading, an error; the first line weighs most."""
        self._shown = None
        self._message = tuple(lines)
        self._top = 0
        self._redraw()

    def tick(self, now: int) -> None:
        """Take the time of day, so that deadlines stay true; drawn again only when a minute has passed."""
        has_passed = now // MINUTE != self._now // MINUTE
        self._now = now
        if has_passed:
            self._redraw()

    # --- where it is ------------------------------------------------------------------------------------------------

    @property
    def ticket_id(self) -> str | None:
        """The id of the ticket shown; None when there is none."""
        return None if self._shown is None else self._shown.view.ticket.id

    @property
    def top(self) -> int:
        """How many lines of the body are scrolled out of sight above."""
        return min(self._top, self._top_max)

    # --- how it is moved --------------------------------------------------------------------------------------------

    def scroll_by(self, lines: int) -> None:
        """Move the body by lines; it stops at its ends."""
        top = min(max(self.top + lines, 0), self._top_max)
        if top != self._top:
            self._top = top
            self.refresh()

    def page(self, direction: int) -> None:
        """Move by screens of the body (1 down, -1 up); one line of the old one stays in sight."""
        self.scroll_by(direction * max(self._body_height - 1, 1))

    def half_page(self, direction: int) -> None:
        """Move by half screens of the body."""
        self.scroll_by(direction * max(self._body_height // 2, 1))

    def home(self) -> None:
        """Move to the first line of the body."""
        self.scroll_by(-self._body_length)

    def end(self) -> None:
        """Move to the last line of the body."""
        self.scroll_by(self._body_length)

    def select_tab(self, number: int) -> None:
        """Show the tab of a number, from 1; a number no tab has changes nothing."""
        if 1 <= number <= len(TABS):
            self.tab = TABS[number - 1]

    def next_tab(self, direction: int = 1) -> None:
        """Show the next tab (1) or the one before (-1); after the last comes the first."""
        self.tab = TABS[(TABS.index(self.tab) + direction) % len(TABS)]

    @property
    def needs_past(self) -> bool:
        """Say whether the tab shows what lies behind the ticket: `show` has to be given it."""
        return self.tab in {"customer", "survey"}

    @property
    def other_tickets(self) -> tuple[Ticket, ...]:
        """The customer's other tickets, newest first, where the tab shows them."""
        return self._shown.other_tickets if self._shown is not None and self.tab == "customer" else ()

    def toggle_folded(self) -> None:
        """Unfold the comments in the middle, many of them part by part, or fold them again.

        In the customer tab the older scores.
        """
        if self._shown is None:
            return
        if self.tab == "customer":
            self._scores_folded = not self._scores_folded
        else:
            self._folded = 0 if self._folded else self._shown.foldable
        self._redraw()

    def toggle_status_only(self) -> None:
        """Show only the changes of status in the log, or all of it again; from another tab, those changes."""
        self._status_only = not self._status_only if self.tab == "logs" else True
        self._top = 0
        self.tab = "logs"
        self._redraw()

    # --- the mouse --------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose the tab, unfold what is folded, or open the ticket under the pointer."""
        page = self._page
        if self._shown is None or page is None:
            return
        line = event.y - len(page.head) + self.top
        if event.y == page.tabs_at:
            self.tab = self._shown.tab_at(event.x - _MARGIN, self.tab, self._text_width) or self.tab
        elif event.y < len(page.head):
            return
        elif page.fold == line:
            self.toggle_folded()
        elif page.tickets.get(line, self.ticket_id) != self.ticket_id:
            self.post_message(self.TicketChosen(page.tickets[line]))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll towards the end."""
        event.stop()
        self.scroll_by(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll towards the start."""
        event.stop()
        self.scroll_by(-_WHEEL_LINES)

    # --- how it is drawn --------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget; `crop` is relative to it (Textual's contract)."""
        sight = _Sight(self._theme_now(), self._page, self.top, self.size, has_focus=self.has_focus)
        if self._painted is None or not self._painted[0].is_same(sight):
            self._painted = sight, self._finished(sight)
        return cropped(self._painted[1][crop.y : crop.bottom], crop, self.size.width)

    def _finished(self, sight: _Sight) -> Sequence[Strip]:
        theme, thumb, head = sight.theme, self._thumb(), self._head
        text = dict(enumerate([*head, *self._body[sight.top : sight.top + self._body_height]]))
        nothing = Strip.blank(0)
        bare = self._line(nothing, theme)
        strips = [
            self._line(text.get(y, nothing), theme, has_thumb=y - len(head) in thumb)
            if y in text or y - len(head) in thumb
            else bare
            for y in range(sight.size.height)
        ]
        background = self.styles.background
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return strips

    def _line(self, text: Strip, theme: _Theme, *, has_thumb: bool = False) -> Strip:
        """Return a whole line: the edge, the text, and the scroll mark where it stands."""
        looks = theme.looks
        line = Strip.join([self._edge(theme), text]).adjust_cell_length(max(self.size.width - 1, 0), looks.ground)
        mark = looks.signs.thumb if has_thumb else " "
        return Strip.join([line, Strip([Segment(mark, looks.ground + looks.muted)], 1)])

    @property
    def _page(self) -> Page | None:
        """What is shown, as lines; None before there is anything, so that drawing is loaded after the first paint."""
        if self._drawn is None and (self._shown is not None or self._message):
            self._drawn = self._draw()
            if self._shown is not None and self.tab == "comments":
                self._folded = self._drawn.folded
        return self._drawn

    @property
    def _head(self) -> Sequence[Strip]:
        return () if self._page is None else self._page.head

    @property
    def _body(self) -> Sequence[Strip]:
        return () if self._page is None else self._page.body

    def _draw(self) -> Page:
        from cxloop_tui.ui.render.comments import Remembered
        from cxloop_tui.ui.render.page import Turned, message_page, ticket_page

        looks, width = self._theme_now().looks, self._text_width
        if self._shown is None:
            return message_page(self._message, looks, width)
        turned = Turned(
            tab=self.tab,
            folded=self._folded,
            scores_folded=self._scores_folded,
            status_only=self._status_only,
            way_back=self.way_back,
            looks=looks,
            width=width,
            height=self.size.height,
            now=self._now,
        )
        if self._remembered is None:
            self._remembered = Remembered()
        return ticket_page(self._shown, turned, names_of(self.app), self._remembered)

    def _edge(self, theme: _Theme) -> Strip:
        """Return the line at the left, and the space beside it: thicker and where-I-am when keys go here."""
        signs = theme.looks.signs
        sign = signs.edge_here if self.has_focus else signs.edge
        ground, style = theme.looks.ground, theme.looks.here if self.has_focus else theme.hairline
        return Strip([Segment(sign, ground + style), Segment(" " * (_MARGIN - 1), ground)], _MARGIN)

    def _thumb(self) -> range:
        """Return the lines of the body beside which the scroll mark stands; none when all of it is in sight."""
        height, length = self._body_height, self._body_length
        if not 0 < height < length:
            return range(0)
        size = max(height * height // length, 1)
        start = (height - size) * self.top // self._top_max
        return range(start, start + size)

    @property
    def _text_width(self) -> int:
        return max(self.size.width - 2 * _MARGIN, _WIDTH_MIN)

    @property
    def _body_height(self) -> int:
        return max(self.size.height - len(self._head), 0)

    @property
    def _body_length(self) -> int:
        return len(self._body)

    @property
    def _top_max(self) -> int:
        return max(self._body_length - self._body_height, 0)

    def _theme_now(self) -> _Theme:
        """Return the looks of the theme in force; under a modal screen a new one comes before the news of it."""
        variables = self.app.theme_variables
        if self._theme is None or self._theme.variables is not variables:
            self._drawn = None
            hairline = Color.parse(variables["hairline"])
            style = Style(color=hairline.rich_color)
            self._theme = _Theme(variables, Looks.from_variables(variables), style)
        return self._theme

    def _redraw(self) -> None:
        self._drawn = None
        self.refresh()

    def on_resize(self) -> None:
        """Wrap for the new size; the first line in sight may be another one then."""
        self._drawn = None

    def notify_style_update(self) -> None:
        """Draw in the colours of a new theme (Textual calls this whenever style sheets were applied again)."""
        super().notify_style_update()
        if self._theme is not None and self._theme.variables is not self.app.theme_variables:
            self._drawn = None

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - Textual's signature
        """Show whether keys go here."""
        super().watch_has_focus(_has_focus)
        self.refresh(Region(0, 0, 1, self.size.height))

    def watch_way_back(self) -> None:
        """Say how to go back, or no longer."""
        self._redraw()

    def watch_tab(self, tab: Tab) -> None:
        """Show another tab from its first line on, and say so."""
        self._top = 0
        self._redraw()
        self.post_message(self.TabChanged(tab))
