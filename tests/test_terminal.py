"""The terminal of the journeys itself: against small programs, one of them a Textual app."""

from __future__ import annotations

import os
import re
import select
import sys
import textwrap
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal import PATIENCE, Cell, Terminal, control_sequences, key_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    Program = Callable[..., Terminal]

RAW_INPUT = """
import os, sys, termios, tty
tty.setraw(0)
def show(text): os.write(1, text.encode())
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A function that puts a script into a terminal."""

    def start(source: str, *, columns: int = 40, rows: int = 6) -> Terminal:
        script = tmp_path / "program.py"
        script.write_text(textwrap.dedent(source), encoding="utf-8")
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        command = [sys.executable, str(script)]
        return Terminal(command, columns=columns, rows=rows, env=environment, cwd=tmp_path)

    return start


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("j", b"j"),
        ("?", b"?"),
        ("+", b"+"),
        ("é", "é".encode()),
        ("enter", b"\r"),
        ("esc", b"\x1b"),
        ("tab", b"\t"),
        ("shift+tab", b"\x1b[Z"),
        ("ctrl+s", b"\x13"),
        ("ctrl+space", b"\x00"),
        ("alt+x", b"\x1bx"),
        ("down", b"\x1b[B"),
        ("shift+down", b"\x1b[1;2B"),
        ("ctrl+end", b"\x1b[1;5F"),
        ("pagedown", b"\x1b[6~"),
        ("ctrl+delete", b"\x1b[3;5~"),
        ("F4", b"\x1bOS"),
        ("shift+f4", b"\x1b[1;2S"),
        ("f12", b"\x1b[24~"),
    ],
)
def test_a_key_is_sent_as_xterm_sends_it(name: str, sent: bytes) -> None:
    assert key_bytes(name) == sent


@pytest.mark.parametrize("name", ["", "pgdwn", "ctrl+", "hyper+x", "ctrl+é", "shift+x", "f13", "ctrl+shift"])
def test_a_name_that_is_no_key_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no such key"):
        key_bytes(name)


def test_lines_typed_and_keys_pressed_are_read_by_the_program_and_counted(program: Program) -> None:
    with program("while line := input('> '): print(f'<{line}>')") as terminal:
        terminal.wait_for(">")
        terminal.type("háló")
        terminal.press("!", "enter")
        terminal.wait_for(lambda lines: lines[:3] == ["> háló!", "<háló!>", ">"])
        assert (terminal.presses, terminal.typed) == (2, 4)
        assert "<háló!>\r\n".encode() in terminal.raw


def test_the_program_leads_a_session_on_a_terminal_of_the_asked_size(program: Program) -> None:
    source = """
        import os
        size = os.get_terminal_size()
        with open('/dev/tty', 'w') as own:
            print(size.columns, size.lines, os.getsid(0) == os.getpid(), own.isatty())
    """
    with program(source, columns=71, rows=9) as terminal:
        terminal.wait_for("71 9 True True")
        assert terminal.exit_code() == 0


def test_a_wait_that_fails_shows_the_whole_screen_and_what_became_of_the_program(program: Program) -> None:
    with program("print('one'); print('two'); raise SystemExit(3)") as terminal:
        with pytest.raises(AssertionError) as failure:
            terminal.wait_for("three")
        message = str(failure.value)
        assert "'three'" in message
        assert "ended with 3" in message
        assert "|one\n|two\n" in message


def test_a_wait_ends_at_its_deadline_while_the_program_runs(program: Program) -> None:
    with program("print('ready'); input()") as terminal:
        terminal.wait_for("ready")
        with pytest.raises(AssertionError, match="still runs"):
            terminal.wait_for("never", timeout=0)
        with pytest.raises(AssertionError, match="still shows 'ready'"):
            terminal.wait_gone("ready", timeout=0)
        with pytest.raises(AssertionError, match="did not end"):
            terminal.exit_code(timeout=0)


def test_a_predicate_may_be_waited_for_and_text_may_go(program: Program) -> None:
    with program("input('first'); print(chr(27) + '[2J' + chr(27) + '[Hlast'); input()") as terminal:
        terminal.wait_for(lambda lines: lines[0] == "first")
        terminal.press("enter")
        terminal.wait_gone("first")
        assert terminal.text().strip() == "last"


@pytest.mark.parametrize(
    ("ending", "code"),
    [("raise SystemExit(0)", 0), ("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 15)", -15)],
)
def test_the_exit_code_is_that_of_the_program(program: Program, ending: str, code: int) -> None:
    with program(f"print('x' * 20000)\n{ending}") as terminal:
        assert terminal.exit_code() == code
        assert terminal.raw.count(b"x") == 20000


def test_leaving_ends_a_program_that_ignores_polite_requests_and_its_children(program: Program) -> None:
    source = """
        import os, signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        child = os.fork()
        if child: print('child', child, end='.', flush=True)
        signal.pause()
    """
    with program(source) as terminal:
        terminal.wait_for(lambda lines: lines[0].startswith("child") and lines[0].endswith("."))
        found = re.match(r"child (\d+)", terminal.screen()[0])
        assert found is not None
        with pytest.raises(AssertionError, match="did not end"):
            terminal.exit_code(timeout=0)
    assert _is_gone(terminal.pid)
    _wait_for_the_end_of(int(found[1]))


