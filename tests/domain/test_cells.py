"""Cells that a spreadsheet cannot take for formulas, and the way back."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.cells import SUSPECT, harmless, unharmed
from cxloop_tui.domain.text import storable

FORMULAS = [
    "=1+1",
    "+1+2",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '"=1',
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "\tx",
    "'\rx",
    "'=1",
    "'-5",
    "\ufffd=1",
]
HARMLESS = ["", "late", "-5", "+39", "3.5", "a=b", "a@b.example", "1-2", "(=1)", "'late'", "'5", "'"]

cells = st.one_of(
    st.text(), st.text(st.sampled_from("'\"=+-@＝ \t\r\n\0\ufffd5.a")), st.sampled_from([*FORMULAS, *HARMLESS])
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_lives(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
    assert unharmed(text) == text


def test_nul_begins_no_formula_either() -> None:
    assert harmless("\0=1") == "'�=1"


@given(cells)
def test_a_cell_of_ours_is_read_back_exactly(text: str) -> None:
    assert unharmed(harmless(text)) == storable(text)[0]


@given(cells)
def test_a_guarded_cell_needs_no_other_guard_than_its_own(text: str) -> None:
    assert not harmless(text).startswith(("=", "+1+", "@", "\t", "\r", "\n", " ="))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_a_text_on_record_is_changed_only_if_it_begins_with_what_is_suspect(text: str) -> None:
    assert harmless(text) == text or text[0] in SUSPECT


def test_every_space_is_suspect() -> None:
    assert {letter for letter in map(chr, range(sys.maxunicode + 1)) if re.match(r"\s", letter)} <= SUSPECT
