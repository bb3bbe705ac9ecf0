"""The runner of the acceptance lines: it finds them by name, and a line that fails or breaks makes it exit 1."""

import sys
from types import ModuleType

import pytest

from tests.acceptance import Outcome, __main__


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **outcome: object) -> None:
    """Let a module of that name be there, which returns this outcome, or raises where there is none."""
    module = ModuleType(name)
    vars(module)["run"] = lambda: Outcome(**{"line": 1, "title": "a line", "counts": {}, **outcome})  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, f"tests.acceptance.{name}", module)
    monkeypatch.setattr(__main__, "modules", lambda _issue, _lines: [(1, name)])


def test_lines_are_found_by_the_names_of_their_modules() -> None:
    assert (5, "a5_crash") in __main__.modules("A", [])
    assert __main__.modules("A", [5]) == [(5, "a5_crash")]


def test_a_line_without_problems_is_shown_with_its_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, "a1_sound", counts={"tickets": 1644}, problems=[])
    assert __main__.main(["A"]) == 0
    assert "tickets: 1,644" in capsys.readouterr().out


def test_a_line_with_a_problem_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in(monkeypatch, "a1_unsound", problems=["one is missing"])
    assert __main__.main(["A"]) == 1
    assert "PROBLEM: one is missing" in capsys.readouterr().out


def test_a_line_that_breaks_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in(monkeypatch, "a1_broken")
    assert __main__.main(["A"]) == 1
    assert "it broke: TypeError" in capsys.readouterr().out


def test_a_line_that_nothing_shows_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        __main__.main(["A", "99"])
    assert ended.value.code == 2
    assert "nothing here shows A99" in capsys.readouterr().err
