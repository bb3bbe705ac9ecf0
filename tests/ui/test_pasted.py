"""A text pasted on the list or the detail is looked for: whatever it is, it becomes a query that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.query import Query
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.domain.vocabulary import Vocabulary
from cxloop_tui.ui.pasted import LENGTH_MAX, query_of
from tests.ui.desk_host import desk

WIDE, LOW = (120, 30), (80, 24)
WORDS = Vocabulary(segments={"bari": "Bari"}, people={"bea@desk.example": "Bea"})


@pytest.mark.parametrize(
    ("pasted", "query"),
    [
        ("ana@shop.example", "ana@shop.example"),
        ("  ana@shop.example\r\n", "ana@shop.example"),
        ("Ana Rossi <ana@shop.example>", "ana@shop.example"),
        ("mailto:ana@shop.example", "ana@shop.example"),
        ('"ana@shop.example",', "ana@shop.example"),
        ("\ufeffana@shop.example\u200b", "ana@shop.example"),
        ("#1042", "#1042"),
        ("late refund", "late refund"),
        ("\n\n\tlate   refund\nsecond line\n", "late refund"),
        ("status:open owner:bea", "status:open owner:bea"),
        ("Re: your order", '"Re:" your order'),
        ("stauts:open", '"stauts:open"'),
        ('5" screen', "5 screen"),
        ("https://shop.example/order", "https://shop.example/order"),
        ("late\x1b[2Jrefund\x07", "late [2Jrefund"),
        ("a@b.example and c@d.example", "a@b.example and c@d.example"),
    ],
)
def test_what_is_pasted_is_looked_for(pasted: str, query: str) -> None:
    assert query_of(pasted, WORDS) == parse(query, WORDS)


@pytest.mark.parametrize("pasted", ["", "  \n\t\n", "\x00\x07", "\u200b\ufeff", '"', '""'])
def test_what_has_no_words_is_no_query(pasted: str) -> None:
    assert query_of(pasted, WORDS) is None


@given(st.text() | st.lists(st.sampled_from(["status:", "-", '"', "\\", "#", ",", "*", ":", " ", "a"])).map("".join))
def test_whatever_is_pasted_becomes_a_short_query_that_reads_back_as_itself(pasted: str) -> None:
    query = query_of(pasted, WORDS)
    if query is not None:
        assert query != Query()
        assert parse(query.text(), WORDS) == query
        assert len(query.text()) <= 3 * LENGTH_MAX


@pytest.mark.parametrize("size", [WIDE, LOW])
@pytest.mark.parametrize("way", [[], ["enter"]])
async def test_a_paste_on_list_or_detail_shows_what_is_found_and_says_so(
    size: tuple[int, int], way: list[str]
) -> None:
    async with desk(size) as at:
        await at.press(*way)
        await at.write("Ana Rossi <ana@shop.example>\n")
        assert at.listed == [1]
        assert "ana@shop.example" in at.lines[1]
        assert at.list_is_shown()
        assert at.said[-1] == "looking for what was pasted; F shows all tickets again"
        await at.press("F")
        assert len(at.listed) == 12


async def test_a_number_finds_its_ticket_and_a_mistake_its_words() -> None:
    async with desk(WIDE) as at:
        await at.write("#7")
        assert at.listed == [7]
        await at.write("Re: refund")
        assert '"Re:" refund' in at.lines[1]
        assert "Nothing found." in at.seen


async def test_a_paste_without_words_changes_nothing_and_says_so() -> None:
    async with desk(WIDE) as at:
        await at.write(" \n ")
        assert len(at.listed) == 12
        assert at.said == ["nothing to look for in what was pasted"]


async def test_a_paste_into_a_line_or_a_form_stays_there() -> None:
    async with desk(WIDE) as at:
        await at.press("c")
        await at.write("#7")
        assert at.form.values == {"comment": "#7"}
        await at.press("escape", "slash")
        await at.write("#5")
        assert at.listed == [5]
        assert at.said == ["your draft is kept"]
