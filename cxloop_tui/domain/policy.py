"""The rules an organisation may change: mandatory fields, bands, time limits, words.

They decide results, so they are data: changed by `policy.put`, owned by the authority, the same for everybody.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from cxloop_tui.domain.clock import HOUR, SECOND
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import STANDARD_SCALES, Band, Bands, ScoreKind
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.status import Priority

if TYPE_CHECKING:
    from cxloop_tui.domain.operation import Entry, Json
    from cxloop_tui.domain.working_hours import WorkingHours

RESOLUTION_FIELDS: Final = ("root_cause", "action_taken", "told")
"""What a resolution can be asked to say, in the order of its form."""

GROUPS: Final[Mapping[str, str]] = {
    "resolve": "resolving",
    "deadline": "deadlines",
    "hours": "hours",
    "overdue": "overdue",
    "band": "scores",
    "repeat": "intake",
    "queue": "intake",
    "arrival": "intake",
    "category": "intake",
    "mail": "mail",
    "word": "words",
}
"""What the keys are about, by how they begin."""

WORDS: Final[Mapping[str, str]] = {
    "resolve.requires": "what a resolution must say: root_cause, action_taken, told",
    **{
        f"deadline.{priority}.{limit}_hours": f"{priority}: hours to {words}"
        for priority in ("critical", "high", "medium", "low")
        for limit, words in (("contact", "the first contact"), ("resolve", "the resolution"))
    },
    "hours.week": "when people work, as mon-fri 09:00-17:00; empty: deadlines are counted round the clock",
    "hours.zone": "the clock on the wall, as Europe/Berlin",
    "hours.holidays": "days without work, as 2026-12-25,2026-12-26",
    "overdue.rules": "whether what is overdue is reminded of, and handed up, while nobody acts: on or off",
    "overdue.owner_hours": "working hours after the deadline until its owner is reminded",
    "overdue.managers_hours": "until the managers of its segment are reminded too",
    "overdue.escalation_hours": "until it is handed up; so long again for each level above",
    **{
        f"band.{kind}.{band}": f"{kind.upper()}: the highest score of who is {words}"
        for kind in ("nps", "csat", "ces")
        for band, words in (("dissatisfied", "dissatisfied"), ("neutral", "neither"))
    },
    "repeat.detractor": "another bad answer to a waiting ticket: ticket (its own) or append",
    "queue.passives": "whether who is neither gets a ticket, to be asked what would make it better: on or off",
    "queue.promoters": "whether who is satisfied gets one, to be thanked: on or off",
    "category.offered": "categories that are offered while one is typed, as product/defect; others can be typed, too",
    "arrival.rules": "what is done by itself to a new ticket: condition => deed; condition => deed",
    "mail.notices": "whether people are told by mail what was done to their tickets: on or off",
    "mail.managers": "managers who are copied: those of the ticket's segment, above (it and all above), or all",
    "mail.gather_seconds": "what is done to a ticket within so many seconds goes into one letter",
    "mail.greeting": "whether the customer of a new ticket is told at once that they were heard: on or off",
    "mail.language": "the language customers are written to in where nothing says theirs, as en",
    "mail.review_link": "where satisfied customers can tell others, as https://reviews.example/us",
    "mail.survey_link": "where customers are asked after the resolution; {number} is the ticket's; empty: nobody is",
    "mail.signature": "who signs what goes to customers by itself",
    "mail.hold_seconds": "a finished letter can be read, changed and held back for so many seconds",
    "word.segment": "what a segment is called here",
    "word.manager": "what a manager is called here",
    "word.owner": "what an owner is called here",
}
"""What each key decides, in a few words."""

DEFAULTS: Final[dict[str, Json]] = {
    "resolve.requires": list(RESOLUTION_FIELDS),
    "deadline.critical.contact_hours": 4,
    "deadline.critical.resolve_hours": 24,
    "deadline.high.contact_hours": 24,
    "deadline.high.resolve_hours": 72,
    "deadline.medium.contact_hours": 48,
    "deadline.medium.resolve_hours": 120,
    "deadline.low.contact_hours": 72,
    "deadline.low.resolve_hours": 240,
    "hours.week": "",
    "hours.zone": {"name": "UTC", "offsets": [[0, 0]]},
    "hours.holidays": [],
    "overdue.rules": "off",
    "overdue.owner_hours": 0,
    "overdue.managers_hours": 4,
    "overdue.escalation_hours": 8,
    "band.nps.dissatisfied": 6,
    "band.nps.neutral": 8,
    "band.csat.dissatisfied": 2,
    "band.csat.neutral": 3,
    "band.ces.dissatisfied": 3,
    "band.ces.neutral": 5,
    "repeat.detractor": "ticket",
    "queue.passives": "off",
    "queue.promoters": "off",
    "category.offered": [
        "product/quality",
        "product/defect",
        "product/availability",
        "product/website",
        "customer service/waiting time",
        "customer service/courtesy",
        "customer service/delivery",
        "customer service/returns",
        "brand loyalty/promises kept",
        "brand loyalty/responsiveness",
        "brand loyalty/trust",
        "marketing & sales/price",
        "marketing & sales/billing",
        "marketing & sales/advertising",
    ],
    "arrival.rules": "",
    "mail.notices": "off",
    "mail.managers": "segment",
    "mail.gather_seconds": 60,
    "mail.greeting": "off",
    "mail.language": "en",
    "mail.review_link": "",
    "mail.survey_link": "",
    "mail.signature": "",
    "mail.hold_seconds": 60,
    "word.segment": "segment",
    "word.manager": "manager",
    "word.owner": "owner",
}
"""Every key there is, with its value until somebody changes it."""

POLICY: Final = "policy"
"""What operations that change rules are about."""

REPEATS: Final = ("ticket", "append")
"""What becomes of a dissatisfied response when its customer has an unresolved ticket in the same segment.

