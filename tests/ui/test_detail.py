"""One ticket on the screen: what its header, comments and log say at every width, and how the pane moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.geometry import Region

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.domain.ticket import SCALAR_FIELDS
from cxloop_tui.domain.view import EARLIER_MOST, SCORES_BEFORE_MOST, TicketView
from cxloop_tui.ui.render.comments import comment_strips, folded_of
from cxloop_tui.ui.render.detail import TABS, header_strips, message_strips, tab_at, tab_strip
from cxloop_tui.ui.render.line import Setting, wrapped
from cxloop_tui.ui.render.log import log_strips
from cxloop_tui.ui.render.looks import ASCII_SIGNS, Looks
from cxloop_tui.ui.themes import DARK, LIGHT, semantic_variables
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from tests.domain.test_history import BEA, MAX, Past
from tests.ui.conftest import HOSTILE, NOW, WidgetHost, screen_text, ticket_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from cxloop_tui.domain.operation import Json, Operation

TREE = SegmentTree(
    {
        "retail": Segment("retail", "Retail"),
        "south": Segment("south", "South", "retail", (MAX,)),
        "bari": Segment("bari", "Bari", "south"),
    }
)
PEOPLE = {
    BEA: Person(BEA, "Bea Costa", Role.AGENT, ("bari",)),
    MAX: Person(MAX, "Max Riva", Role.MANAGER),
}
SPACE = Organisation(TREE, PEOPLE)
WORDS = "Late refund, third call this week and nobody calls back. You promised Friday. I want my 84 euros."
CUSTOMER: dict[str, Json] = {
    "customer_name": "Ana Conti",
    "customer_email": "ana.conti@shop.example",
    "customer_phone": "+39 080 555 0142",
    "score": 3,
    "score_kind": "nps",
    "touchpoint": "order",
    "response": "response-1",
}
LOOKS = Looks.from_variables({**DARK.to_color_system().generate(), **semantic_variables(DARK)})
WIDTHS = (20, 33, 45, 54, 76, 116)


class Ticket(Past):
    """Ana's ticket; everything happens at NOW unless `at` is moved."""

    def __init__(self, words: str = WORDS, **fields: Json) -> None:
        self.at = NOW - 2 * DAY
        super().__init__(words, **{**CUSTOMER, **fields})

    def raw(self, kind: str = "ticket.change", **fields: object) -> Operation:
        return super().raw(kind, **{"at": self.at, **fields})

    def view(self, *, earlier: Sequence[tuple[int | None, Status]] = (), **changes: Any) -> TicketView:
        others = tuple(
            ticket_row(place, score=score, status=status, created_at=NOW - 9 * DAY)
            for place, (score, status) in enumerate(earlier)
        )
        due = {"contact_due_at": NOW + 4 * HOUR, "resolve_due_at": NOW + DAY, "due_at": NOW + 4 * HOUR}
        stands = replace(self.ticket, **{"created_at": NOW - 2 * DAY, **due, **changes})
        before = tuple(score for score, _ in reversed(earlier) if score is not None)
        return TicketView(stands, tuple(self.entries), others, before[-SCORES_BEFORE_MOST:])


def setting(width: int = 54, *, space: Organisation = SPACE, **changes: Any) -> Setting:
    return replace(Setting(space, LOOKS, width, NOW, 0), **changes)


def text(strips: Sequence[Strip]) -> str:
    return "\n".join(strip.text.rstrip() for strip in strips)


def header(view: TicketView, **changes: Any) -> str:
    return text(header_strips(view, setting(**changes)))


def comments(view: TicketView, *, folded: int = 0, draft: str | None = None, width: int = 54) -> str:
    return text(comment_strips(view, setting(width), folded=folded, draft=draft).strips)


def log(view: TicketView, *, status_only: bool = False, width: int = 54) -> str:
    return text(log_strips(view, setting(width), status_only=status_only))


def style_of(strips: Sequence[Strip], word: str) -> Any:
    return next(segment.style for strip in strips for segment in strip if word in segment.text)


def escalated() -> Ticket:
    ticket = Ticket(priority="high")
    ticket.at = NOW
    ticket.change("third call; refund stuck", status="escalated", segment="south", owner=MAX, priority="critical")
    return ticket


# --- the header -----------------------------------------------------------------------------------------------------


