"""Rules on arrival: what is done by itself to a new ticket, when it fulfils a condition.

Rules are judged on the ticket as it came, each by itself, in their order. What one does is an operation with the rule
in the log. The ids of those operations are made of the ticket and the rule, so that none is done twice. How a rule is
written is said in `arrival_rules`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.mail.recipients import managers
from cxloop_tui.domain.matching import is_selected
from cxloop_tui.domain.operation import RULES, TOLD, Change, Json, Kind
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.selection import Context, select
from cxloop_tui.domain.sentiment.feeling import Feeling, feeling_of
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.ticket import Ticket

OWNER: Final = "owner"
MANAGERS: Final = "managers"


@frozen
class When:
    """What must be so of a ticket."""

    query: Query
    feeling: Feeling | None = None
    """How its words must sound."""
    again: bool | None = None
    """Whether its customer must have had one before, or must not."""


@frozen
class Then:
    """What is done to it."""

    segment: str | None = None
    """Where it goes, to whoever leads there."""
    owner: str | None = None
    """Whose it becomes, by e-mail."""
    priority: Priority | None = None
    """What it is raised to, unless it is as urgent already."""
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    """Who is let know: e-mails, OWNER or MANAGERS."""


@frozen
class Rule:
    """One rule, as it was written and as it was read."""

    text: str
    when: When
    then: Then


class Deed(NamedTuple):
    """What a rule does to a ticket."""

    rule: Rule
    operation: str
    """The id that its operation has, whoever makes it."""
    draft: Draft


def fits(rule: Rule, ticket: Ticket, space: Organisation, is_known: Callable[[], bool]) -> bool:
    """Say whether a rule applies to a ticket as it came; `is_known` says whether its customer had one before."""
    when, context = rule.when, Context(ticket.created_at, None, space.tree.below, heir=space.tree.heir)
    if not is_selected(select(when.query, context), ticket, lambda: _document(ticket)):
        return False
    if when.feeling is not None and feeling_of(ticket.comment) is not when.feeling:
        return False
    return when.again is None or is_known() is when.again


def deeds(rule: Rule, ticket: Ticket, space: Organisation) -> Iterator[Deed]:
    """Yield what a rule that fits does to a ticket, which is now as `ticket` says; nothing that is so already."""
    wanted = _wanted(rule.then, ticket, space)
    has = {tag.casefold() for tag in ticket.tags}
    tags = tuple(tag for tag in rule.then.tags if tag.casefold() not in has)
    changes = {name: Change(seen, to) for name, (seen, to) in wanted.items() if seen != to}
    if changes or tags:
        added = {RULES: (rule.text,), **({"tags": tags} if tags else {})}
        draft = Draft(Kind.TICKET_CHANGE, ticket.id, set=changes, add=added)
        yield Deed(rule, derived("arrival", ticket.id, rule.text, "change"), draft)
    segment, owner = (wanted[name][1] if name in wanted else getattr(ticket, name) for name in ("segment", "owner"))
    told = _told(rule.then, str(segment), None if owner is None else str(owner), space)
    if told:
        draft = Draft(Kind.REMINDER_SEND, ticket.id, add={RULES: (rule.text,), TOLD: told})
        yield Deed(rule, derived("arrival", ticket.id, rule.text, "notify"), draft)


def _wanted(then: Then, ticket: Ticket, space: Organisation) -> dict[str, tuple[Json, Json]]:
    """Return the fields that are set: what they are, and what they become."""
    wanted: dict[str, tuple[Json, Json]] = {}
    if then.segment is not None:
        segment = space.tree.heir(then.segment)
        lead = space.lead(segment, day_of(ticket.created_at))
        wanted |= {"segment": (ticket.segment, segment), "owner": (ticket.owner, lead or ticket.owner)}
    if then.owner is not None and space.is_active(then.owner):
        wanted["owner"] = (ticket.owner, then.owner)
    if then.priority is not None and then.priority.rank > ticket.priority.rank:
        wanted["priority"] = (str(ticket.priority), str(then.priority))
    return wanted


def _told(then: Then, segment: str, owner: str | None, space: Organisation) -> tuple[str, ...]:
    found: list[str] = []
    for who in then.notify:
        if who == MANAGERS:
            found += managers(segment, space)
        elif who != OWNER:
            found.append(who)
        elif owner is not None:
            found.append(owner)
    return tuple(email for email in dict.fromkeys(found) if space.is_active(email))


def _document(ticket: Ticket) -> Sequence[str]:
    """Return the tokens that a word of a rule is looked for in: the customer's words, and who they are."""
    known = (ticket.customer_email, ticket.customer_name, ticket.customer_phone, ticket.account, ticket.respondent)
    return tokens(" \n ".join((*(text for text in known if text), ticket.comment)))
