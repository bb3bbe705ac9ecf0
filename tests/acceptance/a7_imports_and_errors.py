"""Line 7: what is loaded for help and for the first paint, and how the program says that something is wrong."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxloop_tui.store.writer import Writer
from tests.acceptance import Outcome
from tests.journeys.desk import configure, demo_store, home_of
from tests.terminal import Terminal

HEAVY: Final = ("textual", "rich", "sqlalchemy", "alembic", "httpx")
"""What help and version do without."""

LATER: Final = ("sqlalchemy", "alembic", "httpx")
"""What the first paint does without."""

_COMMANDS: Final = ("desk", "demo", "tickets", "show", "new", "set", "escalate", "segments", "import", "doctor")
LIGHT: Final[Sequence[Sequence[str]]] = (["--help"], ["-h"], ["--version"], *([name, "--help"] for name in _COMMANDS))
"""Command lines that load nothing of HEAVY."""

_TELLING_WHAT_IT_LOADED: Final = """
import atexit, json, os, sys
from cxloop_tui.cli.main import main

def tell(when):
    with open(os.environ["LOADED"] + when, "w") as file:
        json.dump(sorted(sys.modules), file)

atexit.register(tell, "at the end")
"""

_TELLING_AT_THE_FIRST_PAINT: Final = """
from textual.drivers.linux_driver import LinuxDriver

def writing(driver, data, write=LinuxDriver.write, seen=[]):
    write(driver, data)
    if not seen and os.environ["PAINTED"] in data:
        seen.append(True)
        tell("at the first paint")

