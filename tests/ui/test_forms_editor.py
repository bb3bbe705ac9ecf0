"""F4 in a form: the user's editor writes the text, and one that fails leaves it as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest

from tests.ui.desk_host import AtDesk, desk
from tests.ui.forms import opened, problem

WIDE = (120, 30)


@contextmanager
def given_way(at: AtDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the app give the terminal to somebody else, which it cannot without one."""
    monkeypatch.setattr(at.app, "suspend", nullcontext)
    yield


async def test_f4_writes_in_the_users_editor(editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    editor('test "$1" = --wait && test "$(cat "$2")" = "He said" && printf "He said:\\nthree times.\\n" > "$2"')
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("He said")
        with given_way(at, monkeypatch):
            await at.press("f4")
        assert at.form.values == {"comment": "He said:\nthree times."}
        await at.press("ctrl+s")
        assert at.comments(1)[-1].body == "He said:\nthree times."


async def test_f4_in_a_line_makes_one_line_of_it(
    editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor('printf "one\\ntwo\\n" > "$2"')
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        with given_way(at, monkeypatch):
            await at.press("f4")
        assert at.form.values["reason"] == "one two"


async def test_f4_on_a_choice_changes_nothing_and_says_where_it_works(
    editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor('printf "no" > "$2"')
    async with desk(WIDE) as at:
        await opened(at, "move")
        before = at.form.values
        with given_way(at, monkeypatch):
            await at.press("f4")
        assert at.form.values == before
        assert problem(at) == "the editor is for a text: go to one first, tab goes on"


@pytest.mark.parametrize(
    ("script", "said_so"),
    [("exit 3", "ended with 3; your text is as it was"), (None, "set EDITOR to your editor"), ("", "set EDITOR")],
)
async def test_an_editor_that_fails_leaves_the_text(
    script: str | None, said_so: str, editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(script or "true")
    if script is None:
        monkeypatch.setenv("EDITOR", "/nowhere/at/all")
    elif not script:
        monkeypatch.delenv("EDITOR")
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("He said")
        with given_way(at, monkeypatch):
            await at.press("f4")
        assert said_so in problem(at)
        assert at.form.values == {"comment": "He said"}