def test_the_header_is_read_top_to_bottom() -> None:
    past = [(9, Status.RESOLVED), (8, Status.RESOLVED), (None, Status.RESOLVED)]
    view = escalated().view(earlier=past, first_contact_at=NOW)
    assert header(view).splitlines() == [
        "#1042 escalated  ! critical  4h left to resolve",
        "Ana Conti  ana.conti@shop.example  +39 080 555 0142",
        "NPS 3  before 8, 9 · 3 tickets, all resolved · order",
        "Retail › South from Bari   Max Riva (manager)",
        f"why    third call; refund stuck  Bea {_clock()}",
    ]


def _clock() -> str:
    minutes = NOW // MINUTE % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_at": NOW + 4 * HOUR}, "4h left to first contact"),
        ({"due_at": NOW - 5 * HOUR}, "5h over on first contact"),
        ({"due_at": NOW - 5 * HOUR, "first_contact_at": NOW}, "5h over on resolving"),
        ({"contact_due_at": NOW + 2 * DAY}, "4h left to resolve"),
        ({"reopened": 1}, "4h left to first contact  ↻ reopened"),
        ({"reopened": 3}, "↻ reopened 3 times"),
        ({"due_at": None}, "#1042 new  ■ medium"),
        ({"priority": Priority.LOW}, "· low"),
    ],
)
def test_the_title_says_which_deadline_is_next(changes: dict[str, Any], said: str) -> None:
    assert said in header(Ticket().view(**changes), width=76).splitlines()[0]


def test_the_title_shortens_its_words_before_it_cuts() -> None:
    view = escalated().view(reopened=1)
    titles = [header(view, width=width).splitlines()[0] for width in (76, 54, 40, 30)]
    assert titles == [
        "#1042 escalated  ! critical  4h left to first contact  ↻ reopened",
        "#1042 escalated  ! critical  4h left to first contact",
        "#1042 escalated  ! critical  4h left",
        "#1042 esc  !  4h left",
    ]


def test_a_ticket_without_a_number_shows_its_handle() -> None:
    view = Ticket().view(number=None, id="0193b1f0-0000-7000-8000-000000000000")
    assert header(view).startswith("~000000 new")


def test_how_to_reach_the_customer_goes_to_another_line_rather_than_being_cut() -> None:
    lines = header(Ticket().view(), width=40).splitlines()
    assert lines[1:3] == ["Ana Conti  ana.conti@shop.example", "+39 080 555 0142"]


def test_a_customer_nobody_knows_is_said_to_be_unknown() -> None:
    view = Ticket().view(customer_name=None, customer_email=None, customer_phone=None, score=None, response=None)
    lines = header(view).splitlines()
    assert lines[1:3] == ["no name  no e-mail", "no other ticket · order"]
    assert comments(view).startswith("the customer  ")


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        ([], "no other ticket"),
        ([(None, Status.RESOLVED)], "1 other ticket, resolved"),
        ([(None, Status.OPEN)], "1 other ticket, not resolved"),
        ([(2, Status.OPEN), (9, Status.RESOLVED)], "before 9, 2 · 2 tickets, 1 not resolved"),
        ([(1, Status.NEW), (2, Status.NEW), (3, Status.NEW), (4, Status.NEW)], "before 3, 2, 1 · 4 tickets"),
        ([(None, Status.RESOLVED)] * EARLIER_MOST, "more than 20 other tickets"),
    ],
)
def test_the_past_of_a_customer_is_told_oldest_first(earlier: list[tuple[int | None, Status]], said: str) -> None:
    assert said in header(Ticket().view(earlier=earlier))


@pytest.mark.parametrize(("score", "kind", "is_low"), [(6, "nps", True), (7, "nps", False), (2, "mood", False)])
def test_a_low_score_is_red_and_others_are_not(score: int, kind: str, *, is_low: bool) -> None:
    strips = header_strips(Ticket().view(score=score, score_kind=kind), setting())
    assert (style_of(strips, kind.upper()).color == setting().looks.alarm.color) is is_low


def test_what_a_low_score_is_follows_the_policy() -> None:
    strict = replace(SPACE, policy=Policy({"band.nps.dissatisfied": 8, "word.manager": "head"}))
    strips = header_strips(escalated().view(score=8), setting(space=strict))
    assert style_of(strips, "NPS 8").color == setting().looks.alarm.color
    assert "Max Riva (head)" in text(strips)


