"""The same commands over a real file, and in processes of their own, as scripts run them."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.cli.invocation import Front
from tests.cli.conftest import Line

CALL = [sys.executable, "-m", "cxloop_tui"]

Process = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def front() -> Front:
    """The real composition root behind `line` and `desk`."""
    return bootstrap


@pytest.fixture
def store(at_home: Path) -> Path:
    """The store file, whether it is there yet or not."""
    return at_home / "desk.db"


@pytest.fixture
def process() -> Process:
    """Start `cxloop` in a process of its own; it finds the same store."""

    def start(*arguments: str | bytes, call: list[str] = CALL, **environment: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*call, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
        )

    return start


def test_a_ticket_goes_round_the_whole_loop(desk: Line) -> None:
    desk("comment", "1", "looking into it")
    desk("contact", "1", "--kind", "call", "--outcome", "reached", "--note", "very angry")
    assert desk("set", "1", "--priority", "high", "--tag", "vip", "--json").record["tags"] == ["vip"]
    up = desk("--as", "ben@desk.example", "escalate", "1", "--to", "retail", "--reason", "too big", "--json")
    assert up.record["owner"] == "rita@desk.example"
    assert desk("handback", "1", "--json").record["owner"] == "ben@desk.example"
    desk("resolve", "1", "--root-cause", "courier", "--action", "sent again", "--told", "call")
    assert desk("reopen", "1", "--json").record["reopened"] == 1
    assert desk("undo", "--json").record["kind"] == "ticket.change"
    record = desk("show", "1", "--json").record
    assert record["status"] == "resolved"
    assert [comment["kind"] for comment in record["comments"]] == [
        "customer", "comment", "call reached", "escalated", "resolved",
    ]  # fmt: skip
    assert desk("redo", "--json").record["set"] == {"status": ["resolved", "open"]}
    assert desk("overview", "--json").record["by_status"]["open"] == 1
    assert desk("doctor").code == 0


def test_undo_reaches_every_kind_of_change(desk: Line) -> None:
    before = desk("show", "1", "--json").record
    for arguments in (
        ["comment", "1", "x"],
        ["set", "1", "--segment", "north", "--tag", "a"],
        ["escalate", "1", "--to", "retail", "--reason", "x"],
        ["resolve", "1", "--root-cause", "a", "--action", "b", "--told", "c"],
    ):
        desk(*arguments)
    for _ in range(4):
        assert desk("undo").code == 0
    after = desk("show", "1", "--json").record
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"updated_at", "log"}
    assert desk("doctor", "--json").record["findings"] == []


@pytest.mark.parametrize(
    "words",
    [
        "DELIVERY",
        "deliv",
        '"late delivery"',
        "kim@shop.example",
        "lee",
        "#1",
        "owner:ben@desk.example",
        "segment:retail*",
    ],
)
def test_what_was_made_is_found(desk: Line, words: str) -> None:
    assert [record["number"] for record in desk("tickets", words, "--json").records] == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_store_is_its_owners_alone(desk: Line, store: Path) -> None:
    assert desk("tickets").code == 0
    assert {stat.S_IMODE(file.stat().st_mode) for file in store.parent.glob("desk.db*")} == {0o600}


def test_looking_loads_neither_sqlalchemy_nor_the_screen(desk: Line) -> None:
    assert desk("tickets").code == 0
    code = (
        "import sys; from cxloop_tui.cli.main import run; from cxloop_tui.cli.invocation import Invocation\n"
        "for command in ('tickets', 'show 1', 'overview', 'segments list', 'tickets --json'):\n"
        "    assert run(command.split(), Invocation()) == 0\n"
        "    assert not {'sqlalchemy', 'textual', 'alembic', 'rich'} & set(sys.modules), command\n"
    )
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)


def test_refusals_are_one_line_and_change_nothing(desk: Line) -> None:
    before = desk("show", "1", "--json").record
    for arguments, code in (
        (["set", "1", "--status", "resolved"], 4),
        (["--as", "ben@desk.example", "policy", "set", "word.owner", "x"], 4),
        (["--as", "zoe@x.example", "comment", "1", "x"], 3),
        (["comment", "7", "x"], 3),
        (["tickets", "stats:new"], 2),
        (["init", "--name", "Eve", "--email", "eve@x.example"], 4),
    ):
        said = desk(*arguments)
        assert (said.code, said.out, said.err.count("\n")) == (code, "", 1), arguments
    assert desk("show", "1", "--json").record == before


def test_without_a_store_init_is_named_and_nothing_made(line: Line, store: Path) -> None:
    new = ["new", "--email", "a@b.example", "--segment", "x", "--owner", "me", "--comment", "x"]
    for arguments in (["tickets"], ["doctor"], new):
        said = line(*arguments)
        assert said.code == 2
        assert "cxloop init --name NAME --email EMAIL" in said.err
    assert not store.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + bytes(200)])
def test_a_file_that_is_no_store_is_told_and_left_alone(line: Line, store: Path, content: bytes) -> None:
    store.write_bytes(content)
    for arguments in (["tickets"], ["doctor"], ["init", "--name", "Ana", "--email", "ana@desk.example"]):
        said = line(*arguments)
        assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
        assert str(store) in said.err
    assert store.read_bytes() == content


def test_a_directory_is_no_store(line: Line, store: Path) -> None:
    store.mkdir()
    said = line("tickets")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)


def test_a_damaged_store_is_told_in_words(desk: Line, store: Path) -> None:
    octets = bytearray(store.read_bytes())
    octets[4096:] = bytes(len(octets) - 4096)
    store.write_bytes(octets)
    for arguments in (["tickets"], ["show", "1"], ["comment", "1", "x"], ["doctor"]):
        said = desk(*arguments)
        assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), arguments
        assert "unexpected" not in said.err


def test_the_demo_is_the_same_for_the_same_seed_and_sound(line: Line, at_home: Path) -> None:
    same = ("number", "status", "priority", "segment", "owner", "customer_email", "comment")
    made = []
    for name in ("one.db", "other.db"):
        store = str(at_home / name)
        said = line("demo", "--into", store, "--tickets", "60", "--seed", "5", "--json").record
        people = {
            person["email"]: person["role"] for person in line("--store", store, "people", "list", "--json").records
        }
        assert (said["store"], people[said["me"]]) == (store, "admin")
        assert line("--store", store, "doctor").code == 0
        records = line("--store", store, "tickets", "sort:number", "--json").records
        made.append([[record[key] for key in same] for record in records])
    assert made[0] == made[1]
    assert len(made[0]) == 60


# Processes --------------------------------------------------------------------------------------------------


def _read(stream: IO[bytes] | None) -> bytes:
    assert stream is not None
    return stream.read()


def test_a_reader_that_goes_away_ends_a_long_list_quietly(line: Line, store: Path, process: Process) -> None:
    line("demo", "--into", str(store), "--tickets", "300")
    with process("tickets", "--json") as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["number"]
        running.stdout.close()
        assert _read(running.stderr) == b""
    assert running.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_without_standard_streams_commands_still_do_their_work(desk: Line, process: Process) -> None:
    shell = ["/bin/sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", *CALL]
    with process("comment", "1", "written in the dark", call=shell) as running:
        assert running.wait() == 0
    assert desk("show", "1", "--json").record["comments"][-1]["body"] == "written in the dark"


def test_json_is_utf_8_and_lines_never_fail_whatever_the_terminal_takes(desk: Line, process: Process) -> None:
    desk("set", "1", "--name", "房间")
    with process("tickets", "--json", LC_ALL="C", PYTHONIOENCODING="latin-1") as running:
        assert json.loads(_read(running.stdout).decode("utf-8"))["customer_name"] == "房间"
    with process("tickets", PYTHONIOENCODING="latin-1") as running:
        assert b"Ben Bauer  ??      My late delivery" in _read(running.stdout)
    assert running.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are octets on POSIX only")
def test_arguments_that_are_no_text_are_kept_as_far_as_they_can(desk: Line, process: Process) -> None:
    with process("comment", "1", b"caf\xe9") as running:
        assert running.wait() == 0
    assert desk("show", "1", "--json").record["comments"][-1]["body"] == "caf\ufffd"


def test_several_processes_do_not_lose_each_others_changes(desk: Line, process: Process) -> None:
    notes = {f"note {number}" for number in range(4)}
    running = [process("comment", "1", note) for note in notes]
    assert [(one.communicate()[1], one.returncode) for one in running] == [(b"", 0)] * 4
    assert notes <= {comment["body"] for comment in desk("show", "1", "--json").record["comments"]}
