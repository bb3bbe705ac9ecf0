"""Drafts: what is typed into a form is not lost, and what was sent or deleted is no draft."""

from functools import partial

import pytest

from cxloop_tui.ui.screens import form as form_module
from tests.ui.desk_host import AtDesk, desk, until
from tests.ui.forms import FORMS, WORDED, go_to, opened, problem, write_into

LOW, WIDE = (80, 24), (120, 30)


@pytest.mark.parametrize("name", WORDED)
async def test_esc_keeps_the_words_and_the_form_brings_them_back(name: str) -> None:
    async with desk(WIDE) as at:
        number = None if name == "new" else FORMS[name][1]
        await opened(at, name)
        await write_into(at, WORDED[name], " Half a sent")
        values = at.form.values
        await at.press("escape")
        assert at.said[-1] == "your draft is kept"
        assert at.draft(name, number) == values
        await opened(at, name)
        assert at.form.values == values
        assert problem(at) == "your draft is back; esc keeps it, ctrl+s sends it"


async def test_sent_words_are_no_draft_any_more() -> None:
    async with desk(LOW) as at:
        await opened(at, "comment")
        await at.write("Half a sentence")
        await at.press("escape")
        row = next(line for line in at.lines if "#1 " in line)
        assert " d #1" in row
        await opened(at, "comment")
        await at.write(" and the other half.")
        await at.press("ctrl+s")
        assert at.comments(1)[-1].body == "Half a sentence and the other half."
        assert at.draft("comment", 1) is None
        assert " d #1" not in at.seen
        await opened(at, "comment")
        assert at.form.values == {"comment": ""}


async def test_words_are_kept_while_they_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_module, "KEEP_AFTER_SECONDS", 0.001)
    async with desk(WIDE) as at:
        await opened(at, "comment")
        for length, letter in enumerate("Called", start=1):
            await at.press(letter)
            await until(at, partial(_is_kept, at, "Called"[:length]))


def _is_kept(at: AtDesk, words: str) -> bool:
    return at.draft("comment", 1) == {"comment": words}


async def test_words_that_were_deleted_are_no_draft() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("ab")
        await at.press("escape", "c", "backspace", "backspace", "escape")
        assert at.draft("comment", 1) is None


async def test_a_form_that_was_only_looked_at_leaves_no_draft() -> None:
    async with desk(WIDE) as at:
        for name, (_, number) in FORMS.items():
            await opened(at, name)
            await at.press("escape")
            assert at.draft(name, None if name == "new" else number) is None, name
        assert at.said == []


async def test_every_ticket_has_its_own_draft() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("About number one")
        await at.press("escape")
        await go_to(at, 5)
        await at.press("c")
        assert at.form.values == {"comment": ""}
        assert "About number one" in at.draft("comment", 1).values()  # type: ignore[union-attr]


async def test_a_draft_is_seen_on_the_ticket() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("Half a sent")
        await at.press("escape")
        await go_to(at, 1)
        assert "Half a sent" in at.seen
