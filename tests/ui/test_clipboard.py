"""Copying: which ways are tried, what is said about them, and that nobody else can read the file."""

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.clipboard import TMUX, Clipboard, Tool, Ways, run_tool, sent_only, ways_of
from cxloop_tui.ui.screens.form import FormScreen
from tests.ui.desk_host import AtDesk, desk

WAYLAND, XCLIP, XSEL = (
    Tool(("wl-copy",)),
    Tool(("xclip", "-selection", "clipboard")),
    Tool(("xsel", "--input", "--clipboard")),
)
BOTH_DISPLAYS = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}


def finding(*names: str) -> Callable[[str], str | None]:
    """Programs of these names are there."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


# Which ways there are --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "programs", "native"),
    [
        (BOTH_DISPLAYS, ["wl-copy", "xclip", "xsel"], ["wl-copy", "xclip", "xsel"]),
        (BOTH_DISPLAYS, ["xsel"], ["xsel"]),
        ({"DISPLAY": ":0"}, ["wl-copy", "xclip"], ["xclip"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wl-copy", "xclip"], ["wl-copy"]),
        ({"WAYLAND_DISPLAY": "", "DISPLAY": ""}, ["wl-copy", "xclip"], []),
        ({}, ["pbcopy"], ["pbcopy"]),
        ({}, ["clip.exe"], ["clip.exe"]),
        ({}, [], []),
        ({**BOTH_DISPLAYS, **SSH}, ["wl-copy", "xclip", "xsel", "pbcopy", "clip.exe"], []),
    ],
)
def test_native_tools_are_those_that_are_there_with_their_display_and_not_over_ssh(
    environment: Mapping[str, str], programs: list[str], native: list[str]
) -> None:
    assert [tool.name for tool in ways_of((), environment, finding(*programs)).native] == native


@pytest.mark.parametrize(
    ("environment", "programs", "wanted"),
    [
        ({"TMUX": "/tmp/tmux-0/default,1,0"}, ["tmux"], TMUX),
        ({"TMUX": "/tmp/tmux-0/default,1,0", **SSH}, ["tmux"], TMUX),
        ({"TMUX": "/tmp/tmux-0/default,1,0"}, [], None),
        ({"TMUX": ""}, ["tmux"], None),
        ({}, ["tmux"], None),
    ],
)
def test_inside_tmux_it_is_asked_too_also_over_ssh(
    environment: Mapping[str, str], programs: list[str], wanted: Tool | None
) -> None:
    assert ways_of((), environment, finding(*programs)).multiplexer == wanted


def test_a_command_of_ones_own_is_taken_as_it_is_also_over_ssh() -> None:
    assert ways_of(("lemonade", "copy"), SSH, finding()).own == Tool(("lemonade", "copy"))
    assert ways_of((), {}, finding()).own is None


# What is tried, and what is said ---------------------------------------------------------------------------------


class Tools:
    """Stands for running tools; those named fail."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.ran: list[tuple[str, bytes]] = []

    def __call__(self, tool: Tool, data: bytes) -> str | None:
        self.ran.append((tool.name, data))
        return "ended with 1" if tool.name in self.failing else None

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.ran]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the text goes when no tool took it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / ".cache" / "cxloop" / "clipboard"


IF_NOT = "if it does not paste: ~/.cache/cxloop/clipboard"


@pytest.mark.parametrize(
    ("ways", "failing", "tried", "said", "is_kept"),
    [
        (Ways(native=(WAYLAND, XCLIP)), [], ["wl-copy"], "copied #1042 (wl-copy)", False),
        (Ways(native=(WAYLAND, XCLIP)), ["wl-copy"], ["wl-copy", "xclip"], "copied #1042 (xclip)", False),
        (Ways(native=(WAYLAND,)), ["wl-copy"], ["wl-copy"], f"#1042 sent to your terminal by OSC 52; {IF_NOT}", True),
        (Ways(), [], [], f"#1042 sent to your terminal by OSC 52; {IF_NOT}", True),
        (Ways(multiplexer=TMUX), [], ["tmux"],
         f"#1042 is in tmux's buffer and sent to your terminal; {IF_NOT}", True),
        (Ways(multiplexer=TMUX), ["tmux"], ["tmux"], f"#1042 sent to your terminal by OSC 52; {IF_NOT}", True),
        (Ways(multiplexer=TMUX, native=(XSEL,)), [], ["tmux", "xsel"], "copied #1042 (xsel)", False),
        (Ways(own=Tool(("/usr/bin/my copy",)), native=(XSEL,)), [], ["my copy"], "copied #1042 (my copy)", False),
        (Ways(own=Tool(("mine",)), native=(XSEL,)), ["mine"], ["mine", "xsel"],
         "mine ended with 1; copied #1042 (xsel)", False),
        (Ways(own=Tool(("mine",))), ["mine"], ["mine"],
         f"mine ended with 1; #1042 sent to your terminal by OSC 52; {IF_NOT}", True),
    ],
)  # fmt: skip
def test_the_first_way_that_works_is_said_and_a_file_holds_it_where_nobody_can_tell(
    ways: Ways, failing: list[str], tried: list[str], said: str, is_kept: bool, file: Path
) -> None:
    tools = Tools(*failing)
    assert Clipboard(ways, tools, file).copy("#1042") == said
    assert tools.names == tried
    assert all(data == b"#1042" for _, data in tools.ran)
    assert file.exists() is is_kept


