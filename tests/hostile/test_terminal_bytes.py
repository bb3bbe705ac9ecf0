"""The bytes a terminal receives from the desk on a hostile store and on its harmless twin, key for key the same."""

import re
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from cxloop_tui.domain.text import clean_block, clean_line, clean_same_length
from tests.hostile import strings, twin

TEXTS = strings.batches(strings.OURS, 200)


def test_beside_each_other_both_terminals_receive_the_same_sequences(tmp_path: Path) -> None:
    steps = twin.wide_steps(len(TEXTS))
    compared = twin.compared(tmp_path, TEXTS, (120, 40), steps, now=time.time_ns() // 1_000_000)
    assert compared.differences == []


def test_in_a_small_terminal_both_receive_the_same_sequences(tmp_path: Path) -> None:
    steps = twin.narrow_steps(len(TEXTS))
    compared = twin.compared(tmp_path, TEXTS, (80, 24), steps, now=time.time_ns() // 1_000_000)
    assert compared.differences == []


def test_on_the_screens_over_the_list_both_receive_the_same_sequences(tmp_path: Path) -> None:
    texts = strings.batches(strings.OURS, 300)
    compared = twin.compared(tmp_path, texts, (120, 40), twin.other_steps(), now=time.time_ns() // 1_000_000)
    assert compared.differences == []


def test_a_twin_is_harmless_and_as_wide() -> None:
    texts = (*strings.OURS, *TEXTS, *strings.others())
    wrong = [text for text in texts if not is_twin(twin.disguised(text), strings.kept(text))]
    # A mark that begins a line of a block gets a circle to stand on; in one line it stands on the space before it.
    assert [ascii(text) for text in wrong if not re.search("\n[\u0300-\u036f]", text)] == []
    in_boxes = [text for text in texts if widths(twin.disguised_in_a_box(text)) != widths(clean_same_length(text))]
    assert in_boxes == []


def is_twin(other: str, text: str) -> bool:
    harmless = not strings.HARMFUL.search(other.replace("\n", "").replace("\t", ""))
    alike = widths(clean_block(other)) == widths(clean_block(text))
    return harmless and alike and cell_len(clean_line(other)) == cell_len(clean_line(text))


def widths(text: str) -> list[int]:
    return [cell_len(line) for line in text.split("\n")]


def received(*texts: str) -> twin.Received:
    return twin.Received("".join(texts).encode(), ())


DRAWN = "\x1b[1;1H\x1b[38;2;1;2;3mwords\x1b[0m\r\n"


def test_frames_may_come_more_often() -> None:
    assert twin.differences(received(DRAWN, DRAWN, DRAWN), received(DRAWN), ()) == []


@pytest.mark.parametrize(
    "leak", ["\x1b[5m", "\x1b]52;c;?\x07", "\x1b[6n", "\x9b2J", "\x07", "\u202e", "\u200b", "\x1b[9;9H"], ids=ascii
)
def test_what_came_out_of_a_text_is_a_difference(leak: str) -> None:
    assert twin.differences(received(DRAWN, leak), received(DRAWN), ())


def test_a_sequence_the_desk_uses_itself_may_not_come_once_more() -> None:
    left = "\x1b[?1049l"
    assert twin.differences(received(DRAWN, left, left), received(DRAWN, left), ())
