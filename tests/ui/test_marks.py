"""Marks weigh nothing and say what a plain set of ids would say; a range covers what lies between, loaded or not."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.view import TicketRow
from cxloop_tui.ui.marks import NOTHING_MARKED, Marks, Range
from tests.ui.conftest import ticket_row

FOUND = ("a", "b", "c", "d")
"""What the list finds."""


def marks_of(*ids: str) -> Marks:
    return NOTHING_MARKED.including(ids)


# By table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "ids"),
    [
        (NOTHING_MARKED, ""),
        (marks_of("a"), "a"),
        (marks_of("a").toggled("a"), ""),
        (marks_of("a").toggled("b"), "ab"),
        (NOTHING_MARKED.all_in_sight(4), "abcd"),
        (NOTHING_MARKED.all_in_sight(4).all_in_sight(4), ""),
        (marks_of("a", "b").all_in_sight(4), "abcd"),
        (marks_of(*FOUND).all_in_sight(4), ""),
        (NOTHING_MARKED.all_in_sight(4).toggled("c"), "abd"),
        (NOTHING_MARKED.all_in_sight(4).toggled("c").all_in_sight(4), "abcd"),
        (NOTHING_MARKED.all_in_sight(4).toggled("c").toggled("c"), "abcd"),
        (Marks(hidden=frozenset("x")).all_in_sight(4), "abcdx"),
        (Marks(hidden=frozenset("x")).all_in_sight(4).all_in_sight(4), "x"),
        (Marks(hidden=frozenset("x")).without("x"), ""),
    ],
)
def test_what_is_marked(marks: Marks, ids: str) -> None:
    assert marks.ids(FOUND) == frozenset(ids)
    assert marks.count(len(FOUND)) == len(ids)
    assert [ticket for ticket in FOUND if marks.has(ticket)] == [ticket for ticket in FOUND if ticket in ids]


def test_a_million_marks_weigh_nothing() -> None:
    marks = NOTHING_MARKED.all_in_sight(1_000_000).toggled("a")
    assert marks.count(1_000_000) == 999_999
    assert marks.named == {"a"}


def test_a_ticket_that_left_the_query_is_out_of_sight_but_still_marked() -> None:
    marks = marks_of("a", "b").over(frozenset("b"))
    assert (marks.single, marks.hidden) == (frozenset("b"), frozenset("a"))
    assert marks.has("a"), "its row still stands there"
    assert marks.over(frozenset("ab")) == marks_of("a", "b")


def test_all_of_a_list_goes_along_to_another_one_by_name() -> None:
    marks = NOTHING_MARKED.all_in_sight(4).toggled("d").taken_along(FOUND, frozenset("ab"))
    assert marks == Marks(single=frozenset("ab"), hidden=frozenset("c"))


# By property: a plain set of ids over lists of few tickets ---------------------------------------------------------

TICKETS = "abcdefgh"
lists = st.frozensets(st.sampled_from(TICKETS))
some = st.lists(st.sampled_from(TICKETS), max_size=4)


@dataclass
class Model:
    """The same actions on a plain set, and on the marks under test."""

    found: frozenset[str] = frozenset(TICKETS)
    plain: set[str] = field(default_factory=set)
    marks: Marks = NOTHING_MARKED

    def toggle(self, ticket: str) -> None:
        if ticket in self.found:
            self.plain ^= {ticket}
            self.marks = self.marks.toggled(ticket)

    def mark(self, tickets: list[str]) -> None:
        seen = self.found.intersection(tickets)
        self.plain |= seen
        self.marks = self.marks.including(seen)

    def unmark(self, tickets: list[str]) -> None:
        marked = self.plain.intersection(tickets)
        self.plain -= marked
        self.marks = self.marks.without(marked)

    def all(self) -> None:
        self.plain = self.plain - self.found if self.found <= self.plain else self.plain | self.found
        self.marks = self.marks.all_in_sight(len(self.found))

    def clear(self) -> None:
        self.plain, self.marks = set(), NOTHING_MARKED

    def turn_to(self, found: frozenset[str]) -> None:
        named = self.marks.ids(self.found)
        self.marks = self.marks.taken_along(self.found, found & named)
        self.found = found

    def look_again(self) -> None:
        self.marks = self.marks.over(self.found & self.marks.named)


ACTIONS = st.one_of(
    st.tuples(st.just("toggle"), st.sampled_from(TICKETS)),
    st.tuples(st.sampled_from(["mark", "unmark"]), some),
    st.tuples(st.sampled_from(["all", "clear", "look_again"])),
    st.tuples(st.just("turn_to"), lists),
)


@given(st.lists(ACTIONS, max_size=12))
def test_marks_are_a_plain_set_whatever_is_done(actions: list[tuple[object, ...]]) -> None:
    model = Model()
    for name, *arguments in actions:
        getattr(model, str(name))(*arguments)
        assert model.marks.ids(model.found) == model.plain
        assert model.marks.count(len(model.found)) == len(model.plain)
        assert {ticket for ticket in model.found if model.marks.has(ticket)} == model.plain & model.found
        assert model.marks.hidden == model.plain - model.found
        assert bool(model.marks.count(len(model.found))) <= bool(model.marks)


# Ranges ----------------------------------------------------------------------------------------------------------


def rows_of(keys: list[int | str | None], *, descending: bool) -> list[TicketRow]:
    """Return a list in its order: by key, empty ones last, equal ones the highest place first."""
    rows = [ticket_row(place, key=key) for place, key in enumerate(keys)]
    rows.sort(key=lambda row: -row.place)
    given_keys = [row for row in rows if row.key is not None]
    given_keys.sort(key=lambda row: row.key, reverse=descending)  # type: ignore[arg-type,return-value]
    return given_keys + [row for row in rows if row.key is None]


keys_of_a_list = st.one_of(
    st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=8),
    st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "é"])), min_size=1, max_size=8),
)


@given(keys_of_a_list, st.booleans(), st.data())
def test_a_range_covers_the_rows_between_its_ends_whichever_comes_first(
    keys: list[int | str | None], descending: bool, data: st.DataObject
) -> None:
    rows = rows_of(keys, descending=descending)
    places = st.integers(0, len(rows) - 1)
    begun, here = data.draw(places), data.draw(places)
    drawn = Range(rows[begun], descending)
    low, high = sorted((begun, here))
    assert [row for row in rows if drawn.covers(row, rows[here])] == rows[low : high + 1]
    assert drawn.ends(rows[here]) == (rows[low], rows[high])
