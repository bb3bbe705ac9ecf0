"""The customer behind a ticket, as lines: who they are, what they scored, what became of their other tickets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain.customer import account_query, customer_query
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import REACHED, Ticket
from cxloop_tui.domain.ticket_view import COLLEAGUES_MOST, Contact, Customer
from cxloop_tui.domain.view import SAID_LENGTH
from cxloop_tui.ui.render.cells import cut, fit
from cxloop_tui.ui.render.comments import contact_words
from cxloop_tui.ui.render.line import (
    Line,
    Setting,
    called,
    cells_of,
    first_that_fits,
    flowed,
    given_name,
    shown,
    strip,
    wrapped,
)
from cxloop_tui.ui.render.looks import BOLD
from cxloop_tui.ui.render.score import score_line
from cxloop_tui.ui.render.when import due, moment

if TYPE_CHECKING:
    from cxloop_tui.domain.sentiment.heard import Heard

SCORES_FOLDED: Final = 6
"""Scores in sight while the older ones are folded away."""

CONTACTS_SHOWN: Final = 20
"""The newest attempts to reach the customer that are shown."""

_WHEN_WIDTH: Final = 11
_INDENT: Final = "  "
_KNOWN: Final = {
    "customer_name": "name",
    "customer_email": "e-mail",
    "customer_phone": "phone",
    "account": "account",
    "respondent": "respondent",
}
"""What is said of a customer, by field: the first three only where the header has nothing of it."""

_NOBODY: Final = (
    "This ticket does not say who the customer is: it has no e-mail, no telephone and no respondent id.\n"
    "With one of them, their other tickets and scores are here."
)


class CustomerLines(NamedTuple):
    """The lines of the customer tab."""

    strips: list[Strip]
    tickets: Mapping[int, str]
    """By line: the id of the ticket that a click on it opens."""
    fold: int | None = None
    """The line that says how many scores are folded away; a click on it unfolds them."""


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One score a customer gave."""

    at: int
    kind: str | None
    score: int
    ticket: Ticket | None
    """The ticket it is about; None for a response that made none."""


def scores_over_time(customer: Customer) -> list[ScorePoint]:
    """Return the scores of responses and tickets, newest first; a response and its ticket are one."""
    by_response = {ticket.response: ticket for ticket in customer.tickets if ticket.response}
    points = [
        ScorePoint(one.at, one.score_kind, one.score, by_response.get(one.id))
        for one in customer.responses
        if one.score is not None
    ]
    told = {one.id for one in customer.responses if one.score is not None}
    points += [
        ScorePoint(ticket.created_at, ticket.score_kind, ticket.score, ticket)
        for ticket in customer.tickets
        if ticket.score is not None and ticket.response not in told
    ]
    return sorted(points, key=lambda point: -point.at)


def others(customer: Customer, ticket_id: str) -> tuple[Ticket, ...]:
    """Return the customer's tickets but this one, newest first."""
    return tuple(ticket for ticket in customer.tickets if ticket.id != ticket_id)


def customer_strips(
    customer: Customer | None,
    ticket: Ticket,
    setting: Setting,
    *,
    heard: "Heard | None" = None,
    folded: bool = True,
    how: str = "",
) -> CustomerLines:
    """Return what is on record of a ticket's customer; None is a customer nobody knows.

    `heard` is how they sound; `folded` hides all but the newest scores; `how` says how another ticket is opened, or
    how a customer gets known.
    """
    if customer is None:
        words = wrapped(f"{_NOBODY} {how}".rstrip(), setting.width)
        return CustomerLines([strip([(line, setting.looks.muted)], setting) for line in words], {})
    page = _Page(setting)
    page.add(*_who(customer, ticket, setting))
    page.add(*_heard(heard, setting))
    _add_scores(page, customer, folded=folded)
    _add_tickets(page, customer, ticket, how)
    _add_contacts(page, customer)
    return CustomerLines(page.strips, page.tickets, page.fold)


def ticket_label(ticket: Ticket) -> str:
    """Return what a ticket is called."""
    return number_or_handle(ticket.id, ticket.number)


