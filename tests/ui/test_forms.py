"""Forms: what they foretell is what the log then says, nothing typed is lost, and only what may be is offered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import TicketView
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.escalation import escalate_form
from cxloop_tui.ui.forms.form import ChoiceField, Form, Option
from cxloop_tui.ui.forms.resolution import TOLD
from cxloop_tui.ui.forms.talk import CONTACTS
from cxloop_tui.ui.forms.ticket import move_form
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.screens import form as form_module
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.themes import DARK, semantic_variables
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.chooser import Chooser
from tests.builders import ADA, BEA, EVE, GIA, LEA, MAX, TOM
from tests.fakes import memory_rooms
from tests.ui.desk_host import AtDesk, Making, a_days_queue, desk, furnished, no_tickets

LOW, WIDE = (80, 24), (120, 30)

FORMS: Mapping[str, tuple[str, int]] = {
    "comment": ("c", 1),
    "contact": ("t", 1),
    "resolve": ("d", 1),
    "escalate": ("E", 1),
    "move": ("M", 1),
    "edit": ("e", 1),
    "handback": ("H", 2),
    "reopen": ("X", 3),
    "new": ("n", 1),
}
"""Every form, the key that opens it, and a ticket on which it makes sense."""

WORDED: Mapping[str, str] = {
    "comment": "comment",
    "contact": "note",
    "resolve": "root_cause",
    "escalate": "reason",
    "edit": "customer_name",
    "handback": "note",
    "reopen": "note",
    "new": "comment",
}
"""A field to type words in, of every form that has one."""


async def opened(at: AtDesk, name: str) -> FormScreen:
    """Open a form on its ticket."""
    key, number = FORMS[name]
    at.inbox.list.go_to(at.view(number).ticket.id)
    await at.settled()
    await at.press(key)
    return at.form


async def go_to(at: AtDesk, number: int) -> None:
    at.inbox.list.go_to(at.view(number).ticket.id)
    await at.settled()


async def write_into(at: AtDesk, field: str, text: str) -> None:
    """Type words into a field of the form in front."""
    at.form.set_focus(at.form.query_one(f"#{field}"))
    await at.settled()
    await at.write(text)


def foretold(at: AtDesk) -> dict[str, str]:
    """Read what the form says will happen, by label, off the screen."""
    lines = [line.strip.text.strip() for line in at.form.query_one("#preview", Bar)._lines()]
    return {line.split(" ")[0]: line[10:].strip() for line in lines}


def said(at: AtDesk, number: int, field: str) -> str:
    """Put the last operation's log line of a field in words."""
    old, new = at.last(number)[field]
    return f"{called(at, old)} → {called(at, new)}"


def called(at: AtDesk, value: str | int | None) -> str:
    space, text = at.rooms.queries.organisation(), str(value)
    return space.called(text) if text in space.people else space.tree.name(text)


def problem(at: AtDesk) -> str:
    """Read what the form says is wrong."""
    return at.form.query_one("#problem", Bar)._lines()[0].strip.text.strip()


# Foretold and told -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LOW, WIDE])
@pytest.mark.parametrize("downs", [0, 1, 2])
async def test_escalate_foretells_path_and_owner(size: tuple[int, int], downs: int) -> None:
    async with desk(size) as at:
        await opened(at, "escalate")
        await at.write("He is right, and asks for somebody who can decide.")
        await at.press("tab", *["down"] * downs)
        before = foretold(at)
        assert before["mail"] == "not set up: nobody is written to"
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert set(at.last(1)) == {"status", "segment", "owner", "comment"}
        assert at.last(1)["status"] == ("open", "escalated")
        assert before["path"].startswith(said(at, 1, "segment"))
        assert before["owner"].startswith(said(at, 1, "owner"))
        assert at.last(1)["comment"][1] == "He is right, and asks for somebody who can decide."
        assert at.said[-1] == "#1 escalated; z takes it back"


