"""Any text at any width: every line of a ticket fills its width, and words are wrapped whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.domain.ticket import SCALAR_FIELDS
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.ui.render.comments import comment_strips
from cxloop_tui.ui.render.detail import header_strips, message_strips
from cxloop_tui.ui.render.line import wrapped
from cxloop_tui.ui.render.log import log_strips
from tests.ui.conftest import HOSTILE
from tests.ui.drawn_ticket import WIDTHS, Ticket, setting

if TYPE_CHECKING:
    from textual.strip import Strip


def hostile_ticket(words: str) -> Ticket:
    ticket = Ticket(words)
    for name in SCALAR_FIELDS:
        if name not in {"status", "priority", "score", "waiting_until"}:
            ticket.change(words, **{name: words.strip() or ("bari" if name == "segment" else None)})
    ticket.contact("call", "reached", words)
    ticket.raw("comment.add", comment=words, by=words, undoes=None)
    ticket.raw(words, set={})
    ticket.raw(add={"tags": (words,), words: (words,)})
    ticket.change(words, status="escalated", segment=words.strip() or "south", owner=words)
    return ticket


def every_strip(view: TicketView, width: int, draft: str) -> list[Strip]:
    drawn = setting(width)
    return [
        *header_strips(view, drawn),
        *comment_strips(Chronicle.of(view), drawn, draft=draft).strips,
        *log_strips(Chronicle.of(view), drawn, status_only=False),
        *message_strips([draft, draft], drawn),
    ]


@pytest.mark.parametrize(
    "words", [*HOSTILE, "房间很吵" * 60, "x" * 3000, "👩‍👩‍👧" * 80], ids=lambda words: ascii(words[:20])
)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fills_its_width_whatever_the_text(words: str, width: int) -> None:
    for strip in every_strip(hostile_ticket(words).view(), width, words):
        assert strip.cell_length == width == cell_len(strip.text)
        assert clean_line(strip.text) == strip.text


@example("\xa0", 20)
@example("a\xa0 \u3000 b", 20)
@given(st.text(max_size=120), st.integers(20, 60))
def test_wrapping_keeps_every_letter_and_stays_inside(words: str, width: int) -> None:
    cleaned = clean_block(words)
    lines = wrapped(cleaned, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == cleaned.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("one\n\n  two", ["one", "", "  two"]),
        ("abcdefghijklmno p", ["abcdefghij", "klmno p"]),
        ("房间很吵,空调坏了,前", ["房间很吵,", "空调坏了,", "前"]),
        ("ab 説明書が。", ["ab 説明書", "が。"]),
        ("five  spaces", ["five", "spaces"]),
    ],
)
def test_words_are_wrapped_where_a_reader_expects_it(words: str, lines: list[str]) -> None:
    assert wrapped(words, 10) == lines