def test_the_place_drops_what_matters_least_first() -> None:
    places = [header(escalated().view(), width=width).splitlines() for width in (54, 42, 34, 20)]
    assert [next(line for line in lines if "South" in line and "Max" in line) for lines in places] == [
        "Retail › South from Bari   Max Riva (manager)",
        "Retail › South from Bari   Max Riva",
        "Retail › South   Max Riva",
        "South   Max Riva",
    ]


def test_a_new_ticket_says_that_its_owner_has_not_taken_it() -> None:
    assert "Retail › South › Bari   Bea Costa, not taken yet" in header(Ticket().view())
    assert "nobody" in header(Ticket().view(owner=None))


def test_a_resolved_ticket_says_why_what_and_how_it_was_told() -> None:
    ticket = Ticket()
    ticket.at = NOW
    ticket.resolve("bank transfer", "refunded", "call, she was glad")
    ticket.do(lambda seen: intent.change(seen, {"category": "billing"}, add_tags=["vip"]))
    lines = header(ticket.view(due_at=None)).splitlines()
    assert lines[0] == f"#1042 resolved  ■ medium  today {_clock()} by Bea Costa"
    assert lines[-4:] == [
        "cause  bank transfer",
        "action refunded",
        "told   call, she was glad",
        "about  billing, vip",
    ]


# --- tabs -----------------------------------------------------------------------------------------------------------


def test_the_tabs_have_counts_and_answer_to_a_click() -> None:
    counts = dict(zip(TABS, ("1,200", "9", "20+", "1"), strict=True))
    line = tab_strip("logs", counts, setting(76)).text
    assert line.rstrip() == " 1 Comments 1,200   2 Logs 9   3 Customer 20+   4 Survey 1"
    cells = (0, line.index("Comm"), line.index("Logs"), line.index("20+"), line.index("Surv"), 70, -1)
    assert [tab_at(cell, "logs", counts, 76) for cell in cells] == [
        "comments", "comments", "logs", "customer", "survey", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (54, " 1 Comments   2 Logs 9   3 Customer   4 Survey"),
        (46, " 1 Comments   2 Logs   3 Customer   4 Survey"),
        (33, " 1   2 Logs 9   3   4"),
        (20, " 1   2 Logs   3   4"),
    ],
)
def test_tabs_shorten_their_labels_and_are_hit_where_they_are_drawn(width: int, shown: str) -> None:
    counts = dict(zip(TABS, ("1,200", "9", "20+", "1"), strict=True))
    line = tab_strip("logs", counts, setting(width)).text
    assert line.rstrip() == shown
    hit = [tab_at(line.index(str(number)), "logs", counts, width) for number in (1, 2, 3, 4)]
    assert hit == list(TABS)


# --- comments -------------------------------------------------------------------------------------------------------


def test_the_customers_words_come_first_and_whole() -> None:
    lines = comments(Ticket().view()).splitlines()
    assert lines[0].startswith("Ana Conti  ")
    assert lines[0].endswith("  in the survey")
    assert " ".join(lines[1:3]) == WORDS


def test_every_comment_says_who_when_and_what_they_did() -> None:
    ticket = escalated()
    ticket.contact("call", "no-answer", "Voicemail. Will try at 15:00.")
    ticket.contact("mail", "reached")
    ticket.hand_back("all yours")
    ticket.resolve("bank", "refunded", "call")
    ticket.change("vip", category="billing", customer_name="Ana B. Conti")
    ticket.reopen("again")
    ticket.raw("reply.send", comment="Dear Ana")
    heads = [line for line in comments(ticket.view(), width=76).splitlines() if line.startswith("Bea Costa")]
    time = f"Bea Costa  today {_clock()}"
    assert heads == [
        f"{time}  escalated to Max Riva",
        f"{time}  call, no answer",
        f"{time}  mailed",
        f"{time}  handed back to Bea Costa",
        f"{time}  resolved",
        f"{time}  changed category, customer name",
        f"{time}  reopened",
        f"{time}  newer than this program",
    ]
    assert "cause  bank\naction refunded\ntold   call\n" in comments(ticket.view())


