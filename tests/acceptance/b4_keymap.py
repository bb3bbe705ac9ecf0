"""Line 4: whatever is wrong in a keymap, the desk starts, tells each mistake with its line, and has default keys."""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.desk import Desk, command, demo_store, home_of
from tests.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Keymap:
    """A configuration, what must be told of it, and what keys must do."""

    name: str
    text: str
    told: Sequence[tuple[int, str]] = ()
    """Every mistake: its line, and words of the sentence."""
    opens: Sequence[tuple[str, str]] = ()
    """Keys, and the title of what each must open."""
    shows: Sequence[str] = ()
    """Words that must stand on the desk."""


_FILE: Final = "config.toml"
_DEFAULTS: Final = (("c", "Comment on #"), ("E", "Escalate #"))

KEYMAPS: Final = (
    Keymap(
        "a swap",
        '[keys]\nticket.comment = "E"\nticket.escalate = "c"\n',
        opens=[("E", "Comment on #"), ("c", "Escalate #")],
        shows=["E comment", "c escalate"],
    ),
    Keymap(
        "a clash of two entries",
        '[keys]\nticket.comment = "f6"\n\nticket.escalate = "f6"\n',
        [(4, "ticket.escalate: 'f6' is the key of ticket.comment too (line 2); give one of them another")],
        _DEFAULTS,
    ),
    Keymap(
        "a clash with a default",
        '[keys]\nticket.comment = "E"\n',
        [(2, "ticket.comment: 'E' is the key of ticket.escalate too; give that one another key")],
        _DEFAULTS,
    ),
    Keymap(
        "a misspelled key",
        '[keys]\nticket.comment = ["f6", "pagedwn"]\n',
        [(2, "ticket.comment: there is no key 'pagedwn'; did you mean pagedown?")],
        _DEFAULTS,
    ),
    Keymap(
        "an unknown action",
        '[keys]\nticket.coment = "f6"\nticket.contact = "f7"\n',
        [(2, "there is no action 'ticket.coment'; did you mean ticket.comment?")],
        [*_DEFAULTS, ("f7", "Contact for #")],
    ),
    Keymap(
        "a value that is no key",
        "[keys]\nticket.comment = 3\n",
        [(2, 'ticket.comment takes a key or a list of keys, as in "c" or ["c", "f5"]')],
        _DEFAULTS,
    ),
    Keymap(
        "ways out without a key",
        "[keys]\napp.quit = []\nform.cancel = []\nfind.clear = []\n",
        [(2, "app.quit cannot be without a key"), (3, "form.cancel cannot be"), (4, "find.clear cannot be")],
        _DEFAULTS,
    ),
    Keymap(
        "a letter that a form needs",
        '[keys]\nform.submit = "s"\n',
        [(2, "form.submit: 's' is needed for writing; take one that is not, such as f5 or ctrl+k")],
        _DEFAULTS,
    ),
    Keymap(
        "an unknown theme",
        'theme = "cxlop-dark"\n',
        [(1, "there is no theme 'cxlop-dark'; did you mean cxloop-dark?")],
        _DEFAULTS,
    ),
    Keymap(
        "all of it at once",
        'theme = "cxlop-dark"\n[keys]\nticket.comment = "E"\nticket.escalate = "pagedwn"\nticket.coment = "f6"\n'
        'find.sort = "f8"\nfind.mine = "f8"\napp.quit = []\nticket.contact = "f7"\n',
        [
            (1, "there is no theme 'cxlop-dark'"),
            (3, "ticket.comment: 'E' stays the key of ticket.escalate, whose entry (line 4) is wrong"),
            (4, "ticket.escalate: there is no key 'pagedwn'"),
            (5, "there is no action 'ticket.coment'"),
            (7, "find.mine: 'f8' is the key of find.sort too (line 6)"),
            (8, "app.quit cannot be without a key"),
        ],
        [*_DEFAULTS, ("f7", "Contact for #")],
    ),
)