async def test_escalate_at_the_top_keeps_the_segment_and_says_so() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 6)
        await at.press("E")
        await at.write("A card number is in it.")
        before = foretold(at)
        assert before["path"] == "Italy stays"
        await at.press("ctrl+s")
        assert "segment" not in at.last(6)
        assert before["owner"].startswith(said(at, 6, "owner"))


async def test_hand_back_foretells_status_segment_and_owner() -> None:
    async with desk(WIDE) as at:
        await opened(at, "handback")
        before = foretold(at)
        await at.write("Refund it, no need to ask.")
        await at.press("ctrl+s")
        for field in ("status", "segment", "owner"):
            assert before[field] == said(at, 2, field)
        assert set(at.last(2)) == {"status", "segment", "owner", "comment"}


async def test_resolve_foretells_the_status_and_asks_what_policy_demands() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        before = foretold(at)
        assert before["asked"] == "cause, action, told"
        await at.write("label torn off")
        await at.press("enter")
        await at.write("refunded")
        await at.press("tab", "down", "ctrl+s")
        assert before["status"] == said(at, 1, "status")
        assert at.last(1)["root_cause"] == (None, "label torn off")
        assert at.last(1)["action_taken"] == (None, "refunded")
        assert at.last(1)["told"] == (None, TOLD[1].value)


async def test_resolve_offers_causes_used_before() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        assert "short of staff" in at.seen


async def test_a_policy_that_demands_nothing_is_told() -> None:
    async with desk(WIDE) as at:
        at.colleague(ADA, lambda sitting: sitting.put_policy("resolve.requires", []))
        await opened(at, "resolve")
        assert foretold(at)["asked"] == "nothing"
        await at.press("ctrl+s")
        assert at.ticket(1).status is Status.RESOLVED


async def test_reopen_foretells_the_status_and_keeps_the_cause() -> None:
    async with desk(WIDE) as at:
        await opened(at, "reopen")
        before = foretold(at)
        assert before["cause"] == "short of staff"
        await at.write("She called again.")
        await at.press("ctrl+s")
        assert before["status"].startswith(said(at, 3, "status"))
        assert set(at.last(3)) == {"status", "comment"}
        assert at.ticket(3).root_cause == "short of staff"


async def test_move_foretells_the_path_and_who_takes_over() -> None:
    async with desk(WIDE) as at:
        await opened(at, "move")
        await at.press(*"naples")
        before = foretold(at)
        await at.press("ctrl+s")
        assert before["path"] == said(at, 1, "segment") == "Bari → Naples"
        assert before["owner"].startswith(said(at, 1, "owner"))
        assert before["owner"].startswith("Bea Bari → Gia South")


async def test_move_foretells_an_owner_who_stays() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 7)
        await at.press("M", *"turin")
        assert foretold(at)["owner"] == "Tom Turin stays"
        await at.press("ctrl+s")
        assert set(at.last(7)) == {"segment"}


async def test_edit_foretells_what_will_be_changed_and_nothing_else() -> None:
    async with desk(WIDE) as at:
        await opened(at, "edit")
        assert foretold(at) == {"changes": "nothing yet"}
        await write_into(at, "category", "billing")
        await write_into(at, "tags", "vip refund")
        at.form.set_focus(at.form.query_one("#priority"))
        await at.press("down")
        before = foretold(at)["changes"].split(", ")
        await at.press("ctrl+s")
        log = [(line.field, line.new) for line in at.log(1) if line.operation == at.log(1)[-1].operation]
        told = [f"+{new}" if field == "tags" else field.replace("_", " ") for field, new in log]
        assert before == told
        assert set(told) == {"priority", "category", "+vip", "+refund"}


async def test_edit_of_nothing_does_nothing() -> None:
    async with desk(WIDE) as at:
        await opened(at, "edit")
        before = at.rooms.queries.seq()
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.rooms.queries.seq() == before


