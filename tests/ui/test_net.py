"""The net under the text: nothing a terminal obeys gets past it, and in a day's work nothing falls into it."""

import unicodedata
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cxloop_tui.services.desk import Sitting
from cxloop_tui.ui.net import ControlNet
from tests.builders import BEA
from tests.ui.conftest import HOSTILE
from tests.ui.desk_host import Making, desk

BLACK = Color(0, 0, 0)
REPLACED = "\ufffd"


def is_harmful(letter: str) -> bool:
    """Say whether a terminal acts on it, or it turns the order of what follows, or shows nothing at all."""
    return (
        unicodedata.category(letter) in {"Cc", "Cs"}
        or letter in "\u061c\u200b\u200e\u200f\ufeff"
        or ("\u202a" <= letter <= "\u202e" or "\u2060" <= letter <= "\u2069")
    )


@given(st.lists(st.text(st.characters() | st.sampled_from("\x1b\x9b\r\n\t\u202e\ud800\x07"))))
def test_every_harmful_letter_is_replaced_and_counted(texts: list[str]) -> None:
    net = ControlNet()
    caught = net.apply([Segment(text) for text in texts], BLACK)
    wanted = ["".join(REPLACED if is_harmful(letter) else letter for letter in text) for text in texts]
    assert [segment.text for segment in caught] == wanted
    assert net.caught == sum(is_harmful(letter) for text in texts for letter in text)


def test_style_stays_and_what_textual_says_to_the_terminal_passes() -> None:
    net, red = ControlNet(), Style(color="red")
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    found = net.apply([Segment("a\x07b", red), control, Segment("plain", red)], BLACK)
    assert found == [Segment(f"a{REPLACED}b", red), control, Segment("plain", red)]
    assert net.caught == 1


def test_a_harmless_line_is_passed_on_as_it_is() -> None:
    segments = [Segment("房间很吵 e\u0301 \U0001f468\u200d\U0001f469")]
    assert ControlNet().apply(segments, BLACK) is segments


class Leak(Widget):
    """A widget that forgot to clean."""

    def render_line(self, _y: int) -> Strip:
        return Strip([Segment("\x1b]0;pwned\x07")])


class LeakInLines(Widget):
    """One that paints as the list does."""

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = [Strip([Segment("\x9b31m"), Segment(" " * (crop.width - 4))], crop.width) for _ in crop.line_range]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.styles.background) for strip in strips]
        return strips


@pytest.mark.parametrize("leak", [Leak, LeakInLines])
async def test_what_a_widget_lets_slip_is_caught_before_the_terminal(leak: type[Widget]) -> None:
    async with desk((80, 24)) as at:
        widget = leak()
        widget.styles.height = 1
        await at.inbox.mount(widget, before=0)
        await at.settled()
        assert REPLACED in at.seen
        assert "\x1b" not in at.seen
        assert "\x9b" not in at.seen
        assert at.app.net.caught > 0
        at.app.net.caught = 0


def hostile_words(making: Making) -> None:
    """Tickets that say and are called what must not reach the terminal."""
    for place, text in enumerate(HOSTILE):
        words = text if text.strip() else "-"
        ticket = making.ticket(f"h{place}@shop.example", words, 20 - place, customer_name=text[:300], category=text)
        making.by(BEA, partial(Sitting.comment, ticket_id=ticket, text=words))


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_nothing_falls_into_it_in_a_session_with_hostile_words(size: tuple[int, int]) -> None:
    async with desk(size, tickets=hostile_words) as at:
        for place in range(len(HOSTILE)):
            await at.press("enter", "2", "1", "escape", "ecp"[place % 3], "escape", "j")
        await at.press("slash")
        await at.write("\x1b[2J \u202egnp")
        await at.press("escape", "ctrl+p", "escape", "question_mark", "escape")
        assert at.app.net.caught == 0