def test_windows_takes_its_own_encoding() -> None:
    (windows,) = ways_of((), {}, finding("clip.exe")).native
    tools = Tools()
    Clipboard(Ways(native=(windows,)), tools, Path("unused")).copy("é")
    assert tools.ran == [("clip.exe", "é".encode("utf-16-le"))]


def test_what_is_said_again_is_short_and_harmless(file: Path) -> None:
    said = Clipboard(Ways(native=(XSEL,)), Tools(), file).copy("one\ntwo\x1b[2J" + "x" * 200)
    assert said.startswith("copied one two␛[2J")
    assert len(said) < 70
    assert sent_only("#7") == "#7 sent to your terminal by OSC 52"


# The file --------------------------------------------------------------------------------------------------------


def test_the_file_is_for_its_owner_alone_and_holds_the_last_text_only(file: Path) -> None:
    clipboard = Clipboard(Ways(), Tools(), file)
    clipboard.copy("ana@shop.example")
    clipboard.copy("#7")
    assert file.read_text(encoding="utf-8") == "#7"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [found.name for found in file.parent.iterdir()] == ["clipboard"]


def test_a_link_in_place_of_the_file_is_not_followed(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine", encoding="utf-8")
    file.parent.mkdir(parents=True)
    file.symlink_to(other)
    Clipboard(Ways(), Tools(), file).copy("#7")
    assert other.read_text(encoding="utf-8") == "mine"
    assert file.read_text(encoding="utf-8") == "#7"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    said = Clipboard(Ways(), Tools(), tmp_path / "taken" / "clipboard").copy("#7")
    assert said.startswith("#7 sent to your terminal by OSC 52; ")
    assert said.endswith("could not be written: File exists")


# Tools that are really run ---------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Return what puts a shell script on the PATH under a name."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")

    def put(name: str, script: str) -> None:
        (place / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (place / name).chmod(0o700)

    return put


def test_a_tool_is_given_the_text_on_its_standard_input(program: Callable[[str, str], None], tmp_path: Path) -> None:
    program("xclip", f'cat > "{tmp_path}/got"; echo "$@" >> "{tmp_path}/got"')
    (tool,) = ways_of((), {"DISPLAY": ":0"}, lambda name: shutil.which(name) if name == "xclip" else None).native
    assert run_tool(tool, b"#1042\n") is None
    assert (tmp_path / "got").read_text(encoding="utf-8") == "#1042\n-selection clipboard\n"


def test_a_tool_that_fails_or_reads_nothing_or_is_not_there_says_so(program: Callable[[str, str], None]) -> None:
    program("failing", "exit 3")
    assert run_tool(Tool(("failing",)), b"x" * 1_000_000) == "ended with 3"
    assert run_tool(Tool(("/nowhere/at/all",)), b"x") == "could not be started (No such file or directory)"


def test_a_tool_that_does_not_end_is_given_up(
    program: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxloop_tui.ui.clipboard._TIME_OUT_SECONDS", 0.05)
    program("hanging", "exec sleep 60")
    assert run_tool(Tool(("hanging",)), b"x") == "did not end in 0.05 seconds"


# At the desk -----------------------------------------------------------------------------------------------------


async def copied(at: AtDesk, *keys: str) -> str:
    """Press keys that copy; what is told when that is done in its own thread."""
    before = len(at.said)
    await at.press(*keys)
    for worker in [worker for worker in at.app.workers if worker.group == "copy"]:
        await worker.wait()
    await at.settled()
    assert len(at.said) > before
    return at.said[-1]


async def test_the_number_and_the_address_are_copied_and_how_is_told() -> None:
    async with desk((120, 30), query="#1") as at:
        at.app._copy = lambda text: f"copied {text} (a tool)"
        assert await copied(at, "y") == "copied #1 (a tool)"
        assert at.app.clipboard == "#1"
        assert await copied(at, "Y") == "copied ana@shop.example (a tool)"
        assert at.app.clipboard == "ana@shop.example"


async def test_a_desk_that_was_given_no_other_way_asks_the_terminal() -> None:
    async with desk((120, 30), query="#1") as at:
        assert await copied(at, "y") == "#1 sent to your terminal by OSC 52"


async def test_what_is_selected_in_a_form_is_copied_the_same_way_and_harmless() -> None:
    async with desk((120, 30), query="#1") as at:
        at.app._copy = lambda text: f"copied {text!r}"
        await at.press("c")
        await at.write("one\x1b]0;x\x07")
        assert await copied(at, "shift+home", "ctrl+c") == "copied 'one␛]0;x␇'"
        assert at.form.values == {"comment": "one\x1b]0;x\x07"}
        assert isinstance(at.app.screen, FormScreen)


async def test_nothing_is_not_copied() -> None:
    async with desk((120, 30)) as at:
        assert isinstance(at.app, DeskApp)
        at.app.copy_to_clipboard("")
        await at.settled()
        assert at.said == []