async def test_new_foretells_status_and_owner() -> None:
    async with desk(WIDE, me=BEA) as at:
        await opened(at, "new")
        await at.write("pat@shop.example")
        await write_into(at, "comment", "The door sticks.\nSince Monday.")
        before = foretold(at)
        await at.press("ctrl+s")
        made = at.ticket(13)
        assert before["then"] == f"{made.status}, owned by {called(at, made.owner)}"
        assert (made.owner, made.segment, made.priority) == (BEA, "bari", "medium")
        assert made.comment == "The door sticks.\nSince Monday."


@pytest.mark.parametrize(("key", "words"), [("c", "I will call her."), ("t", "He did not pick up.")])
async def test_words_that_open_a_new_ticket_say_so_before(key: str, words: str) -> None:
    async with desk(WIDE) as at:
        await go_to(at, 8)
        await at.press(key)
        await write_into(at, "comment" if key == "c" else "note", words)
        before = foretold(at)
        await at.press("ctrl+s")
        assert before["status"] == said(at, 8, "status") == "new → open"


async def test_a_comment_says_who_will_read_it() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        assert "colleagues only" in foretold(at)["read"]
        await at.write("Called twice.\nNobody there.")
        await at.press("ctrl+s")
        assert at.comments(1)[-1].body == "Called twice.\nNobody there."
        assert at.comments(1)[-1].by == ADA
        assert set(at.last(1)) == {"comment"}


async def test_contact_shows_how_to_reach_the_customer() -> None:
    async with desk(WIDE) as at:
        await opened(at, "contact")
        assert foretold(at)["reach"] == "+39 080 1234   ana@shop.example"
        await at.press("tab")
        await at.write("She was glad.")
        await at.press("ctrl+s")
        assert at.last(1) == {"contact": (None, "call reached"), "comment": (None, "She was glad.")}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_every_form_fits_the_screen_with_the_comments_in_sight(name: str, size: tuple[int, int]) -> None:
    async with desk(size) as at:
        screen = await opened(at, name)
        for selector in ("#preview", "#problem", "#buttons", *([] if name == "new" else ["#comments"])):
            widget = screen.query_one(selector)
            assert screen.query_one("#frame").content_region.contains_region(widget.region), selector
            assert widget.region.bottom < size[1], selector
        focused = screen.focused
        assert focused is not None
        assert screen.query_one("#fields").region.contains_region(focused.region)
        assert "Cancel" in at.seen
        assert name == "new" or "no answer" in at.seen or FORMS[name][1] != 1


# Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "filled", "reason", "field"),
    [
        ("comment", {}, "comment is empty", "comment"),
        ("escalate", {}, "reason is empty", "reason"),
        ("resolve", {}, "root cause is empty", "root_cause"),
        ("resolve", {"root_cause": "label torn off"}, "action taken is empty", "action_taken"),
        ("new", {}, "customer e-mail is empty", "customer_email"),
        ("new", {"customer_email": "pat at shop"}, "is not an e-mail address", "customer_email"),
        ("new", {"customer_email": "pat@shop.example"}, "comment is empty", "comment"),
        ("edit", {"customer_email": "@"}, "is not an e-mail address", "customer_email"),
        ("edit", {"customer_name": "x" * 301}, "customer name has more than 300 characters", "customer_name"),
        ("edit", {"tags": "x" * 301}, "a tag has more than 300 characters", "tags"),
    ],
)
async def test_a_refusal_keeps_the_form_and_goes_to_its_field(
    name: str, filled: Mapping[str, str], reason: str, field: str
) -> None:
    async with desk(WIDE) as at:
        screen = await opened(at, name)
        for to, text in filled.items():
            await write_into(at, to, text)
        screen.set_focus(screen.query_one(f"#{at.form._form.fields[-1].name}"))
        before, values = at.rooms.queries.seq(), screen.values
        await at.press("ctrl+s")
        assert at.app.screen is screen
        assert reason in problem(at)
        assert at.focused() == field
        assert screen.values == values
        assert at.rooms.queries.seq() == before


async def test_a_refused_form_can_be_mended_and_sent() -> None:
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        await at.press("ctrl+s")
        await at.write("He is right.")
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.ticket(1).status is Status.ESCALATED


