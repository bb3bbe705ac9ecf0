"""The rules an organisation may change: mandatory fields, bands, time limits, words.

They decide results, so they are data: changed by `policy.put`, owned by the authority, the same for everybody. Their
keys are in `policy_keys`, what each may be in `policy_values`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from cxloop_tui.domain.clock import HOUR, SECOND
from cxloop_tui.domain.feedback import Band, Bands, ScoreKind
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.policy_keys import DEFAULTS, RESOLUTION_FIELDS
from cxloop_tui.domain.status import Priority

if TYPE_CHECKING:
    from cxloop_tui.domain.operation import Entry, Json
    from cxloop_tui.domain.working_hours import WorkingHours


class Reach(StrEnum):
    """Whose managers are copied on a ticket's letters."""

    SEGMENT = "segment"
    """Those of its segment; where there are none, of the next segment above that has some."""
    ABOVE = "above"
    """Those of its segment and of every segment above."""
    ALL = "all"
    """Those of every segment."""


UNSAID_SHIFT: Final = 8 * HOUR
"""What is left of a working day where nobody said when people work."""

_TIMING: Final = ("deadline.", "hours.")
"""How the keys begin that deadlines depend on."""

_QUEUE_KEYS: Final = {Band.NEUTRAL: "queue.passives", Band.SATISFIED: "queue.promoters"}
_KINDS: Final = frozenset(map(str, ScoreKind))


@frozen
class Limits:
    """The time limits of one priority, in milliseconds: of working time, where the organisation has some."""

    contact: int
    resolve: int


