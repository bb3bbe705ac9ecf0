"""A desk in a terminal as a person uses it, and the command line beside it on the same store.

    with at_desk(store, columns=80, rows=24) as desk:
        presses = desk.find("ana@shop.example", "#1042")
        presses += desk.comment("spoke to the depot")

A verb presses keys, waits for what a person would wait for, and returns how many keys that took; words that are typed
do not count. It works on the ticket under the cursor.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec
from unittest import mock

from cxloop_tui.bootstrap import build_demo, wall_clock
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import run
from cxloop_tui.domain.clock import DAY, HOUR
from tests.said import Said
from tests.terminal import Terminal

P = ParamSpec("P")

ME = "nora.lindqvist@harbour.example"
"""Whose the demo is: its administrator."""

TICKETS = 60
SEED = 1

PRIORITY_KEYS: Mapping[str, str] = {"low": "1", "medium": "2", "high": "3", "critical": "4"}
CONTACT_KEYS: Mapping[str, str] = {"reached": "1", "no-answer": "2", "voicemail": "3", "mailed": "4", "met": "5"}

_QUICK = "refresh_seconds = 0.2\n"
"""So that what others did is soon on screen; everything else is as it comes."""

_AT_CURSOR = re.compile(r"^▌.*?(#\d+|~\w+)", re.MULTILINE)
_IN_DETAIL = re.compile(r"^┃ (#\d+|~\w+) ", re.MULTILINE)


def friday_at_ten() -> int:
    """Return the last Friday at ten, in UTC.

    How far people are with the tickets of the example follows the hour and the day of the week, and nothing else of
    the clock: made at this moment it is always the same, and never older than a week.
    """
    now, a_friday = wall_clock(), DAY + 10 * HOUR  # the epoch began on a Thursday
    return now - (now - a_friday) % (7 * DAY)


def demo_store(directory: Path, tickets: int = TICKETS) -> Path:
    """Make the example store of a Friday at ten in a directory, with a configuration beside it."""
    store = directory / "demo.db"
    build_demo(store, tickets, SEED, lambda _doing, _done, _of: None, clock=friday_at_ten)
    configure(store)
    return store


def configure(store: Path) -> Path:
    """Write the configuration of these journeys beside a store."""
    file = store.with_name("config.toml")
    file.write_text(_QUICK, encoding="utf-8")
    return file


def home_of(store: Path) -> dict[str, str]:
    """Return the whole environment of a program at this store: nobody's own files, English times in UTC."""
    home = store.with_name("home")
    home.mkdir(exist_ok=True)
    paths = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return {**paths, "HOME": str(home), "TZ": "UTC"}


# --- the command line beside it -------------------------------------------------------------------------------------


def command(store: Path, *arguments: str) -> list[str]:
    """Return the words that start the program on a store made by `demo_store` or after `configure`."""
    named = ["--store", str(store), "--config", str(store.with_name("config.toml"))]
    return [sys.executable, "-m", "cxloop_tui", *named, *arguments]


def cxloop(store: Path, *arguments: str) -> Said:
    """Run a command in this process, which is as if it had one of its own but quick."""
    out, err = io.StringIO(), io.StringIO()
    words = command(store, *arguments)[3:]
    own = {name: value for name, value in os.environ.items() if not name.startswith("CXLOOP_")}
    with mock.patch.dict(os.environ, own, clear=True), redirect_stdout(out), redirect_stderr(err):
        code = run(words, Invocation())
    return Said(code, out.getvalue(), err.getvalue())


def tickets(store: Path, query: str = "") -> list[dict[str, Any]]:
    """Return what the command line finds."""
    return cxloop(store, "tickets", query, "--limit", "10000", "--json").records


def shown(store: Path, ticket: str) -> dict[str, Any]:
    """Return a ticket with its comments and its log, as the command line tells it; `ticket` as in `#12`."""
    return cxloop(store, "show", ticket.removeprefix("#"), "--json").record


# --- the desk on screen ---------------------------------------------------------------------------------------------


@contextmanager
def at_desk(store: Path, *arguments: str, columns: int = 80, rows: int = 24) -> Iterator["Desk"]:
    """Open the desk in a terminal of its own and wait until it can be worked at."""
    with Terminal(
        command(store, *arguments), columns=columns, rows=rows, env=home_of(store), cwd=store.parent
    ) as terminal:
        desk = Desk(terminal)
        desk.wait_until_open()
        yield desk


def _counted(verb: Callable[Concatenate["Desk", P], None]) -> Callable[Concatenate["Desk", P], int]:
    """Let a verb return how many keys it took."""

    @wraps(verb)
    def counting(desk: "Desk", /, *args: P.args, **kwargs: P.kwargs) -> int:
        before = desk.terminal.presses
        verb(desk, *args, **kwargs)
        return desk.terminal.presses - before

    return counting