async def test_what_happened_meanwhile_refuses_and_keeps_the_words() -> None:
    async with desk(WIDE) as at:
        screen = await opened(at, "escalate")
        await at.write("He is right.")
        ticket = at.view(1).ticket.id
        at.colleague(LEA, lambda sitting: sitting.resolve(ticket, root_cause="a", action_taken="b", told="by call"))
        await at.press("ctrl+s")
        assert at.app.screen is screen
        assert "lea@desk.example" in problem(at)
        assert screen.values["reason"] == "He is right."
        await at.press("escape")
        assert at.draft("escalate", 1) is not None


async def test_a_form_is_bound_to_its_ticket_wherever_the_list_goes() -> None:
    async with desk(WIDE) as at:
        screen = await opened(at, "comment")
        await at.write("About number one.")
        at.inbox.list.move(-3)
        await at.settled()
        await at.press("ctrl+s")
        assert screen is not at.app.screen
        assert at.comments(1)[-1].body == "About number one."


@pytest.mark.parametrize(
    ("key", "number", "reason"),
    [
        ("E", 2, "neither your ticket nor in your segments"),
        ("d", 2, "only its owner or a manager above may end an escalation"),
        ("M", 6, "neither your ticket nor in your segments"),
        ("e", 6, "neither your ticket nor in your segments"),
        ("p", 6, "neither your ticket nor in your segments"),
        ("H", 2, "only its owner or a manager above may end an escalation"),
        ("H", 1, "#1 is open, not escalated"),
        ("X", 3, "neither your ticket nor in your segments"),
        ("X", 1, "#1 is open, not resolved"),
        ("d", 3, "#3 is resolved already"),
    ],
)
async def test_what_may_not_be_done_is_said_instead_of_asked(key: str, number: int, reason: str) -> None:
    async with desk(WIDE, me=EVE) as at:
        await go_to(at, number)
        await at.press(key)
        assert at.no_dialog()
        assert reason in at.said[-1]


# Drafts ----------------------------------------------------------------------------------------------------------


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
            await at.pilot.pause()
            assert at.draft("comment", 1) == {"comment": "Called"[:length]}


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


# Keys and mouse --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", CONTACTS, ids=lambda option: option.value)
async def test_a_contact_is_two_keys(option: Option) -> None:
    async with desk(LOW) as at:
        await go_to(at, 1)
        assert option.key
        await at.press("t", option.key)
        assert at.no_dialog()
        assert at.last(1) == {"contact": (None, option.value)}


@pytest.mark.parametrize(("key", "priority"), [("1", "low"), ("2", "medium"), ("4", "critical")])
async def test_a_priority_is_two_keys(key: str, priority: str) -> None:
    async with desk(LOW) as at:
        await go_to(at, 1)
        await at.press("p", key)
        assert at.ticket(1).priority == priority


async def test_the_priority_it_has_changes_nothing() -> None:
    async with desk(LOW) as at:
        before = at.rooms.queries.seq()
        await go_to(at, 1)
        await at.press("p", "3")
        assert at.no_dialog()
        assert at.rooms.queries.seq() == before


@pytest.mark.parametrize(
    ("number", "key", "title"), [(1, "3", "Escalate #1"), (1, "4", "Resolve #1"), (3, "2", "Reopen #3")]
)
async def test_a_status_with_a_form_opens_it(number: int, key: str, title: str) -> None:
    async with desk(LOW) as at:
        await go_to(at, number)
        await at.press("s", key)
        assert title in at.seen
        assert at.form


async def test_a_status_without_a_form_is_set_and_one_that_cannot_be_is_not_offered() -> None:
    async with desk(LOW) as at:
        await go_to(at, 8)
        await at.press("s", "2")
        assert at.ticket(8).status is Status.OPEN
        await at.press("s")
        assert "nothing done yet" not in at.seen
        await at.press(*"new")
        assert "a ticket that is open cannot become new" in at.seen
        await at.press("enter")
        assert isinstance(at.app.screen, PickerScreen)