def run() -> Outcome:
    """Start the desk with each keymap, look at it, press keys, and ask the doctor."""
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-keymap-") as name:
        store = demo_store(Path(name), tickets=10)
        for keymap in KEYMAPS:
            store.with_name(_FILE).write_text(keymap.text, encoding="utf-8")
            problems += [f"{keymap.name}: {wrong}" for wrong in _shown(keymap, store)]
            problems += [f"{keymap.name}, doctor: {wrong}" for wrong in _examined(keymap, store)]
    counts = {
        "keymaps": len(KEYMAPS),
        "of these followed": sum(not keymap.told for keymap in KEYMAPS),
        "mistakes told, each with its line": sum(len(keymap.told) for keymap in KEYMAPS),
        "desks started": len(KEYMAPS),
        "keys pressed that must open something": sum(len(keymap.opens) for keymap in KEYMAPS),
    }
    return Outcome(4, "keymaps that swap, clash, misspell and name what there is not", counts, problems)


def _shown(keymap: Keymap, store: Path) -> Iterator[str]:
    """Start the desk; yield what is wrong about what a person sees."""
    try:
        with _at_desk(store) as desk:
            yield from _wrong_on_screen(keymap, desk)
            desk.terminal.press("ctrl+q")
            code = desk.terminal.exit_code()
            if code != 0:
                yield f"the desk ends with {code}"
    except AssertionError as failure:
        yield str(failure)


def _wrong_on_screen(keymap: Keymap, desk: Desk) -> Iterator[str]:
    terminal = desk.terminal
    yield from _wrong_at_start(keymap, terminal)
    for key, title in keymap.opens:
        terminal.press(key)
        terminal.wait_for(title)
        terminal.press("esc")
        terminal.wait_gone(title)
    terminal.press("?")
    terminal.wait_for("Signs and keys")
    terminal.wait_settled()
    page = _tight("".join(max(line.split("│"), key=len) for line in terminal.screen()))
    yield from _missing(keymap.told, page, "the page of keys")
    if (_tight("wrong in the configuration") in page) is not bool(keymap.told):
        yield "the page of keys does not say whether something is wrong"
    terminal.press("esc")
    terminal.wait_gone("Signs and keys")


def _wrong_at_start(keymap: Keymap, terminal: Terminal) -> Iterator[str]:
    """Yield what is wrong about the notice of the first mistake, and of how many more."""
    if keymap.told:
        terminal.wait_for("says it again" if len(keymap.told) == 1 else "lists them all")
    yield from (f"the desk does not show {words!r}" for words in keymap.shows if words not in terminal.text())
    notice = _tight("".join(line.rpartition("▌")[2] for line in terminal.screen() if "▌" in line))
    yield from _missing(keymap.told[:1], notice, "the notice at the start")
    more = len(keymap.told) - 1
    if more > 0 and _tight(f"{more} more; ? lists them all") not in notice:
        yield f"the notice at the start does not say that there are {more} more: {notice}"
    if not keymap.told and _FILE in notice:
        yield f"something is told although nothing is wrong: {notice}"


def _examined(keymap: Keymap, store: Path) -> Iterator[str]:
    """Ask the doctor; yield what is wrong about the answer."""
    done = subprocess.run(
        command(store, "doctor"), env=home_of(store), cwd=store.parent, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode != (1 if keymap.told else 0):
        yield f"it ends with {done.returncode}: {done.stderr}"
    if keymap.told and len(done.stdout.splitlines()) != len(keymap.told):
        yield f"it tells another number of mistakes: {done.stdout}"
    yield from _missing(keymap.told, _tight(done.stdout), "it")


def _missing(told: Sequence[tuple[int, str]], text: str, where: str) -> Iterator[str]:
    for line, words in told:
        if _tight(f"{_FILE}, line {line}: {words}") not in text:
            yield f"{where} does not tell line {line}: {words}"


def _tight(text: str) -> str:
    """Return a text without its blanks: on screen a line may break at any of them."""
    return "".join(text.split())


@contextmanager
def _at_desk(store: Path) -> Iterator[Desk]:
    with Terminal(command(store), columns=120, rows=40, env=home_of(store), cwd=store.parent) as terminal:
        desk = Desk(terminal)
        desk.wait_until_open()
        yield desk