class _Page:
    """Lines in the making, and what a click on them does."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.strips: list[Strip] = []
        self.tickets: dict[int, str] = {}
        self.fold: int | None = None

    def add(self, *lines: Line, opens: Ticket | None = None) -> None:
        for line in lines:
            if opens is not None:
                self.tickets[len(self.strips)] = opens.id
            self.strips.append(strip(line, self.setting))

    def head(self, title: str, told: str) -> None:
        """Begin a section; what is told beside its title is dropped where there is no room."""
        muted = self.setting.looks.muted
        name: Line = [(title, self.setting.looks.plain + BOLD)]
        whole: Line = [*name, (f"  {told}", muted)]
        self.add([], first_that_fits(self.setting.width, whole, name))


def _who(customer: Customer, ticket: Ticket, setting: Setting) -> Iterator[Line]:
    """Say what the header does not: how much there is, since when, what else is known."""
    looks = setting.looks
    counts = f"{_some(customer.ticket_count, 'ticket')}, {_some(customer.response_count, 'response')}"
    since = "" if customer.since is None else f"  since {_day(customer.since, setting)}"
    yield first_that_fits(setting.width, [(counts, looks.plain), (since, looks.muted)], [(counts, looks.plain)])
    known = {label: shown(customer.known(name)) for name, label in _KNOWN.items()}
    for name in ("customer_name", "customer_email", "customer_phone"):
        if getattr(ticket, name):
            del known[_KNOWN[name]]
    known["also"] = shown(", ".join(one[1:] for one in customer.also))
    known["language"] = shown(next((one.language for one in customer.responses if one.language), None))
    yield from flowed(((f"{label} {text}", looks.plain) for label, text in known.items() if text), setting.width)
    account = customer.known("account")
    if customer.colleagues and account:
        query = shown(account_query(account).text())
        most = "+" if customer.colleagues == COLLEAGUES_MOST else ""
        more = f"{customer.colleagues:,}{most} more"
        tickets = "ticket" if customer.colleagues == 1 else "tickets"
        yield first_that_fits(
            setting.width,
            [(f"{more} {tickets} of the same account  ", looks.plain), (query, looks.query_word)],
            [(f"{more}  ", looks.plain), (query, looks.query_word)],
        )


def _heard(heard: "Heard | None", setting: Setting) -> Iterator[Line]:
    """Say how their words sound, all together, and what they are about."""
    looks = setting.looks
    if heard is None:
        return
    if heard.tells:
        styles = {"negative": looks.alarm, "positive": looks.done}
        counts = ((f"{count:,} {how}", styles.get(how, looks.plain)) for how, count in heard.feelings.items())
        yield from flowed((("their words", looks.muted), *counts), setting.width)
    if heard.words:
        words = ((f"{shown(word.word)} {word.texts:,}", looks.plain) for word in heard.words)
        yield from flowed((("about", looks.muted), *words), setting.width)


def _add_scores(page: _Page, customer: Customer, *, folded: bool) -> None:
    points = scores_over_time(customer)
    if not points:
        return
    setting = page.setting
    hidden = len(points) - SCORES_FOLDED if folded and len(points) > SCORES_FOLDED + 1 else 0
    page.head("Scores", f"{len(points):,}, newest first")
    shown_points = points[: len(points) - hidden]
    is_wide = all(cells_of(_score_columns(point, setting, _INDENT)) <= setting.width for point in shown_points)
    for point in shown_points:
        page.add(_score(point, setting, _INDENT if is_wide else " "), opens=point.ticket)
    if hidden:
        page.fold = len(page.strips)
        dot = setting.signs.dot
        page.add([(f"{dot} {hidden:,} more {dot}", setting.looks.muted)])


def _score(point: ScorePoint, setting: Setting, gap: str) -> Line:
    columns = _score_columns(point, setting, gap)
    return first_that_fits(setting.width, columns, columns[:-1], columns[:-2], columns[:-3])


def _score_columns(point: ScorePoint, setting: Setting, gap: str) -> Line:
    muted = setting.looks.muted
    when = (f"{fit(_day(point.at, setting), _WHEN_WIDTH)}{gap}", muted)
    about = "" if point.ticket is None else f"{gap}{ticket_label(point.ticket)}"
    return [when, *score_line(point.score, point.kind, setting, gap=gap), (about, muted)]


def _add_tickets(page: _Page, customer: Customer, ticket: Ticket, how: str) -> None:
    setting, rest = page.setting, others(customer, ticket.id)
    count = customer.ticket_count - (0 if ticket.withdrawn else 1)
    if not rest:
        page.add([], [("No other ticket of this customer.", setting.looks.muted)])
        return
    page.head("Other tickets", f"{count:,}, newest first" + (f" {setting.signs.dot} {how}" if how else ""))
    for other in rest:
        page.add(*_ticket(other, setting), opens=other)
    if count > len(rest):
        query = customer_query(customer.key)
        words = [("" if query is None else f"  {shown(query.text())}", setting.looks.query_word)]
        page.add([(f"and {count - len(rest):,} more", setting.looks.muted), *words])


def _ticket(ticket: Ticket, setting: Setting) -> Iterator[Line]:
    """Say what it was, in how many words the customer put it, and how it ended."""
    looks, width = setting.looks, setting.width
    yield _ticket_head(ticket, setting)
    said = shown(ticket.comment[:SAID_LENGTH])
    yield [(f"{_INDENT}{cut(said, width - len(_INDENT), setting.signs.ellipsis)}", looks.plain)]
    if ticket.status is not Status.RESOLVED:
        yield _under_way(ticket, setting)
        return
    for label, text in (("cause", ticket.root_cause), ("action", ticket.action_taken), ("told", ticket.told)):
        if text:
            room = width - len(_INDENT) - 7
            yield [
                (f"{_INDENT}{label:<7}", looks.muted),
                (cut(shown(text), room, setting.signs.ellipsis), looks.plain),
            ]


def _ticket_head(ticket: Ticket, setting: Setting) -> Line:
    looks = setting.looks
    number: Line = [
        (ticket_label(ticket), looks.plain + BOLD),
        (f"  {_day(ticket.created_at, setting)}", looks.muted),
    ]
    state: Line = [(f"  {ticket.status}", looks.status(ticket.status))]
    ended = "" if ticket.resolved_at is None else f" {_day(ticket.resolved_at, setting)}"
    sign, urgency = setting.signs.priority[ticket.priority], looks.urgency(ticket.priority)
    style = looks.muted if ticket.status is Status.RESOLVED else urgency
    place = f"  {shown(setting.organisation.tree.name(ticket.segment))}"
    return first_that_fits(
        setting.width,
        [*number, *state, (ended, looks.muted), (f"  {sign} {ticket.priority}", style), (place, looks.muted)],
        [*number, *state, (ended, looks.muted), (f"  {sign}", style), (place, looks.muted)],
        [*number, *state, (f"  {sign}", style), (place, looks.muted)],
        [*number, *state, (f"  {sign}", style)],
        [*number, *state],
    )


def _under_way(ticket: Ticket, setting: Setting) -> Line:
    """Say with whom a ticket that has not ended is, and how long there is."""
    looks = setting.looks
    whose = (
        f"{_INDENT}with {called(ticket.owner, setting)}" if ticket.owner else f"{_INDENT}with nobody",
        looks.muted,
    )
    if ticket.due_at is None:
        return [whose]
    text, state = due(ticket.due_at, setting.now)
    style: Style = {"over": looks.alarm, "soon": looks.waiting, "later": looks.muted}[state]
    return first_that_fits(setting.width, [whose, (f"  {text}", style)], [whose])


def _add_contacts(page: _Page, customer: Customer) -> None:
    setting, contacts = page.setting, customer.contacts
    if not contacts:
        page.add([], [("Nobody has logged an attempt to reach this customer.", setting.looks.muted)])
        return
    among = (
        "" if len(customer.tickets) == customer.ticket_count else f" in the newest {len(customer.tickets)} tickets"
    )
    page.head("Contact attempts", f"{len(contacts):,}{among}, newest first")
    by_id = {ticket.id: ticket for ticket in customer.tickets}
    for contact in contacts[:CONTACTS_SHOWN]:
        page.add(_contact(contact, setting), opens=by_id.get(contact.ticket))
    if len(contacts) > CONTACTS_SHOWN:
        page.add([(f"and {len(contacts) - CONTACTS_SHOWN:,} more", setting.looks.muted)])


def _contact(contact: Contact, setting: Setting) -> Line:
    looks = setting.looks
    reached = looks.done if contact.kind.endswith(f" {REACHED}") else looks.waiting
    number = "" if contact.number is None else f"  #{contact.number}"
    return [
        (f"{fit(_day(contact.at, setting), _WHEN_WIDTH)}  ", looks.muted),
        (contact_words(contact.kind), reached),
        (number, looks.muted),
        (f"  {given_name(contact.by, setting)}", looks.plain),
        (f"  {shown(contact.note)}" if contact.note else "", looks.plain),
    ]


def _day(at: int, setting: Setting) -> str:
    return moment(at, setting.now, setting.utc_offset)


def _some(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
