"""One ticket as one line: urgency, flag, number, state, who, what they said, whose it is, how long.

Which columns there are follows from the width alone, so header and rows line up, and nothing moves while scrolling.
The customer's words get what is left over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum, auto
from typing import Final, Literal, Self

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.ui.render.cells import fit
from cxloop_tui.ui.render.looks import STATUS_WORDS, Looks, Signs, painted
from cxloop_tui.ui.render.when import DUE_WIDTH, due, span, waiting

ColumnName = Literal[
    "urgency", "flag", "ticket", "state", "customer", "score", "said", "segment", "owner", "age", "due"
]  # fmt: skip

SCORE_SCREEN: Final = 100
"""A screen this wide may show the score."""

SEGMENT_SCREEN: Final = 140
"""A screen this wide may show the segment."""

TICKET_WIDTHS: Final = range(6, 11)
"""Cells a ticket's number may take: its column's title, up to nine digits."""

MARK: Final = "*"
"""The flag of a marked ticket; it takes the place of any other."""

_SAID_ENOUGH: Final = 16
_SAID_AMPLE: Final = 24
_SAID_MIN: Final = 10
"""Cells the customer's words keep at least: beside a segment, beside a score, at all."""

_SCORE_WIDTH: Final = 5
_SEGMENT_WIDTH: Final = 10
_AGE_WIDTH: Final = 4


class Cursor(Enum):
    """Whether the cursor is on a row, and whether keys go there."""

    NONE = auto()
    HERE = auto()
    AWAY = auto()
    """The cursor is on it, but the focus is in another pane."""


@frozen
class Column:
    """One column; a cell of space stands between two."""

    name: ColumnName
    title: str
    width: int
    align: Literal["left", "right"] = "left"


@frozen
class Columns:
    """The columns of a list, left to right, between a cell for the cursor's bar and one for the scroll mark."""

    width: int
    """Cells of a whole line."""
    columns: tuple[Column, ...]

    @property
    def cells(self) -> int:
        """Cells of a line without the one for the scroll mark; more than there are where it is too narrow for all."""
        return 1 + sum(column.width + 1 for column in self.columns)

    def cells_of(self, name: ColumnName) -> range:
        """Return the cells of a line that a column takes; none when it is not shown."""
        start = 1
        for column in self.columns:
            if column.name == name:
                return range(start, start + column.width)
            start += column.width + 1
        return range(0)

    @classmethod
    def for_width(
        cls, width: int, screen_width: int | None = None, *, ticket_width: int = 6, by_segment: bool = False
    ) -> Self:
        """Choose the columns for a list of `width` cells on a screen of `screen_width` (unless told: the same).

        `ticket_width` is what the longest number takes; `by_segment` shows the segment instead of the owner, for
        whoever looks at the work of many.
        """
        screen = width if screen_width is None else screen_width
        chosen = _always(width, ticket_width, by_segment=by_segment)
        if screen >= SEGMENT_SCREEN and not by_segment:
            chosen = _with(chosen, Column("segment", "segment", _SEGMENT_WIDTH), "owner", width, _SAID_ENOUGH)
        if screen >= SCORE_SCREEN:
            chosen = _with(chosen, Column("score", "score", _SCORE_WIDTH, "right"), "said", width, _SAID_AMPLE)
        for name in ("owner", "segment", "customer"):
            if _left_over(chosen, width) < _SAID_MIN:
                chosen = [column for column in chosen if column.name != name]
        said = _said_column(max(_left_over(chosen, width), 0))
        return cls(width, tuple(said if column.name == "said" else column for column in chosen))

    @classmethod
    def chosen(cls, width: int, names: Sequence[str], *, ticket_width: int = 6) -> Self:
        """Return the columns somebody named, in their order, after urgency, flag and number.

        Where they leave no room for the customer's words, which are always there, the last of them are left out.
        """
        every: dict[str, Column] = {column.name: column for column in _every(width, ticket_width)}
        wanted = [every[name] for name in dict.fromkeys([*names, "said"])]
        first = [every[name] for name in _FIRST]
        while _left_over([*first, *wanted], width) < _SAID_MIN and len(wanted) > 1:
            wanted.remove(next(column for column in reversed(wanted) if column.name != "said"))
        said = _said_column(max(_left_over([*first, *wanted], width), 0))
        return cls(width, (*first, *(said if column.name == "said" else column for column in wanted)))


