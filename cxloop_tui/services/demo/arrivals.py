"""How complaints come to the desk of the demo: when, from whom, about what, to which segment."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.services.demo.casework import CASEWORK
from cxloop_tui.services.demo.chances import Chances
from cxloop_tui.services.demo.customers import Customer, Customers
from cxloop_tui.services.demo.languages.language import Facts, Theme
from cxloop_tui.services.demo.verbatim import compose, facts

HISTORY: Final = 60 * DAY
"""How far back a demo goes that is not a large one, in milliseconds."""

_CROWDING: Final = 2.0
"""Above 1, the more tickets the nearer to now: there is something to do today."""

_CROWD: Final = 20_000
"""The most tickets that come within HISTORY; of more, the first came before it."""

_EARLIER_A_DAY: Final = 1_000
"""How many came on every day before HISTORY: so however many there are, only so many are in hand at once."""

_THEMES: Final = Chances({
    Theme.LATE: 24,
    Theme.BROKEN: 19,
    Theme.RUDE: 12,
    Theme.BILLED: 18,
    Theme.IGNORED: 15,
    Theme.WEB: 12,
})  # fmt: skip
"""Of a hundred complaints, how many are about what."""

_SEGMENTS: Final = {
    Theme.LATE: Chances({"parcels": 8, "delivery": 1, "shop": 1}),
    Theme.BROKEN: Chances({"returns": 5, "shop": 5, "online": 1}),
    Theme.RUDE: Chances({"shop": 7, "hotline": 2, "retail": 1}),
    Theme.BILLED: Chances({"billing": 7, "returns": 2, "shop": 1}),
    Theme.IGNORED: Chances({"hotline": 7, "billing": 2, "care": 1}),
    Theme.WEB: Chances({"webshop": 9, "billing": 1}),
}
"""Where complaints of a theme land; `shop` is one near the customer."""

_SHOPS: Final = {
    "German": "hamburg", "Turkish": "hamburg", "Polish": "gdansk", "Italian": "bari", "Greek": "bari",
    "Hebrew": "bari", "Portuguese": "lisbon", "Spanish": "lisbon", "French": "lisbon",
}  # fmt: skip

_ANY_SHOP: Final = ("hamburg", "gdansk", "bari", "lisbon", "north", "south")

_QUESTIONS: Final = Chances({ScoreKind.NPS: 60, ScoreKind.CSAT: 25, ScoreKind.CES: 15})
_SCORES: Final = {ScoreKind.NPS: (0, 6), ScoreKind.CSAT: (1, 2), ScoreKind.CES: (1, 3)}
"""The dissatisfied answers to each question, both ends included."""

_SURVEY_CHANNELS: Final = ("e-mail", "web", "app", "sms", "kiosk")
_HAND_CHANNELS: Final = ("phone", "shop", "letter", "social")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One complaint as it reaches the desk."""

    at: int
    customer: Customer
    anonymous: bool
    """A survey that was answered without leaving an address."""
    theme: Theme
    facts: Facts
    comment: str | None
    """What they wrote; None when they gave a score only."""
    answer: tuple[int, ScoreKind] | None
    """The score they gave; None when a colleague wrote it down instead of a survey bringing it."""
    channel: str
    touchpoint: str
    segment: str
    earlier: tuple["Earlier", ...] = ()
    """What the same customer answered to former surveys, which come with it; oldest first."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer to a former survey."""

    days: int
    """How many days before."""
    score: int
    words: str


def history(tickets: int) -> int:
    """Return how far back a demo of so many tickets goes, in milliseconds."""
    return HISTORY + max(tickets - _CROWD, 0) * DAY // _EARLIER_A_DAY


def arrivals(tickets: int, now: int, random: Random) -> Iterator[Arrival]:
    """Make up the complaints up to `now`, in the order of time."""
    customers = Customers(random)
    return (_arrival(at, customers.next(), random) for at in _times(tickets, now, random))


def _times(tickets: int, now: int, random: Random) -> Iterator[int]:
    """Spread instants evenly but for chance, the last of them ever denser towards now."""
    crowd = min(tickets, _CROWD)
    for place in range(tickets - crowd):
        yield now - history(tickets) + int((place + random.random()) * DAY / _EARLIER_A_DAY)
    span = HISTORY - DAY // 24
    for place in range(crowd):
        yield now - int(span * ((crowd - place - random.random()) / crowd) ** _CROWDING)


def _arrival(at: int, customer: Customer, random: Random) -> Arrival:
    theme = _THEMES.draw(random)
    about = facts(customer.language, random)
    by_survey = random.random() < 0.88
    silent = by_survey and random.random() < 0.05
    return Arrival(
        at=at,
        customer=customer,
        anonymous=by_survey and random.random() < 0.03,
        theme=theme,
        facts=about,
        comment=None if silent else compose(customer.language, theme, about, random),
        answer=_answer(random) if by_survey else None,
        channel=random.choice(_SURVEY_CHANNELS if by_survey else _HAND_CHANNELS),
        touchpoint=random.choice(CASEWORK[theme].touchpoints),
        segment=_segment(theme, customer, random),
    )


def _answer(random: Random) -> tuple[int, ScoreKind]:
    kind = _QUESTIONS.draw(random)
    return random.randint(*_SCORES[kind]), kind


def _segment(theme: Theme, customer: Customer, random: Random) -> str:
    found = _SEGMENTS[theme].draw(random)
    if found != "shop":
        return found
    return _SHOPS.get(customer.language.name) or random.choice(_ANY_SHOP)