def test_a_long_name_gives_way_to_what_was_done() -> None:
    people = {**PEOPLE, BEA: replace(PEOPLE[BEA], name="Beatrice Alessandra Costa di Montefiore")}
    strips = comment_strips(escalated().view(), setting(40, space=replace(SPACE, people=people))).strips
    assert f"Beatrice…  today {_clock()}  escalated to Max" in text(strips)


def test_no_words_are_said_to_be_none() -> None:
    assert "no words" in comments(Ticket("   ").view(comment=""))


@pytest.mark.parametrize(("count", "folded"), [(0, 0), (1, 0), (4, 0), (5, 0), (6, 2), (200, 196)])
def test_the_middle_is_folded_when_that_hides_more_than_one(count: int, folded: int) -> None:
    assert folded_of(count) == folded


def test_folded_comments_are_counted_between_the_first_and_the_newest() -> None:
    ticket = Ticket()
    for place in range(1, 200):
        ticket.raw("comment.add", comment=f"note {place}.")
    shown = comments(ticket.view(), folded=196)
    assert "\n\n· 196 more ·\n\n" in shown
    assert [f"note {place}." in shown for place in (1, 196, 197, 199)] == [False, False, True, True]
    unfolded = comments(ticket.view())
    assert all(f"note {place}." in unfolded for place in range(1, 200))


def test_a_draft_ends_the_comments() -> None:
    assert comments(Ticket().view(), draft="Dear Ana,\nI am sorry").endswith("\n\ndraft Dear Ana, I am sorry")


# --- the log --------------------------------------------------------------------------------------------------------


def test_the_log_says_who_when_and_from_what_to_what() -> None:
    ticket = escalated()
    ticket.do(lambda seen: intent.change(seen, {"customer_phone": None}, add_tags=["vip"]))
    ticket.contact("call", "voicemail")
    ticket.raw("snooze.put")
    when = f"today {_clock()}  Bea       "
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
    strips = log_strips(ticket.view(), setting(), status_only=False)
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


# --- any text, any width --------------------------------------------------------------------------------------------


def hostile_ticket(words: str) -> Ticket:
    ticket = Ticket(words)
    for name in SCALAR_FIELDS:
        if name not in {"status", "priority", "score"}:
            ticket.change(words, **{name: words.strip() or ("bari" if name == "segment" else None)})
    ticket.contact("call", "reached", words)
    ticket.raw("comment.add", comment=words, by=words, undoes=None)
    ticket.raw(words, set={})
    ticket.raw(add={"tags": (words,), words: (words,)})
    ticket.change(words, status="escalated", segment=words.strip() or "south", owner=words)
    return ticket


def every_strip(view: TicketView, width: int, draft: str) -> list[Strip]:
    drawn = setting(width)
    return [
        *header_strips(view, drawn),
        *comment_strips(view, drawn, draft=draft).strips,
        *log_strips(view, drawn, status_only=False),
        *message_strips([draft, draft], drawn),
    ]


@pytest.mark.parametrize(
    "words", [*HOSTILE, "房间很吵" * 60, "x" * 3000, "👩‍👩‍👧" * 80], ids=lambda words: ascii(words[:20])
)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fills_its_width_whatever_the_text(words: str, width: int) -> None:
    for strip in every_strip(hostile_ticket(words).view(), width, words):
        assert strip.cell_length == width == cell_len(strip.text)
        assert clean_line(strip.text) == strip.text


@given(st.text(max_size=120), st.integers(20, 60))
def test_wrapping_keeps_every_letter_and_stays_inside(words: str, width: int) -> None:
    cleaned = clean_block(words)
    lines = wrapped(cleaned, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == cleaned.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("one\n\n  two", ["one", "", "  two"]),
        ("abcdefghijklmno p", ["abcdefghij", "klmno p"]),
        ("房间很吵,空调坏了,前", ["房间很吵,", "空调坏了,", "前"]),
        ("ab 説明書が。", ["ab 説明書", "が。"]),
        ("five  spaces", ["five", "spaces"]),
    ],
)
def test_words_are_wrapped_where_a_reader_expects_it(words: str, lines: list[str]) -> None:
    assert wrapped(words, 10) == lines