LinuxDriver.write = writing
"""


def run() -> Outcome:
    """Look at what is loaded, then do everything wrong."""
    with tempfile.TemporaryDirectory(prefix="cxloop-errors-") as name:
        directory = Path(name)
        store = demo_store(directory)
        problems = [*_loaded_for_help(store), *_loaded_for_the_first_paint(store)]
        mistakes = [*_usage(store), *_configuration(store), *_stores(store)]
        problems += [f"{mistake.name}: {wrong}" for mistake in mistakes for wrong in _complaint(mistake, store)]
        at_terminal = [mistake for mistake in mistakes if _is_for_the_desk_too(mistake)]
        problems += [
            f"{mistake.name}, the desk: {wrong}" for mistake in at_terminal for wrong in _shown(mistake, store)
        ]
    codes = sorted({mistake.code for mistake in mistakes})
    counts = {
        "command lines that load none of " + ", ".join(HEAVY): len(LIGHT),
        "modules not loaded before the first paint": ", ".join(LATER),
        "mistakes made": len(mistakes),
        "of these also with the desk itself, at a terminal": len(at_terminal),
        **{f"mistakes that exit with {code}": sum(mistake.code == code for mistake in mistakes) for code in codes},
        "not tried, because the superuser reads everything": "files without permission" if _reads_all() else "none",
    }
    return Outcome(7, "what is loaded, and how mistakes are told", counts, problems)


# --- what is loaded -------------------------------------------------------------------------------------------------


def _loaded_for_help(store: Path) -> Iterator[str]:
    for arguments in LIGHT:
        command = [sys.executable, "-c", f"{_TELLING_WHAT_IT_LOADED}\nmain()", *arguments]
        done = _process(command, store)
        if done.returncode != 0 or not done.stdout:
            yield f"cxloop {' '.join(arguments)} ends with {done.returncode}: {done.stderr}"
        yield from _unwanted(store, "at the end", HEAVY, f"cxloop {' '.join(arguments)}")


def _loaded_for_the_first_paint(store: Path) -> Iterator[str]:
    code = f"{_TELLING_WHAT_IT_LOADED}{_TELLING_AT_THE_FIRST_PAINT}\nmain()"
    arguments = ["--store", str(store), "--config", str(configure(store))]
    environment = {**_environment(store), "PAINTED": "customer"}
    with Terminal([sys.executable, "-c", code, *arguments], env=environment, cwd=store.parent) as terminal:
        terminal.wait_for("? keys")
        # The first change needs the writing half; that it is seen to be loaded then shows that the look was a look.
        terminal.press("i")
        terminal.wait_for("z takes it back")
        terminal.press("q")
        terminal.exit_code()
    yield from _unwanted(store, "at the first paint", LATER, "the first paint")
    if not any(_unwanted(store, "at the end", ("sqlalchemy",), "a change")):
        yield "a change is not seen to load sqlalchemy: what is seen at the first paint means nothing"


def _unwanted(store: Path, when: str, names: Iterable[str], what: str) -> Iterator[str]:
    loaded = set(json.loads(_report(store, when).read_text(encoding="utf-8")))
    yield from (f"{what} loads {name}" for name in names if name in loaded)


def _report(store: Path, when: str) -> Path:
    return store.with_name(f"loaded {when}")


def _environment(store: Path) -> dict[str, str]:
    return {**home_of(store), "LOADED": str(_report(store, ""))}


def _process(command: Sequence[str], store: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=_environment(store), cwd=store.parent, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


# --- how mistakes are told ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mistake:
    """A command line that cannot be carried out, and what must be said."""

    name: str
    arguments: Sequence[str]
    code: int
    says: Sequence[str] = ()
    """Words that the one line must have."""


def _usage(store: Path) -> Iterator[Mistake]:
    def on_store(name: str, code: int, says: Sequence[str], *arguments: str) -> Mistake:
        return Mistake(name, ["--store", str(store), *arguments], code, says)

    yield on_store("unknown command", 2, ["tickts", "tickets"], "tickts")
    yield on_store("unknown option", 2, ["--nonsense"], "tickets", "--nonsense")
    yield on_store("missing argument", 2, ["show --help"], "show")
    yield on_store("missing option", 2, ["--segment"], "new", "--email", "kim@shop.example")
    yield on_store("too many arguments", 2, ["beyond"], "show", "1", "beyond")
    yield on_store("unknown priority", 2, ["urgent", "critical"], "set", "1", "--priority", "urgent")
    yield on_store("number that is none", 2, ["--limit", "many"], "tickets", "--limit", "many")
    yield on_store("unknown field in a query", 2, ["stauts", "status"], "tickets", "stauts:open")
    yield on_store("unknown value in a query", 2, ["opne", "open"], "tickets", "status:opne")
    yield on_store("empty comment", 2, ["empty"], "comment", "1", " ")
    yield on_store("no terminal for the desk", 2, ["terminal"], "desk")
    yield on_store(
        "store at no database of ours", 2, ["mysql://", "postgresql"], "--store", "mysql://host/desk", "tickets"
    )
    yield on_store("server that is off", 1, ["createdb"], "--store", "postgresql://127.0.0.1:1/desk", "tickets")
    yield on_store("unknown ticket", 3, ["9999"], "show", "9999")
    yield on_store("unknown ticket to change", 3, ["9999"], "set", "9999", "--priority", "low")
    yield on_store("unknown ticket to comment", 3, ["#9999"], "comment", "#9999", "hello")
    yield on_store("ticket that is a word", 3, ["nonsense"], "show", "nonsense")
    yield on_store("unknown handle", 3, ["~zzzzzz"], "show", "~zzzzzz")
    yield on_store("unknown segment", 3, ["nowhere"], "set", "1", "--segment", "nowhere")
    yield on_store("unknown person", 3, ["nobody"], "set", "1", "--owner", "nobody")
    yield on_store("stranger", 3, ["eve@elsewhere.example"], "--as", "eve@elsewhere.example", "tickets")
    yield on_store("status that has a form", 4, ["cxloop resolve"], "set", "60", "--status", "resolved")
    yield on_store("store that is there", 4, [store.name], "demo", "--into", str(store))
    yield on_store("set up twice", 4, ["set up already"], "init", "--name", "Ana", "--email", "ana@desk.example")


def _configuration(store: Path) -> Iterator[Mistake]:
    def configured(name: str, text: str, says: Sequence[str]) -> Mistake:
        file = store.with_name(f"{name.replace(' ', '-')}.toml")
        file.write_text(text, encoding="utf-8")
        return Mistake(name, ["--config", str(file), "tickets"], 2, [file.name, *says])

    yield configured("unknown key", 'theme = "cxloop-dark"\nrefresh_second = 2\n', ["refresh_seconds", "line 2"])
    yield configured("value of another kind", 'ascii = "yes"\n', ["ascii", "line 1"])
    yield configured("no TOML", "theme = \n", ["line 1"])
    missing = store.with_name("missing.toml")
    yield Mistake("missing configuration", ["--config", str(missing), "tickets"], 2, [missing.name])


def _stores(store: Path) -> Iterator[Mistake]:
    for name, file, code, says in _broken_stores(store):
        for arguments in (["tickets"], ["show", "1"], ["comment", "1", "hello"], ["doctor"]):
            if (name, arguments) == ("nobody set up", ["doctor"]):
                continue  # the doctor asks who is there of nobody: an empty store is sound
            yield Mistake(f"{name}, {arguments[0]}", ["--store", str(file), *arguments], code, says)


def _broken_stores(store: Path) -> Iterator[tuple[str, Path, int, Sequence[str]]]:
    """Yield stores that cannot be opened: what is wrong, the file, exit code, and words of the sentence."""
    missing = store.with_name("missing.db")
    yield "no store", missing, 2, [missing.name, "cxloop init"]
    yield "nobody set up", _made(store, "deserted.db", _deserted), 2, ["cxloop init"]
    yield "a directory", _made(store, "directory", Path.mkdir), 1, ["directory"]
    text = _made(store, "text.db", lambda file: file.write_text("name,email\n" * 40, encoding="utf-8"))
    yield "a text", text, 1, ["not a cxloop store"]
    yield "an empty file", _made(store, "empty.db", Path.touch), 1, ["not a cxloop store"]
    yield "another program's database", _made(store, "foreign.db", _foreign), 1, ["not a cxloop store"]
    newer = _damaged(store, "newer.db", "PRAGMA user_version = 99")
    yield "a newer store", newer, 1, ["newer cxloop", "update"]
    cut = _made(store, "cut.db", lambda file: file.write_bytes(store.read_bytes()[:5000]))
    yield "a store cut short", cut, 1, [cut.name]
    if not _reads_all():
        hidden = _made(store, "hidden.db", lambda file: shutil.copyfile(store, file))
        hidden.chmod(0)
        yield "a store without permission", hidden, 1, [hidden.name]


def _complaint(mistake: Mistake, store: Path) -> Iterator[str]:
    """Make a mistake in a process of its own; yield what is wrong about the answer."""
    done = _process([sys.executable, "-m", "cxloop_tui", *mistake.arguments], store)
    if done.returncode != mistake.code:
        yield f"it ends with {done.returncode}, not {mistake.code}: {done.stderr.strip()}"
    if done.stdout:
        yield f"it prints {done.stdout!r}"
    if done.stderr.count("\n") != 1 or not done.stderr.startswith("cxloop: "):
        yield f"it does not say it in one line: {done.stderr!r}"
    if "please report" in done.stderr or "Traceback" in done.stderr:
        yield f"it is taken by surprise: {done.stderr.strip()}"
    yield from (
        f"it does not say {words!r}: {done.stderr.strip()}" for words in mistake.says if words not in done.stderr
    )


def _is_for_the_desk_too(mistake: Mistake) -> bool:
    """Say whether the desk must answer the same; where there is no store, it asks who sits here."""
    return mistake.arguments[-1] == "tickets" and mistake.name != "no store, tickets"


def _shown(mistake: Mistake, store: Path) -> Iterator[str]:
    """Open the desk itself with the same mistake; yield what is wrong about the answer."""
    command = [sys.executable, "-m", "cxloop_tui", *mistake.arguments[:-1]]
    with Terminal(command, columns=250, env=home_of(store), cwd=store.parent) as terminal:
        code, lines = terminal.exit_code(), [line for line in terminal.screen() if line]
    if code != mistake.code:
        yield f"it ends with {code}, not {mistake.code}"
    if len(lines) != 1 or not all(words in lines[0] for words in mistake.says):
        yield f"it does not say {mistake.says} in one line: {lines}"


def _made(store: Path, name: str, make: Callable[[Path], object]) -> Path:
    file = store.with_name(name)
    make(file)
    return file


def _damaged(store: Path, name: str, statement: str) -> Path:
    file = store.with_name(name)
    shutil.copyfile(store, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    return file


def _foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE songs (title TEXT)")


def _deserted(file: Path) -> None:
    """Make a store that nobody was set up in: the program was ended in the middle of its first use."""
    Writer.create(file).close()


def _reads_all() -> bool:
    return os.geteuid() == 0
