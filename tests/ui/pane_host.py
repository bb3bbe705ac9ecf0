"""An app around the detail pane, and a ticket long enough to scroll in it."""

from __future__ import annotations

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.ui.themes import DARK
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from tests.ui.conftest import NOW, WidgetHost
from tests.ui.drawn_ticket import SPACE, Ticket, escalated


class Host(WidgetHost):
    """An app around a pane; `changed` are the tabs it told of."""

    def __init__(self, theme: str = DARK.name) -> None:
        self.pane = DetailPane()
        super().__init__(self.pane, theme)
        self.changed: list[str] = []

    def on_detail_pane_tab_changed(self, message: DetailPane.TabChanged) -> None:
        self.changed.append(message.tab)

    def show(self, view: TicketView, draft: str | None = None) -> None:
        """Put a ticket into the pane."""
        self.pane.show(Chronicle.of(view), SPACE, now=NOW, utc_offset=0, draft=draft)


def talkative(count: int = 200) -> Ticket:
    """Make a ticket with many comments."""
    ticket = escalated()
    for place in range(count):
        ticket.raw("comment.add", comment=f"note {place}.")
    return ticket
