"""One ticket at a glance: its header, and the tabs below it.

Pure: a read model and a setting in, strips out.
"""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain import history
from cxloop_tui.domain.feedback import Band
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Role
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.text import clean_block
from cxloop_tui.domain.ticket import CUSTOMER, Ticket
from cxloop_tui.domain.ticket_view import EARLIER_MOST, TicketView
from cxloop_tui.ui.render.cells import cut
from cxloop_tui.ui.render.line import (
    Line,
    Setting,
    called,
    first_that_fits,
    flowed,
    given_name,
    shown,
    strip,
    wrapped,
)
from cxloop_tui.ui.render.looks import BOLD, STATUS_WORDS, filled
from cxloop_tui.ui.render.when import due, moment
from cxloop_tui.ui.tabs import TABS, Tab


def header_strips(view: TicketView, setting: Setting) -> list[Strip]:
    """Return what is known of a ticket at a glance: state, customer, past, place, and why it is where it is."""
    lines = [
        _title(view, setting),
        *_customer(view.ticket, setting),
        _score_and_past(view, setting),
        _place(view.ticket, setting),
        *_reasons(view, setting),
        *_labels(view.ticket, setting),
    ]
    return [strip(line, setting) for line in lines if line]


def tab_strip(active: Tab, counts: Mapping[Tab, str], setting: Setting) -> Strip:
    """Return the line of tabs, the active one where I am; `counts` say how much is in each."""
    looks = setting.looks
    line: Line = []
    for tab, label in _tab_labels(active, counts, setting.width):
        line += [
            (label, filled(looks.here + BOLD) if tab == active else looks.muted),
            (" ", looks.plain),
        ]
    return strip(line[:-1], setting)


def tab_at(cell: int, active: Tab, counts: Mapping[Tab, str], width: int) -> Tab | None:
    """Return the tab drawn at a cell of the line of tabs; `active`, `counts` and `width` as it was drawn with."""
    end = 0
    for tab, label in _tab_labels(active, counts, width):
        start, end = end, end + cell_len(label)
        if start <= cell < end:
            return tab
        end += 1
    return None


def message_strips(lines: Sequence[str], setting: Setting) -> list[Strip]:
    """Return what stands where no ticket does: what is the matter, then muted what to do."""
    looks = setting.looks
    strips: list[Strip] = []
    for place, text in enumerate(lines):
        style = looks.muted if place else looks.plain
        strips += [strip([(line, style)], setting) for line in wrapped(clean_block(text), setting.width)]
    return strips


def _title(view: TicketView, setting: Setting) -> Line:
    """Say which ticket this is, how it stands, how urgent it is, and until when."""
    ticket, looks = view.ticket, setting.looks
    number = number_or_handle(ticket.id, ticket.number)
    urgency = looks.muted if ticket.status is Status.RESOLVED else looks.urgency(ticket.priority)
    bold = Style(bold=ticket.priority is Priority.CRITICAL)
    sign = setting.signs.priority[ticket.priority]
    reopened: Line = [(f"  {setting.signs.reopened} reopened", looks.waiting)] if ticket.reopened else []
    if ticket.reopened > 1:
        reopened.append((f" {ticket.reopened} times", looks.waiting))

    def title(state: str, priority: str, clock: Line) -> Line:
        said = [(f"{number} ", looks.muted), (state, looks.status(ticket.status) + BOLD)]
        return [*said, (f"  {sign}{priority}", urgency + bold), *clock]

    full, clock = str(ticket.status), _clock(view, setting)
    return first_that_fits(
        setting.width,
        title(full, f" {ticket.priority}", [*clock, *reopened]),
        title(full, f" {ticket.priority}", clock),
        title(full, f" {ticket.priority}", clock[:1]),
        title(STATUS_WORDS[ticket.status], "", clock[:1]),
    )


def _clock(view: TicketView, setting: Setting) -> Line:
    """Say how long is left, for what; of a resolved ticket when it was done, by whom."""
    ticket, looks = view.ticket, setting.looks
    if ticket.due_at is None:
        how = history.how_resolved(view.entries)
        if how is None:
            return []
        by = f" by {called(how.by, setting)}"
        return [(f"  {moment(how.at, setting.now, setting.utc_offset)}", looks.muted), (by, looks.muted)]
    if ticket.waiting_until is not None and ticket.waiting_until > setting.now:
        until = moment(ticket.waiting_until, setting.now, setting.utc_offset)
        whom = " for the customer" if ticket.waiting_for == CUSTOMER else ""
        return [(f"  waits until {until}", looks.waiting), (whom, looks.muted)]
    text, state = due(ticket.due_at, setting.now)
    style = {"over": looks.alarm + BOLD, "soon": looks.waiting, "later": looks.plain}[state]
    to_contact = ticket.first_contact_at is None and ticket.contact_due_at <= ticket.resolve_due_at
    aim = "first contact" if to_contact else "resolving" if state == "over" else "resolve"
    return [(f"  {text}", style), (f" {'on' if state == 'over' else 'to'} {aim}", looks.muted)]


