"""`import responses --watch DIR`: files as they come, whole ones, each once."""

from pathlib import Path

import pytest

from cxloop_tui.cli.watching import Watched, watch_directory
from cxloop_tui.domain.errors import Unusable
from tests.cli.conftest import Line


def test_a_file_is_taken_when_it_stayed_as_it_was_and_again_when_it_changed(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    growing = tmp_path / "a.csv"
    growing.write_text("half")
    assert list(watched.whole()) == []
    growing.write_text("half and more")
    assert list(watched.whole()) == []
    assert list(watched.whole()) == [growing]
    assert list(watched.whole()) == []
    growing.write_text("tomorrow's answers, longer")
    assert list(watched.whole()) == []
    assert list(watched.whole()) == [growing]


def test_what_is_no_survey_file_is_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.csv", "a.csv.rejected.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "directory").mkdir()
    watched = Watched(tmp_path)
    assert [*watched.whole(), *watched.whole()] == []


def test_a_file_that_is_refused_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x")
    taken: list[str] = []
    told: list[str] = []
    looks = iter(range(3))

    def take(path: Path) -> None:
        taken.append(path.name)
        if path.name == "a.csv":
            raise Unusable(f"{path.name} is none")

    def wait(_seconds: float) -> None:
        if next(looks, None) is None:
            raise KeyboardInterrupt

    watch_directory(tmp_path, take, told.append, wait)
    assert taken == ["a.csv", "b.csv"]
    assert told == [
        f"watching {tmp_path} for survey files; ctrl+c ends it",
        "cxloop: a.csv is none",
        "watching ended",
    ]


def test_a_directory_is_watched_by_the_command(desk: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "monday.csv").write_text("email,nps,comment,segment\nzoe@x.example,2,late,south\n")
    looks = iter(range(2))

    def wait(_seconds: float) -> None:
        if next(looks, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(watch_directory, "__defaults__", (wait,))
    said = desk("import", "responses", "--watch", str(tmp_path / "in"), "--json")
    assert (said.code, said.record["tickets"]) == (0, 1)
    assert desk("tickets", "email:zoe@x.example", "--json").record["segment"] == "south"


@pytest.mark.parametrize("arguments", [(), ("a.csv", "--watch", "."), ("--watch", ".", "--dry-run")])
def test_a_file_or_a_directory_is_named(desk: Line, arguments: tuple[str, ...]) -> None:
    said = desk("import", "responses", *arguments)
    assert said.code == 2
    assert "--watch DIR" in said.err
