"""Tables: every line as wide as the terminal allows, columns under each other, wide characters whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.cli.table import Column, cells, cut, table
from cxloop_tui.domain.text import clean_line


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("房间", 4), ("ｆ", 2), ("😀", 2), ("שלום", 4)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("房间很吵", 5, "房间…"),
        ("房间很吵", 4, "房…"),
        ("房间", 1, "…"),
        ("a  bcd", 4, "a…"),
        ("abc", 0, ""),
        ("", 0, ""),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_cut(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected


@given(st.text(), st.integers(0, 30))
def test_cut_fits_and_keeps_what_fits(text: str, width: int) -> None:
    short = cut(text, width)
    assert cells(short) <= width
    assert short == text or (cells(text) > width and text.startswith(short.removesuffix("…")))


def test_columns_stand_under_each_other() -> None:
    columns = (Column("n", right=True), Column("name", most=6), Column("said"))
    rows = [["1", "房间", "x"], ["22", "Alexander", "y\x1b\nz"], ["3", "", ""]]
    assert list(table(columns, rows, None)) == [
        " n  name    said",
        " 1  房间    x",
        "22  Alexa…  y␛ z",
        " 3",
    ]


def test_lines_end_at_the_terminals_edge() -> None:
    columns = (Column("a"), Column("b"))
    assert list(table(columns, [["one", "a long text"]], 10)) == ["a    b", "one  a lo…"]


def test_without_rows_there_are_no_titles() -> None:
    assert list(table((Column("a"),), [], 80)) == []


def test_a_long_list_is_not_held_to_be_measured() -> None:
    taken: list[int] = []

    def rows() -> object:
        for number in range(10_000):
            taken.append(number)
            yield [str(number), "x"]

    lines = table((Column("n", right=True), Column("x")), rows(), 80)  # type: ignore[arg-type]
    assert next(lines) == "  n  x"
    assert len(taken) < 1_000
    assert len(list(lines)) == 10_000


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5), st.integers(1, 120))
def test_no_line_is_too_wide_or_unclean(rows: list[list[str]], width: int) -> None:
    for line in table((Column("a", most=9), Column("b")), rows, width):
        assert cells(line) <= width
        assert clean_line(line) == line
