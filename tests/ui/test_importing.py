"""Import from the desk: a file named, open questions answered, a preview that counts, a bar that can be stopped."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cxloop_tui.domain.clock import DAY, to_rfc3339
from cxloop_tui.domain.operation import Kind
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services import intake
from cxloop_tui.services.intake import MAPPINGS
from cxloop_tui.ui import importing as desk_import
from cxloop_tui.ui.screens.intake_file import FileScreen
from cxloop_tui.ui.screens.intake_preview import PreviewScreen
from cxloop_tui.ui.screens.intake_ways import WaysScreen
from cxloop_tui.ui.screens.progress import ProgressScreen
from cxloop_tui.ui.widgets.chooser import Chooser
from tests.builders import BEA, GIA, NOON
from tests.pace import few_at_once
from tests.ui.desk_host import AtDesk, desk, no_tickets, until

LOW, WIDE = (80, 24), (120, 40)
SIZES = pytest.mark.parametrize("size", [LOW, WIDE], ids=str)

SURVEY = """NPS,Why,E-mail,segment
3,late again,ana@mail.example,bari
9,lovely,bo@mail.example,bari
0,,cy@mail.example,madrid
,no idea,di@mail.example,bari
5,where is it,ed@mail.example,turin
"""
"""Three tickets, one that is kept, one rejected row."""


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the desk was opened, whose home this is as well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def written(directory: Path, text: str = SURVEY, name: str = "survey.csv") -> Path:
    path = directory / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lying_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def in_front(at: AtDesk, kind: type[object]) -> bool:
    return isinstance(at.app.screen, kind)


async def named(at: AtDesk, name: str) -> None:
    """Open the form and name a file in place of what it proposes."""
    await at.press("I", "ctrl+u")
    await at.write(name)
    await at.press("enter")


def imported(at: AtDesk) -> list[Mapping[str, Any]]:
    """Return the tickets that came in, as the store has them, in the order of the file."""
    rows = at.rooms.queries.window(at.rooms.queries.parse("sort:number"), limit=500).rows
    return [{"email": row.customer_email, "segment": row.segment} for row in reversed(rows)]


# Who, and which file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [BEA, GIA])
async def test_others_than_admins_are_told_why_not(who: str) -> None:
    async with desk(LOW, me=who) as at:
        await at.press("I")
        assert at.no_dialog()
        assert at.said == ["only an admin may do this"]


@SIZES
async def test_the_form_says_what_it_takes_and_that_nothing_is_done_yet(size: tuple[int, int]) -> None:
    async with desk(size, tickets=no_tickets) as at:
        await at.press("I")
        assert in_front(at, FileScreen)
        assert "CSV of any separator, NDJSON, JSON; plain or gzip" in at.seen
        assert "nothing is imported yet" in at.seen
        await at.press("enter")
        assert "which file? type its name" in at.seen
        await at.press("escape")
        assert at.no_dialog()


async def test_tab_completes_the_name_as_far_as_it_is_certain(somewhere: Path) -> None:
    for name in ("surveys/november.csv", "surveys/november-2.csv", "surveys/.hidden.csv"):
        written(somewhere, name=name)
    async with desk(LOW) as at:
        await at.press("I", "~", "/", "s", "tab")
        assert at.form.values["file"] == "~/surveys/"
        await at.press("tab")
        assert at.form.values["file"] == "~/surveys/november"
        assert "november-2.csv  november.csv" in at.seen
        await at.press(".", "tab")
        assert at.form.values["file"] == "~/surveys/november.csv"
        assert f"there, {len(SURVEY)} bytes" in at.seen
        await at.press("tab")
        assert at.focused() == "segment"


async def test_tab_says_that_nothing_begins_like_what_was_typed() -> None:
    async with desk(LOW) as at:
        await at.press("I", "x", "tab")
        assert at.form.values["file"] == "x"
        assert "nothing there begins like this" in at.seen


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("no.csv", None, "no.csv cannot be read: No such file or directory"),
        (".", None, "is a directory"),
        ("empty.csv", "", "empty.csv is empty"),
        ("page.csv", "<html><body>Sign in</body></html>", "is a web page (HTML); export the answers as CSV UTF-8"),
        ("header.csv", "NPS,Why,E-mail,segment\n", "only a header; export the answers again"),
    ],
)
@SIZES
async def test_a_file_that_is_refused_keeps_the_form_open_with_the_reason(
    size: tuple[int, int], name: str, text: str | None, reason: str, somewhere: Path
) -> None:
    if text is not None:
        written(somewhere, text, name)
    async with desk(size) as at:
        await named(at, str(somewhere / name))
        assert in_front(at, FileScreen)
        assert reason in one_line(at)
        assert at.form.values["file"] == str(somewhere / name)
        await at.press("escape")
        assert at.no_dialog()


def one_line(at: AtDesk) -> str:
    """Return what stands in the frame with its wrapped lines put together again."""
    return " ".join(" ".join(line.split("│")[1] for line in at.lines if line.count("│") > 1).split())


async def test_a_file_that_names_no_segment_leads_to_the_choice_of_one(somewhere: Path) -> None:
    written(somewhere, "NPS,Why,E-mail\n3,late,ana@mail.example\n")
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        assert "which segment do the tickets belong to?" in at.seen
        assert at.focused() == "segment"
        await at.press("M", "a", "d", "enter", "y")
        assert imported(at) == [{"email": "ana@mail.example", "segment": "madrid"}]


async def test_a_space_with_one_segment_at_the_top_is_not_asked_where_rows_belong() -> None:
    async with desk(LOW, tickets=lambda making: making.by("ada@desk.example", inbox)) as at:
        await at.press("I")
        assert not at.app.screen.query(Chooser)


def inbox(sitting: Any) -> None:
    sitting.put_segment("inbox", {"name": "Inbox"})


# What is not certain ------------------------------------------------------------------------------------------------


EFFORT = "How easy was it?,Why,E-mail,segment\n" + "".join(
    f"{answer},words {answer},c{answer}@mail.example,bari\n" for answer in (1, 2, 3, 4, 5)
)


@SIZES
async def test_a_scale_that_is_not_certain_is_asked_and_the_answer_remembered(
    size: tuple[int, int], somewhere: Path
) -> None:
    written(somewhere, EFFORT.replace("How easy was it?", "Score"))
    async with desk(size, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        assert in_front(at, WaysScreen)
        assert "the scale of 'Score' is not certain" in one_line(at)
        assert "--" not in at.seen
        await at.press("1")
        assert in_front(at, PreviewScreen)
        assert "CSAT, 1 to 5" in one_line(at)
        await at.press("y")
        assert at.no_dialog()
        assert at.rooms.queries.kept(MAPPINGS)
        await named(at, "survey.csv")
        assert in_front(at, PreviewScreen)
        assert "read as this survey was read before" in at.seen
        assert "nothing new: 5 are there already" in at.seen
        await at.press("f")
        assert in_front(at, WaysScreen)


async def test_a_question_left_open_imports_nothing(somewhere: Path) -> None:
    written(somewhere, EFFORT.replace("How easy was it?", "Score"))
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        await at.press("escape")
        assert in_front(at, FileScreen)
        assert "nothing was imported: how it is to be read was left open" in one_line(at)
        assert not imported(at)


async def test_missing_emails_are_asked_about(somewhere: Path) -> None:
    written(somewhere, "NPS,Why,segment\n3,late,bari\n")
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        assert in_front(at, WaysScreen)
        assert "no column holds e-mail addresses" in at.seen
        await at.press("enter", "y")
        assert imported(at) == [{"email": None, "segment": "bari"}]


# The preview --------------------------------------------------------------------------------------------------------


@SIZES
async def test_the_preview_shows_what_was_understood_three_rows_and_the_counts(
    size: tuple[int, int], somewhere: Path
) -> None:
    written(somewhere)
    async with desk(size, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        seen = one_line(at)
        assert "5 rows, cells separated by commas" in seen
        assert "column 'NPS', NPS, 0 to 10, higher is better" in seen
        assert "line 2 NPS 3, a ticket, bari, ana@mail.example: late again" in seen
        assert "line 4 NPS 0, a ticket, madrid, cy@mail.example: no comment" in seen
        assert "3 tickets, 1 kept without one, 0 there already" in seen
        assert "rejected 1 no score" in seen
        assert not imported(at)


async def test_enter_leaves_the_preview_and_nothing_is_done(somewhere: Path) -> None:
    written(somewhere)
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        await at.press("enter")
        assert in_front(at, FileScreen)
        assert "nothing was imported" in at.seen
        assert not imported(at)
        assert lying_in(somewhere) == ["survey.csv"]


@SIZES
async def test_yes_imports_tells_the_counts_and_reads_the_list_again(size: tuple[int, int], somewhere: Path) -> None:
    written(somewhere)
    async with desk(size, tickets=no_tickets) as at:
        await named(at, "~/survey.csv")
        await at.press("y")
        assert at.no_dialog()
        rejected = somewhere / "survey.csv.rejected.csv"
        assert at.said[-1] == (f"3 tickets, 1 kept, 0 there already, 1 rejected; the rejected rows are in {rejected}")
        assert rejected.exists()
        assert len(at.listed) == 3
        assert [row["email"] for row in imported(at)] == ["ana@mail.example", "cy@mail.example", "ed@mail.example"]
        assert at.entries(at.listed[0])[0].operation.kind == Kind.TICKET_CREATE


async def test_a_button_can_be_clicked_as_well(somewhere: Path) -> None:
    written(somewhere)
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        await at.click_piece(at.app.screen.query_one("#buttons"), "form.submit")  # type: ignore[arg-type]
        assert at.no_dialog()
        assert len(imported(at)) == 3


async def test_the_directory_used_last_is_proposed(somewhere: Path) -> None:
    written(somewhere, name="surveys/survey.csv")
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "surveys/survey.csv")
        await at.press("y", "I")
        assert at.form.values["file"] == "~/surveys/"


def dated(*days: int) -> str:
    rows = [f"2,words {day},c{day}@mail.example,bari,{to_rfc3339(NOON - day * DAY)}\n" for day in days]
    return "NPS,Why,E-mail,segment,date\n" + "".join(rows)


@pytest.mark.parametrize(("answer", "counts", "made"), [("t", "3 tickets, 0 kept", 3), ("h", "1 ticket, 2 kept", 1)])
@SIZES
async def test_old_answers_are_asked_about_and_the_counts_follow(
    size: tuple[int, int], answer: str, counts: str, made: int, somewhere: Path
) -> None:
    written(somewhere, dated(3, 40, 50))
    async with desk(size, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        assert "2 unhappy answers are older than 30 days" in at.seen
        await at.press("y")
        assert in_front(at, PreviewScreen), "it is not done before that is answered"
        assert at.said[-1].startswith("first say what the 2 old answers become")
        await at.press(answer)
        assert counts in at.seen
        await at.press("y")
        assert at.no_dialog()
        assert len(imported(at)) == made


async def test_the_answer_about_old_ones_can_be_changed(somewhere: Path) -> None:
    written(somewhere, dated(3, 40))
    async with desk(LOW, tickets=no_tickets) as at:
        await named(at, "survey.csv")
        await at.press("h")
        assert "1 ticket, 1 kept" in at.seen
        await at.press("t")
        assert "2 tickets, 0 kept" in at.seen


# Stopped half way ---------------------------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """An import by batches of two rows that waits after its first until this is set; the bar is shown at once."""
    go_on = Event()
    run = intake.Intake.run

    def run_slowly(self: intake.Intake, plan: intake.Plan, watch: intake.Watch) -> intake.Tally:
        def told(reached: intake.Progress) -> None:
            watch(reached)
            if reached.rows == 2:
                go_on.wait(30)

        return run(self, plan, told)

    monkeypatch.setattr(intake.Intake, "run", run_slowly)
    few_at_once(monkeypatch, 2)
    return go_on


async def started(at: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import up to the first batch, and see the bar."""
    await named(at, "survey.csv")
    monkeypatch.setattr(desk_import, "SHOWN_AFTER_SECONDS", 0)
    at.send("y")
    await until(at, lambda: in_front(at, ProgressScreen) and "2 of 6 rows" in at.seen)
    assert "stops it; what is in stays, importing again goes on" in at.seen


