"""What is read off a painted screen, and held against the data."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from cxloop_tui.bootstrap import build_demo
from tests.benchmarks import moves, sights, truth
from tests.benchmarks.asked_for import searches
from tests.benchmarks.painted import Comparison, compare_order, compare_rows
from tests.benchmarks.stalls import longest, read_stalls
from tests.terminal import key_bytes

TICKETS = 60

SCREEN = [
    " cxloop  all tickets                                                               49 mine · 62 overdue",
    " / search words, #number, e-mail, or status: priority: owner: segment: ...",
    "     ticket st   customer    what they said        owner      due │ #999 new  ▲ high  23h left",
    " ·   #1000  new  石川 真由美 アンケートなので正直… Toma…  2d left▐│ Baptiste Garnier  b.g@courrier.example",
    "▌▲   #999   new  Baptiste G… Livraison annoncée l… Toma… 23h left │ see #12, please",
    " ■ ↻ #594   open Íris Ramal… O estafeta diz que t… Inês   4d left │",
    " c comment   t contact   d resolve",
]


def test_numbers_cursor_and_detail_are_read_off_the_screen() -> None:
    assert sights.listed(SCREEN) == [1000, 999, 594]
    assert sights.at_cursor(SCREEN) == 999
    assert sights.in_detail(SCREEN) == 999


@pytest.mark.parametrize(
    ("numbers", "is_shown"),
    [([1000, 999, 594, 7], True), ([1000, 999, 594], True), ([1000, 999], False), ([1], False)],
)
def test_a_list_shows_rows_when_it_is_full_of_them(numbers: list[int], is_shown: bool) -> None:
    assert sights.rows(numbers)(SCREEN) is is_shown


def test_an_empty_screen_shows_nothing() -> None:
    assert sights.at_cursor([]) is None
    assert sights.in_detail([]) is None
    assert not sights.rows([])([])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("benchmarks") / "store.db"
    build_demo(made, TICKETS, 1, lambda _what, _done, _of: None)
    return made


def painted(store: Path, *, status: str = "", swapped: bool = False) -> list[str]:
    """Paint the first rows as the desk does, by hand."""
    signs = {"critical": "!", "high": "▲", "medium": "■", "low": "·"}
    states = {"new": "new", "open": "open", "escalated": "esc", "resolved": "done"}
    with truth.questions(store) as queries:
        tickets = list(queries.tickets(queries.parse(""), 5))
        if swapped:
            tickets = [tickets[1], tickets[0], *tickets[2:]]
        rows = [
            f" {signs[ticket.priority]}   #{ticket.number}  {status or states[ticket.status]} "
            f"{(ticket.customer_name or '–')[:7]}… "
            for ticket in tickets
        ]
    return [*SCREEN[:2], "", f"  {TICKETS} · newest activity first", *rows]


def compared(store: Path, lines: list[str]) -> Comparison:
    comparison = Comparison()
    with truth.questions(store) as queries:
        compare_rows(lines, queries, comparison)
        compare_order(lines, queries, comparison)
    return comparison


def test_a_screen_that_is_the_data_has_no_problems(store: Path) -> None:
    comparison = compared(store, painted(store))
    assert (comparison.rows, comparison.orders, comparison.problems) == (5, 1, [])


def test_news_may_lie_over_a_row_and_what_is_left_of_it_has_to_be_right(store: Path) -> None:
    lines = painted(store)
    names = [line.rindex("…") - 3 for line in lines[4:]]
    under_news = [f"{line[:end]}▌ #4 sent to your terminal" for line, end in zip(lines[4:], names, strict=True)]
    assert compared(store, [*lines[:4], *under_news]).problems == []
    others = [f"{line[: end - 1]}#▌ #4 sent to your terminal" for line, end in zip(lines[4:], names, strict=True)]
    assert len(compared(store, [*lines[:4], *others]).problems) == 5


def test_a_row_that_is_not_its_ticket_is_found(store: Path) -> None:
    assert compared(store, painted(store, status="done")).problems


def test_rows_in_another_order_are_found(store: Path) -> None:
    assert len(compared(store, painted(store, swapped=True)).problems) == 1


def test_a_count_that_is_not_so_is_found(store: Path) -> None:
    lines = [line.replace(f"  {TICKETS} ", f"  {TICKETS + 1} ") for line in painted(store)]
    comparison = compared(store, lines)
    assert comparison.counts == 1
    assert len(comparison.problems) == 1


def test_searches_are_of_every_kind_and_the_same_each_time(store: Path) -> None:
    asked = searches(store, 16, seed=3)
    assert len({one.kind for one in asked}) == 8
    assert asked == searches(store, 16, seed=3)
    with truth.questions(store) as queries:
        found = [queries.counts(queries.parse(one.text)).found for one in asked]
    assert all(found), "every search is for something that is there"


def test_random_moves_press_keys_that_terminals_have_and_never_leave() -> None:
    random = Random(5)
    among = moves.moves(["late delivery"])
    pressed = [press.key for _ in range(1_500) for press in moves.chosen(random, among)[1](random)]
    assert all(key_bytes(key) for key in pressed)
    assert not {"q", "ctrl+q", "f4"} & set(pressed)
    assert set(moves.every_key()) <= set(pressed)


def test_stalls_before_a_moment_do_not_count(tmp_path: Path) -> None:
    file = tmp_path / "stalls"
    file.write_text("1.0 0.9 0.8 0.1\n2.0 0.1 0.02 0.05\n3.0 0.3 0.1 0.0\n", encoding="ascii")
    stalls = read_stalls(file, since=1.5)
    assert [stall.seconds for stall in stalls] == [0.1, 0.3]
    assert longest(stalls).worked == 0.1
    assert longest([]).seconds == 0
