"""Two at one store: what somebody else does appears by itself, and nothing moves under one's hands."""

from pathlib import Path

import pytest

from tests.journeys.desk import Desk, at_desk, cxloop, demo_store, segments, shown, tickets

COLLEAGUE = "max.riva@harbour.example"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return demo_store(tmp_path)


def number_at(desk: Desk, line: int) -> str:
    """Return the number of the ticket in a line of the screen, without `#`."""
    return next(word.removeprefix("#") for word in desk.terminal.screen()[line].split() if word.startswith("#"))


def cursor_line(desk: Desk) -> int:
    """Return the line of the screen on which the cursor is, from 0."""
    return next(number for number, text in enumerate(desk.terminal.screen()) if text.startswith("▌"))


def go_down(desk: Desk, lines: int) -> None:
    """Move the cursor down and wait until it is there."""
    wanted = cursor_line(desk) + lines
    desk.terminal.press(*"j" * lines)
    desk.terminal.wait_for(lambda _: cursor_line(desk) == wanted)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_change_by_another_appears_and_the_cursor_stays(store: Path, columns: int, rows: int) -> None:
    with at_desk(store, columns=columns, rows=rows) as desk:
        go_down(desk, 4)
        here, at = desk.ticket, cursor_line(desk)
        other = number_at(desk, at - 3)
        said = cxloop(store, "set", other, "--priority", "critical")
        assert said.code == 0, said.err
        desk.terminal.wait_for(lambda lines: lines[at - 3][1] == "!" and f"#{other}" in lines[at - 3])
        assert (desk.ticket, cursor_line(desk)) == (here, at)
        desk.quit()


def test_what_is_done_at_the_desk_after_a_colleague_came_and_went_is_kept(store: Path) -> None:
    # The last to close a SQLite file takes its log away: a colleague who leaves must not seem to be the last.
    with at_desk(store) as desk:
        first = desk.ticket
        for words in ("one", "two"):
            said = cxloop(store, "--as", COLLEAGUE, "comment", first.removeprefix("#"), f"{words} by Max")
            assert said.code == 0, said.err
            desk.comment(f"{words} by Nora")
        desk.quit()
    said_there = [comment["body"] for comment in shown(store, first)["comments"][-4:]]
    assert said_there == ["one by Max", "one by Nora", "two by Max", "two by Nora"]
    assert cxloop(store, "doctor").code == 0


def test_a_change_of_the_ticket_under_the_cursor_appears_in_the_detail(store: Path) -> None:
    with at_desk(store, columns=120, rows=40) as desk:
        go_down(desk, 2)
        here = desk.ticket
        said = cxloop(store, "--as", COLLEAGUE, "comment", here.removeprefix("#"), "I know this customer")
        assert said.code == 0, said.err
        desk.terminal.wait_for("I know this customer")
        assert desk.ticket == here
        desk.quit()


def test_a_ticket_made_by_another_comes_to_the_start_and_the_cursor_stays_on_its_ticket(store: Path) -> None:
    with at_desk(store) as desk:
        go_down(desk, 3)
        here, at = desk.ticket, cursor_line(desk)
        count = len(tickets(store))
        said = cxloop(
            store,
            "new",
            "--email",
            "kim@shop.example",
            "--segment",
            "care",
            "--owner",
            "me",
            "--comment",
            "Too late.",
        )
        assert said.code == 0, said.err
        desk.terminal.wait_for(f"{count + 1} ·")
        desk.terminal.wait_for(f"#{count + 1} ")
        assert (desk.ticket, cursor_line(desk)) == (here, at + 1)
        desk.quit()


def test_a_ticket_that_another_resolved_stays_in_its_place_until_the_list_is_read_again(store: Path) -> None:
    with at_desk(store, "desk", "status:new,open") as desk:
        go_down(desk, 2)
        at = cursor_line(desk)
        other = number_at(desk, at - 1)
        said = cxloop(store, "resolve", other, "--root-cause", "stairs", "--action", "ramp built", "--told", "call")
        assert said.code == 0, said.err
        desk.terminal.wait_for(lambda lines: f"#{other}" in lines[at - 1] and " done " in lines[at - 1])
        assert cursor_line(desk) == at
        desk.quit()


def test_a_form_refuses_to_overwrite_what_another_did_meanwhile(store: Path) -> None:
    with at_desk(store, "desk", "status:new,open") as desk:
        here = desk.ticket
        desk.terminal.press("d")
        desk.terminal.wait_for(f"Resolve {here}")
        desk.terminal.wait_settled()
        desk.terminal.type("stairs")
        said = cxloop(
            store, "--as", leader(store, here), "resolve", here.removeprefix("#"),
            "--root-cause", "bell", "--action", "bell mended", "--told", "call",
        )  # fmt: skip
        assert said.code == 0, said.err
        desk.terminal.press("tab")
        desk.terminal.type("ramp built")
        desk.terminal.press("ctrl+s")
        desk.terminal.wait_for("resolved already")
        desk.terminal.wait_for("ramp built")
    assert shown(store, here)["action_taken"] == "bell mended"


def leader(store: Path, ticket: str) -> str:
    """Return who leads the segment of a ticket, or the nearest above that has a manager."""
    tree, code = segments(store), shown(store, ticket)["segment"]
    while not tree[code]["managers"]:
        code = tree[code]["parent"]
    lead: str = tree[code]["managers"][0]
    return lead
