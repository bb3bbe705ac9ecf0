"""One ticket as one line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.ui.render.looks import ASCII_SIGNS, Looks
from cxloop_tui.ui.render.row import Columns, Cursor, Sheet, first_names, header_strip, row_strip
from cxloop_tui.ui.themes import DARK, semantic_variables
from tests.ui.conftest import HOSTILE, NOW, ticket_row

VARIABLES = {**DARK.to_color_system().generate(), **semantic_variables(DARK)}
LOOKS = Looks.from_variables(VARIABLES)
NAMES = {"max@desk.example": "Max Riva", "bea@desk.example": "Bea Costa", "south": "South Side"}

hostile = st.sampled_from(HOSTILE) | st.text(max_size=80)


def sheet(width: int, screen: int | None = None, *, ticket_width: int = 6, by_segment: bool = False) -> Sheet:
    columns = Columns.for_width(width, screen, ticket_width=ticket_width, by_segment=by_segment)
    return Sheet(columns, LOOKS, names=NAMES, owners=first_names(NAMES), low_scores={"nps": 6})


def cells(strip: Strip, columns: Columns) -> dict[str, str]:
    """Cut a line at the edges of its columns, by cells."""
    shown: dict[str, str] = {}
    rest = strip.crop(1)
    for column in columns.columns:
        shown[column.name] = rest.crop(0, column.width).text.strip()
        rest = rest.crop(column.width + 1)
    return shown


def segment_of(strip: Strip, words: str) -> Segment:
    return next(segment for segment in strip if words in segment.text)


def row_of(row: TicketRow, on: Sheet, cursor: Cursor = Cursor.NONE) -> Strip:
    return row_strip(row, on, cursor=cursor, now=NOW)


def test_a_row_is_a_sentence() -> None:
    row = ticket_row(
        number=1042,
        status=Status.ESCALATED,
        priority=Priority.CRITICAL,
        customer_name="Ana Conti",
        said="Late refund, third call this week",
        due_at=NOW + 4 * HOUR,
        has_draft=True,
    )
    assert row_of(row, sheet(80), Cursor.HERE).text == (
        "▌! d #1042  esc   Ana Conti    Late refund, third call this w… Max      4h left "
    )
    assert header_strip(sheet(80)).text == (
        "     ticket state customer     what they said                  owner        due "
    )


def test_a_list_beside_the_detail_says_the_same_in_fewer_cells() -> None:
    assert row_of(ticket_row(7), sheet(65, 120)).text == (
        " ■   #10007 open Customer 7  words of customer 7  Max    2d left "
    )
    assert header_strip(sheet(65, 120)).text == ("     ticket st   customer    what they said       owner      due ")


@pytest.mark.parametrize(
    ("width", "screen", "extra"),
    [
        (80, 80, set()),
        (99, 99, set()),
        (100, 100, {"score"}),
        (65, 120, set()),
        (120, 120, {"score"}),
        (139, 139, {"score"}),
        (140, 140, {"score", "segment"}),
        (75, 140, {"segment"}),
        (70, 140, set()),
    ],
)
def test_columns_come_with_the_room_for_them(width: int, screen: int, extra: set[str]) -> None:
    names = {column.name for column in Columns.for_width(width, screen).columns}
    assert names - {"urgency", "flag", "ticket", "state", "customer", "said", "owner", "due"} == extra


def test_the_words_keep_some_room_however_narrow_the_list() -> None:
    for width in range(40, 200):
        widths = {column.name: column.width for column in Columns.for_width(width).columns}
        assert widths["said"] >= 10
        assert widths["due"] == 8


def test_a_manager_sees_the_segment_in_the_owners_place() -> None:
    on = sheet(160, by_segment=True)
    assert [column.name for column in on.columns.columns].count("segment") == 1
    shown = cells(row_of(ticket_row(), on), on.columns)
    assert shown["segment"] == "South Si…"
    assert "owner" not in shown


@given(st.integers(1, 220), st.integers(1, 300), st.integers(0, 12), st.booleans())
def test_header_and_rows_line_up_at_every_width(width: int, screen: int, ticket_width: int, by_segment: bool) -> None:
    on = sheet(width, screen, ticket_width=ticket_width, by_segment=by_segment)
    assert header_strip(on).cell_length == width
    assert row_of(ticket_row(), on).cell_length == width
    if width >= 40:
        assert 1 + sum(column.width + 1 for column in on.columns.columns) == width
        titles = cells(header_strip(on), on.columns)
        assert titles == {column.name: column.title for column in on.columns.columns}


@given(hostile, hostile, hostile, st.integers(1, 200), st.sampled_from(Status), st.booleans())
def test_text_from_outside_never_breaks_a_line(
    name: str, said: str, segment: str, width: int, status: Status, has_thumb: bool
) -> None:
    row = ticket_row(customer_name=name, said=said, segment=segment, owner=name, status=status)
    strip = row_strip(row, sheet(width, 200), cursor=Cursor.HERE, now=NOW, has_thumb=has_thumb)
    assert strip.cell_length == width == sum(cell_len(segment.text) for segment in strip)
    assert clean_line(strip.text) == strip.text
    assert not any(segment.control for segment in strip)


@given(hostile)
def test_every_column_stands_where_it_stands_in_other_rows(said: str) -> None:
    on = sheet(100)
    shown = cells(row_of(ticket_row(said=said, customer_name="", customer_email=None), on), on.columns)
    assert shown["owner"] == "Max"
    assert shown["due"] == "2d left"
    assert shown["customer"] == "–"


def test_wide_letters_are_cut_by_cells() -> None:
    on = sheet(65, 120)
    shown = cells(row_of(ticket_row(said="房间很吵,空调坏了,前台没人接电话"), on), on.columns)
    assert shown["said"] == "房间很吵,空调坏了,…"
    assert cell_len(shown["said"]) <= 20
    assert shown["due"] == "2d left"


@pytest.mark.parametrize(
    ("changes", "column", "text"),
    [
        ({"customer_name": None}, "customer", "customer0"),
        ({"customer_name": None, "customer_email": "a@b@c.example"}, "customer", "a@b"),
        ({"customer_name": None, "customer_email": None}, "customer", "–"),
        ({"owner": "bea@desk.example"}, "owner", "Bea"),
        ({"owner": "gone@desk.example"}, "owner", "gone"),
        ({"owner": None}, "owner", "–"),
        ({"owner": None, "status": Status.NEW}, "owner", "–"),
        ({"status": Status.NEW}, "owner", "Max?"),
        ({"status": Status.NEW}, "state", "new"),
        ({"status": Status.RESOLVED}, "state", "done"),
        ({"number": None}, "ticket", "~000000"),
        ({"number": 1234567}, "ticket", "#1234567"),
        ({"due_at": None}, "due", ""),
        ({"due_at": NOW - 3 * DAY}, "due", "3d over"),
        ({"reopened": 2}, "flag", "↻"),
        ({"reopened": 2, "has_draft": True}, "flag", "d"),
        ({"priority": Priority.HIGH}, "urgency", "▲"),
        ({"priority": Priority.LOW}, "urgency", "·"),
        ({"score": 10}, "score", "10"),
        ({"score": None}, "score", ""),
        ({}, "segment", "South Side"),
        ({"segment": "unheard-of"}, "segment", "unheard-of"),
    ],
)
def test_a_cell_says(changes: dict[str, object], column: str, text: str) -> None:
    on = sheet(160, ticket_width=8)
    assert cells(row_of(ticket_row(0, **changes), on), on.columns)[column] == text


@pytest.mark.parametrize("changes", [{}, {"reopened": 1}, {"has_draft": True}, {"status": Status.RESOLVED}])
@pytest.mark.parametrize("cursor", Cursor)
def test_a_mark_takes_the_place_of_every_other_flag(changes: dict[str, object], cursor: Cursor) -> None:
    on, row = sheet(160), ticket_row(0, **changes)
    marked = row_strip(row, on, cursor=cursor, now=NOW, is_marked=True)
    plain = row_strip(row, on, cursor=cursor, now=NOW)
    assert cells(marked, on.columns)["flag"] == "*"
    assert cells(marked, on.columns) | {"flag": ""} == cells(plain, on.columns) | {"flag": ""}
    assert marked.cell_length == plain.cell_length


def test_an_owner_is_called_by_first_name_with_an_initial_where_two_share_it() -> None:
    names = {"a@x": "Max Riva", "b@x": "max Berg", "c@x": "Bea Costa", "d@x": "Cher", "e@x": " ", "south": "South"}
    assert first_names(names) == {"a@x": "Max R", "b@x": "max B", "c@x": "Bea", "d@x": "Cher"}


def test_new_rows_are_bold_and_no_others() -> None:
    new = row_of(ticket_row(status=Status.NEW), sheet(80))
    for words in ("new", "Customer 0", "words"):
        style = segment_of(new, words).style
        assert style is not None
        assert style.bold
    for status in set(Status) - {Status.NEW}:
        assert not any(
            segment.style and segment.style.bold for segment in row_of(ticket_row(status=status), sheet(80))
        )


def test_resolved_rows_are_all_muted() -> None:
    row = ticket_row(status=Status.RESOLVED, priority=Priority.CRITICAL, due_at=NOW - DAY, reopened=1)
    colours = {segment.style.color for segment in row_of(row, sheet(160)) if segment.style and segment.text.strip()}
    assert colours == {LOOKS.muted.color}


def test_a_low_score_is_red_and_another_is_not() -> None:
    on = sheet(120)
    assert segment_of(row_of(ticket_row(score=6), on), "    6 ").style == LOOKS.alarm + LOOKS.ground
    assert segment_of(row_of(ticket_row(score=7), on), "    7 ").style == LOOKS.muted + LOOKS.ground
    assert segment_of(row_of(ticket_row(score=1, score_kind="ces"), on), "    1 ").style == LOOKS.muted + LOOKS.ground


def test_the_cursor_is_a_bar_and_a_ground_blue_only_where_keys_go() -> None:
    here, away = (row_of(ticket_row(), sheet(80), cursor) for cursor in (Cursor.HERE, Cursor.AWAY))
    assert here.text == away.text
    assert here.text.startswith("▌")
    assert segment_of(here, "▌").style == LOOKS.here + LOOKS.cursor
    assert segment_of(away, "▌").style == LOOKS.muted + LOOKS.cursor
    assert {segment.style.bgcolor for segment in here if segment.style} == {LOOKS.cursor.bgcolor}


def test_the_position_mark_takes_the_last_cell() -> None:
    plain = row_of(ticket_row(), sheet(80))
    marked = row_strip(ticket_row(), sheet(80), cursor=Cursor.NONE, now=NOW, has_thumb=True)
    assert marked.text == set_cell_size(plain.text, 79) + "▐"


def test_without_unicode_our_own_signs_are_ascii() -> None:
    on = replace(sheet(100), looks=replace(LOOKS, signs=ASCII_SIGNS))
    for status in Status:
        for priority in Priority:
            row = ticket_row(status=status, priority=priority, reopened=1, owner=None, said="x" * 200)
            strip = row_strip(row, on, cursor=Cursor.HERE, now=NOW, has_thumb=True)
            assert strip.text.isascii()
    assert [ASCII_SIGNS.priority[priority] for priority in reversed(Priority)] == ["!", "^", "=", "."]


def test_neighbours_of_one_style_are_one_piece_of_a_line() -> None:
    resolved = ticket_row(status=Status.RESOLVED, customer_name="Ana Conti", said="Late refund", score=3)
    for cursor in Cursor:
        pieces = [segment for segment in row_of(resolved, sheet(80), cursor) if segment.text.strip(" ▌")]
        assert len(pieces) == 1
        assert "Ana Conti" in pieces[0].text
        assert "Late refund" in pieces[0].text
