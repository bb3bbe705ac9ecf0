"""What a detail and a command line need to know of one ticket and its customer: read models, made by the store.

Everything here is as stored, uncleaned; whoever draws it cleans it first (`domain.text`). A list needs `domain.view`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import TicketRow

if TYPE_CHECKING:
    from cxloop_tui.domain.followup import FollowUp
    from cxloop_tui.domain.mail.letter import Letter
    from cxloop_tui.domain.sentiment.heard import Heard


@dataclass(frozen=True, slots=True)
class Comment:
    """A text of a ticket, as the Comments tab and `show --json` give it."""

    id: str
    """The operation that carries it."""
    at: int
    by: str | None
    """The e-mail of who wrote it; None for the customer."""
    kind: str
    """customer, comment, escalated, handed-back, resolved, reopened, changed, or `call no-answer` and the like."""
    body: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One change of one field, as the Logs tab and `show --json` give it."""

    at: int
    by: str
    field: str
    """A field of the ticket, or `ticket`, `comment`, `contact`, `letter`, `undo` for what changes no field."""
    old: str | int | None
    new: str | int | None
    operation: str
    undone: bool = False
    """Taken back since."""


@dataclass(frozen=True, slots=True)
class TicketView:
    """One ticket with what happened to it: all of it, or of a long history what is needed first."""

    ticket: Ticket
    entries: tuple[Entry, ...]
    """In order. A brief view leaves out some that only say something (PLAIN_KINDS), see `gap`."""
    earlier: tuple[TicketRow, ...] = ()
    """Other tickets of the same customer, newest first; at most EARLIER_MOST."""
    scores_before: tuple[int, ...] = ()
    """What the customer last answered to the same kind of question, oldest first; at most SCORES_BEFORE_MOST."""
    seen: int = 0
    """Up to where in the authority's order it is shown: the base of whatever is decided in its sight."""
    gap: int = 0
    """The place in `entries` before which some are left out, and after which none is; 0 when all are there."""
    letters: "tuple[Letter, ...]" = ()
    """Those about it, oldest first; at most LETTERS_MOST of the newest."""
    followups: "tuple[FollowUp, ...]" = ()
    """What is still to be done about it, the first due first; at most FOLLOWUPS_MOST."""

    @property
    def state(self) -> tuple[str, int, int, int, int]:
        """What is another as soon as anything happened to the ticket, among the views of one store.

        Where something waits on it, what came from the authority is below that, and does not show in the last place.
        """
        ticket = self.ticket
        last_letter = max((letter.seq for letter in self.letters), default=0)
        to_do = hash(self.followups)
        return (ticket.id, ticket.seq, self.seen if ticket.seq >= WAITING_FROM else 0, last_letter, to_do)

    @property
    def is_whole(self) -> bool:
        """Whether all that happened is there."""
        return self.gap == 0


LETTERS_MOST = 50
FOLLOWUPS_MOST = 20

EARLIER_MOST = 21
"""How many other tickets a ticket's view has: one more than anybody counts at a glance."""

SCORES_BEFORE_MOST = 3

BRIEF_MOST = 200
"""How many of the newest entries a brief view has; a ticket with no more is read whole at once."""

PLAIN_KINDS = (Kind.COMMENT_ADD, Kind.CONTACT_LOG, Kind.REPLY_WRITE)
"""Operations that say something and turn nothing: what a brief view may leave out, and what is shown stays true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One attempt to reach a customer."""

    at: int
    by: str
    ticket: str
    """The id of the ticket it was about."""
    number: int | None
    """That ticket's number."""
    kind: str
    """How, and what came of it: `call no-answer`."""
    note: str


CUSTOMER_MOST = 100
"""How many tickets and how many responses a customer's view has; the newest ones."""


COLLEAGUES_MOST = 1000
"""How far the tickets of a customer's colleagues are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Whom a ticket is about: all that is on record of one customer, newest first."""

    key: str
    """What tells one customer from another (`domain.customer`)."""
    tickets: tuple[Ticket, ...] = ()
    """At most CUSTOMER_MOST."""
    ticket_count: int = 0
    responses: tuple[SurveyResponse, ...] = ()
    """At most CUSTOMER_MOST; by when they were answered."""
    response_count: int = 0
    contacts: tuple[Contact, ...] = ()
    """All attempts to reach them, as far as they were about `tickets`."""
    since: int | None = None
    """When they were first heard of, milliseconds since the epoch."""
    also: tuple[str, ...] = ()
    """The other keys of the same person, whose tickets are here too."""
    colleagues: int = 0
    """Tickets of other people of the same business account; counted up to COLLEAGUES_MOST."""

    def known(self, name: str) -> str | None:
        """Return the newest value on record of `customer_name`, `account` and the like."""
        values = (getattr(one, name) for one in (*self.tickets, *self.responses))
        return next((value for value in values if value), None)


@dataclass(frozen=True, slots=True)
class Past:
    """What lies behind a ticket: its customer and the responses it came from."""

    customer: Customer | None
    """None when nothing says who the customer is."""
    responses: tuple[SurveyResponse, ...]
    """Oldest first, as far as they are on record."""
    heard: "Heard | None" = None
    """How the customer sounds; worked out with the rest, for a hundred texts take longer than a frame."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """Words somebody typed and has not sent: kept as typed, per ticket and form."""

    ticket: str
    """The ticket's id; empty for a new ticket."""
    form: str
    by: str
    fields: Mapping[str, str] = field(default_factory=dict)
    at: int = 0
