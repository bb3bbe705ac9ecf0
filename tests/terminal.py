"""A real terminal for journeys through the whole program: a pty, an emulated screen and every byte that came.

A journey starts the program as a person would, presses keys, and reads what a person would read:

    with Terminal(["cxloop"], env=environment, cwd=tmp_path) as terminal:
        terminal.wait_for("Inbox")
        terminal.press("j", "enter")
        terminal.wait_for("Comments")

Nothing here sleeps: every wait ends with the arrival of bytes, the end of the program, or its deadline. Linux only
(`pidfd_open`, `/proc`). The emulated screen is pyte's; the splitting of the byte stream is ours, because pyte 0.8.2
draws the payload of DCS and APC strings, takes `CSI > 4 ; 2 m` for colours, and knows no alternate screen. Widths
are those of `wcwidth`, character by character: an emoji built from several may have another in today's terminals.
"""

from __future__ import annotations

import codecs
import contextlib
import copy
import itertools
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyte
import pyte.modes
import pyte.screens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    _Line = pyte.screens.StaticDefaultDict[int, pyte.screens.Char]
    _Buffer = dict[int, _Line]

PATIENCE = 20.0
"""Seconds a wait lasts before it fails, unless told: long, because machines that run tests are busy."""

_QUIET = 0.1
_ENDING_TIME = 2.0
_CHUNK = 1 << 16

# --- keys -----------------------------------------------------------------------------------------------------------

_PLAIN_KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "ctrl+space": "\x00",
    "backspace": "\x7f",
}
_CURSOR_KEYS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_FIRST_FUNCTION_KEYS = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_NUMBERED_KEYS = {
    "insert": 2,
    "delete": 3,
    "pageup": 5,
    "pagedown": 6,
    "f5": 15,
    "f6": 17,
    "f7": 18,
    "f8": 19,
    "f9": 20,
    "f10": 21,
    "f11": 23,
    "f12": 24,
}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(name: str) -> bytes:
    """Return what xterm sends for a key: one character, or a name such as `ctrl+s`, `shift+up`, `F4`, `pagedown`.

    Raises ValueError for a name that is no key.
    """
    if len(name) == 1:
        return name.encode()
    *held, key = name.lower().split("+")
    modifiers = sum(_MODIFIERS.get(modifier, 8) for modifier in held)
    if modifiers >= 8:
        raise ValueError(f"no such key: {name!r}")
    sequence = _PLAIN_KEYS.get(name.lower()) or _function_key(key, modifiers) or _character_key(key, modifiers)
    if sequence is None:
        raise ValueError(f"no such key: {name!r}")
    return sequence.encode()


def _function_key(key: str, modifiers: int) -> str | None:
    if key in _NUMBERED_KEYS:
        return f"\x1b[{_NUMBERED_KEYS[key]};{1 + modifiers}~" if modifiers else f"\x1b[{_NUMBERED_KEYS[key]}~"
    final = _CURSOR_KEYS.get(key) or _FIRST_FUNCTION_KEYS.get(key)
    if final is None:
        return None
    if modifiers:
        return f"\x1b[1;{1 + modifiers}{final}"
    return f"\x1b[{final}" if key in _CURSOR_KEYS else f"\x1bO{final}"


def _character_key(key: str, modifiers: int) -> str | None:
    if len(key) != 1:
        return None
    if modifiers == _MODIFIERS["alt"]:
        return f"\x1b{key}"
    if modifiers == _MODIFIERS["ctrl"] and "@" <= key.upper() <= "_":
        return chr(ord(key.upper()) & 0x1F)
    return None