_FIRST: Final[tuple[ColumnName, ...]] = ("urgency", "flag", "ticket")

COLUMN_NAMES: Final[tuple[ColumnName, ...]] = (
    "state", "customer", "score", "said", "segment", "owner", "age", "due",
)  # fmt: skip
"""What a configuration may choose from, beside what is always there."""


def _every(width: int, ticket_width: int) -> list[Column]:
    """Return all columns there are, at this width."""
    always = _always(width, ticket_width, by_segment=False)
    others = [
        Column("score", "score", _SCORE_WIDTH, "right"),
        Column("segment", "segment", _SEGMENT_WIDTH),
        Column("age", "age", _AGE_WIDTH, "right"),
    ]
    return [*always, *others]


def _always(width: int, ticket_width: int, *, by_segment: bool) -> list[Column]:
    """Return the columns there is always something to say in, the words still without a width."""
    roomy = width >= 72
    whose_width = 9 if width >= 100 else 7 if roomy else 5
    whose = Column("owner", "owner", whose_width)
    if by_segment:
        whose = Column("segment", "segment", max(whose_width, 7))
    return [
        Column("urgency", "", 1),
        Column("flag", "", 1),
        Column("ticket", "ticket", min(max(ticket_width, TICKET_WIDTHS[0]), TICKET_WIDTHS[-1])),
        Column("state", "state", 5) if roomy else Column("state", "st", 4),
        Column("customer", "customer", min(max(width * 3 // 20, 11), 20)),
        _said_column(0),
        whose,
        Column("due", "due", DUE_WIDTH, "right"),
    ]


def _said_column(width: int) -> Column:
    title = "what they said"
    return Column("said", title if len(title) <= width else "said", width)


def _with(columns: list[Column], new: Column, before: ColumnName, width: int, said_min: int) -> list[Column]:
    """Return the columns with one more, or as they are where the words would keep less than `said_min`."""
    place = [column.name for column in columns].index(before)
    wider = [*columns[:place], new, *columns[place:]]
    return wider if _left_over(wider, width) >= said_min else columns


def _left_over(columns: list[Column], width: int) -> int:
    """Return the cells left for the words, after bar, gaps, the other columns and the edge."""
    return width - 1 - sum(column.width + 1 for column in columns)


@frozen
class Sheet:
    """What all rows of a list are drawn with."""

    columns: Columns
    looks: Looks
    names: Mapping[str, str] = field(default_factory=dict)
    """What to call people, by e-mail, and segments, by code."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """The short names of people, by e-mail (`first_names`)."""
    low_scores: Mapping[str, int] = field(default_factory=dict)
    """The highest score of somebody dissatisfied, by kind of score."""

    @property
    def signs(self) -> Signs:
        """What is drawn in place of colour."""
        return self.looks.signs


def first_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return what to call people in a narrow column: the first name, with an initial where several share it."""
    words = {email: clean_line(name).split() for email, name in names.items() if "@" in email}
    people: dict[str, set[str]] = {}
    for email, parts in words.items():
        people.setdefault(parts[0].casefold() if parts else "", set()).add(email)
    return {
        email: f"{parts[0]} {parts[-1][0]}" if len(parts) > 1 and len(people[parts[0].casefold()]) > 1 else parts[0]
        for email, parts in words.items()
        if parts
    }


def ticket_name(row: TicketRow) -> str:
    """Return what to call a ticket: `#1042`, or its handle until it has a number."""
    return number_or_handle(row.id, row.number)


def header_strip(sheet: Sheet) -> Strip:
    """Draw the line that names the columns."""
    style = sheet.looks.muted + sheet.looks.ground
    titles = " ".join(fit(column.title, column.width, column.align) for column in sheet.columns.columns)
    return Strip([Segment(fit(f" {titles}", sheet.columns.width, ellipsis=""), style)], sheet.columns.width)


def row_strip(
    row: TicketRow, sheet: Sheet, *, cursor: Cursor, now: int, has_thumb: bool = False, is_marked: bool = False
) -> Strip:
    """Draw one ticket in exactly the width of the columns; `has_thumb` puts the position mark at its right edge."""
    looks, width = sheet.looks, sheet.columns.width
    behind = looks.ground if cursor is Cursor.NONE else looks.cursor
    bar = looks.here if cursor is Cursor.HERE else looks.muted
    segments = [Segment(" " if cursor is Cursor.NONE else sheet.signs.cursor, bar + behind)]
    for text, style in _runs(_cells_of(row, sheet, now, is_marked=is_marked)):
        if cursor is Cursor.NONE:
            segments += painted(text, looks.ground, style)
        else:
            segments.append(Segment(text, style + looks.cursor))
    strip = Strip(segments, sheet.columns.cells).adjust_cell_length(width, behind)
    if not has_thumb:
        return strip
    mark = Strip([Segment(sheet.signs.thumb, looks.muted + behind)], 1)
    return Strip.join([strip.crop(0, width - 1), mark])


Cell = tuple[str, Style]


def _cells_of(row: TicketRow, sheet: Sheet, now: int, *, is_marked: bool) -> Iterator[Cell]:
    """Yield each cell with the gap after it; of a resolved ticket everything is past."""
    is_past = row.status is Status.RESOLVED
    for column in sheet.columns.columns:
        if is_marked and column.name == "flag":
            text, style = MARK, sheet.looks.here
        else:
            text, style = _CELLS[column.name](row, sheet, now)
            style = sheet.looks.muted if is_past else style
        yield fit(clean_line(text), column.width, column.align, sheet.signs.ellipsis) + " ", style


def _runs(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Put neighbours of one style together, for each piece of a line costs again in every frame that has it.

    A style with a ground of its own stays off the gaps.
    """
    run, its_style = "", None
    for text, style in cells:
        if style is its_style and style.bgcolor is None:
            run += text
            continue
        if its_style is not None:
            yield run, its_style
        run, its_style = text, style
    if its_style is not None:
        yield run, its_style


def _urgency(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    return sheet.signs.priority[row.priority], sheet.looks.urgency(row.priority)


def _flag(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    sign = sheet.signs.draft if row.has_draft else sheet.signs.reopened if row.reopened else ""
    return sign, sheet.looks.waiting


def _ticket(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    return ticket_name(row), sheet.looks.muted


def _state(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    return STATUS_WORDS[row.status], sheet.looks.status(row.status)


def _customer(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    """Return a name, or the part before the @: it tells people apart better than a whole address."""
    name = (row.customer_name or "").strip()
    local_part = (row.customer_email or "").rpartition("@")[0]
    if not name and not local_part:
        return sheet.signs.nobody, sheet.looks.muted
    return name or local_part, _content(row, sheet)


def _score(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    if row.score is None:
        return "", sheet.looks.muted
    is_low = row.score_kind is not None and row.score <= sheet.low_scores.get(row.score_kind, -1)
    return str(row.score), sheet.looks.alarm if is_low else sheet.looks.muted


def _said(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    return row.said.strip(), _content(row, sheet)


def _segment(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    return sheet.names.get(row.segment, row.segment), sheet.looks.muted


def _owner(row: TicketRow, sheet: Sheet, _now: int) -> Cell:
    """Return the short name; `Max?` is a ticket routed to Max that he has not taken up."""
    if row.owner is None:
        return sheet.signs.nobody, sheet.looks.muted
    name = sheet.owners.get(row.owner) or row.owner.partition("@")[0]
    return (f"{name}?", sheet.looks.muted) if row.status is Status.NEW else (name, sheet.looks.plain)


def _due(row: TicketRow, sheet: Sheet, now: int) -> Cell:
    if row.due_at is None:
        return "", sheet.looks.muted
    if row.waiting_until is not None and row.waiting_until > now:
        return waiting(row.waiting_until, now), sheet.looks.muted
    text, state = due(row.due_at, now)
    styles = {"over": sheet.looks.alarm, "soon": sheet.looks.waiting, "later": sheet.looks.muted}
    return text, styles[state]


def _age(row: TicketRow, sheet: Sheet, now: int) -> Cell:
    return span(now - row.created_at), sheet.looks.muted


def _content(row: TicketRow, sheet: Sheet) -> Style:
    return sheet.looks.new if row.status is Status.NEW or row.is_unread else sheet.looks.plain


_CELLS: Final[Mapping[ColumnName, Callable[[TicketRow, Sheet, int], Cell]]] = {
    "urgency": _urgency,
    "flag": _flag,
    "ticket": _ticket,
    "state": _state,
    "customer": _customer,
    "score": _score,
    "said": _said,
    "segment": _segment,
    "owner": _owner,
    "age": _age,
    "due": _due,
}