async def test_enter_and_tab_go_on_and_ctrl_s_sends_from_anywhere() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        trail = [at.focused()]
        for key in ("enter", "tab", "enter"):
            await at.press(key)
            trail.append(at.focused())
        assert trail == ["root_cause", "action_taken", "told", "root_cause"]
        await at.press("shift+tab")
        assert at.focused() == "told"


async def test_nothing_that_is_pasted_into_a_line_is_lost() -> None:
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        await at.write("He waited\r\nthree weeks\nand nobody called.\n")
        assert at.form.values["reason"] == "He waited three weeks and nobody called."
        await at.press("shift+home")
        await at.write("He left.")
        assert at.form.values["reason"] == "He left."


async def test_letters_in_a_form_are_letters() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.press(*"qjEz?:1F!")
        assert at.form.values == {"comment": "qjEz?:1F!"}


async def test_the_buttons_can_be_clicked() -> None:
    async with desk(LOW) as at:
        await opened(at, "comment")
        await at.write("Called.")
        await at.click_piece(at.form.query_one("#buttons", Bar), "form.submit")
        assert at.comments(1)[-1].body == "Called."
        await opened(at, "comment")
        await at.click_piece(at.form.query_one("#buttons", Bar), "form.cancel")
        assert at.no_dialog()


async def test_the_comments_can_be_scrolled_from_any_field() -> None:
    async with desk(LOW) as at:
        at.colleague_says(BEA, 1, *(f"word {place}" for place in range(6)))
        await opened(at, "comment")
        assert "word 5" in at.seen
        assert "word 2" not in at.seen
        await at.press("pageup", "pageup", "pageup")
        assert "word 2" in at.seen
        await at.press("pagedown", "pagedown", "pagedown")
        assert "word 5" in at.seen


async def test_ctrl_s_twice_sends_once() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("Called.")
        before = len(at.entries(1))
        at._send("ctrl+s")
        at._send("ctrl+s")
        await at.settled()
        assert len(at.entries(1)) == before + 1


# The user's editor -----------------------------------------------------------------------------------------------


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes a shell script the user's editor."""

    def use(script: str) -> None:
        program = tmp_path / "my editor"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o700)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"'{program}' --wait")

    return use


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