# --- the byte stream ------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""
      \x1b\[[0-?]*[ -/]*[@-~]                                                            # CSI
    | \x1b[\]PX^_][^\x07\x18\x1a\x1b]*(?:\x07|\x1b\\|(?=[\x18\x1a\x1b]))                 # OSC DCS SOS PM APC
    | \x1b(?:[ -/]+[0-~]|[0-OQ-WYZ\\`-~])                                                # other escapes
    | [\x00-\x1f\x7f]
    | [^\x00-\x1f\x7f]+
    """,
    re.VERBOSE,
)
_UNFINISHED = re.compile(r"\x1b(?:\[[ -?]*|[\]PX^_][^\x07\x18\x1a\x1b]*\x1b?|[ -/]*)\Z")
_C1 = re.compile(r"[\x80-\x9f]")
_CSI = re.compile(r"\x1b\[(?P<private>\??)(?P<numbers>[0-9;]*)(?P<final>[@-~])")
_MODE_QUERY = re.compile(r"\x1b\[\?(?P<mode>\d+)\$p")
_COLOUR_QUERY = re.compile(r"\x1b\](?P<which>1[01]);\?")
_STRING_NAMES = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}


def control_sequences(raw: bytes) -> list[str]:
    """Return the control sequences of an output in order of arrival, without the printable text between them.

    Spelled so that equal meaning is equal text: `CSI 0m` also for `CSI m`; `OSC 2;title` whatever ends it; the 8-bit
    C1 characters (as UTF-8) like their 7-bit forms; single control characters in caret notation (`^G`, `^[`).
    Parameters stay, so a hostile screen and its harmless twin compare equal only when they were drawn alike.
    """
    tokens = _TOKEN.findall(_seven_bit(raw.decode("utf-8", "replace")))
    return [_spelled(token) for token in tokens if _is_control(token)]


def _is_control(token: str) -> bool:
    return token[0] < " " or token[0] == "\x7f"


def _seven_bit(text: str) -> str:
    return _C1.sub(lambda found: "\x1b" + chr(ord(found[0]) - 0x40), text)


def _spelled(token: str) -> str:
    if len(token) == 1:
        return "^" + chr(ord(token) ^ 0x40)
    if token[1] == "[":
        return "CSI 0m" if token == "\x1b[m" else f"CSI {token[2:]}"
    if token[1] in _STRING_NAMES:
        return f"{_STRING_NAMES[token[1]]} {token[2:].removesuffix(chr(7)).removesuffix(chr(27) + chr(92))}"
    return f"ESC {token[1:]}"


# --- the screen -----------------------------------------------------------------------------------------------------

_ALTERNATE_SCREENS = {47, 1047, 1049}
_DECCOLM = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on the screen; colours are pyte's: a name, `default`, or six hex digits."""

    char: str
    fg: str
    bg: str
    bold: bool


class _Screen(pyte.Screen):
    """A pyte screen that takes the tokens of `_TOKEN`, keeps two buffers and every character of a cell."""

    _primary: tuple[_Buffer, pyte.screens.Cursor] | None = None
    """What the alternate screen hides, while that is shown."""

    def reset(self) -> None:
        """Start afresh, on the primary screen."""
        self._primary = None
        super().reset()

    def take(self, token: str) -> None:
        """Draw text or obey a control sequence; what no terminal program here needs is ignored."""
        if not _is_control(token):
            self.draw(token)
        elif len(token) == 1:
            self._dispatch(pyte.Stream.basic, token)
        elif found := _CSI.fullmatch(token):
            numbers = [min(int(number or 0), 9999) for number in found["numbers"].split(";")]
            self._obey(found["final"], numbers, private=bool(found["private"]))
        elif len(token) == 2:
            self._dispatch(pyte.Stream.escape, token[1])

    def draw(self, data: str) -> None:
        """Draw text; pyte alone drops the rest of a run after a joiner, a variation selector or a Thai vowel sign."""
        for advances, run in itertools.groupby(data, lambda char: pyte.screens.wcwidth(char) > 0):
            if advances:
                super().draw("".join(run))
            else:
                self._join("".join(run))

    def rendered(self) -> list[str]:
        """Return the lines as read: a wide character once, half a wide character as a blank."""
        return ["".join(self._visible(x, y) for x in range(self.columns)).rstrip() for y in range(self.lines)]

    def _visible(self, x: int, y: int) -> str:
        line = self.buffer[y]
        char = line[x].data
        if char and _is_wide(char) and x + 1 < self.columns and line[x + 1].data:
            return " "
        if not char:
            return "" if x and _is_wide(line[x - 1].data) else " "
        return char

    def _join(self, marks: str) -> None:
        x, line = self.cursor.x - 1, self.buffer[self.cursor.y]
        if x > 0 and not line[x].data:
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + marks)

    def _dispatch(self, methods: Mapping[str, str], char: str) -> None:
        # Shifts select character sets, which a UTF-8 terminal has not.
        if char in methods and char not in "\x0e\x0f":
            getattr(self, methods[char])()

    def _obey(self, final: str, numbers: list[int], *, private: bool) -> None:
        if private:
            self._change_modes(final, numbers)
        elif final in "hlm":
            getattr(self, pyte.Stream.csi[final])(*numbers)
        elif final in pyte.Stream.csi and final not in "cn":
            most = 2 if final in "Hfr" else 1
            getattr(self, pyte.Stream.csi[final])(*numbers[:most])

    def _change_modes(self, final: str, modes: list[int]) -> None:
        if final not in "hl":
            return
        if _ALTERNATE_SCREENS.intersection(modes):
            self._show_alternate() if final == "h" else self._show_primary()
        # Like xterm by default, no program may change the width of the screen.
        others = [mode for mode in modes if mode not in _ALTERNATE_SCREENS | {_DECCOLM}]
        change = self.set_mode if final == "h" else self.reset_mode
        change(*others, private=True)

    def _show_alternate(self) -> None:
        if self._primary is None:
            self._primary = (self.buffer, copy.copy(self.cursor))
            self.buffer = defaultdict(lambda: pyte.screens.StaticDefaultDict(self.default_char))

    def _show_primary(self) -> None:
        if self._primary is not None:
            self.buffer, self.cursor = self._primary
            self._primary = None
            self.ensure_hbounds()
            self.ensure_vbounds()


def _is_wide(char: str) -> bool:
    return bool(char) and pyte.screens.wcwidth(char[0]) == 2


# --- the terminal ---------------------------------------------------------------------------------------------------

_ANSWERS = {
    "\x1b[c": "\x1b[?62;22c",
    "\x1b[0c": "\x1b[?62;22c",
    "\x1b[>c": "\x1b[>1;10;0c",
    "\x1b[>0c": "\x1b[>1;10;0c",
    "\x1b[5n": "\x1b[0n",
    "\x1b[>q": "\x1bP>|journey 1\x1b\\",
    "\x1b[>0q": "\x1bP>|journey 1\x1b\\",
}
_COLOURS = {"10": "rgb:ffff/ffff/ffff", "11": "rgb:0000/0000/0000"}
_SYNCHRONIZED_UPDATE = "2026"
# Opening a terminal makes it the controlling one of a session's leader: no code of ours runs between fork and exec.
_WITH_CONTROLLING_TERMINAL = ': <"$0"; exec "$@"'
# A report on a mode that does not exist. Textual takes an escape byte for a key of its own as soon as the next escape
# sequence begins, so this ends the escape without a race against the 100 ms it would otherwise wait.
_AFTER_ESCAPE = b"\x1b[?9999;0$y"


class Terminal:
    """A program in a terminal of its own, from entering the `with` block to leaving it.

    `env` is the whole environment of the program; TERM, COLORTERM and LANG are added where missing. On leaving, the
    process group started here gets SIGTERM and then SIGKILL.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str],
        cwd: str | os.PathLike[str],
    ) -> None:
        self.presses = 0
        """Keys pressed so far by `press`."""
        self.typed = 0
        """Characters typed so far by `type`."""
        self._command = list(command)
        self._env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **env}
        self._cwd = cwd
        self._screen = _Screen(columns, rows)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._raw = bytearray()
        self._unfinished = ""
        self._outgoing = bytearray()
        self._updating = False
        self._reads_reports = False
        self._hung_up = False
        self._code: int | None = None

    def __enter__(self) -> Self:
        """Start the program."""
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(self._master, (self._screen.lines, self._screen.columns))
        try:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _WITH_CONTROLLING_TERMINAL, os.ttyname(slave), *self._command],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
            )
        except BaseException:
            os.close(self._master)
            raise
        finally:
            os.close(slave)
        os.set_blocking(self._master, False)
        self._pidfd = os.pidfd_open(self._process.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program and everything left in its process group."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            # The program is not reaped yet, so its number can belong to no other group.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, ending)
            self._wait(lambda: self._code is not None, _ENDING_TIME)
        self._process.wait()
        os.close(self._pidfd)
        os.close(self._master)

    @property
    def pid(self) -> int:
        """The process number of the program, which leads its own session and process group."""
        return self._process.pid

    @property
    def raw(self) -> bytes:
        """Every byte the program has written so far."""
        return bytes(self._raw)

    # What a person does.

    def press(self, *keys: str) -> None:
        """Press keys one after the other; see `key_bytes` for their names. An escape arrives alone."""
        for key in keys:
            pressed = key_bytes(key)
            self.presses += 1
            self._send(pressed + _AFTER_ESCAPE if pressed == b"\x1b" and self._reads_reports else pressed)

    def type(self, text: str) -> None:
        """Type words, character by character."""
        self.typed += len(text)
        self._send(text.encode())

    def paste(self, text: str) -> None:
        """Paste as terminals do: in brackets, line ends as carriage returns."""
        self._send(b"\x1b[200~" + text.replace("\r\n", "\r").replace("\n", "\r").encode() + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program (SIGWINCH)."""
        self._screen.resize(lines=rows, columns=columns)
        termios.tcsetwinsize(self._master, (rows, columns))

    def kill(self) -> None:
        """End the program as a crash does (SIGKILL) and wait until it is gone."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self.exit_code()

    # What a person sees.

    def screen(self) -> list[str]:
        """Return the lines on screen as of the last wait, without blanks at their ends."""
        return self._screen.rendered()

    def text(self) -> str:
        """Return the screen as one text, lines joined by newlines."""
        return "\n".join(self.screen())

    def cell(self, x: int, y: int) -> Cell:
        """Return what stands in column `x` of line `y`, both from 0; the right half of a wide character is ''."""
        char = self._screen.buffer[y][x]
        return Cell(char.data, char.fg, char.bg, char.bold)

    # Waiting.

    def wait_for(self, wanted: str | Callable[[list[str]], bool], timeout: float = PATIENCE) -> None:
        """Wait until a complete frame shows the text or its lines satisfy the predicate.

        Raises AssertionError with the whole screen when the time (seconds) is over or the program has ended before.
        """
        shows = (lambda lines: wanted in "\n".join(lines)) if isinstance(wanted, str) else wanted
        if not self._wait(lambda: self._frame_is_complete and shows(self.screen()), timeout):
            raise AssertionError(self._report(f"the screen did not come to show {_named(wanted)}", timeout))

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until a complete frame no longer shows the text; raises like `wait_for`."""
        if not self._wait(lambda: self._frame_is_complete and text not in self.text(), timeout):
            raise AssertionError(self._report(f"the screen still shows {text!r}", timeout))

    def wait_settled(self, quiet: float = _QUIET, timeout: float = PATIENCE) -> None:
        """Wait until nothing came for `quiet` seconds, the frame is complete and the program sleeps.

        A program that waits for a timer of its own looks settled: where a text is expected, use `wait_for`.
        """
        deadline = time.monotonic() + timeout
        while self._pump(quiet) or not self._frame_is_complete or self._is_busy():
            if time.monotonic() > deadline:
                raise AssertionError(self._report("the screen did not settle", timeout))

    def exit_code(self, timeout: float = PATIENCE) -> int:
        """Wait for the end of the program; its exit code, or the negative number of the signal that ended it."""
        self._wait(lambda: self._code is not None, timeout)
        if self._code is None:
            raise AssertionError(self._report("the program did not end", timeout))
        while self._pump(0):
            pass
        return self._code

    @property
    def _frame_is_complete(self) -> bool:
        return not self._updating or self._code is not None

    def _wait(self, done: Callable[[], bool], timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        while not done():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            ended = self._code is not None
            if not self._pump(0 if ended else left) and ended:
                return done()
        return True

    def _is_busy(self) -> bool:
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def _report(self, failure: str, timeout: float) -> str:
        state = "still runs" if self._code is None else f"has ended with {self._code}"
        edge = "+" + "-" * self._screen.columns + "+"
        lines = "\n".join(f"|{line}" for line in self.screen())
        return f"{failure} (waited up to {timeout:g} s; the program {state})\n{edge}\n{lines}\n{edge}"

    # Bytes in, bytes out.

    def _send(self, data: bytes) -> None:
        self._outgoing += data
        if not self._wait(lambda: not self._outgoing, PATIENCE):
            raise AssertionError(self._report("the program does not read its keys", PATIENCE))

    def _pump(self, timeout: float) -> bool:
        """Move bytes both ways once, waiting at most `timeout` seconds; whether any moved."""
        poller = select.poll()
        if not self._hung_up:
            poller.register(self._master, select.POLLIN | (select.POLLOUT if self._outgoing else 0))
        if self._code is None:
            poller.register(self._pidfd, select.POLLIN)
        elif self._hung_up:
            return False
        events = dict(poller.poll(timeout * 1000))
        if self._pidfd in events:
            self._code = self._ended()
        ready = events.get(self._master, 0)
        received = bool(ready & (select.POLLIN | select.POLLHUP)) and self._read()
        return bool(ready & select.POLLOUT and self._write()) or received

    def _ended(self) -> int | None:
        # WNOWAIT keeps the number reserved until __exit__ has ended the group.
        ended = os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOWAIT)
        if ended is None:
            return None
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status

    def _read(self) -> bool:
        try:
            data = os.read(self._master, _CHUNK)
        except OSError:  # EIO: no process has the terminal open any more
            data = b""
        if not data:
            self._hung_up = True
            self._outgoing.clear()
            return False
        self._receive(data)
        return True

    def _write(self) -> bool:
        try:
            written = os.write(self._master, self._outgoing)
        except OSError:  # full, or nobody there to read: the next poll tells which
            return False
        del self._outgoing[:written]
        return True

    def _receive(self, data: bytes) -> None:
        self._raw += data
        text = self._unfinished + _seven_bit(self._decoder.decode(data))
        cut = _UNFINISHED.search(text)
        end = cut.start() if cut else len(text)
        self._unfinished = text[end:]
        for token in _TOKEN.findall(text[:end]):
            self._screen.take(token)
            if _is_control(token):
                self._note(token)
                self._outgoing += self._answer(token).encode()

    def _note(self, token: str) -> None:
        if token in {"\x1b[?2026h", "\x1b[?2026l"}:
            self._updating = token.endswith("h")
        elif token == "\x1b[?1049l":
            self._reads_reports = False

    def _answer(self, token: str) -> str:
        if token in _ANSWERS:
            return _ANSWERS[token]
        if token == "\x1b[6n":
            return f"\x1b[{self._screen.cursor.y + 1};{min(self._screen.cursor.x + 1, self._screen.columns)}R"
        if asked := _MODE_QUERY.fullmatch(token):
            self._reads_reports = True
            return f"\x1b[?{asked['mode']};{2 if asked['mode'] == _SYNCHRONIZED_UPDATE else 0}$y"
        if asked := _COLOUR_QUERY.match(token):
            return f"\x1b]{asked['which']};{_COLOURS[asked['which']]}\x1b\\"
        return ""


def _named(wanted: str | Callable[[list[str]], bool]) -> str:
    return repr(wanted) if isinstance(wanted, str) else f"what {getattr(wanted, '__qualname__', wanted)} asks for"