A ticket of its own, or a note on the one there is.
"""


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

SWITCH: Final = ("on", "off")

CATEGORIES_MOST: Final = 100
"""Categories that are offered, at the most."""

ARRIVAL_RULES: Final = "arrival.rules"
ARRIVAL_MOST: Final = 20_000
"""Characters that all rules on arrival have together, at the most."""

WAIT_MOST: Final = 24 * 60 * 60
"""Seconds a letter may be gathered or held by itself; longer is what holding it back is for."""


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


def checked_value(key: str, value: Json) -> Json:
    """Return `value` if the policy key may have it. Raises Unusable with the nearest key or what is expected."""
    demand_key(key)
    check = _CHECKS[key.split(".", maxsplit=1)[0]]
    problem = check(key, value)
    if problem:
        raise Unusable(f"{key}: {problem}")
    return value


def demand_key(key: str) -> None:
    """Let a policy key pass. Raises Unusable, naming the nearest one."""
    if key not in DEFAULTS:
        near = get_close_matches(key, DEFAULTS, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; `cxloop policy show` lists them"
        raise Unusable(f"no policy key {key!r}{hint}")


def read_value(key: str, text: str) -> Json:
    """Return the value a person wrote for a policy key: a number, a word, a list with commas between.

    Raises Unusable for what the key may not have.
    """
    return checked_value(key, _read(key, text))


def told_value(value: Json) -> Json:
    """Return a value as people are told it: of a time zone its name."""
    return value["name"] if isinstance(value, Mapping) else value


def written_value(value: Json) -> str:
    """Return a value as `read_value` reads it."""
    value = told_value(value)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value)
    return ",".join(str(item) for item in value)


def _read(key: str, text: str) -> Json:
    """Read a value as the default of its key suggests; what does not fit stays text, which the check refuses."""
    match DEFAULTS.get(key):
        case list():
            return [item.strip() for item in text.split(",") if item.strip()]
        case dict():
            from cxloop_tui.domain.working_hours import zone_named

            zone = zone_named(text.strip())
            return {"name": zone.name, "offsets": [list(change) for change in zone.offsets]}
        case int():
            with suppress(ValueError):
                number: Json = json.loads(text)
                return number
    return text


def _check_requires(_key: str, value: Json) -> str | None:
    if isinstance(value, list) and all(name in RESOLUTION_FIELDS for name in value):
        return None
    return f"a list of {', '.join(RESOLUTION_FIELDS)} is expected"


def _check_hours(_key: str, value: Json) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 24 * 366:
        return None
    return "a number of hours above 0 is expected"


def _check_working_hours(key: str, value: Json) -> str | None:
    from cxloop_tui.domain.working_hours import HOLIDAYS_MOST, demand_holiday, read_week, zone_kept

    try:
        match key, value:
            case "hours.week", "":
                pass
            case "hours.week", str():
                read_week(value)
            case "hours.zone", Mapping():
                zone_kept(value)
            case "hours.holidays", list() if len(value) <= HOLIDAYS_MOST:
                for day in value:
                    demand_holiday(day)
            case _:
                return "hours as mon-fri 09:00-17:00, a zone as Europe/Berlin, days as 2026-12-25 are expected"
    except Unusable as wrong:
        return str(wrong)
    return None


def _check_overdue(key: str, value: Json) -> str | None:
    if key == "overdue.rules":
        return None if value in SWITCH else f"{' or '.join(SWITCH)} is expected"
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 24 * 366:
        return None
    return "a number of hours is expected"


def _check_band(key: str, value: Json) -> str | None:
    scale = STANDARD_SCALES[ScoreKind(key.split(".")[1])]
    if isinstance(value, int) and not isinstance(value, bool) and value in scale:
        return None
    return f"a whole number from {scale.low} to {scale.high} is expected"


def _check_repeat(_key: str, value: Json) -> str | None:
    return None if value in REPEATS else f"{' or '.join(REPEATS)} is expected"


def _check_queue(_key: str, value: Json) -> str | None:
    return None if value in SWITCH else f"{' or '.join(SWITCH)} is expected"


def _check_categories(_key: str, value: Json) -> str | None:
    words = value if isinstance(value, list) else [""]
    if len(words) <= CATEGORIES_MOST and all(_is_word(one) for one in words):
        return None
    return f"up to {CATEGORIES_MOST} words of up to 100 characters are expected, as product/defect"


def _is_word(value: Json) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= 100


def _check_arrival(_key: str, value: Json) -> str | None:
    # What the rules mean depends on segments and people: it is asked where those are known (`organisation_puts`).
    if isinstance(value, str) and len(value) <= ARRIVAL_MOST:
        return None
    return f"rules of up to {ARRIVAL_MOST:,} characters are expected"


def _check_mail(key: str, value: Json) -> str | None:
    if key in {"mail.notices", "mail.greeting"}:
        return None if value in SWITCH else f"{' or '.join(SWITCH)} is expected"
    if key == "mail.language":
        return None if isinstance(value, str) and is_language(value) else "two letters are expected, as en"
    if key in {"mail.signature", "mail.review_link", "mail.survey_link"}:
        return None if isinstance(value, str) and len(value) <= 300 else "a text of up to 300 characters is expected"
    if key == "mail.managers":
        return None if value in tuple(Reach) else f"{', '.join(Reach)}: one of them is expected"
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= WAIT_MOST:
        return None
    return f"a whole number of seconds from 0 to {WAIT_MOST:,} is expected"


def _check_word(_key: str, value: Json) -> str | None:
    if isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= 30:
        return None
    return "a word of up to 30 printable characters is expected"


_CHECKS: Final = {
    "resolve": _check_requires,
    "deadline": _check_hours,
    "hours": _check_working_hours,
    "overdue": _check_overdue,
    "band": _check_band,
    "repeat": _check_repeat,
    "queue": _check_queue,
    "arrival": _check_arrival,
    "category": _check_categories,
    "mail": _check_mail,
    "word": _check_word,
}
