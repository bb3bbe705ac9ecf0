"""Copying for other programs: to the terminal, by a tool of this computer, into a file, and a word on which.

Nobody can tell whether a terminal obeyed OSC 52, the sequence that asks it to copy. So it is asked always, a tool is
tried where one can reach the user's screen, and where none did, a file holds the text as well. tmux obeys OSC 52 of
the programs in it only where `set-clipboard` is `on`, which it is not by default; its own `load-buffer -w` fills its
buffer and asks the terminal in its place under every setting but `off` (tmux 3.2 and newer).
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from cxloop_tui.domain.text import clean_line

_TIME_OUT_SECONDS: Final = 2.0
"""A tool that waits for a display which does not answer is given up."""

_NAMED_LENGTH: Final = 40
"""Characters of what was copied that are said again."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command that takes what is to be copied on its standard input."""

    command: tuple[str, ...]
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """What it is called on screen."""
        return clean_line(Path(self.command[0]).name)


Run: TypeAlias = Callable[[Tool, bytes], str | None]
"""Runs a tool to its end; returns why it failed, None when it did not."""

Find: TypeAlias = Callable[[str], str | None]
"""Finds a program by its name, as `shutil.which` does."""

TMUX: Final = Tool(("tmux", "load-buffer", "-w", "-"))

_NATIVE: Final = (
    ("WAYLAND_DISPLAY", Tool(("wl-copy",))),
    ("DISPLAY", Tool(("xclip", "-selection", "clipboard"))),
    ("DISPLAY", Tool(("xsel", "--input", "--clipboard"))),
    ("", Tool(("pbcopy",))),
    ("", Tool(("clip.exe",), "utf-16-le")),
)
"""Tools by the variable that says that their display is there, the best first."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What copying tries besides the terminal."""

    own: Tool | None = None
    """The command the user has configured; when it does its work, nothing else is tried."""
    multiplexer: Tool | None = None
    """What passes it on to the terminal behind a multiplexer."""
    native: tuple[Tool, ...] = ()
    """Of these the first that does its work."""


def ways_of(own: tuple[str, ...], environment: Mapping[str, str], find: Find) -> Ways:
    """Decide what copying tries here; over SSH a tool of that computer would fill a clipboard nobody sits at."""
    native = (
        tool
        for variable, tool in _NATIVE
        if (not variable or environment.get(variable)) and find(tool.command[0]) is not None
    )
    is_in_tmux = environment.get("TMUX") and find(TMUX.command[0]) is not None
    return Ways(
        own=Tool(own) if own else None,
        multiplexer=TMUX if is_in_tmux else None,
        native=() if environment.get("SSH_CONNECTION") else tuple(native),
    )


class Clipboard:
    """Copies by the ways there are."""

    def __init__(self, ways: Ways, run: Run, file: Path) -> None:
        """`file` takes the text where no tool did; nobody but the user can read it."""
        self._ways = ways
        self._run = run
        self._file = file

    def copy(self, text: str) -> str:
        """Copy a text that the terminal was asked to copy already; return a sentence on how. May take seconds."""
        named = clean_line(text, _NAMED_LENGTH)
        ways, failed = self._ways, ""
        if ways.own is not None:
            trouble = self._tried(ways.own, text)
            if trouble is None:
                return f"copied {named} ({ways.own.name})"
            failed = f"{ways.own.name} {trouble}; "
        passed_on = ways.multiplexer is not None and self._tried(ways.multiplexer, text) is None
        native = next((tool for tool in ways.native if self._tried(tool, text) is None), None)
        if native is not None:
            return f"{failed}copied {named} ({native.name})"
        how = f"{named} is in tmux's buffer and sent to your terminal" if passed_on else _sent(named)
        return f"{failed}{how}; {self._kept(text)}"

    def _tried(self, tool: Tool, text: str) -> str | None:
        return self._run(tool, text.encode(tool.encoding, "replace"))

    def _kept(self, text: str) -> str:
        try:
            _write(self._file, text)
        except OSError as trouble:
            return f"{_at_home(self._file)} could not be written: {trouble.strerror}"
        return f"if it does not paste: {_at_home(self._file)}"


def sent_only(text: str) -> str:
    """Return the sentence on a text that only the terminal was asked to copy."""
    return _sent(clean_line(text, _NAMED_LENGTH))


def _sent(named: str) -> str:
    return f"{named} sent to your terminal by OSC 52"


def run_tool(tool: Tool, data: bytes) -> str | None:
    """Run a tool to its end, in a session of its own: some stay to serve what was copied when the desk is closed."""
    try:
        done = subprocess.run(  # noqa: S603 - a tool of this list, or the user's own command
            tool.command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIME_OUT_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"did not end in {_TIME_OUT_SECONDS:g} seconds"
    except OSError as trouble:
        return f"could not be started ({trouble.strerror})"
    return f"ended with {done.returncode}" if done.returncode else None


def _write(file: Path, text: str) -> None:
    """Put a text in place of a file at once, for its owner alone; what lies there, be it a link, is not followed."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
        Path(fresh).replace(file)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def _at_home(file: Path) -> str:
    """Return a path as people write it."""
    home = Path.home()
    return clean_line(f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file))