@frozen
class Policy:
    """The rules as they stand; keys that were never changed have their default."""

    changed: Mapping[str, Json] = field(default_factory=dict)
    _limits: dict[Priority, Limits] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `limits` worked out: every new ticket asks."""
    _bands: dict[ScoreKind, Bands] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `bands` worked out: every response asks."""
    _hours: list[WorkingHours | None] = field(default_factory=list, init=False, repr=False, compare=False)
    """What `hours` worked out: as every new ticket does, too."""

    def value(self, key: str) -> Json:
        """Return the value of a key of DEFAULTS."""
        return self.changed.get(key, DEFAULTS[key])

    @property
    def hours(self) -> WorkingHours | None:
        """When people work here; None where deadlines are counted round the clock."""
        if not self._hours:
            self._hours.append(_working_hours(self))
        return self._hours[0]

    def limits(self, priority: Priority) -> Limits:
        """Return how long a ticket of this priority may wait."""
        found = self._limits.get(priority)
        if found is None:
            contact, resolve = (
                int(cast("float", self.value(f"deadline.{priority}.{limit}_hours")) * HOUR)
                for limit in ("contact", "resolve")
            )
            if self.hours is not None:
                contact, resolve = self.hours.working(contact), self.hours.working(resolve)
            found = self._limits[priority] = Limits(contact, resolve)
        return found

    def later(self, instant: int, length: int) -> int:
        """Return the instant after so much working time; of a negative length the one before it."""
        if self.hours is None:
            return instant + length
        return self.hours.after(instant, length) if length >= 0 else self.hours.before(instant, -length)

    def counted(self, start: int, end: int) -> int:
        """Return how much time between two instants deadlines count; none when the first is later."""
        return max(end - start, 0) if self.hours is None else self.hours.between(start, end)

    def until_work_ends(self, now: int) -> int:
        """Return how long it is until people stop working here, today or on the next day they work; milliseconds."""
        return UNSAID_SHIFT if self.hours is None else self.hours.closing(now) - now

    def bands(self, kind: ScoreKind) -> Bands:
        """Return where the bands of a kind of score end."""
        found = self._bands.get(kind)
        if found is None:
            found = self._bands[kind] = Bands(
                cast("int", self.value(f"band.{kind}.dissatisfied")), cast("int", self.value(f"band.{kind}.neutral"))
            )
        return found

    def band_of(self, score: int | None, kind: str | None) -> Band | None:
        """Return what a score says of a customer; None without one, and where nobody knows that kind of question."""
        if score is None or kind not in _KINDS:
            return None
        return self.bands(ScoreKind(kind)).of(score)

    def makes_tickets_of(self, band: Band) -> bool:
        """Say whether who answers so gets a ticket."""
        return band is Band.DISSATISFIED or self.value(_QUEUE_KEYS[band]) == "on"

    def resolution_requires_of(self, score: int | None, kind: str | None) -> tuple[str, ...]:
        """Return what the resolution of a ticket must say; of who is not dissatisfied only how they were told.

        There is no cause to find, and nothing to put right.
        """
        required = self.resolution_requires
        if self.band_of(score, kind) in (None, Band.DISSATISFIED):
            return required
        return tuple(name for name in required if name == "told")

    @property
    def resolution_requires(self) -> tuple[str, ...]:
        """The fields a resolution must fill, in the order of its form."""
        required = cast("list[str]", self.value("resolve.requires"))
        return tuple(name for name in RESOLUTION_FIELDS if name in required)

    @property
    def appends_repeats(self) -> bool:
        """Whether another response of a customer goes to their unresolved ticket of the same segment."""
        return self.value("repeat.detractor") == "append"

    @property
    def tells_by_mail(self) -> bool:
        """Whether people get letters about their tickets."""
        return self.value("mail.notices") == "on"

    @property
    def greets(self) -> bool:
        """Whether a customer is told at once that they were heard."""
        return self.value("mail.greeting") == "on"

    @property
    def mail_language(self) -> str:
        """The language customers are written to in where nothing says theirs, as ISO 639-1 has it."""
        return cast("str", self.value("mail.language"))

    @property
    def review_link(self) -> str:
        """Where satisfied customers can tell others; empty where nobody said."""
        return cast("str", self.value("mail.review_link"))

    @property
    def survey_link(self) -> str:
        """Where customers are asked after the resolution; empty where they are not."""
        return cast("str", self.value("mail.survey_link"))

    @property
    def mail_signature(self) -> str:
        """Who signs what goes to customers by itself."""
        return cast("str", self.value("mail.signature"))

    @property
    def mail_reach(self) -> Reach:
        """Whose managers are copied."""
        return Reach(cast("str", self.value("mail.managers")))

    @property
    def gathered_for(self) -> int:
        """How long what is done to one ticket is gathered for one letter, in milliseconds."""
        return cast("int", self.value("mail.gather_seconds")) * SECOND

    @property
    def held_for(self) -> int:
        """How long a finished letter stays before it goes, in milliseconds."""
        return cast("int", self.value("mail.hold_seconds")) * SECOND

    @property
    def minds_the_overdue(self) -> bool:
        """Whether something is done by itself about what is overdue."""
        return self.value("overdue.rules") == "on"

    @property
    def categories(self) -> Sequence[str]:
        """The categories that are offered; what lies behind a slash is part of what stands before it."""
        return cast("list[str]", self.value("category.offered"))

    @property
    def arrival_rules(self) -> str:
        """The rules on arrival as they were written, empty where there is none (`domain.arrival_rules`)."""
        return cast("str", self.value("arrival.rules"))

    def word(self, thing: str) -> str:
        """Return what this organisation calls a segment, a manager, an owner."""
        return cast("str", self.value(f"word.{thing}"))

    @property
    def timing(self) -> Mapping[str, Json]:
        """What was changed of the rules that decide a ticket's deadlines: all that applying an operation asks."""
        return {key: value for key, value in self.changed.items() if key.startswith(_TIMING)}

    def after(self, entry: Entry) -> Policy:
        """Return the policy that a `policy.put` leaves; what is set to nothing has its default again.

        Unknown keys of newer programs are kept.
        """
        changed = {**self.changed, **{key: change.wanted for key, change in entry.operation.set.items()}}
        return Policy({key: value for key, value in changed.items() if value is not None})


def is_language(text: str) -> bool:
    """Say whether a text is written as ISO 639-1 writes a language."""
    return len(text) == 2 and text.isascii() and text.isalpha() and text.islower()


def _working_hours(policy: Policy) -> WorkingHours | None:
    written = cast("str", policy.value("hours.week"))
    if not written:
        return None
    from cxloop_tui.domain.working_hours import WorkingHours, days_off, read_week, zone_kept

    zone = zone_kept(cast("Mapping[str, object]", policy.value("hours.zone")))
    return WorkingHours(read_week(written), zone, days_off(cast("list[str]", policy.value("hours.holidays"))))


def policy_timeline(entries: Iterable[Entry]) -> Callable[[int], Policy]:
    """Return a function from a sequence number to the policy in force at it."""
    seqs, policies = [0], [Policy()]
    for entry in entries:
        seqs.append(entry.seq)
        policies.append(policies[-1].after(entry))
    return lambda seq: policies[bisect_right(seqs, seq) - 1]