async def test_f4_on_a_choice_changes_nothing_and_says_where_it_works(editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
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


# Undo ------------------------------------------------------------------------------------------------------------


async def test_z_takes_back_and_capital_z_does_again() -> None:
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        await at.write("He is right.")
        before = at.ticket(1)
        await at.press("ctrl+s", "p", "4")
        await at.press("z")
        assert at.said[-1] == "undone: #1 priority changed"
        await at.press("z")
        assert at.said[-1] == "undone: #1 is open again"
        now = at.ticket(1)
        assert (now.status, now.segment, now.owner, now.priority) == (
            before.status,
            before.segment,
            before.owner,
            before.priority,
        )
        await at.press("Z", "Z")
        assert (at.ticket(1).status, at.ticket(1).priority) == (Status.ESCALATED, "critical")
        assert at.cursor == at.ticket(1).id


async def test_nothing_to_take_back_is_said() -> None:
    async with desk(WIDE, me=EVE) as at:
        await at.press("z")
        assert at.said[-1] == "there is nothing of yours to undo"
        await at.press("Z")
        assert at.said[-1] == "there is nothing to redo"


async def test_a_new_ticket_that_is_taken_back_leaves_the_list_and_comes_again() -> None:
    async with desk(WIDE, tickets=no_tickets) as at:
        await at.press("n")
        await at.write("pat@shop.example")
        await write_into(at, "comment", "The door sticks.")
        await at.press("ctrl+s", "z")
        assert at.listed == []
        assert "No tickets yet." in at.seen
        await at.press("Z")
        assert at.listed == [1]


async def test_a_comment_that_is_taken_back_is_in_no_sight_any_more() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("Wrong ticket, sorry")
        await at.press("ctrl+s")
        assert "Wrong ticket, sorry" in at.seen
        await at.press("z")
        assert "Wrong ticket, sorry" not in at.seen
        await at.press("2")
        assert "Wrong ticket, sorry" not in at.seen


async def test_mine_and_copy_need_no_form() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("i")
        assert at.last(1) == {"owner": (BEA, ADA)}
        await at.press("y")
        assert at.app.clipboard == "#1"
        await at.press("Y")
        assert at.app.clipboard == "ana@shop.example"


# What is offered is what the rule accepts ------------------------------------------------------------------------


class Taken(Exception):
    """Ends a transaction in which nothing was refused."""


def is_accepted(rooms: Rooms, work: Callable[[Sitting], object]) -> bool:
    """Say whether the desk would do it for whom the rooms are, without doing it."""

    def tried(sitting: Sitting) -> None:
        work(sitting)
        raise Taken

    try:
        rooms.desk().sit(rooms.me, tried)
    except Taken:
        return True
    except CxloopError:
        return False
    raise AssertionError("unreachable")


def in_every_state(making: Making) -> None:
    """The usual queue, and an escalation that has reached the top."""
    a_days_queue(making)
    top = making.ticket("max@shop.example", "Nobody answers me.", 0.5, owner=TOM, segment="turin")
    making.by(TOM, lambda sitting: sitting.escalate(top, "italy", "He asks for the boss."))


def offered(options: Iterable[Option]) -> set[str]:
    """Return what can be chosen."""
    return {option.value for option in options if option.reason is None}


def options_of(form: Form, name: str) -> Sequence[Option]:
    """Return what a form lets choose in a field."""
    field = next(field for field in form.fields if field.name == name)
    assert isinstance(field, ChoiceField)
    return field.options


@contextmanager
def rooms_of(me: str) -> Iterator[tuple[Rooms, Session]]:
    """Give somebody the desk without a screen."""
    store, clock, ids = furnished(in_every_state)
    rooms = memory_rooms(store, me, clock=clock, ids=ids)
    session = Session(rooms.queries, rooms.desk)
    yield rooms, session
    session.close()


EVERYBODY = (ADA, LEA, MAX, GIA, BEA, TOM, EVE)


@pytest.mark.parametrize("me", EVERYBODY)
def test_move_offers_exactly_where_the_rule_lets_it_go(me: str) -> None:
    with rooms_of(me) as (rooms, session):
        space = rooms.queries.organisation()
        for ticket in rooms.queries.tickets(Query()):
            accepted = {
                to.code
                for to in space.tree
                if to.code != ticket.segment and is_accepted(rooms, partial(move, ticket.id, to.code))
            }
            form = move_form(rooms.queries.view(ticket.id), space, session)
            found = offered(options_of(form, "segment"))
            assert (found if may_work(space, me, ticket) else set()) == accepted


@pytest.mark.parametrize("me", EVERYBODY)
def test_escalate_offers_exactly_who_the_rule_lets_take_it(me: str) -> None:
    with rooms_of(me) as (rooms, session):
        space = rooms.queries.organisation()
        for ticket in rooms.queries.tickets(Query()):
            accepted = {
                f"{to.code}\t{owner}"
                for to, owner in product(space.tree, space.people)
                if is_accepted(rooms, partial(escalate, ticket.id, to.code, owner))
            }
            form = escalate_form(rooms.queries.view(ticket.id), space, rooms.queries.loads(), session)
            found = offered(options_of(form, "to"))
            if ticket.status is Status.ESCALATED:
                assert not may_work(space, me, ticket) or found <= accepted
            else:
                assert (found if may_work(space, me, ticket) else set()) == accepted


def move(ticket: str, to: str, sitting: Sitting) -> None:
    sitting.do(ticket, lambda now, space: intent.change(now, intent.moved(now, to, space)))


def escalate(ticket: str, to: str, owner: str, sitting: Sitting) -> None:
    sitting.escalate(ticket, to, "why", owner=owner)


def may_work(space: Organisation, me: str, ticket: Ticket) -> bool:
    return space.why_may_not(me, Act.WORK, ticket.owner, ticket.segment) is None


@pytest.mark.parametrize("me", EVERYBODY)
async def test_whatever_is_chosen_the_log_says_what_the_form_foretold(me: str) -> None:
    with rooms_of(me) as (rooms, session):
        space, looks = rooms.queries.organisation(), Looks.from_variables(LOOKS)
        for ticket in list(rooms.queries.tickets(Query())):
            for make, choice, words in MOVING:
                form = make(rooms.queries.view(ticket.id), space, session)
                for option in options_of(form, choice) if may_work(space, me, ticket) else ():
                    values = {choice: option.value if option.reason is None else "", **words}
                    lines = {
                        label: "".join(piece.text for piece in line) for label, line in form.preview(values, looks)
                    }
                    try:
                        done = await form.submit(values)
                    except CxloopError:
                        assert option.reason or ticket.status is Status.ESCALATED
                        continue
                    assert done is not None
                    assert lines["path"].startswith(
                        in_words(space.tree.name, done.operation, "segment", ticket.segment)
                    )
                    assert lines["owner"].startswith(
                        in_words(space.called, done.operation, "owner", ticket.owner or "")
                    )
                    rooms.desk().sit(me, lambda sitting: sitting.undo())


def in_words(name: Callable[[str], str], operation: Operation, field: str, now: str) -> str:
    """Say what an operation did to a field, as a form foretells it."""
    change = operation.set.get(field)
    return f"{name(now)} stays" if change is None else f"{name(str(change.seen))} → {name(str(change.wanted))}"


LOOKS = semantic_variables(DARK) | {name: str(getattr(DARK, name)) for name in ("background", "panel")}

MOVING: Sequence[tuple[Callable[[TicketView, Organisation, Session], Form], str, Mapping[str, str]]] = (
    (move_form, "segment", {}),
    (lambda view, space, session: escalate_form(view, space, {}, session), "to", {"reason": "why"}),
)
"""Forms that give a ticket another place: how they are made, what is chosen in them, what must be said."""


@pytest.mark.parametrize("me", [ADA, MAX, BEA])
async def test_the_owner_chooser_offers_whom_the_rule_accepts(me: str) -> None:
    async with desk(LOW, tickets=in_every_state, me=me) as at:
        for number in (1, 2, 6, 7, 9):
            ticket = at.ticket(number)
            accepted = {
                email
                for email in at.rooms.queries.organisation().people
                if email != ticket.owner and is_accepted(at.rooms, partial(give, ticket.id, email))
            }
            await go_to(at, number)
            await at.press("a")
            assert offered(at.app.screen.query_one(Chooser)._options) == accepted, number
            await at.press("escape")


def give(ticket: str, owner: str, sitting: Sitting) -> None:
    sitting.change(ticket, {"owner": owner})


async def test_what_is_typed_and_not_allowed_appears_with_the_reason() -> None:
    async with desk(WIDE) as at:
        await opened(at, "move")
        assert "Milan" not in at.form.query_one(Chooser)._lines()[0].strip.text
        await at.press(*"milan")
        assert "Milan is neither beside nor right below Bari" in at.seen
        await at.press("ctrl+s")
        assert at.form
        assert "choose where it goes" in problem(at)


async def test_an_owner_who_may_not_be_chosen_says_why() -> None:
    async with desk(WIDE, me=MAX) as at:
        await go_to(at, 7)
        await at.press("a", *"bea")
        assert "Bea Bari does not work in your segments" in at.seen
        await at.press("enter")
        assert isinstance(at.app.screen, PickerScreen)
        assert "does not work in your segments" in at.said[-1]


async def test_the_owner_chooser_shows_how_much_everybody_has_to_do() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("a")
        await at.press(*"gia")
        loads = at.rooms.queries.loads()[GIA]
        assert f"{loads.open} open, {loads.overdue} overdue" in at.seen
        await at.press("enter")
        assert at.last(1) == {"owner": (BEA, GIA)}
