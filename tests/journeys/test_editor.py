"""`F4` in a real terminal: the desk gives it to the user's editor, takes it back, and loses no word either way."""

import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.desk import Desk, command, configure, demo_store, home_of, shown
from tests.terminal import Terminal

EDITOR = """
import sys, termios
from pathlib import Path

flag, file = sys.argv[1], Path(sys.argv[2])
print("editing", repr(file.read_text()), "echo", bool(termios.tcgetattr(0)[3] & termios.ECHO), flush=True)
wanted = input("more> ")
if wanted == "fail":
    sys.exit(3)
if wanted == "remove":
    file.unlink()
    sys.exit(0)
file.write_text(file.read_text() + "\\n" + flag + wanted + "\\n")
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Example tickets."""
    return demo_store(tmp_path_factory.mktemp("editor"), tickets=10)


@pytest.fixture
def store(example: Path, tmp_path: Path) -> Path:
    """The same for one test alone, for drafts stay."""
    copy = tmp_path / "demo.db"
    shutil.copyfile(example, copy)
    configure(copy)
    return copy


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """The command of an editor whose name and argument have blanks."""
    script = tmp_path / "my editor.py"
    script.write_text(EDITOR, encoding="utf-8")
    return shlex.join([sys.executable, str(script), "kind regards, "])


@contextmanager
def commenting(store: Path, **variables: str) -> Iterator[tuple[Desk, str]]:
    """Open a comment with a few words in it; the desk and the ticket."""
    environment = {**home_of(store), **variables}
    with Terminal(command(store), columns=100, rows=30, env=environment, cwd=store.parent) as terminal:
        desk = Desk(terminal)
        desk.wait_until_open()
        ticket = desk.ticket
        terminal.press("c")
        terminal.wait_for(f"Comment on {ticket}")
        terminal.type("He said no.")
        terminal.wait_for("He said no.")
        yield desk, ticket


@pytest.mark.parametrize("variables", [["EDITOR"], ["VISUAL", "EDITOR"]])
def test_an_editor_with_arguments_gets_the_words_and_the_terminal_and_gives_both_back(
    store: Path, editor: str, variables: list[str]
) -> None:
    others = dict.fromkeys(variables[1:], "/nowhere/at/all")
    with commenting(store, **{variables[0]: editor}, **others) as (desk, ticket):
        desk.terminal.press("F4")
        desk.terminal.wait_for("editing 'He said no.' echo True")
        desk.terminal.type("Nora")
        desk.terminal.press("enter")
        desk.terminal.wait_for("kind regards, Nora")
        desk.terminal.wait_for(f"Comment on {ticket}")
        desk.terminal.press("ctrl+s")
        desk.terminal.wait_for("takes it back")
    assert shown(store, ticket)["comments"][-1]["body"] == "He said no.\nkind regards, Nora"


@pytest.mark.parametrize(
    ("does", "told"), [("fail", "ended with 3; your text is as it was"), ("remove", "left no text behind")]
)
def test_an_editor_that_fails_leaves_words_and_desk_as_they_were(
    store: Path, editor: str, does: str, told: str
) -> None:
    with commenting(store, EDITOR=editor) as (desk, _):
        desk.terminal.press("F4")
        desk.terminal.wait_for("more>")
        desk.terminal.type(does)
        desk.terminal.press("enter")
        desk.terminal.wait_for(told)
        desk.terminal.type(" Twice.")
        desk.terminal.wait_for("He said no. Twice.")


@pytest.mark.parametrize(
    ("command_line", "told"),
    [
        ("", "set EDITOR to your editor, as in EDITOR=nano"),
        ("nowhere-at-all --wait", "set EDITOR to your editor: there is no nowhere-at-all"),
        ("'vi", "set EDITOR to your editor: no closing quotation"),
        ("/proc/self/maps", "set EDITOR to your editor: there is no /proc/self/maps"),
    ],
)
def test_an_editor_that_is_not_there_is_told_and_the_desk_goes_on(store: Path, command_line: str, told: str) -> None:
    with commenting(store, EDITOR=command_line) as (desk, _):
        desk.terminal.press("F4")
        desk.terminal.wait_for(told)
        desk.terminal.type(" Twice.")
        desk.terminal.wait_for("He said no. Twice.")


def test_an_editor_that_cannot_be_started_leaves_the_desk_its_terminal(store: Path, tmp_path: Path) -> None:
    program = tmp_path / "editor"
    program.write_text("#!/nowhere/at/all\n", encoding="utf-8")
    program.chmod(0o700)
    with commenting(store, EDITOR=str(program)) as (desk, _):
        desk.terminal.press("F4")
        desk.terminal.wait_for("editor could not be started")
        desk.terminal.type(" Twice.")
        desk.terminal.wait_for("He said no. Twice.")


def test_words_are_kept_before_the_editor_takes_over(store: Path, editor: str) -> None:
    with commenting(store, EDITOR=editor) as (desk, ticket):
        desk.terminal.type(" Never.")
        desk.terminal.press("F4")
        desk.terminal.wait_for("more>")
        desk.terminal.kill()
    with commenting_again(store) as desk:
        desk.terminal.press("c")
        desk.terminal.wait_for(f"Comment on {ticket}")
        desk.terminal.wait_for("He said no. Never.")


@contextmanager
def commenting_again(store: Path) -> Iterator[Desk]:
    """Open the desk anew."""
    with Terminal(command(store), columns=100, rows=30, env=home_of(store), cwd=store.parent) as terminal:
        desk = Desk(terminal)
        desk.wait_until_open()
        yield desk
