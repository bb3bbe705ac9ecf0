"""Copying in a real terminal: by OSC 52, by a tool of this computer, through tmux, into a file; it says which."""

import base64
import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.desk import Desk, command, demo_store, home_of
from tests.terminal import Terminal, control_sequences

SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
DISPLAY = {"DISPLAY": ":0"}

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Example tickets."""
    return demo_store(tmp_path_factory.mktemp("copying"), tickets=10)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A directory for the PATH in which `xclip` keeps what it is given."""
    place = tmp_path / "bin"
    place.mkdir()
    _put(place / "xclip", f'cat > "{tmp_path}/got"')
    return place


def _put(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o700)


@contextmanager
def at_desk(store: Path, variables: Mapping[str, str], words: list[str] | None = None) -> Iterator[Desk]:
    """Open the desk in a terminal with these variables."""
    environment = {**home_of(store), **variables}
    with Terminal(words or command(store), columns=120, rows=30, env=environment, cwd=store.parent) as terminal:
        desk = Desk(terminal)
        desk.wait_until_open()
        yield desk


def says(*words: str) -> Callable[[list[str]], bool]:
    """Return whether all words are on screen, wherever the lines break."""

    def seen(lines: list[str]) -> bool:
        text = "".join("".join(lines).split())
        return all("".join(word.split()) in text for word in words)

    return seen


def asked_to_copy(terminal: Terminal) -> list[str]:
    """What the terminal was asked to copy, in order."""
    asked = [sequence for sequence in control_sequences(terminal.raw) if sequence.startswith("OSC 52;")]
    return [base64.b64decode(sequence.rpartition(";")[2]).decode() for sequence in asked]


def kept(store: Path) -> Path:
    """The file that holds what was copied where no tool took it."""
    return Path(home_of(store)["HOME"]) / ".cache" / "cxloop" / "clipboard"


def path_with(tools: Path) -> dict[str, str]:
    """A PATH on which these tools come first."""
    return {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}


def test_a_tool_with_its_display_takes_the_number_and_is_named(store: Path, tools: Path, tmp_path: Path) -> None:
    with at_desk(store, {**path_with(tools), **DISPLAY}) as desk:
        ticket = desk.ticket
        desk.terminal.press("y")
        desk.terminal.wait_for(f"copied {ticket} (xclip)")
        assert asked_to_copy(desk.terminal) == [ticket]
        assert (tmp_path / "got").read_text(encoding="utf-8") == ticket


def test_over_ssh_the_terminal_is_asked_and_a_file_holds_it_for_its_owner_alone(
    store: Path, tools: Path, tmp_path: Path
) -> None:
    with at_desk(store, {**path_with(tools), **DISPLAY, **SSH}) as desk:
        ticket = desk.ticket
        desk.terminal.press("y")
        said = f"{ticket} sent to your terminal by OSC 52; if it does not paste: ~/.cache/cxloop/clipboard"
        desk.terminal.wait_for(says(said))
        assert asked_to_copy(desk.terminal) == [ticket]
        assert kept(store).read_text(encoding="utf-8") == ticket
        assert stat.S_IMODE(kept(store).stat().st_mode) == 0o600
        assert not (tmp_path / "got").exists()


def test_the_address_is_copied_as_it_is(store: Path) -> None:
    with at_desk(store, SSH) as desk:
        desk.terminal.press("Y")
        desk.terminal.wait_for(says("sent to your terminal by OSC 52"))
        (address,) = asked_to_copy(desk.terminal)
        assert "@" in address
        desk.terminal.press("enter")
        desk.terminal.wait_for(address)


def test_a_command_of_ones_own_comes_first_with_its_arguments(store: Path, tools: Path, tmp_path: Path) -> None:
    _put(tools / "my copy", f'cat > "{tmp_path}/mine"; printf "|%s" "$@" >> "{tmp_path}/mine"')
    config = tmp_path / "config.toml"
    config.write_text(f"copy = \"'{tools}/my copy' --to 'the other'\"\n", encoding="utf-8")
    words = [*command(store)[:3], "--store", str(store), "--config", str(config)]
    with at_desk(store, {**path_with(tools), **DISPLAY, **SSH}, words) as desk:
        ticket = desk.ticket
        desk.terminal.press("y")
        desk.terminal.wait_for(f"copied {ticket} (my copy)")
        assert (tmp_path / "mine").read_text(encoding="utf-8") == f"{ticket}|--to|the other"
        assert not (tmp_path / "got").exists()


def test_a_tool_that_hangs_is_given_up_while_the_desk_goes_on(store: Path, tools: Path) -> None:
    _put(tools / "xclip", "exec sleep 60")
    with at_desk(store, {**path_with(tools), **DISPLAY}) as desk:
        first = desk.ticket
        desk.terminal.press("y", "j")
        desk.terminal.wait_for(lambda _: desk.ticket != first)
        desk.terminal.wait_for(says(f"{first} sent to your terminal", "if it does not paste"))


@contextmanager
def in_tmux(store: Path, directory: Path, clipboard: str, **variables: str) -> Iterator[tuple[Desk, list[str]]]:
    """Open the desk in tmux, in a terminal; the desk, and the words that speak to that tmux."""
    configuration = directory / "tmux.conf"
    configuration.write_text(f"set -s set-clipboard {clipboard}\nset -g status off\n", encoding="utf-8")
    tmux = [str(shutil.which("tmux")), "-S", str(directory / "socket")]
    words = [*tmux, "-f", str(configuration), "new-session", shlex.join(command(store))]
    try:
        with at_desk(store, variables, words) as desk:
            yield desk, tmux
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def buffer_of(tmux: list[str]) -> str:
    """What tmux would paste."""
    done = subprocess.run([*tmux, "show-buffer"], check=False, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


@needs_tmux
@pytest.mark.parametrize("clipboard", ["on", "external"])
@pytest.mark.parametrize("variables", [{}, SSH], ids=["here", "over ssh"])
def test_tmux_has_it_in_its_buffer_and_asks_the_terminal_behind_it(
    store: Path, tmp_path: Path, clipboard: str, variables: dict[str, str]
) -> None:
    with in_tmux(store, tmp_path, clipboard, **variables) as (desk, tmux):
        ticket = desk.ticket
        desk.terminal.press("y")
        desk.terminal.wait_for(says(f"{ticket} is in tmux's buffer and sent to your terminal; if it does not paste:"))
        assert buffer_of(tmux) == ticket
        assert set(asked_to_copy(desk.terminal)) == {ticket}
        assert kept(store).read_text(encoding="utf-8") == ticket


@needs_tmux
def test_tmux_that_cannot_be_called_obeys_osc_52_where_its_clipboard_is_on(store: Path, tmp_path: Path) -> None:
    with in_tmux(store, tmp_path, "on", PATH=str(tmp_path / "nothing")) as (desk, tmux):
        ticket = desk.ticket
        desk.terminal.press("y")
        desk.terminal.wait_for(says(f"{ticket} sent to your terminal by OSC 52"))
        assert buffer_of(tmux) == ticket
        assert asked_to_copy(desk.terminal) == [ticket]
