"""In which order a whole column writes its dates: seen in its values, asked for, or an open question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.intake.dates import EARLIEST, SERIAL, WrittenDate, written_date
from cxloop_tui.domain.intake.missing import is_missing
from cxloop_tui.domain.text import clean_line

_ENOUGH: Final = 500
"""After so many cells a column with hardly a date among them is none of dates, and no more of it is read."""


@dataclass(slots=True)
class ShapeSeen:
    """What has been seen of the dates written in one way."""

    count: int = 0
    latest: dict[DateOrder, int] = field(default_factory=dict)
    earliest: dict[DateOrder, int] = field(default_factory=dict)
    fits: dict[DateOrder, int] = field(default_factory=dict)
    """How many are dates in each order."""
    matters: bool = False
    """Some date is another day in another order."""
    only: dict[DateOrder, str] = field(default_factory=dict)
    """For each order, a date that is one in that order alone."""

    def note(self, found: WrittenDate, text: str) -> None:
        """Take one more date into account."""
        self.count += 1
        self.matters |= len(set(found.instants.values())) > 1
        for order, instant in found.instants.items():
            self.fits[order] = self.fits.get(order, 0) + 1
            self.latest[order] = max(self.latest.get(order, instant), instant)
            self.earliest[order] = min(self.earliest.get(order, instant), instant)
        if len(found.instants) == 1:
            self.only.setdefault(next(iter(found.instants)), clean_line(text.strip(), 30))


@dataclass(slots=True)
class DatesSeen:
    """What has been seen of the dates of a column; a few numbers, however long it is."""

    noted: int = 0
    """Cells looked at; the same text may count once."""
    shapes: dict[str, ShapeSeen] = field(default_factory=dict)
    is_hopeless: bool = False
    """So many cells were no dates that the others are not looked at."""

    def note(self, text: str) -> None:
        """Take one more filled cell into account."""
        if self.is_hopeless or is_missing(text):
            return
        self.noted += 1
        if self.noted == _ENOUGH:
            self.is_hopeless = sum(seen.count for seen in self.shapes.values()) * 5 < self.noted
        found = written_date(text)
        if found is not None:
            self.shapes.setdefault(found.shape, ShapeSeen()).note(found, text)

    @property
    def share(self) -> float:
        """Which part of the cells are dates, 0 to 1; days of a spreadsheet count only when all are."""
        dates = sum(seen.count for shape, seen in self.shapes.items() if shape != SERIAL)
        days = self.shapes[SERIAL].count if SERIAL in self.shapes else 0
        if days and days == self.noted:
            return 1.0
        return dates / self.noted if self.noted else 0.0

    @property
    def are_counts(self) -> bool:
        """Whether they are bare numbers, which may be anything unless the header says that they are dates."""
        return not set(self.shapes) - {SERIAL, "seconds", "milliseconds", "compact"}


class OpenOrder(Exception):
    """Nothing says which number of these dates is the day; `orders` has what they may be."""

    def __init__(self, why: str, orders: tuple[DateOrder, ...]) -> None:
        super().__init__(why)
        self.orders = orders


def orders_of(seen: DatesSeen, asked: DateOrder | None, now: int | None) -> dict[str, DateOrder]:
    """Decide the order of every shape that stands in a column of dates. Raises OpenOrder.

    The whole column decides: an order has to make a date of every value and may put none after `now` (milliseconds;
    None: not asked). What is left open falls to what was asked for.
    """
    orders: dict[str, DateOrder] = {}
    for shape, found in seen.shapes.items():
        if shape == SERIAL and found.count < seen.noted:
            continue
        orders[shape] = _order(shape, found, asked, now) if shape[0] in "-./" else DateOrder.YEAR_FIRST
    return orders


def _order(shape: str, found: ShapeSeen, asked: DateOrder | None, now: int | None) -> DateOrder:
    fitting = [order for order in DateOrder if found.fits.get(order) == found.count]
    left = _by_custom(shape, _narrowed(fitting, lambda order: _is_past(found, order, now)))
    if len(left) == 1 or (left and not found.matters):
        return left[0]
    possible = tuple(left or sorted(found.fits, key=lambda order: -found.fits[order]))
    if asked in possible:
        return asked
    raise OpenOrder(_why(found, left), possible)


def _narrowed(orders: list[DateOrder], test: Callable[[DateOrder], bool]) -> list[DateOrder]:
    """Return the orders that pass a test; all of them when none does."""
    return [order for order in orders if test(order)] or orders


def _is_past(found: ShapeSeen, order: DateOrder, now: int | None) -> bool:
    return now is None or found.latest[order] <= now + DAY


def _by_custom(shape: str, orders: list[DateOrder]) -> list[DateOrder]:
    """Leave out what nobody writes: points with the month first, slashes with a short year first."""
    if shape[0] == ".":
        return _narrowed(orders, lambda order: order is not DateOrder.MONTH_FIRST)
    if shape[0] == "/":
        return _narrowed(orders, lambda order: order is not DateOrder.YEAR_FIRST)
    return orders


def _why(found: ShapeSeen, left: list[DateOrder]) -> str:
    if left or len(found.only) < 2:
        return "which number is the day fits either way in all of its dates"
    shown = [f"{text} is {order}" for order, text in found.only.items()]
    return f"its dates contradict each other: {' and '.join(shown)}"


def span(seen: DatesSeen, orders: Mapping[str, DateOrder]) -> tuple[int, int] | None:
    """Return the first and the last instant of a column, in milliseconds; None when it has no date."""
    chosen = [(seen.shapes[shape], order) for shape, order in orders.items() if order in seen.shapes[shape].fits]
    if not chosen:
        return None
    return min(found.earliest[order] for found, order in chosen), max(found.latest[order] for found, order in chosen)


def usable(instant: int | None, now: int | None) -> int | None:
    """Return when an answer was given; None for what cannot be that: before 1990, or more than a day from now."""
    if instant is None or instant < EARLIEST or (now is not None and instant > now + DAY):
        return None
    return instant