def _is_gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] in "ZX"


def _wait_for_the_end_of(pid: int) -> None:
    """Wait for the end of a process that was killed: the kernel carries it out when it finds a processor for it."""
    with suppress(ProcessLookupError):
        watched = os.pidfd_open(pid)
        ended, _, _ = select.select([watched], [], [], PATIENCE)
        os.close(watched)
        assert ended, f"process {pid} lives on"


def test_kill_is_a_crash(program: Program) -> None:
    with program("print('up'); input()") as terminal:
        terminal.wait_for("up")
        terminal.kill()
        assert terminal.exit_code() == -9


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("\x1b[c", "\x1b[?62;22c"),
        ("\x1b[0c", "\x1b[?62;22c"),
        ("\x1b[5n", "\x1b[0n"),
        ("\x1b[3;7H\x1b[6n", "\x1b[3;7R"),
        ("\x1b[?2026$p", "\x1b[?2026;2$y"),
        ("\x1b[?2048$p", "\x1b[?2048;0$y"),
        ("\x1b]10;?\x07", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
        ("\x1b]11;?\x1b\\", "\x1b]11;rgb:0000/0000/0000\x1b\\"),
        ("\x1b[>0q", "\x1bP>|journey 1\x1b\\"),
        ("\x1b[?u", ""),
    ],
)
def test_a_query_gets_the_answer_of_a_terminal(program: Program, query: str, answer: str) -> None:
    source = f"""{RAW_INPUT}
show({query!r} + '\\x1b[5n')
got = b''
while not got.endswith(b'\\x1b[0n') or len(got) < {len(answer) + 4}:
    got += os.read(0, 100)
show('\\x1b[H' + ascii(got.decode()))
"""
    with program(source, columns=80) as terminal:
        assert terminal.exit_code() == 0
        assert terminal.text().strip() == ascii(answer + "\x1b[0n")


def test_a_paste_comes_in_brackets_with_carriage_returns(program: Program) -> None:
    source = f"""{RAW_INPUT}
show('ready')
got = b''
while not got.endswith(b'201~'):
    got += os.read(0, 65536)
show(f' {{len(got)}} {{got[:9]}} {{got.count(13)}} {{got.count(10)}}')
"""
    with program(source, columns=80) as terminal:
        terminal.wait_for("ready")
        terminal.paste("abc\n" * 30_000)
        terminal.wait_for("ready 120012 b'\\x1b[200~abc' 30000 0")


def test_the_screen_keeps_what_pyte_alone_would_lose_or_draw(program: Program) -> None:
    lines = [
        "wide 房间 and ❤\ufe0f and ไม่ดี end",
        "\x1bPpayload\x1b\\string \x1b_payload\x1b\\gone",
        "\x1b[>4;2m\x1b[<u\x1b[>25u\x1b[4:3mplain\x1b]22;text\x07",
        "\x1b[?3hnarrow\x1b[1;2;3;4Astill\x1b[1;2;3;4B here",
    ]
    with program(f"print({lines!r}[0])\nprint(*{lines!r}[1:], sep='\\n', end='')") as terminal:
        assert terminal.exit_code() == 0
        assert terminal.screen()[:4] == [lines[0], "string gone", "plain still", "narrow      here"]
        assert terminal.cell(0, 2) == Cell("p", "default", "default", bold=False)


def test_half_of_a_wide_character_is_a_blank(program: Program) -> None:
    with program(r"print('房间|\r' + '\x1b[1Cx' + '\x1b[1Cy' + '\r\n房间\ra')") as terminal:
        assert terminal.exit_code() == 0
        assert terminal.screen()[:2] == [" x y|", "a 间"]


def test_a_cell_has_its_colours_and_weight(program: Program) -> None:
    with program(r"print('\x1b[1;38;2;255;0;128;44mA\x1b[m房')") as terminal:
        assert terminal.exit_code() == 0
        assert terminal.cell(0, 0) == Cell("A", "ff0080", "blue", bold=True)
        assert [terminal.cell(x, 0).char for x in (1, 2, 3)] == ["房", "", " "]


def test_a_character_cut_between_two_writes_is_one_character(program: Program) -> None:
    source = f"""{RAW_INPUT}
for byte in '\\x1b[1m房\\x1b]0;title\\x07间\\x9b0m.'.encode():
    os.write(1, bytes([byte]))
    os.write(1, b'\\x1b[5n') if byte == 46 else None
os.read(0, 4)
"""
    with program(source) as terminal:
        assert terminal.exit_code() == 0
        assert terminal.screen()[0] == "房间."
        assert terminal.cell(0, 0).bold
        assert not terminal.cell(4, 0).bold


