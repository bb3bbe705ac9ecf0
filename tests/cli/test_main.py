"""Help, exit codes, errors in one line, and what is loaded when."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cxloop_tui import __version__
from cxloop_tui.cli import commands
from cxloop_tui.cli.commands import COMMANDS, LazyGroup
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import cxloop, run
from tests.cli.conftest import Line, MemoryFront

HEAVY = {"textual", "rich", "sqlalchemy", "alembic", "httpx", "sqlite3"}


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], ["--json", "--help"]])
def test_help_and_version_load_neither_screen_nor_database(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from cxloop_tui.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        "print([name for name in sys.modules if name.startswith('cxloop_tui.cli.')], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    loaded, own = done.stderr.splitlines()
    assert not HEAVY & set(json.loads(loaded.replace("'", '"')))
    assert not {f"cxloop_tui.cli.{listed.module}" for listed in COMMANDS.values()} & set(
        json.loads(own.replace("'", '"'))
    )


def test_help_lists_every_command_with_its_line(line: Line) -> None:
    said = line("--help")
    assert said.code == 0
    for name, listed in COMMANDS.items():
        assert any(row.split() == [name, *listed.help.split()] for row in said.out.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_is_there_and_says_what_the_list_says_of_it(line: Line, name: str) -> None:
    said = line(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: cxloop {name} ")
    assert "--json" in said.out


@pytest.mark.parametrize("command", [["segments", "add"], ["people", "set"], *([name] for name in COMMANDS)])
def test_no_parameter_of_a_command_is_called_like_another(command: list[str]) -> None:
    ctx, found = click.Context(cxloop), cxloop.get_command(click.Context(cxloop), command[0])
    if isinstance(found, click.Group) and len(command) > 1:
        found = found.get_command(ctx, command[1])
    assert found is not None
    names = [parameter.name for parameter in found.get_params(ctx)]
    assert len(names) == len(set(names))


def test_version(line: Line) -> None:
    assert line("--version").out == f"cxloop {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tickts"], "there is no command 'tickts'; did you mean tickets?"),
        (["frobnicate"], "there is no command 'frobnicate'; `cxloop --help` lists them"),
        (["new"], "missing option '--email'; see `cxloop new --help`"),
        (["segments"], "missing command; see `cxloop segments --help`"),
        (["tickets", "--limit", "0"], "invalid value for '--limit': 0 is not in the range x>=1"),
        (["tickets", "-urgent"], "put -- before words that begin with -"),
        (["tickets", "status:open", "refund"], "got unexpected extra argument"),
        (["contact", "1", "--kind", "shout", "--outcome", "reached"], "'shout' is not one of 'call', 'mail', 'met'"),
    ],
)
def test_usage_errors_are_one_line_and_exit_2(line: Line, arguments: list[str], sentence: str) -> None:
    said = line(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("cxloop: ")
    assert said.err.count("\n") == 1
    assert sentence in said.err


def test_without_a_store_commands_exit_2_and_name_init(line: Line) -> None:
    said = line("tickets")
    assert said.code == 2
    assert "cxloop init --name NAME --email EMAIL" in said.err


def test_a_query_begins_with_a_minus_after_two_of_them(desk: Line) -> None:
    assert desk("tickets", "--json", "--", "-refund").record["number"] == 1


def test_global_options_stand_before_or_after_the_command(desk: Line) -> None:
    assert desk("--json", "show", "1").record == desk("show", "1", "--json").record
    assert desk("--json", "segments", "list").out == desk("segments", "list", "--json").out
    assert desk("--as", "ben@desk.example", "overview", "--json").record["mine"] == 1
    assert desk("overview", "--as", "Ben@Desk.example", "--json").record["mine"] == 1
    assert desk("overview", "--json").record["mine"] == 0


def test_who_i_am_comes_from_the_environment_too(desk: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLOOP_USER", "ben@desk.example")
    assert desk("overview", "--json").record["mine"] == 1
    monkeypatch.setenv("CXLOOP_USER", "stranger@desk.example")
    said = desk("overview")
    assert (said.code, said.out) == (3, "")


def test_an_unexpected_error_is_one_line_and_a_private_report(
    desk: Line, front: MemoryFront, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> str:
        secret = "kim@shop.example said so"
        raise ZeroDivisionError(str(len(secret)))

    monkeypatch.setattr(front.store, "find", broken)
    said = desk("show", "1")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "unexpected ZeroDivisionError in services/queries.py:" in said.err
    (report,) = at_home.rglob("report-*.txt")
    assert str(report) in said.err
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "secret =" not in text
    assert "kim@shop.example" not in text


def test_an_unexpected_error_whose_report_cannot_be_kept_is_still_one_line(
    desk: Line, front: MemoryFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: BaseException) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cxloop_tui.cli.report.keep_report", full)
    monkeypatch.setattr(front, "open_rooms", None)
    said = desk("show", "1")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "no report could be kept: No space left on device" in said.err


def test_errors_quote_hostile_words_harmlessly(desk: Line) -> None:
    said = desk("show", "\x1b[2J\u202e\n1")
    assert said.code == 3
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err
    assert said.err.count("\n") == 1


def test_interrupting_says_nothing_and_exits_as_shells_expect(
    desk: Line, front: MemoryFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(front.store, "find", interrupted)
    said = desk("show", "1")
    assert (said.code, said.out, said.err.strip()) == (130, "", "")


def _piped(arguments: list[str], front: MemoryFront, monkeypatch: pytest.MonkeyPatch, *, buffering: int) -> int:
    """Run with standard output going to a pipe nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb", buffering=buffering) as binary:
        stdout = io.TextIOWrapper(binary, write_through=buffering == 0)
        monkeypatch.setattr(sys, "stdout", stdout)
        code = run(arguments, Invocation(front=front))
        stdout.flush()
        stdout.detach()
    monkeypatch.undo()
    return code


@pytest.mark.parametrize("buffering", [0, -1])
def test_a_reader_that_goes_away_ends_a_list_quietly(
    desk: Line,
    front: MemoryFront,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    buffering: int,
) -> None:
    assert desk("tickets").code == 0
    assert _piped(["tickets"], front, monkeypatch, buffering=buffering) == 0
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_stops_no_change(
    desk: Line, front: MemoryFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("new", "--email", "a@b.example", "--segment", "south", "--owner", "me", "--comment", "x")
    _piped(["set", "1", "2", "--priority", "high"], front, monkeypatch, buffering=0)
    assert {ticket.priority for ticket in front.store._held.tickets.values()} == {"high"}


def test_loading_what_is_no_command_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COMMANDS", {"x": commands.Listed("records", "Record", "No command.")})
    assert isinstance(cxloop, LazyGroup)
    with pytest.raises(TypeError, match=r"records\.Record is no command"):
        cxloop.get_command(cxloop.make_context("cxloop", ["--help"], resilient_parsing=True), "x")