def test_signs_can_be_ascii() -> None:
    assert header(escalated().view(reopened=1), width=76, looks=replace(LOOKS, signs=ASCII_SIGNS)).startswith("#1042 escalated  ! critical")
    assert "r reopened" in header(escalated().view(reopened=1), width=76, looks=replace(LOOKS, signs=ASCII_SIGNS))


# --- the pane -------------------------------------------------------------------------------------------------------


class Host(WidgetHost):
    """An app around a pane; `changed` are the tabs it told of."""

    def __init__(self, theme: str = DARK.name) -> None:
        self.pane = DetailPane()
        super().__init__(self.pane, theme)
        self.changed: list[str] = []

    def on_detail_pane_tab_changed(self, message: DetailPane.TabChanged) -> None:
        self.changed.append(message.tab)

    def show(self, view: TicketView, draft: str | None = None) -> None:
        self.pane.show(view, SPACE, now=NOW, utc_offset=0, draft=draft)


def talkative(count: int = 200) -> Ticket:
    ticket = escalated()
    for place in range(count):
        ticket.raw("comment.add", comment=f"note {place}.")
    return ticket


@pytest.mark.parametrize("size", [(80, 24), (58, 30), (120, 40), (24, 6), (10, 3)])
@pytest.mark.parametrize("tab", TABS)
async def test_what_is_painted_is_what_was_drawn(size: tuple[int, int], tab: str) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        view = talkative().view(first_contact_at=NOW)
        app.show(view)
        app.pane.select_tab(1 + TABS.index(tab))
        await pilot.pause()
        lines = screen_text(app).splitlines()
    assert len(lines) == size[1]
    assert all(cell_len(line) == size[0] for line in lines)
    assert lines[0].startswith("┃ #1042 e")


async def test_the_header_stays_while_the_body_scrolls() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view(), draft="Dear Ana")
        app.pane.toggle_folded()
        await pilot.pause()
        before = screen_text(app).splitlines()
        app.pane.scroll_by(1)
        await pilot.pause()
        after = screen_text(app).splitlines()
        assert before[:8] == after[:8]
        assert [line[:78] for line in before[9:]] == [line[:78] for line in after[8:-1]]
        app.pane.end()
        await pilot.pause()
        assert "draft Dear Ana" in screen_text(app).splitlines()[-1]
        assert "#1042" in screen_text(app).splitlines()[0]
        app.pane.home()
        await pilot.pause()
        assert screen_text(app).splitlines() == before


async def test_pages_keep_a_line_in_sight_and_stop_at_the_ends() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        app.pane.toggle_folded()
        await pilot.pause()
        last = screen_text(app).splitlines()[-1][:78]
        app.pane.page(1)
        await pilot.pause()
        assert screen_text(app).splitlines()[8][:78] == last
        app.pane.half_page(-1)
        app.pane.page(-1)
        app.pane.page(-1)
        assert app.pane.top == 0
        app.pane.scroll_by(10**6)
        bottom = app.pane.top
        app.pane.page(1)
        assert app.pane.top == bottom > 0


async def test_tabs_are_chosen_by_number_by_turn_and_by_mouse_and_told() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view())
        app.pane.select_tab(2)
        await pilot.pause()
        assert "newest first" in screen_text(app)
        app.pane.select_tab(7)
        app.pane.next_tab(1)
        app.pane.next_tab(-1)
        await pilot.pause()
        row = next(place for place, line in enumerate(screen_text(app).splitlines()) if "1 Comments" in line)
        await pilot.click(offset=(5, row))
        await pilot.click(offset=(5, row))
        await pilot.click(offset=(75, row))
        await pilot.pause()
        assert app.changed == ["logs", "customer", "logs", "comments"]


async def test_a_click_on_the_fold_shows_every_comment_and_a_key_folds_them_again() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        await pilot.pause()
        row = next(place for place, line in enumerate(screen_text(app).splitlines()) if "· 198 more ·" in line)
        await pilot.click(offset=(4, row))
        await pilot.pause()
        assert "more ·" not in screen_text(app)
        assert "third call; refund stuck" in screen_text(app).splitlines()[row + 1]
        app.pane.toggle_folded()
        await pilot.pause()
        assert "· 198 more ·" in screen_text(app)


