"""Output cut into frames, wherever the terminal cut it before, and a program that is timed by them."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.frames import UPDATE_BEGINS, UPDATE_ENDS, FrameCutter
from tests.benchmarks.program import NeverShown, Program
from tests.benchmarks.sights import words

PIECES = st.lists(
    st.sampled_from([b"text", b"\x1b[31m", b"\x1b", b"\x1b[?20", UPDATE_BEGINS + b"painted" + UPDATE_ENDS]),
    max_size=8,
)


def cut(chunks: list[bytes]) -> list[bytes]:
    cutter = FrameCutter()
    return [frame.data for place, chunk in enumerate(chunks) for frame in cutter.feed(chunk, at=place)]


@pytest.mark.parametrize(
    ("chunks", "frames"),
    [
        ([b"plain"], [b"plain"]),
        ([UPDATE_BEGINS + b"a" + UPDATE_ENDS], [UPDATE_BEGINS + b"a" + UPDATE_ENDS]),
        ([UPDATE_BEGINS + b"a", b"b" + UPDATE_ENDS], [UPDATE_BEGINS + b"ab" + UPDATE_ENDS]),
        ([b"x" + UPDATE_BEGINS + b"a"], [b"x"]),
        ([b"x\x1b[?2", b"026ha" + UPDATE_ENDS], [b"x", UPDATE_BEGINS + b"a" + UPDATE_ENDS]),
        ([UPDATE_BEGINS + b"a" + UPDATE_ENDS + b"b"], [UPDATE_BEGINS + b"a" + UPDATE_ENDS, b"b"]),
        ([UPDATE_BEGINS + b"a\x1b[?2026", b"l"], [UPDATE_BEGINS + b"a" + UPDATE_ENDS]),
    ],
)
def test_a_frame_ends_where_its_update_ends(chunks: list[bytes], frames: list[bytes]) -> None:
    assert cut(chunks) == frames


@given(PIECES, st.data())
def test_no_update_is_torn_and_no_byte_is_lost_however_the_output_comes(
    pieces: list[bytes], data: st.DataObject
) -> None:
    output = b"".join(pieces) + b"."
    places = data.draw(st.lists(st.integers(0, len(output)), max_size=10).map(sorted))
    chunks = [output[low:high] for low, high in zip([0, *places], [*places, len(output)], strict=True)]
    frames = cut(chunks)
    assert b"".join(frames) == output
    for frame in frames:
        assert frame.count(UPDATE_BEGINS) == frame.count(UPDATE_ENDS)
    assert sum(frame.count(UPDATE_ENDS) for frame in frames) == output.count(UPDATE_ENDS)


ANSWERING = """
    import os, tty
    tty.setraw(0)
    os.write(1, b"\\x1b[?2026$p")
    answer = os.read(0, 100)
    os.write(1, b"\\x1b[?2026hready %d\\x1b[?2026l" % (b"2026;2$y" in answer))
    while key := os.read(0, 1):
        os.write(1, b"\\x1b[?2026h\\r\\nhalf of " + key)
        os.write(1, b" and the rest\\x1b[?2026l")
"""


@pytest.fixture
def answering(tmp_path: Path) -> Program:
    script = tmp_path / "answering.py"
    script.write_text(textwrap.dedent(ANSWERING), encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    return Program([sys.executable, str(script)], env=environment, cwd=tmp_path, counts_cpu=True)


def test_a_key_is_timed_to_the_end_of_the_frame_that_shows_what_it_does(answering: Program) -> None:
    with answering:
        (opened,) = answering.when(words("ready 1"))
        assert opened.at > answering.started
        assert opened.cpu > 0
        pressed = answering.press("k")
        half, whole = answering.when(words("half of k"), words("and the rest"))
        assert half == whole
        assert half.at > pressed
        assert answering.memory[1] >= answering.memory[0] > 0


def test_what_is_never_shown_fails_with_the_screen(answering: Program) -> None:
    with answering:
        answering.when(words("ready"))
        answering.press("k")
        with pytest.raises(NeverShown, match="half of k and the rest"):
            answering.when(words("something else"), patience=0.1)