def test_the_alternate_screen_gives_back_what_it_hid(program: Program) -> None:
    with program(r"""
        print('shell', end='', flush=True)
        input('\x1b[?1049h\x1b[2J\x1b[Happ')
        print('\x1b[?1049l', end='$')
    """) as terminal:
        terminal.wait_for("app")
        assert "shell" not in terminal.text()
        terminal.press("enter")
        assert terminal.exit_code() == 0
        assert terminal.screen()[0] == "shell$"


def test_a_frame_is_seen_only_when_it_is_complete(program: Program) -> None:
    source = f"""{RAW_INPUT}
show('\\x1b[?2026hhalf\\x1b[5n')
os.read(0, 4)
show(' whole\\x1b[?2026l')
os.read(0, 1)
"""
    with program(source) as terminal:
        terminal.wait_for("half")
        assert terminal.screen()[0] == "half whole"
        terminal.wait_settled()


def test_a_frame_never_completed_does_not_settle(program: Program) -> None:
    with program(f"{RAW_INPUT}\nshow('\\x1b[?2026hhalf')\nos.read(0, 1)") as terminal:
        while "half" not in terminal.text():
            with pytest.raises(AssertionError, match="did not come to show 'half'"):
                terminal.wait_for("half", timeout=0.01)
        with pytest.raises(AssertionError, match="did not settle"):
            terminal.wait_settled(quiet=0.01, timeout=0.5)


def test_a_program_that_computes_is_not_settled(program: Program) -> None:
    with program("print('busy', flush=True)\nwhile True: pass") as terminal:
        terminal.wait_for("busy")
        with pytest.raises(AssertionError, match="did not settle"):
            terminal.wait_settled(quiet=0.01, timeout=0.2)


def test_a_new_size_reaches_the_program(program: Program) -> None:
    source = """
        import os, signal
        signal.signal(signal.SIGWINCH, lambda *_: os.write(1, str(os.get_terminal_size()[:]).encode()))
        print('ready', flush=True)
        while True: signal.pause()
    """
    with program(source) as terminal:
        terminal.wait_for("ready")
        terminal.resize(100, 30)
        terminal.wait_for("(100, 30)")
        assert len(terminal.screen()) == 30


@pytest.mark.parametrize(
    ("raw", "sequences"),
    [
        (b"plain text", []),
        (b"a\x1b[mb\x1b[0mc", ["CSI 0m", "CSI 0m"]),
        (b"\x1b[?2026h\x1b[2;5Hx\x1b[?2026l", ["CSI ?2026h", "CSI 2;5H", "CSI ?2026l"]),
        (b"\x1b]2;title\x07\x1b]2;title\x1b\\", ["OSC 2;title", "OSC 2;title"]),
        (b"\x1bPq#0\x1b\\\x1b_G\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\", ["DCS q#0", "APC G", "PM x", "SOS x"]),
        ("\x9b1m\x9d52;c;eA==\x07".encode(), ["CSI 1m", "OSC 52;c;eA=="]),
        (b"\x1b(B\x1b7\x1bc", ["ESC (B", "ESC 7", "ESC c"]),
        (b"a\r\n\x07\x08\x7f\x00", ["^M", "^J", "^G", "^H", "^?", "^@"]),
        (b"\x1b[1\x18m\x1b]0;cut\x1b[1mtext", ["^[", "^X", "OSC 0;cut", "CSI 1m"]),
        (b"end \x1b", ["^["]),
    ],
)
def test_control_sequences_are_taken_out_of_the_text(raw: bytes, sequences: list[str]) -> None:
    assert control_sequences(raw) == sequences


TEXTUAL_APP = """
from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.widgets import Static

class Small(App[int]):
    BINDINGS = [("q", "leave", "Leave")]
    seen: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("hello 房间", markup=False)

    def show(self, what: str) -> None:
        self.seen.append(what)
        self.query_one(Static).update(" ".join(self.seen) + " !")

    def on_key(self, event: Key) -> None:
        self.show(event.key)

    def on_paste(self, event: Paste) -> None:
        self.show(repr(event.text))

    def action_leave(self) -> None:
        self.exit(return_code=4)

Small().run()
raise SystemExit(4)
"""


def test_a_textual_app_is_driven_from_start_to_end(program: Program) -> None:
    with program(TEXTUAL_APP, columns=60) as terminal:
        terminal.wait_for("hello 房间")
        terminal.wait_settled()
        terminal.press("j", "esc", "j", "esc", "esc", "down", "ctrl+s", "F4", "?", "tab")
        terminal.wait_for("j escape j escape escape down ctrl+s f4 question_mark tab !")
        terminal.paste("two\nlines")
        terminal.wait_for(r"'two\rlines'")
        terminal.resize(20, 10)
        terminal.wait_for(lambda lines: len(lines) == 10 and lines[1] == "escape down ctrl+s")
        assert terminal.presses == 10
        terminal.press("q")
        assert terminal.exit_code() == 4
        assert terminal.text().strip() == ""
    assert "CSI ?2026h" in control_sequences(terminal.raw)
