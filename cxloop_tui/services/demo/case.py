"""One ticket of the demo in the hands of the staff: the things people do with it, as steps to be played in time.

A story is a generator. It yields a step (when, who, what), is given back what the desk made of it, and decides the
next step from the ticket as it really stands and the rules of the domain; so nothing it does is refused.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias, TypeVar

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, SECOND, to_rfc3339
from cxloop_tui.domain.feedback import PROMOTER, ScoreKind
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Json, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.segment import allowed_targets
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import CUSTOMER, Ticket, Waiting
from cxloop_tui.services.demo import casework
from cxloop_tui.services.demo.admission import admit, who_admits
from cxloop_tui.services.demo.arrivals import Arrival
from cxloop_tui.services.demo.house import ME, agents_of
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done, Put

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """Something one person does at one instant."""

    at: int
    by: str
    act: Callable[[Sitting], Done | None]
    ticket: str | None
    """The id of the ticket it is done to; None for what makes one."""


Story: TypeAlias = Generator[Step, Done | None, None]
"""Steps in the order of time; what the desk made of each is sent back in."""

_OPENS: Final = 7 * HOUR
_CLOSES: Final = 18 * HOUR
"""The time of day, UTC, between which the staff works."""

_IN_WORK: Final = frozenset({Status.OPEN, Status.ESCALATED})

_MEANT: Final = (0.3, 1.0)
"""The shares of the time until a ticket is taken up again after which its owner meant to."""

_WAITS: Final = 0.25
"""How many of those who mean to take a ticket up again wait for its customer until then."""

_ROUND: Final = 15 * MINUTE
"""What people say times in."""

_SUNDAY: Final = 3
"""What days since the epoch, a Thursday, leave when divided by seven."""


class Case:
    """A ticket, the time at which somebody next touches it, and what people may do with it."""

    def __init__(self, arrival: Arrival, organisation: Organisation, random: Random) -> None:
        self._arrival = arrival
        self._organisation = organisation
        self._random = random
        self._words = casework.CASEWORK[arrival.theme]
        self._now = arrival.at
        self._ticket: Ticket | None = None
        self._last: Operation | None = None

    @property
    def ticket(self) -> Ticket:
        """The ticket as it stands. Raises LookupError before it was admitted."""
        if self._ticket is None:
            raise LookupError("this complaint is no ticket yet")
        return self._ticket

    @property
    def owner(self) -> str:
        """Who works on it: whoever owns a ticket may do with it all that is done here."""
        return self.ticket.owner or ME

    @property
    def reachable(self) -> bool:
        """Whether the customer left any way to answer."""
        return bool(self.ticket.customer_email or self.ticket.customer_phone)

    def happens(self, share: float) -> bool:
        """Let chance decide, `share` from 0 to 1."""
        return self._random.random() < share

    def pause(self, shortest: float, longest: float) -> None:
        """Let some hours pass, and then as many as it takes until somebody is at work."""
        self._now = self._at_work(self._now + int(self._random.uniform(shortest, longest) * HOUR))

    def arrive(self, response: str) -> Story:
        """Come to the desk; `response` is the id for the survey response, if a survey brings it."""
        by = who_admits(self._arrival, self._organisation, self._random)
        yield from self._do(by, lambda sitting: admit(sitting, self._arrival, response, by))

    def assign(self) -> Story:
        """Find somebody who works where it lies: they take it, or its owner gives it to them."""
        agents = agents_of(self.ticket.segment, self._organisation)
        if not agents or self.owner in agents or self.happens(0.2):
            return
        agent = self._pick(agents)
        yield from self._change(self.owner if self.happens(0.5) else agent, {"owner": agent})

    def comment(self) -> Story:
        """Write down what was found out, often with what comes next."""
        text = self._pick(self._words.comments if self.happens(0.65) else casework.ANY_COMMENTS)
        more = self._pick(casework.ANY_COMMENTS) if self.happens(0.5) else text
        yield from self._comment(self._told(text if more == text else f"{text} {more}"))

    def contact(self, outcome: str) -> Story:
        """Try to reach the customer: by mail without a number; without any way, note what was found out instead."""
        if not self.reachable:
            yield from self.comment()
            return
        kind = "call" if self.ticket.customer_phone else "mail"
        came_of_it = outcome if kind == "call" else "reached"
        note = self._pick(casework.CONTACT_NOTES[kind, came_of_it])
        yield from self._do(self.owner, lambda sitting: sitting.contact(self.ticket.id, kind, came_of_it, note))

    def classify(self) -> Story:
        """Say what kind of complaint it is."""
        category = f"{self._words.category}/{self._pick(self._words.subcategories)}"
        tags = self._random.sample(self._words.tags, self._random.randint(0, 2))
        yield from self._make(lambda ticket, _: intent.change(ticket, {"category": category}, add_tags=tags))

    def prioritise(self, priority: Priority) -> Story:
        """Change how soon it must be handled."""
        yield from self._change(self.owner, {"priority": str(priority)})

    def move(self) -> Story:
        """Move it where the segment rule allows: below, where there is a below, else beside."""
        tree, segment = self._organisation.tree, self.ticket.segment
        target = self._pick(tree.children(segment) or allowed_targets(tree, segment, self.ticket.status))
        yield from self._make(lambda ticket, space: intent.change(ticket, intent.moved(ticket, target, space)))

    def settle(self) -> Story:
        """Move it down to those who work on tickets, when it came to a segment that only leads."""
        while self._organisation.tree.children(self.ticket.segment):
            yield from self.move()
            self.pause(0.2, 3)

    def escalate(self) -> Story:
        """Hand it up one level, or at the top to another manager, saying why."""
        target = next(iter(self._organisation.tree.above(self.ticket.segment)), self.ticket.segment)
        reason = self._told(self._pick(self._words.reasons))
        yield from self._do(self.owner, lambda sitting: sitting.escalate(self.ticket.id, target, reason))

    def hand_back(self) -> Story:
        """Give it back to where it came from."""
        note = self._pick(casework.HAND_BACK_NOTES)
        yield from self._do(self.owner, lambda sitting: sitting.hand_back(self.ticket.id, note))

    def resolve(self) -> Story:
        """Close the loop."""
        cause = self.ticket.root_cause or self._pick(self._words.causes)
        action = self._told(self._pick(self._words.actions))
        yield from self._resolve(cause, action, self._pick(casework.TOLD) if self.reachable else casework.NOT_TOLD)

    def reopen(self) -> Story:
        """Take it up again, for it was not solved."""
        note = self._pick(casework.REOPEN_NOTES)
        yield from self._do(self.owner, lambda sitting: sitting.reopen(self.ticket.id, note))

    def hand_over(self) -> Story:
        """Give it on at the end of a shift, to another who works there or to who leads, with a note."""
        others = [one for one in agents_of(self.ticket.segment, self._organisation) if one != self.owner]
        heir = self._pick(others) if others else self._organisation.lead(self.ticket.segment) or ME
        note = self._pick(casework.HANDOVER_NOTES)
        yield from self._make(lambda ticket, _: intent.change(ticket, {"owner": heir}, note=note))

    def answer_again(self, *, is_well: bool) -> Story:
        """Let the customer answer how it is after the resolution; a bad answer reopens it."""
        email, ticket_id = self.ticket.customer_email, self.ticket.id
        if email is None:
            return
        words = self._pick(casework.WELL_AGAIN if is_well else casework.NOT_WELL)
        score = 9 if is_well else 2
        answer = derived("demo again", ticket_id)

        def answered(sitting: Sitting) -> Done:
            said: dict[str, Json] = {"customer_email": email, "score": score, "score_kind": str(ScoreKind.NPS)}
            sitting.record_response(answer, said, words)
            return sitting.answer_again(
                ticket_id, f"NPS {score}: {words}", derived("demo said again", ticket_id), is_well=is_well
            )

        yield from self._do(ME, answered)

    def close_contented(self) -> Story:
        """Thank who is delighted, ask who is almost; there is no cause to find."""
        is_delighted = PROMOTER in self.ticket.tags
        note = self._pick(casework.THANKED_NOTES if is_delighted else casework.ASKED_NOTES)
        yield from self._do(self.owner, lambda sitting: sitting.contact(self.ticket.id, "mail", "reached", note))
        self.pause(0.1, 2)
        yield from self._resolve(None, None, "by mail")

    def slip(self) -> Story:
        """Do something wrong and take it back within minutes."""
        critical = self.ticket.priority is Priority.CRITICAL
        slips = (
            lambda: self.prioritise(Priority.LOW if critical else Priority.CRITICAL),
            lambda: self._comment(casework.WRONG_COMMENT),
            lambda: self._resolve(casework.HASTY_CAUSE, casework.HASTY_ACTION, "by mail"),
            self.move,
        )
        yield from self._pick(slips)()
        slipped = self._last
        if slipped is not None:
            self._now += self._random.randint(20 * SECOND, 4 * MINUTE)
            yield from self._do(slipped.by, lambda sitting: _of_ticket(sitting.undo(operation_id=slipped.id)))

    def intend(self, now: int, then: int) -> Story:
        """Put down, `now`, what is to be done when it is taken up again; some mean to be sooner than they are.

        Some have asked the customer something, and let the ticket wait until then.
        """
        if self.ticket.status not in _IN_WORK:
            return
        self._now = now
        way = "call" if self.ticket.customer_phone else "mail" if self.ticket.customer_email else "neither"
        who = clean_line(self.ticket.customer_name or "") or casework.SOMEBODY
        text = self._pick(casework.INTENTIONS[way]).format(who=who)
        due = self._at_work(now + int((then - now) * self._random.uniform(*_MEANT)))
        due -= due % _ROUND
        if self.reachable and due > now and self.happens(_WAITS):
            asked = Waiting(CUSTOMER, due)
            yield from self._do(self.owner, lambda sitting: sitting.set_aside(self.ticket.id, asked, then=text))
            return
        wanted: dict[str, Json] = {
            "ticket": self.ticket.id, "text": text, "owner": self.owner, "due_at": to_rfc3339(due),
        }  # fmt: skip

        def put_down(sitting: Sitting) -> None:
            sitting.put_followup(None, wanted)

        yield from self._do(self.owner, put_down)

    def _do(self, by: str, act: Callable[[Sitting], Done | None]) -> Story:
        done = yield Step(self._now, by, act, None if self._ticket is None else self._ticket.id)
        self._last = None if done is None else done.operation
        self._ticket = self._ticket if done is None else done.ticket

    def _make(self, make: Callable[[Ticket, Organisation], Draft]) -> Story:
        yield from self._do(self.owner, lambda sitting: sitting.do(self.ticket.id, make))

    def _change(self, by: str, wanted: dict[str, Json]) -> Story:
        yield from self._do(by, lambda sitting: sitting.change(self.ticket.id, wanted))

    def _comment(self, text: str) -> Story:
        yield from self._do(self.owner, lambda sitting: sitting.comment(self.ticket.id, text))

    def _resolve(self, cause: str | None, action: str | None, told: str) -> Story:
        yield from self._do(
            self.owner,
            lambda sitting: sitting.resolve(self.ticket.id, root_cause=cause, action_taken=action, told=told),
        )

    def _told(self, sentence: str) -> str:
        return self._arrival.facts.told_in(sentence)

    def _pick(self, choices: Sequence[T]) -> T:
        return self._random.choice(choices)

    def _at_work(self, instant: int) -> int:
        """Return the instant itself during opening hours, else some time in the morning of the next day at work."""
        day, time_of_day = divmod(instant, DAY)
        if time_of_day > _CLOSES:
            day += 1
        if day % 7 == _SUNDAY:
            day += 1
        if day * DAY + _OPENS <= instant:
            return instant
        return day * DAY + _OPENS + self._random.randint(0, 3 * HOUR)


def _of_ticket(undone: Sequence[Done | Put]) -> Done | None:
    """Return what was done to a ticket."""
    return next((one for one in undone if isinstance(one, Done)), None)