async def test_status_only_goes_to_the_log_and_back_to_all_of_it() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view())
        app.pane.toggle_status_only()
        await pilot.pause()
        assert app.pane.tab == "logs"
        assert "status changes only" in screen_text(app)
        app.pane.toggle_status_only()
        await pilot.pause()
        assert "status changes only" not in screen_text(app)


async def test_a_refresh_of_the_same_ticket_moves_nothing() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        ticket = talkative()
        app.show(ticket.view())
        app.pane.scroll_by(5)
        await pilot.pause()
        before = screen_text(app).splitlines()[8:]
        ticket.raw("comment.add", comment="just came in")
        app.show(ticket.view())
        await pilot.pause()
        assert [line[:78] for line in screen_text(app).splitlines()[8:19]] == [line[:78] for line in before[:11]]
        app.pane.select_tab(2)
        app.pane.scroll_by(5)
        await pilot.pause()
        before = screen_text(app).splitlines()[8:]
        ticket.raw("comment.add", comment="and another")
        app.show(ticket.view())
        await pilot.pause()
        assert [line[:78] for line in screen_text(app).splitlines()[8:]] == [line[:78] for line in before]


async def test_another_ticket_starts_at_its_top_on_the_same_tab() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        app.pane.select_tab(2)
        await pilot.pause()
        app.pane.scroll_by(50)
        app.show(talkative().view(id="another"))
        await pilot.pause()
        assert (app.pane.top, app.pane.tab, app.pane.ticket_id) == (0, "logs", "another")


async def test_the_wheel_scrolls_and_a_mark_shows_where_it_is() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        app.pane.toggle_folded()
        await pilot.pause()
        assert screen_text(app).splitlines()[8].endswith("▐")
        assert not screen_text(app).splitlines()[-1].endswith("▐")
        await pilot._post_mouse_events([events.MouseScrollDown], widget=app.pane, offset=(5, 12))
        await pilot.pause()
        assert app.pane.top == 3
        app.pane.end()
        await pilot.pause()
        assert screen_text(app).splitlines()[-1].endswith("▐")


async def test_the_edge_says_whether_keys_go_here() -> None:
    app = Host()
    async with app.run_test(size=(58, 24)) as pilot:
        app.show(escalated().view())
        await pilot.pause()
        assert all(line.startswith("┃") for line in screen_text(app).splitlines())
        app.set_focus(None)
        await pilot.pause()
        assert all(line.startswith("│") for line in screen_text(app).splitlines())
        app.ascii_only = True
        app.refresh_css()
        app.pane.focus()
        await pilot.pause()
        assert all(line.startswith("|") for line in screen_text(app).splitlines())


async def test_a_message_stands_where_there_is_no_ticket() -> None:
    app = Host()
    async with app.run_test(size=(58, 24)) as pilot:
        app.show(escalated().view())
        app.pane.show_message(["loading #1042 …", "[red]x[/] \x1b[2J"])
        await pilot.pause()
        shown = screen_text(app)
        assert "loading #1042 …" in shown
        assert "[red]x[/] ␛[2J" in shown
        assert "escalated" not in shown
        assert app.pane.ticket_id is None
        await pilot.click(offset=(5, 7))
        app.pane.toggle_folded()
        app.pane.toggle_status_only()
        app.pane.page(1)
        await pilot.pause()


async def test_deadlines_are_drawn_again_when_a_minute_has_passed() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view(first_contact_at=NOW))
        app.pane.tick(NOW + 1)
        app.pane.tick(NOW + 3 * HOUR)
        await pilot.pause()
        assert "1h left to resolve" in screen_text(app)


async def test_another_theme_is_drawn_in_its_own_colours() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view())
        await pilot.pause()
        dark = style_of(app.pane.render_lines(Region(0, 0, 80, 24)), "critical")
        app.theme = LIGHT.name
        await pilot.pause()
        light = style_of(app.pane.render_lines(Region(0, 0, 80, 24)), "critical")
        assert dark.color != light.color
        assert dark.bgcolor != light.bgcolor


async def test_a_part_of_the_pane_is_the_same_part_of_the_whole() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        await pilot.pause()
        whole = app.pane.render_lines(Region(0, 0, 80, 24))
        part = app.pane.render_lines(Region(3, 2, 20, 5))
        assert [strip.text for strip in part] == [strip.crop(3, 23).text for strip in whole[2:7]]
