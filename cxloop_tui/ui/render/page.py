"""A ticket as one page: a header that stays, the tabs, and the lines of the tab that is shown.

Pure: what is known of a ticket and how the page is turned in, strips out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from textual.strip import Strip

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.survey import response_ids
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import EARLIER_MOST, Past, TicketView
from cxloop_tui.ui.keymap import KeyNames
from cxloop_tui.ui.render.comments import Remembered, comment_strips, counted, folded_of
from cxloop_tui.ui.render.customer import customer_strips, others
from cxloop_tui.ui.render.detail import header_strips, message_strips, tab_at, tab_strip
from cxloop_tui.ui.render.line import Setting, strip
from cxloop_tui.ui.render.log import log_strips
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.survey import survey_strips
from cxloop_tui.ui.tabs import Tab

_NOWHERE: Final = Organisation(SegmentTree({}), {})
"""Where a message stands that is about no ticket."""

_BODY_MIN: Final = 4
"""Lines of the body that the header leaves over, however long it is."""

_AIRY: Final = 14
"""From this height on, an empty line stands above and below the tabs."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a ticket that is shown."""

    chronicle: Chronicle
    organisation: Organisation
    utc_offset: int
    """Minutes east of UTC."""
    draft: str | None
    """Words of mine that wait unsent."""
    past: Past | None
    """What customer and survey tabs show; None when it was not read."""
    counts: Mapping[Tab, str]
    """How much is in each tab."""

    @classmethod
    def of(
        cls, chronicle: Chronicle, organisation: Organisation, utc_offset: int, draft: str | None, past: Past | None
    ) -> "Shown":
        """Count what there is of a ticket."""
        return cls(chronicle, organisation, utc_offset, draft, past, _counts(chronicle))

    @property
    def view(self) -> TicketView:
        """The ticket."""
        return self.chronicle.view

    @property
    def foldable(self) -> int:
        """How many comments in the middle are folded at first."""
        return folded_of(len(self.chronicle.comments))

    @property
    def other_tickets(self) -> tuple[Ticket, ...]:
        """The customer's other tickets, newest first, as far as they were read."""
        past = self.past
        return () if past is None or past.customer is None else others(past.customer, self.view.ticket.id)

    def tab_at(self, cell: int, active: Tab, width: int) -> Tab | None:
        """Return the tab drawn at a cell of the line of tabs, which has so many cells."""
        return tab_at(cell, active, self.counts, width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """How the page is turned, and how large it is."""

    tab: Tab
    folded: int
    """How many comments in the middle are folded."""
    scores_folded: bool
    status_only: bool
    """The log has changes of status alone."""
    way_back: str
    """What stands above a ticket that somebody visits; empty otherwise."""
    looks: Looks
    width: int
    """Cells of a line of text; at least 20."""
    height: int
    now: int
    """Milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Page:
    """Lines from top to bottom."""

    head: Sequence[Strip] = ()
    """Header and tabs."""
    tabs_at: int | None = None
    """The line of the tabs; None where a message stands."""
    body: Sequence[Strip] = ()
    fold: int | None = None
    """The line of the body that unfolds what is folded."""
    folded: int = 0
    """How many comments in the middle are folded, which may be more than asked for."""
    tickets: Mapping[int, str] = field(default_factory=dict)
    """By line of the body: the id of the ticket that a click opens."""


def message_page(lines: Sequence[str], looks: Looks, width: int) -> Page:
    """Draw words in place of a ticket; the first line weighs most."""
    setting = Setting(_NOWHERE, looks, width, now=0, utc_offset=0)
    return Page([strip([], setting)], None, message_strips(lines, setting))


def ticket_page(shown: Shown, turned: Turned, names: KeyNames, remembered: Remembered) -> Page:
    """Draw a ticket; `names` are those of the user's keys, `remembered` comments that were drawn before."""
    setting = Setting(shown.organisation, turned.looks, turned.width, now=turned.now, utc_offset=shown.utc_offset)
    air = [strip([], setting)] if turned.height >= _AIRY else []
    back = [strip([(turned.way_back, setting.looks.here)], setting)] if turned.way_back else []
    room = max(turned.height - _BODY_MIN - 1 - 2 * len(air), 1)
    header = [*back, *header_strips(shown.view, setting)][:room]
    head = [*header, *air, tab_strip(turned.tab, shown.counts, setting), *air]
    tabs_at = len(header) + len(air)
    if turned.tab == "logs":
        return Page(head, tabs_at, log_strips(shown.chronicle, setting, status_only=turned.status_only))
    if turned.tab == "comments":
        said = comment_strips(
            shown.chronicle, setting, folded=turned.folded, draft=shown.draft, remembered=remembered
        )
        return Page(head, tabs_at, said.strips, said.fold, said.folded)
    return _with_past(shown, turned, setting, names, head, tabs_at)


def _with_past(
    shown: Shown, turned: Turned, setting: Setting, names: KeyNames, head: list[Strip], tabs_at: int
) -> Page:
    view, past = shown.view, shown.past
    if past is None:
        return Page(head, tabs_at, message_strips(["", "reading"], setting))
    if turned.tab == "customer":
        can_open = f"{names.how('pane.open')} opens one"
        how = f"{names.how('ticket.edit')} changes its fields." if past.customer is None else can_open
        lines = customer_strips(
            past.customer, view.ticket, setting, heard=past.heard, folded=turned.scores_folded, how=how
        )
        return Page(head, tabs_at, lines.strips, lines.fold, tickets=lines.tickets)
    answers = 0 if past.customer is None else past.customer.response_count
    how = f"{names.how('tab.customer')} shows the customer"
    return Page(head, tabs_at, survey_strips(past.responses, view.ticket, answers, setting, how=how))


def _counts(chronicle: Chronicle) -> dict[Tab, str]:
    """Say how much is in each tab, as far as the ticket itself tells."""
    view = chronicle.view
    comments, log = counted(len(chronicle.comments), view), counted(len(chronicle.log), view)
    earlier, responses = len(view.earlier), len(response_ids(view.ticket, view.entries))
    many = f"{earlier - 1}+" if earlier == EARLIER_MOST else f"{earlier:,}"
    return {"comments": comments, "logs": log, "customer": many, "survey": f"{responses:,}"}