class Desk:
    """What a person does at the screen; every verb returns the number of keys it took."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def wait_until_open(self) -> None:
        """Wait until the list, or what is said in its place, stands over the keys."""
        self.terminal.wait_for("? keys")
        self.terminal.wait_settled()

    @property
    def ticket(self) -> str:
        """How the ticket is called that keys work on, as in `#12`."""
        text = self.terminal.text()
        found = _AT_CURSOR.search(text) or _IN_DETAIL.search(text)
        assert found is not None, f"no ticket is under the cursor:\n{text}"
        return found[1]

    @_counted
    def find(self, words: str, ticket: str) -> None:
        """Search for words, of which the first finding is `ticket`, and go to it."""
        self._press("/")
        self.terminal.type(words)
        self.terminal.wait_for(lambda _: words in self._line("/") and self.ticket == ticket)
        self.terminal.press("enter")
        self.terminal.wait_settled()

    @_counted
    def comment(self, text: str) -> None:
        """Comment for colleagues."""
        title = self._form("c", "Comment on")
        self.terminal.type(text)
        self._submit(title, "commented")

    @_counted
    def contact(self, outcome: str) -> None:
        """Log that the customer was tried; see CONTACT_KEYS."""
        title = self._form("t", "Contact for")
        self.terminal.press(CONTACT_KEYS[outcome])
        self._done(title, "contact logged")

    @_counted
    def set_priority(self, priority: str) -> None:
        """Give it another priority."""
        title = self._form("p", "Priority of")
        self.terminal.press(PRIORITY_KEYS[priority])
        self._done(title, "priority")

    @_counted
    def escalate(self, reason: str) -> None:
        """Hand it up to whom the form proposes."""
        title = self._form("E", "Escalate")
        self.terminal.type(reason)
        self._submit(title, "escalated")

    @_counted
    def undo(self) -> None:
        """Take back my last change."""
        self.terminal.press("z")
        self.terminal.wait_for("undone: ")

    @_counted
    def hand_back(self, note: str) -> None:
        """End the escalation."""
        title = self._form("H", "Hand back")
        self.terminal.type(note)
        self._submit(title, "z takes it back")

    @_counted
    def resolve(self, cause: str, action: str) -> None:
        """Close the loop; the customer was told as the form proposes."""
        title = self._form("d", "Resolve")
        self.terminal.type(cause)
        self.terminal.press("tab")
        self.terminal.type(action)
        self._submit(title, "resolved")

    @_counted
    def next(self) -> None:
        """Go to my next most urgent ticket."""
        here = self.ticket
        self.terminal.press("N")
        self.terminal.wait_for(lambda _: self.ticket != here)

    @_counted
    def new_ticket(self, email: str, comment: str) -> None:
        """Write a ticket, with segment and owner as the form proposes."""
        self._press("n")
        self.terminal.wait_for("New ticket")
        self.terminal.type(email)
        self.terminal.press("tab")
        self.terminal.type(comment)
        self.terminal.press("ctrl+s")
        self.terminal.wait_gone("New ticket")
        self.terminal.wait_for(" created")
        self.terminal.wait_settled()

    @_counted
    def quit(self) -> None:
        """Leave the desk, which ends in good order."""
        self.terminal.press("q")
        code = self.terminal.exit_code()
        assert code == 0, f"the desk ended with {code}:\n{self.terminal.text()}"

    def _form(self, key: str, title: str) -> str:
        """Open a form; it names the ticket under the cursor."""
        named = f"{title} {self.ticket}"
        self._press(key)
        self.terminal.wait_for(named)
        return named

    def _press(self, key: str) -> None:
        """Press a key and look at what it does before going on."""
        self.terminal.press(key)
        self.terminal.wait_settled()

    def _submit(self, title: str, told: str) -> None:
        self.terminal.press("ctrl+s")
        self._done(title, told)

    def _done(self, title: str, told: str) -> None:
        """Wait until the form is gone and the desk tells what was done to the ticket the form was about."""
        self.terminal.wait_gone(title)
        ticket = title.rpartition(" ")[2]
        self.terminal.wait_for(lambda lines: any(f"{ticket} " in line and told in line for line in lines))

    def _line(self, start: str) -> str:
        return next((line for line in self.terminal.screen() if line.strip().startswith(start)), "")


def segments(store: Path) -> dict[str, dict[str, Any]]:
    """Return the segments by code, as the command line tells them."""
    return {record["code"]: record for record in cxloop(store, "segments", "list", "--json").records}
