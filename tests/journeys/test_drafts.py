"""What must not be lost or upset: words half typed, a list while a query is wrong, a desk in an odd terminal."""

from pathlib import Path

import pytest

from cxloop_tui.bootstrap import open_rooms
from tests.journeys.desk import Desk, at_desk, command, configure, cxloop, demo_store, home_of, shown
from tests.terminal import Terminal

WORDS = "she called again and"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_store(tmp_path_factory.mktemp("example"))


@pytest.fixture
def store(example: Path, tmp_path: Path) -> Path:
    fresh = tmp_path / "desk.db"
    fresh.write_bytes(example.read_bytes())
    configure(fresh)
    return fresh


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    store = tmp_path / "desk.db"
    configure(store)
    said = cxloop(store, "init", "--name", "Ana Admin", "--email", "ana@desk.example")
    assert said.code == 0, said.err
    return store


def kept(store: Path, ticket: str) -> str:
    """Return the words of a comment that wait on the disk."""
    rooms = open_rooms(store, None)
    try:
        draft = rooms.queries.draft(rooms.queries.ticket_id(ticket), "comment")
    finally:
        rooms.close()
    return "" if draft is None else draft.fields["comment"]


def comments(store: Path, ticket: str) -> list[str]:
    """Return what was said about a ticket."""
    (record,) = cxloop(store, "show", ticket.removeprefix("#"), "--json").records
    return [comment["body"] for comment in record["comments"]]


def begin_comment(desk: Desk) -> str:
    """Open the form for a comment; return the ticket it is for."""
    ticket = desk.ticket
    desk.terminal.press("c")
    desk.terminal.wait_for(f"Comment on {ticket}")
    desk.terminal.wait_settled()
    return ticket


def test_a_comment_survives_a_kill_while_it_is_typed(store: Path) -> None:
    with at_desk(store) as desk:
        ticket = begin_comment(desk)
        desk.terminal.type(WORDS)
        # The cursor blinks, so the wait looks again and again.
        desk.terminal.wait_for(lambda _: kept(store, ticket) == WORDS)
        desk.terminal.kill()
    assert WORDS not in comments(store, ticket)
    with at_desk(store) as desk:
        desk.find(ticket, ticket)
        begin_comment(desk)
        desk.terminal.wait_for("your draft is back")
        desk.terminal.type(" asks for you")
        desk.terminal.press("ctrl+s")
        desk.terminal.wait_for(f"{ticket} commented")
    assert comments(store, ticket)[-1] == f"{WORDS} asks for you"
    assert kept(store, ticket) == ""


def test_words_are_kept_even_when_typing_never_pauses(store: Path) -> None:
    with at_desk(store) as desk:
        ticket = begin_comment(desk)
        typed = 0
        while not kept(store, ticket):
            assert typed < 5_000, "so many letters, and none of them is on the disk"
            desk.terminal.type("n")
            typed += 1
            desk.terminal.wait_settled(0.01)
        desk.terminal.kill()
    assert set(kept(store, ticket)) == {"n"}


def test_esc_keeps_the_draft_and_the_list_marks_the_ticket(store: Path) -> None:
    with at_desk(store) as desk:
        ticket = begin_comment(desk)
        desk.terminal.type(WORDS)
        desk.terminal.press("esc")
        # The news bears the form's title, so the title does not go with the form.
        desk.terminal.wait_for("your draft is kept")
        desk.terminal.wait_for(lambda lines: any(f" d {ticket}" in line for line in lines))
        begin_comment(desk)
        desk.terminal.wait_for(WORDS)
    assert WORDS not in comments(store, ticket)


def test_a_sent_comment_leaves_no_draft(store: Path) -> None:
    with at_desk(store) as desk:
        ticket = desk.ticket
        desk.comment(WORDS)
        desk.terminal.wait_for(lambda lines: not any(f" d {ticket}" in line for line in lines))
        begin_comment(desk)
        desk.terminal.wait_settled()
        assert "your draft is back" not in desk.terminal.text()
    assert comments(store, ticket).count(WORDS) == 1


def test_a_mistake_in_the_query_keeps_the_list(store: Path) -> None:
    with at_desk(store) as desk:
        before = rows(desk)
        desk.terminal.press("/")
        desk.terminal.wait_settled()
        desk.terminal.type("stauts:open ")
        desk.terminal.wait_for("status")
        desk.terminal.wait_settled()
        assert rows(desk) == before
        said = desk.terminal.screen()[2]
        assert "stauts" in said, said
        desk.terminal.press("ctrl+u")
        desk.terminal.wait_settled()
        desk.terminal.type("status:open")
        desk.terminal.wait_for(lambda _: rows(desk) != before)


