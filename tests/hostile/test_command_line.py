"""Every text through the command line: nothing a terminal obeys comes out, and `--json` gives the text back."""

import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import run
from tests.hostile import command_line, house, strings, walk

Line = Callable[..., tuple[int, str, str]]

WORST = (
    *strings.batches(strings.OURS, 1800),
    "\x1b]0;pwned\x07", "\x9b2J", "a\u202eb", "line\nline\r\nline", "\udcff", "-x", "'", "[/]x", "", " ",
)  # fmt: skip
"""What is tried in every place that takes words: all of ours together, and one of each sort alone."""

DONE_OR_REFUSED = {0, 2, 3, 4}
"""Exit codes of a program that knows what it was asked; 1 is a failure of its own."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory for stores and reports, and nothing of whoever runs the tests."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CXLOOP_USER", "CXLOOP_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CXLOOP_STORE", str(tmp_path / "desk.db"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """Run a command line; its exit code, what it printed, and what it said."""

    def call(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = run(words, Invocation())
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def stocked(home: Path, texts: Sequence[str]) -> Path:
    path = home / "desk.db"
    house.build(path, texts, now=time.time_ns() // 1_000_000)
    return path


@pytest.mark.parametrize("place", range(len(WORST)))
def test_no_command_prints_what_a_terminal_obeys(place: int, line: Line, home: Path) -> None:
    stocked(home, WORST[:2])
    text = command_line.as_argument(WORST[place])
    tried, wrong = 0, []
    for words in command_line.calls(text):
        code, out, err = line(*words)
        tried += 1
        if code not in DONE_OR_REFUSED or strings.HARMFUL.search((out + err).replace("\n", "")) or "Traceback" in err:
            wrong.append(([ascii(word[:40]) for word in words[:3]], code, ascii(err[:120])))
    assert wrong == []
    assert tried > 50


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(strings.OURS, id="ours"),
        pytest.param(
            strings.batches(strings.others(), 3000),
            id="others",
            marks=pytest.mark.skipif(not strings.others_are_here(), reason=strings.WHY_SKIPPED),
        ),
    ],
)
def test_show_gives_every_text_back(texts: Sequence[str], line: Line, home: Path) -> None:
    stocked(home, texts)
    lost = {}
    for number, text in enumerate(texts, start=1):
        code, out, _ = line("show", str(number), "--json")
        assert code == 0
        assert strings.OBEYED.findall(out.replace("\n", "")) == []
        if wrong := command_line.lost(text, json.loads(out)):
            lost[ascii(text)] = wrong
    assert lost == {}


def test_a_list_gives_every_text_back(line: Line, home: Path) -> None:
    stocked(home, strings.OURS)
    _, out, _ = line("tickets", "sort:number", "--json")
    assert [json.loads(record)["comment"] for record in reversed(out.splitlines())] == [
        strings.kept(text) for text in strings.OURS
    ]


def test_what_is_said_comes_back_as_it_was_said(line: Line, home: Path) -> None:
    stocked(home, ["words"])
    texts = [command_line.as_argument(text) for text in strings.OURS]
    for text in texts:
        assert line("comment", "1", "--", text)[0] == 0
    _, out, _ = line("show", "1", "--json")
    bodies = [comment["body"] for comment in json.loads(out)["comments"]]
    assert bodies[-len(texts) :] == [strings.kept(text) for text in texts]


def test_what_is_read_from_a_pipe_comes_back_as_it_was_written(line: Line, home: Path) -> None:
    stocked(home, ["words"])
    texts = [text for text in strings.OURS if strings.kept(text) == text.rstrip("\r\n")]
    for text in texts:
        assert line("comment", "1", "-", stdin=f"{text}\n".encode())[0] == 0
    _, out, _ = line("show", "1", "--json")
    bodies = [comment["body"] for comment in json.loads(out)["comments"]]
    assert bodies[-len(texts) :] == texts


@pytest.mark.parametrize(
    "words",
    [("tickets",), ("tickets", "--json"), ("show", "1"), ("show", "2"), ("show", "3"), ("show", "1", "--json"),
     ("overview",), ("people", "list"), ("people", "show", house.BOSS), ("people", "show", house.BOSS, "--json"),
     ("segments", "list"), ("segments", "show", house.ROOT), ("policy", "show"), ("policy", "log"),
     ("policy", "log", "--json"), ("views", "list"), ("views", "list", "--json"), ("customer", "1"),
     ("customer", "1", "--json"), ("export", "--output", "-", "--format", "json"),
     ("export", "--output", "-", "--format", "ndjson"), ("export", "--output", "-", "--format", "csv"),
     ("show", "\x1b]0;pwned\x07\x9b2J\u202e")],
    ids=lambda words: ascii(" ".join(words)),
)  # fmt: skip
def test_a_terminal_receives_lines_and_nothing_else(words: Sequence[str], home: Path) -> None:
    store = stocked(home, strings.batches(strings.OURS, 1800))
    raw = command_line.printed_on_a_terminal(store, *words)
    assert raw
    assert command_line.obeyed(raw) == set()


def test_of_an_examination_a_terminal_receives_lines_and_how_far_it_is(home: Path) -> None:
    store = stocked(home, strings.batches(strings.OURS, 1800))
    raw = command_line.printed_on_a_terminal(store, "doctor")
    assert b"all is well" in raw
    assert command_line.obeyed(raw.replace(command_line.STATUS_LINE, b"")) == set()


@pytest.mark.parametrize(
    "words", [("--dry-run",), ("--fresh",), ("--json",), ("--map", "score=\x1b]0;pwned\x07")], ids=ascii
)
def test_a_survey_of_these_texts_is_read_without_a_terminal_obeying(words: Sequence[str], home: Path) -> None:
    texts = strings.batches(strings.OURS, 1800)
    store, survey = stocked(home, texts), walk.survey(home, (*house.HEADERS, *texts), texts)
    raw = command_line.printed_on_a_terminal(
        store, "import", "responses", str(survey), "--missing-email=reject", *words
    )
    assert raw
    assert command_line.obeyed(raw.replace(command_line.STATUS_LINE, b"")) == set()
