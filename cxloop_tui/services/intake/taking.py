"""What becomes of one response: a ticket, a note on the customer's unresolved one, or history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.feedback import QUEUES, Band
from cxloop_tui.domain.intake import Older, Response, addition_id, ticket_comment, ticket_fields, ticket_id
from cxloop_tui.domain.operation import Origin
from cxloop_tui.domain.policy import Policy
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.intake.tally import Tally

OLD_AFTER: Final = 30 * DAY
"""After so long hardly a customer waits for an answer: whether such responses make tickets is asked."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What was decided for all responses of an import."""

    older: Older
    now: int
    """The time of day, milliseconds since the epoch."""
    day: str
    """The day it is where the import is made, written as `2026-12-01`."""
    follow_up: bool = False
    """Whether customers were asked again after the resolution."""

    def is_old(self, said: Response) -> bool:
        """Say whether a response was given long ago; one without a date counts as given now."""
        return said.answered_at is not None and said.answered_at < self.now - OLD_AFTER


class Fate(Enum):
    """What becomes of a response."""

    KNOWN = auto()
    """It is on record already."""
    KEPT = auto()
    TICKET = auto()
    APPENDED = auto()
    """It goes to the unresolved ticket of its customer in its segment, where the policy has it so."""
    RECOVERED = auto()
    """It says that all is well after the resolution."""
    REOPENED = auto()
    """It says that it is not."""


def fate_of(sitting: Sitting, response: str, said: Response, rules: Rules) -> Fate:
    """Decide what becomes of a response."""
    if sitting.has_response(response):
        return Fate.KNOWN
    policy = sitting.organisation.policy
    if rules.follow_up:
        if _resolved(sitting, said) is None:
            return Fate.KEPT
        is_bad = said.band(policy.bands(said.kind)) is Band.DISSATISFIED
        return Fate.REOPENED if is_bad else Fate.RECOVERED
    if not makes_ticket(said, policy) or (rules.older is Older.HISTORY and rules.is_old(said)):
        return Fate.KEPT
    return Fate.TICKET if _waiting(sitting, said) is None else Fate.APPENDED


def makes_ticket(said: Response, policy: Policy) -> bool:
    """Say whether who answers so gets a ticket, if it is not too long ago."""
    return policy.makes_tickets_of(said.band(policy.bands(said.kind)))


def carry_out(
    fate: Fate, sitting: Sitting, response: str, said: Response, rules: Rules, *, tags: Sequence[str] = ()
) -> None:
    """Write a response down, with what it makes; its ticket has these tags."""
    if fate is Fate.KNOWN:
        return
    sitting.record_response(response, said.fields, said.comment)
    if fate is Fate.APPENDED:
        waiting = _waiting(sitting, said) or ""
        sitting.add_response(waiting, response, ticket_comment(said), addition_id(response))
    elif fate in (Fate.RECOVERED, Fate.REOPENED):
        resolved, words = _resolved(sitting, said) or "", f"{said.kind.upper()} {said.score}: {ticket_comment(said)}"
        sitting.answer_again(resolved, words, addition_id(response), is_well=fate is Fate.RECOVERED)
    elif fate is Fate.TICKET:
        wanted = ticket_fields(said, response, sitting.organisation, rules.day)
        queue = QUEUES.get(said.band(sitting.organisation.policy.bands(said.kind)))
        queued = tags if queue is None else [*tags, queue]
        sitting.create(wanted, ticket_comment(said), tags=queued, ticket_id=ticket_id(response), origin=Origin.IMPORT)


def count(fate: Fate, said: Response, rules: Rules, done: Tally) -> None:
    """Add one response to the counts."""
    done.already += fate is Fate.KNOWN
    done.kept += fate is Fate.KEPT
    done.tickets += fate is Fate.TICKET
    done.appended += fate is Fate.APPENDED
    done.recovered += fate is Fate.RECOVERED
    done.reopened += fate is Fate.REOPENED
    done.older += fate in (Fate.TICKET, Fate.APPENDED) and rules.is_old(said)
    done.replaced_characters += 0 if fate is Fate.KNOWN else said.replaced


@dataclass(slots=True)
class Imagined:
    """What a rehearsal would have written so far, as far as it decides about later rows of the same file."""

    may_repeat: bool
    """Whether a response can come twice in the file: only under an id of the survey tool's own."""
    _responses: set[str] = field(default_factory=set)
    _waiting: set[tuple[str, str]] = field(default_factory=set)
    """Customers and segments that would have a ticket."""

    def fate_of(self, sitting: Sitting, response: str, said: Response, rules: Rules) -> Fate:
        """Decide what would become of a response after those before it."""
        if response in self._responses:
            return Fate.KNOWN
        if self.may_repeat:
            self._responses.add(response)
        fate = fate_of(sitting, response, said, rules)
        if fate is not Fate.TICKET or not sitting.organisation.policy.appends_repeats:
            return fate
        home = (str(said.fields.get("customer_email") or ""), str(said.fields["segment"]))
        if home in self._waiting:
            return Fate.APPENDED
        if home[0]:
            self._waiting.add(home)
        return fate


def _resolved(sitting: Sitting, said: Response) -> str | None:
    """Return the ticket that a customer was asked about: their newest that is resolved."""
    email = said.fields.get("customer_email")
    return sitting.resolved_of(email) if isinstance(email, str) else None


def _waiting(sitting: Sitting, said: Response) -> str | None:
    """Return the customer's unresolved ticket in the segment, if the policy puts their next responses there."""
    email = said.fields.get("customer_email")
    if not sitting.organisation.policy.appends_repeats or not isinstance(email, str):
        return None
    return sitting.unresolved_for(email, str(said.fields["segment"]))