def rows(desk: Desk) -> list[str]:
    """Return the lines of the list."""
    lines = desk.terminal.screen()
    start = next(number for number, line in enumerate(lines) if "ticket" in line and "customer" in line)
    return lines[start + 1 : -1]


def test_a_mistake_in_a_query_of_before_is_said_where_it_is(store: Path) -> None:
    with at_desk(store) as desk:
        desk.terminal.press("/")
        desk.terminal.wait_settled()
        desk.terminal.type("priority:hgih ")
        desk.terminal.wait_for("high")
        desk.terminal.press("esc")
        desk.terminal.wait_settled()
        desk.quit()


def test_an_empty_store_says_how_to_begin(empty: Path) -> None:
    with at_desk(empty) as desk:
        desk.terminal.wait_for("No tickets yet.")
        desk.new_ticket("first@shop.example", "The door sticks.")
        assert desk.ticket == "#1"
        desk.quit()


def test_keys_that_need_a_ticket_do_nothing_without_one(empty: Path) -> None:
    with at_desk(empty) as desk:
        for key in "ctpEdHMaseiyYjkN12":
            desk.terminal.press(key)
        desk.terminal.wait_settled()
        desk.terminal.wait_for("No tickets yet.")
        desk.quit()


def test_the_first_use_asks_who_sits_here(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    configure(store)
    with Terminal(command(store), env=home_of(store), cwd=tmp_path) as terminal:
        terminal.wait_for("Your name")
        terminal.type("Ana Admin")
        terminal.press("enter")
        terminal.wait_for("Your e-mail")
        terminal.type("nonsense")
        terminal.press("enter")
        terminal.wait_for("not an e-mail")
        terminal.type("ana@desk.example")
        terminal.press("enter")
        terminal.wait_for("No tickets yet.")
        terminal.press("q")
        assert terminal.exit_code() == 0


@pytest.mark.parametrize(("columns", "rows"), [(40, 10), (20, 5), (10, 3), (1, 1)])
def test_a_terminal_that_is_too_small_is_survived(store: Path, columns: int, rows: int) -> None:
    with Terminal(command(store), columns=columns, rows=rows, env=home_of(store), cwd=store.parent) as terminal:
        terminal.wait_settled(0.5)
        for keys in (
            ("j", "enter", "2", "esc"),
            ("c", "esc"),
            ("n", "esc"),
            ("p", "esc"),
            ("?", "esc"),
            ("/", "esc"),
        ):
            for key in keys:
                terminal.press(key)
                terminal.wait_settled()
        terminal.press("q")
        assert terminal.exit_code() == 0


def test_the_desk_follows_the_size_of_its_window(store: Path) -> None:
    with at_desk(store, columns=120, rows=40) as desk:
        ticket = desk.ticket
        for columns, lines in ((80, 24), (40, 10), (200, 60), (100, 24), (80, 24)):
            desk.terminal.resize(columns, lines)
            desk.terminal.wait_for(lambda screen: any(row.startswith("▌") and f"{ticket} " in row for row in screen))
            desk.terminal.wait_settled()
        desk.comment(WORDS)
        desk.quit()


def test_a_form_follows_the_size_of_its_window(store: Path) -> None:
    with at_desk(store, columns=120, rows=40) as desk:
        ticket = begin_comment(desk)
        desk.terminal.type(WORDS)
        for columns, lines in ((80, 24), (40, 10), (120, 40)):
            desk.terminal.resize(columns, lines)
            desk.terminal.wait_settled()
        desk.terminal.wait_for(WORDS)
        desk.terminal.press("ctrl+s")
        desk.terminal.wait_for(f"{ticket} commented")
        desk.quit()
    assert comments(store, ticket)[-1] == WORDS


def test_words_typed_in_one_burst_with_the_key_that_opens_the_form_are_the_comment(store: Path) -> None:
    with at_desk(store) as desk:
        ticket = desk.ticket
        desk.terminal.type("cEdit me, please: E s a M")
        desk.terminal.wait_for("Edit me, please: E s a M")
        desk.terminal.press("ctrl+s")
        desk.terminal.wait_for("commented")
        desk.quit()
    assert shown(store, ticket)["comments"][-1]["body"] == "Edit me, please: E s a M"