def _customer(ticket: Ticket, setting: Setting) -> list[Line]:
    """Who, and how to reach them: never cut as long as there is room below."""
    looks = setting.looks
    name, email, phone = (shown(ticket.customer_name), shown(ticket.customer_email), shown(ticket.customer_phone))
    pieces = [(name or email.rpartition("@")[0] or "no name", looks.plain + BOLD)]
    pieces.append((email, looks.plain) if email else ("no e-mail", looks.muted))
    pieces += [(phone, looks.plain)] if phone else []
    return flowed(pieces, setting.width)


def _score_and_past(view: TicketView, setting: Setting) -> Line:
    ticket, looks = view.ticket, setting.looks
    score: Line = []
    if ticket.score is not None:
        style = looks.alarm + BOLD if _is_low(ticket, setting.organisation) else looks.plain
        score = [(f"{shown(ticket.score_kind).upper()} {ticket.score}".strip() + "  ", style)]
    before = ", ".join(map(str, view.scores_before))
    told = [f"before {before}"] if before else []
    told.append(_other_tickets(view, "" if before else "other "))
    where = [shown(text) for text in (ticket.touchpoint, ticket.channel) if text]
    past = [(f" {setting.signs.dot} ".join([*told, *where[:end]]), looks.muted) for end in (2, 1, 0)]
    return first_that_fits(setting.width, *([*score, piece] for piece in past))


def _is_low(ticket: Ticket, organisation: Organisation) -> bool:
    return organisation.policy.band_of(ticket.score, ticket.score_kind) is Band.DISSATISFIED


def _other_tickets(view: TicketView, other: str) -> str:
    count = len(view.earlier)
    unresolved = sum(row.status is not Status.RESOLVED for row in view.earlier)
    if count == EARLIER_MOST:
        return f"more than {count - 1} {other}tickets"
    if count == 0:
        return "no other ticket"
    if count == 1:
        return f"1 {other}ticket, {'not ' if unresolved else ''}resolved"
    return f"{count:,} {other}tickets, {f'{unresolved:,} not' if unresolved else 'all'} resolved"


def _place(ticket: Ticket, setting: Setting) -> Line:
    """Where it is and came from, whose it is."""
    looks, organisation = setting.looks, setting.organisation
    tree = organisation.tree
    origin = ticket.return_segment or ticket.origin_segment
    came = f" from {shown(tree.name(origin))}" if origin and origin != ticket.segment else ""
    person = organisation.people.get(ticket.owner or "")
    role = ""
    if person is not None and person.role is not Role.AGENT:
        role = f" ({organisation.policy.word('manager') if person.role is Role.MANAGER else person.role})"
    taken = ", not taken yet" if ticket.status is Status.NEW and ticket.owner else ""

    def place(segment: str, came: str, owner: str, role: str) -> Line:
        whose = (f"   {owner}", looks.plain if ticket.owner else looks.waiting)
        return [(shown(segment), looks.plain), (came, looks.muted), whose, (role, looks.muted)]

    path, here = setting.signs.path(tree.path(ticket.segment)), tree.name(ticket.segment)
    owner = called(ticket.owner, setting)
    return first_that_fits(
        setting.width,
        place(path, came, owner, role + taken),
        place(path, came, owner, role),
        place(path, came, owner, ""),
        place(path, "", owner, ""),
        place(here, "", owner, ""),
        place(here, "", given_name(ticket.owner, setting), ""),
    )


def _labels(ticket: Ticket, setting: Setting) -> list[Line]:
    words = [shown(word) for word in (ticket.category, *ticket.tags) if word]
    return [_labelled("about", ", ".join(words), setting)] if words else []


def _reasons(view: TicketView, setting: Setting) -> list[Line]:
    """Why it was escalated, by whom; of a resolved ticket why it happened, what was done, how it was told."""
    ticket = view.ticket
    if ticket.status is Status.RESOLVED:
        words = {"cause": ticket.root_cause, "action": ticket.action_taken, "told": ticket.told}
        return [_labelled(label, shown(text), setting) for label, text in words.items() if text]
    why = history.why_escalated(view.entries) if ticket.status is Status.ESCALATED else None
    if why is None:
        return []
    when = moment(why.at, setting.now, setting.utc_offset).removeprefix("today ")
    return [_labelled("why", shown(why.body), setting, f"  {given_name(why.by, setting)} {when}")]


def _labelled(label: str, text: str, setting: Setting, tail: str = "") -> Line:
    muted = setting.looks.muted
    room = setting.width - 7 - cell_len(tail)
    if room < 16:
        room, tail = room + cell_len(tail), ""
    return [(label.ljust(7), muted), (cut(text, room, setting.signs.ellipsis), setting.looks.plain), (tail, muted)]


def _tab_labels(active: Tab, counts: Mapping[Tab, str], width: int) -> list[tuple[Tab, str]]:
    """Return the longest labels that fit: with counts, with names, with the name of the active one alone."""
    bare = {tab: f" {place} " for place, tab in enumerate(TABS, start=1)}
    named = {tab: f"{label}{tab.capitalize()} " for tab, label in bare.items()}
    counted = {tab: f"{label}{counts[tab]} " if counts.get(tab) else label for tab, label in named.items()}
    variants = (
        counted,
        {**named, active: counted[active]},
        named,
        {**bare, active: counted[active]},
        {**bare, active: named[active]},
    )
    fits = (labels for labels in variants if sum(map(cell_len, labels.values())) + len(TABS) - 1 <= width)
    return list(next(fits, bare).items())
