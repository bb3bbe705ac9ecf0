"""Every command with every text in every place that takes one, found in the commands themselves."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import cxloop, run
from cxloop_tui.domain.history import RESOLUTION_LABELS
from tests.hostile import house, strings
from tests.terminal import Terminal, control_sequences

FRONTS: Final = {"desk", "demo"}
"""Commands that open the screen: `walk` and `twin` are about that."""

VALID: Final[Mapping[str, str]] = {
    "ticket": "1",
    "tickets": "1",
    "email": "kim@shop.example",
    "segment": house.ROOT,
    "to": house.ROOT,
    "owner": house.BOSS,
    "person": house.BOSS,
    "code": "fresh",
    "name": "Fresh",
    "new": "Fresh",
    "text": "words",
    "comment": "words",
    "reason": "words",
    "kind": "call",
    "outcome": "reached",
    "key": "word.owner",
    "value": "keeper",
    "file": "there-is-none.csv",
    "who": "1",
    "into": "s1",
    "output": "-",
    "url": "http://127.0.0.1:9",
    "values": "priority=low",
    "language": "en",
    "title": "Title",
    "rule": "score:<=2 => tag:hot",
    "number": "1",
    "sender": "desk@shop.example",
}
"""What stands in a required place while the text is tried in another, by the parameter's name."""


def calls(text: str) -> Iterator[list[str]]:
    """Yield one command line for every place in which a command takes words; raises KeyError for a place unknown."""
    for path, command in commands():
        for tried in _worded(command):
            words = [*path]
            for parameter in _worded(command):
                if parameter is tried or parameter.required:
                    value = text if parameter is tried else VALID[str(parameter.name)]
                    words += (
                        [f"{parameter.opts[0]}={value}"] if isinstance(parameter, click.Option) else ["--", value]
                    )
            yield _arguments_last(words)


def as_argument(text: str) -> str:
    """Return a text as a program finds it among its arguments: without NUL, what is no UTF-8 octet by octet."""
    return text.replace("\0", "").encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")


def _arguments_last(words: Sequence[str]) -> list[str]:
    """Put what stands for itself behind the options, after the `--` that lets it begin with a dash."""
    bare = [words[place + 1] for place, word in enumerate(words) if word == "--"]
    options = [word for place, word in enumerate(words) if word != "--" and (place == 0 or words[place - 1] != "--")]
    return [*options, "--", *bare] if bare else options


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that prints, with the words that call it."""
    with click.Context(cxloop) as ctx:
        for name in cxloop.list_commands(ctx):
            command = cxloop.get_command(ctx, name)
            if name not in FRONTS and command is not None:
                yield from _within((name,), command)


def _within(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command that prints, or those of a group, however deep they stand."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, under in command.commands.items():
        yield from _within((*path, name), under)


def _worded(command: click.Command) -> list[click.Parameter]:
    return [
        parameter
        for parameter in command.params
        if not (isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count))
    ]


def said(*words: str) -> tuple[int, str]:
    """Run a command line in this process; its exit code and what it printed."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(printed):
        code = run(words, Invocation())
    return code, printed.buffer.getvalue().decode()


def lost(text: str, record: Mapping[str, Any]) -> list[str]:
    """Return what `show --json` does not give back of a ticket that is full of the text."""
    said, line = strings.kept(strings.said(text)), strings.kept(strings.line(text))
    expected: dict[str, object] = {
        name: said if name in house.LONG else line for name in house.FREE if name != "respondent"
    }
    expected |= {"comment": said, "tags": [line.strip()]}
    wrong = [name for name, value in expected.items() if record[name] != value]
    bodies = [comment["body"] for comment in record["comments"]]
    resolution = "\n".join(
        f"{label}: {line if name == 'told' else said}" for name, label in RESOLUTION_LABELS.items()
    )
    known = {said, strings.kept(text), resolution}
    return [*wrong, *(f"comment {place}" for place, body in enumerate(bodies) if body not in known)]


PRINTING_PATIENCE: Final = 600.0
"""Seconds: a terminal written in Python takes its time for the whole history of a large store."""


def printed_on_a_terminal(store: Path, *words: str) -> bytes:
    """Return the bytes a terminal got from one command."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(store.parent), "CXLOOP_STORE": str(store)}
    command = [sys.executable, "-m", "cxloop_tui", *words]
    with Terminal(command, columns=100, rows=30, env=environment, cwd=Path(__file__).parents[2]) as terminal:
        terminal.exit_code(PRINTING_PATIENCE)
        return terminal.raw


STATUS_LINE = b"\r\x1b[K"
"""How the line that says how far something is begins, and goes."""


def obeyed(raw: bytes) -> set[str]:
    """Return what a terminal would obey in an output of lines, or a reader not see; JSON may hold the latter."""
    harmful = strings.OBEYED if raw.startswith((b"{", b"[\n", b"[\r\n")) else strings.HARMFUL
    found = set(harmful.findall(raw.decode("utf-8", "replace"))) - {"\r", "\n"}
    return {*found, *control_sequences(raw)} - {"^M", "^J"}
