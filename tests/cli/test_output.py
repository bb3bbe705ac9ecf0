"""What reaches standard output: exact JSON, clean lines, and never an error because of a character set."""

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.cli.output import Output
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.json_text import json_line
from cxloop_tui.domain.operation import Json

OBEYED = [*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
"""What a terminal obeys or what changes the order of reading."""

FULL = Path("/dev/full")

texts = st.text(st.characters(codec=None, exclude_categories=()))


@given(st.dictionaries(texts, st.one_of(texts, st.integers(), st.none(), st.lists(texts)), max_size=4))
def test_json_reads_back_exactly_and_holds_nothing_a_terminal_obeys(record: Mapping[str, Json]) -> None:
    line = json_line(record)
    assert json.loads(line) == record
    assert not set(map(ord, line)) & set(OBEYED)
    line.encode("utf-8")


@pytest.mark.parametrize("code", OBEYED)
def test_what_terminals_obey_is_escaped(code: int) -> None:
    line = json_line({"x": chr(code)})
    assert line.isascii()
    assert json.loads(line) == {"x": chr(code)}


def test_other_letters_stay_readable() -> None:
    assert json_line({"x": "Müller 房间 😀"}) == '{"x": "Müller 房间 😀"}'


def test_lines_for_people_are_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    out = Output()
    out.line("a\x1b[2Jb\nc\u202ed")
    out.note("e\x9bf")
    printed = capsys.readouterr()
    assert printed.out == "a␛[2Jb c⟦RLO⟧d\n"
    assert printed.err == "e\ufffdf\n"


@pytest.mark.parametrize("is_json", [False, True])
def test_json_is_utf_8_and_lines_are_in_the_terminals_own_set(monkeypatch: pytest.MonkeyPatch, is_json: bool) -> None:
    octets = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(octets, encoding="latin-1"))
    out = Output()
    if is_json:
        out.record({"x": "é房"})
    else:
        out.line("é房")
    out.finish()
    assert octets.getvalue() == ('{"x": "é房"}\n'.encode() if is_json else b"\xe9?\n")


def test_without_standard_output_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    out = Output()
    out.line("x")
    out.note("x")
    out.finish()
    assert out.width is None


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        out = Output()
        out.line("x")
        with pytest.raises(CxloopError, match="standard output cannot be written: No space left on device"):
            out.finish()
        out.line("the rest goes nowhere")


def test_the_width_is_the_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "77")
    assert Output().width == 77
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert Output().width is None
