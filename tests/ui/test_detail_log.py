"""The log of a ticket: who, when, from what to what, and what was taken back."""

from __future__ import annotations

from cxloop_tui.domain import intent
from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.ui.render.log import log_strips
from tests.ui.drawn_ticket import Ticket, escalated, setting, text, the_time


def log(view: TicketView, *, status_only: bool = False, width: int = 54) -> str:
    return text(log_strips(Chronicle.of(view), setting(width), status_only=status_only))


def test_the_log_says_who_when_and_from_what_to_what() -> None:
    ticket = escalated()
    ticket.do(lambda seen: intent.change(seen, {"customer_phone": None}, add_tags=["vip"]))
    ticket.contact("call", "voicemail")
    ticket.raw("snooze.put")
    when = f"today {the_time()}  Bea       "
    then = " " * len(when)
    assert log(ticket.view()).splitlines()[:-1] == [
        "newest first",
        "",
        f"{when}newer than this program snooze…",
        f"{when}contact  call, voicemail",
        f"{when}customer phone → nothing",
        f"{then}tags     + vip",
        f"{when}status   new → escalated",
        f"{then}segment  Bari → South",
        f"{then}owner    Bea Costa → Max Riva",
        f"{then}priority high → critical",
        f"{then}comment  third call; refund st…",
    ]


def test_the_log_shows_what_was_undone_struck_and_without_words() -> None:
    ticket = Ticket()
    ticket.undo(ticket.comment("secret"))
    strips = log_strips(Chronicle.of(ticket.view()), setting(), status_only=False)
    assert "secret" not in text(strips)
    assert "comment  undone" in text(strips)
    assert "undo     comment" in text(strips)
    struck = [
        segment.text
        for strip in strips
        for segment in strip
        if segment.text and segment.style and segment.style.strike
    ]
    assert struck == ["status   ", "new ", "→ ", "open", "comment"]


def test_the_log_can_show_changes_of_status_only() -> None:
    ticket = escalated()
    ticket.hand_back("yours")
    lines = log(ticket.view(), status_only=True).splitlines()
    assert lines[0] == "status changes only · 2 of 10 · newest first"
    assert [line[23:].strip() for line in lines[2:]] == ["status   escalated → open", "status   new → escalated"]


def test_the_log_leaves_out_the_old_value_only_where_there_is_no_room() -> None:
    shown = {width: log(escalated().view(), status_only=True, width=width).splitlines() for width in (54, 41, 36)}
    assert [lines[0] for lines in shown.values()] == [
        "status changes only · 1 of 6 · newest first",
        "status changes only · 1 of 6",
        "status changes only · 1 of 6",
    ]
    assert [lines[2].partition("status ")[2] for lines in shown.values()] == [
        "  new → escalated",
        "new → escalated",
        "→ escalat…",
    ]


def test_the_log_says_that_a_text_changed_which_was_taken_back() -> None:
    ticket = Ticket()
    ticket.undo(ticket.change(customer_name="Oops"))
    assert [line[23:] for line in log(ticket.view()).splitlines()[2:5]] == [
        "undo     customer name",
        "customer name changed",
        "customer name changed  undone",
    ]
