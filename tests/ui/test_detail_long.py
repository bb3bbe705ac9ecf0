"""A ticket with a long history: in brief first, then whole; unfolded part by part, its log drawn where it is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

import pytest

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.ticket_view import BRIEF_MOST, PLAIN_KINDS, TicketView
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.render.comments import BODY_LENGTH_MAX, EFFORT_MOST, Remembered, comment_strips
from cxloop_tui.ui.render.log import log_strips
from cxloop_tui.ui.render.on_demand import OnDemand
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from tests.builders import ADA, BEA
from tests.ui.conftest import screen_text
from tests.ui.desk_host import AtDesk, Making, desk
from tests.ui.drawn_ticket import Ticket, setting, text
from tests.ui.pane_host import Host, talkative

T = TypeVar("T")
MANY = 1000


def brief(view: TicketView, newest: int = 100) -> TicketView:
    """Return the brief view of a ticket."""
    turns = [entry for entry in view.entries[:-newest] if entry.operation.kind not in PLAIN_KINDS]
    return replace(view, entries=(*turns, *view.entries[-newest:]), gap=len(turns))


def row_of(app: Host, words: str) -> int:
    return next(place for place, line in enumerate(screen_text(app).splitlines()) if words in line)


# Brief, then whole -------------------------------------------------------------------------------------------------


async def test_the_brief_view_has_header_and_newest_words_and_says_that_there_is_more() -> None:
    app = Host()
    async with app.run_test(size=(80, 30)) as pilot:
        view = talkative(MANY).view()
        app.show(brief(view))
        await pilot.pause()
        shown = screen_text(app)
        assert "1 Comments 102+" in shown
        assert "2 Logs 106+" in shown
        assert "· 98+ more ·" in shown
        assert "Late refund, third call" in shown
        assert "note 999." in shown
        app.show(view)
        await pilot.pause()
        shown = screen_text(app)
        assert "1 Comments 1,002 " in shown
        assert "2 Logs 1,006 " in shown
        assert "· 998 more ·" in shown


async def test_what_was_unfolded_of_the_brief_view_stays_when_the_whole_comes() -> None:
    app = Host()
    async with app.run_test(size=(80, 30)) as pilot:
        view = talkative(MANY).view()
        app.show(brief(view))
        app.pane.toggle_folded()
        await pilot.pause()
        before = screen_text(app).splitlines()
        assert "· 1+ more ·" in before[row_of(app, "more ·")]
        assert "note 900." in before[row_of(app, "more ·") + 3]
        app.show(view)
        await pilot.pause()
        after = screen_text(app).splitlines()
        row = row_of(app, "· 901 more ·")
        assert [line[:78] for line in after[row + 1 :]] == [line[:78] for line in before[row + 1 :]]


async def test_a_brief_log_stays_where_it_is_read_when_the_whole_comes() -> None:
    app = Host()
    async with app.run_test(size=(80, 30)) as pilot:
        view = talkative(MANY).view()
        app.show(brief(view))
        app.pane.select_tab(2)
        await pilot.pause()
        assert "newest first, reading the rest" in screen_text(app)
        app.pane.scroll_by(20)
        await pilot.pause()
        before = [line[:78] for line in screen_text(app).splitlines()[8:]]
        app.show(view)
        await pilot.pause()
        assert [line[:78] for line in screen_text(app).splitlines()[8:]] == before
        app.pane.end()
        await pilot.pause()
        assert "ticket" in screen_text(app).splitlines()[-1]


# Unfolding ---------------------------------------------------------------------------------------------------------


def test_not_more_is_drawn_at_once_than_fits_a_frame() -> None:
    ticket = Ticket()
    for place in range(MANY):
        ticket.raw("comment.add", comment=f"note {place}.")
    chronicle, remembered = Chronicle.of(ticket.view()), Remembered()
    folded, asked = [MANY - 3], 0
    while folded[-1] and asked < MANY:
        asked += 1
        said = comment_strips(chronicle, setting(), remembered=remembered)
        folded.append(said.folded)
        assert said.fold is None or f"· {said.folded:,} more ·" in said.strips[said.fold].text
    steps = [before - after for before, after in pairwise(folded)]
    assert len(steps) > 3
    assert all(0 < step <= EFFORT_MOST // 100 for step in steps)
    everything = text(said.strips)
    assert all(f"note {place}." in everything for place in range(MANY))


def test_however_long_a_comment_is_one_more_is_unfolded() -> None:
    ticket = Ticket()
    for _ in range(6):
        ticket.raw("comment.add", comment="x" * (BODY_LENGTH_MAX * 2))
    assert comment_strips(Chronicle.of(ticket.view()), setting()).folded == 2


def test_what_is_remembered_is_drawn_anew_where_it_would_look_different() -> None:
    ticket = talkative(5)
    remembered = Remembered()
    for width in (54, 40, 54):
        for name in ("Ana Conti", "Ana Bianchi"):
            view = ticket.view(customer_name=name)
            drawn = [
                comment_strips(Chronicle.of(view), setting(width), remembered=memory).strips
                for memory in (remembered, Remembered())
            ]
            assert text(drawn[0]) == text(drawn[1])
            assert name in text(drawn[0])


async def test_a_key_unfolds_part_by_part_and_then_folds_again() -> None:
    app = Host()
    async with app.run_test(size=(80, 30)) as pilot:
        app.show(talkative(300).view())
        await pilot.pause()
        assert "· 298 more ·" in screen_text(app)
        app.pane.toggle_folded()
        await pilot.pause()
        some = row_of(app, "more ·")
        assert "· 298 more ·" not in screen_text(app)
        await pilot.click(offset=(4, some))
        await pilot.pause()
        assert "more ·" not in screen_text(app)
        app.pane.toggle_folded()
        await pilot.pause()
        assert "· 298 more ·" in screen_text(app)


async def test_another_width_draws_no_more_at_once_either() -> None:
    app = Host()
    async with app.run_test(size=(80, 30)) as pilot:
        app.show(talkative(MANY).view())
        for _ in range(MANY):
            app.pane.toggle_folded()
            await pilot.pause()
            if "more ·" not in screen_text(app):
                break
        assert "more ·" not in screen_text(app)
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert "more ·" in screen_text(app)


# The log -----------------------------------------------------------------------------------------------------------


def test_lines_on_demand_are_drawn_once_and_only_those_asked_for() -> None:
    drawn: list[int] = []
    one = log_strips(Chronicle.of(Ticket().view()), setting(), status_only=False)[0]

    def draw(place: int) -> object:
        drawn.append(place)
        return one

    lines = OnDemand(MANY, draw)  # type: ignore[arg-type]
    assert len(lines) == MANY
    assert [lines[5:8], lines[6:9], lines[-1:], lines[MANY:]] == [[one] * 3, [one] * 3, [one], []]
    assert lines[-2] is one
    assert drawn == [5, 6, 7, 8, MANY - 1, MANY - 2]
    with pytest.raises(IndexError):
        lines[MANY]


@pytest.mark.parametrize("status_only", [False, True])
def test_a_long_log_has_what_a_short_one_has(*, status_only: bool) -> None:
    ticket = talkative(MANY)
    ticket.undo(ticket.comment("secret"))
    lines = log_strips(Chronicle.of(ticket.view()), setting(), status_only=status_only)
    said = [strip.text for strip in lines]
    assert len(said) == len(lines)
    assert not any("secret" in line for line in said)
    assert any("undo     comment" in line for line in said) is not status_only
    assert sum("note " in line for line in said) == (0 if status_only else MANY)


# At the desk -------------------------------------------------------------------------------------------------------


class Gate:
    """Holds what is read aside until it is opened."""

    def __init__(self, at: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        self._opened = asyncio.Event()
        self._ask = at.session.ask_aside
        monkeypatch.setattr(at.session, "ask_aside", self.ask_aside)

    async def ask_aside(self, question: Callable[[Queries], T]) -> T:
        await self._opened.wait()
        return await self._ask(question)

    def open(self) -> None:
        self._opened.set()

    def close(self) -> None:
        self._opened.clear()


def one_long_history(making: Making) -> None:
    """Three tickets; the newest has a long history, its last but one comment taken back."""
    making.ticket("ana@shop.example", "Words of Ana.", 30)
    making.ticket("bob@shop.example", "Words of Bob.", 29)
    long = making.ticket("cam@shop.example", "Words of Cam.", 28)

    def talk(sitting: Sitting) -> None:
        for place in range(MANY):
            sitting.comment(long, f"note {place}.")

    making.by(BEA, talk)
    making.by(BEA, lambda sitting: sitting.comment(long, "not meant for here"))
    making.by(BEA, lambda sitting: sitting.undo())
    making.by(BEA, lambda sitting: sitting.comment(long, "the last word."))


async def to_the_long_one(at: AtDesk) -> None:
    await at.press("home")
    for _ in range(3):
        if at.inbox.list.cursor_row is not None and at.inbox.list.cursor_row.number == 3:
            return
        await at.press("j")


async def test_a_ticket_of_a_thousand_comments_is_there_before_it_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk((140, 40), tickets=one_long_history) as at:
        gate = Gate(at, monkeypatch)
        await at.press("end", "home")
        await to_the_long_one(at)
        assert f"1 Comments {BRIEF_MOST - 1}+" in at.seen
        assert "the last word." in at.seen
        assert "Words of Cam." in at.seen
        assert "not meant" not in at.seen
        gate.open()
        await at.settled()
        assert "1 Comments 1,002 " in at.seen
        assert "· 998 more ·" in at.seen
        assert "not meant" not in at.seen
        await at.press("x", "2")
        assert "undo     comment" in at.seen
        assert "not meant" not in at.seen


async def test_the_whole_stays_while_it_is_read_again_and_a_look_at_its_customer_reads_it_not_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk((140, 40), tickets=one_long_history) as at:
        await to_the_long_one(at)
        assert "1 Comments 1,002 " in at.seen
        gate = Gate(at, monkeypatch)
        await at.press("3", "1")
        assert "1 Comments 1,002 " in at.seen
        at.colleague_says(ADA, 3, "and a word of mine")
        at.inbox._beside.load()
        await at.settled()
        assert "1 Comments 1,002 " in at.seen
        gate.open()
        await at.settled()
        assert "1 Comments 1,003 " in at.seen
        assert "and a word of mine" in at.seen


async def test_who_moves_on_does_not_get_the_ticket_that_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk((140, 40), tickets=one_long_history) as at:
        gate = Gate(at, monkeypatch)
        await at.press("end", "home")
        await to_the_long_one(at)
        shown: list[str | None] = []
        monkeypatch.setattr(DetailPane, "show", _noting(DetailPane.show, shown))
        await at.press("j" if at.listed[-1] != 3 else "k")
        gate.open()
        await at.settled()
        assert at.inbox.detail.ticket_id == at.cursor
        assert at.view(3).ticket.id not in shown


def _noting(show: Callable[..., None], shown: list[str | None]) -> Callable[..., None]:
    def noting(pane: DetailPane, chronicle: Chronicle, *given: object, **named: object) -> None:
        shown.append(chronicle.view.ticket.id)
        show(pane, chronicle, *given, **named)

    return noting


async def test_a_form_on_a_long_history_keeps_the_newest_words_in_sight() -> None:
    async with desk((140, 40), tickets=one_long_history) as at:
        await to_the_long_one(at)
        await at.press("c")
        said = at.form._form.comments
        assert said[0].body == "the last word."
        assert len(said) == BRIEF_MOST - 2
        assert all("Words of Cam" not in one.body for one in said)