async def test_a_stopped_import_keeps_what_is_in_and_goes_on_the_next_time(
    slow: Event, somewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(somewhere, dated(1, 2, 3, 4, 5, 6))
    async with desk(LOW, tickets=no_tickets) as at:
        await started(at, monkeypatch)
        at.send("escape")
        await until(at, lambda: "stopping" in at.seen)
        slow.set()
        await at.settled()
        assert in_front(at, FileScreen)
        assert "stopped after 4 of 6 rows; what is in stays, importing again goes on" in one_line(at)
        assert len(imported(at)) == 4
        await at.press("enter")
        assert "2 tickets, 0 kept without one, 4 there already" in at.seen
        await at.press("y")
        assert at.no_dialog()
        assert at.said[-1] == "2 tickets, 0 kept, 4 there already, 0 rejected"
        assert len(at.listed) == 6


async def test_a_stopped_import_that_is_left_is_in_the_list(
    slow: Event, somewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(somewhere, dated(1, 2, 3, 4, 5, 6))
    async with desk(LOW, tickets=no_tickets) as at:
        await started(at, monkeypatch)
        at.send("escape")
        await until(at, lambda: "stopping" in at.seen)
        slow.set()
        await at.settled()
        await at.press("escape")
        assert at.no_dialog()
        assert len(at.listed) == 4


async def test_reading_a_file_can_be_stopped_before_anything_is_shown(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(somewhere)
    go_on, examine = Event(), intake.Intake.examine

    def examine_slowly(self: intake.Intake, path: Path, asked: Any, watch: intake.Watch) -> intake.Plan:
        watch(intake.Progress("reading", 500, 4096, 8192))
        go_on.wait(30)
        watch(intake.Progress("reading", 1000, 8192, 8192))
        return examine(self, path, asked, watch)

    monkeypatch.setattr(intake.Intake, "examine", examine_slowly)
    monkeypatch.setattr(desk_import, "SHOWN_AFTER_SECONDS", 0)
    async with desk(LOW, tickets=no_tickets) as at:
        await at.press("I")
        await at.write("survey.csv")
        at.send("enter")
        await until(at, lambda: in_front(at, ProgressScreen) and "4 of 8 KB" in at.seen)
        at.send("escape")
        await until(at, lambda: "stopping" in at.seen)
        go_on.set()
        await at.settled()
        assert in_front(at, FileScreen)
        assert "stopped; nothing was imported" in at.seen


async def test_leaving_the_desk_stops_an_import_between_two_batches(
    slow: Event, somewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(somewhere, dated(1, 2, 3, 4, 5, 6))
    async with desk(LOW, tickets=no_tickets) as at:
        await started(at, monkeypatch)
        bar = at.app.screen
        assert isinstance(bar, ProgressScreen)
        at.app.exit()
        await until(at, lambda: bar._progress.is_stopped)
        slow.set()
    assert len(imported(at)) == 4


async def test_answers_typed_ahead_wait_for_their_screen(somewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(somewhere)
    begun, go_on, examine = Event(), Event(), intake.Intake.examine

    def examine_slowly(self: intake.Intake, path: Path, asked: Any, watch: intake.Watch) -> intake.Plan:
        begun.set()
        go_on.wait(30)
        return examine(self, path, asked, watch)

    monkeypatch.setattr(intake.Intake, "examine", examine_slowly)
    async with desk(LOW, tickets=no_tickets) as at:
        await at.press("I")
        await at.write("survey.csv")
        at.send("enter")
        await until(at, begun.is_set)
        at.send("y")
        go_on.set()
        await at.settled()
        assert at.no_dialog()
        assert at.said[-1].startswith("3 tickets, 1 kept")


async def test_the_name_typed_is_a_draft_like_any_other() -> None:
    async with desk(LOW) as at:
        await at.press("I", "x", "escape")
        kept: StoredDraft | None = at.rooms.queries.draft("", "intake")
        assert kept is not None
        assert kept.fields["file"] == "x"
