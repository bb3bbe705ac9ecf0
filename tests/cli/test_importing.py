"""`import responses`: the counts it prints, the line it names, and that this line works."""

import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from cxloop_tui.cli import importing
from cxloop_tui.cli.importing import ProgressLine, progress_text
from cxloop_tui.services.intake import Progress
from tests.cli.conftest import Line, Screen
from tests.said import Said

SURVEY = "NPS_RATING,NPS_SCORE,text\n" + "".join(
    f"{word},{score},{said}\n"
    for word, score, said in [
        ("Detractor", 0, "never again"),
        ("Detractor", 6, ""),
        ("Passive", 7, "ok"),
        ("Promoter", 10, "lovely"),
        ("", "", ""),
    ]
)
"""Two tickets, two kept, one without a score."""

INVERTED = "FFT categorical answer,Free text\n" + "".join(
    f"{score},words {at}\n" for at, score in enumerate("1" * 30 + "2" * 5 + "3" * 3 + "4" * 4 + "5" * 3 + "7" * 3)
)
"""1 is very good and 7 no answer: seven tickets."""


@pytest.fixture
def survey(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(at_home)
    path = Path("survey.csv")
    path.write_text(SURVEY)
    return path


def line_to_type(said: Said, which: int = 0) -> list[str]:
    """Return the words of a line the refusal named, as a shell would cut it."""
    words = shlex.split(re.findall(r"type: `(.*?)`(?:;|$)", said.err, re.MULTILINE)[which])
    assert words[0] == "cxloop"
    return words[1:]


def tickets(desk: Line) -> int:
    return len(desk("tickets", "--json").records) - 1  # the desk has one already


def test_a_survey_is_counted_and_imported_once(desk: Line, survey: Path) -> None:
    command = ("import", "responses", str(survey), "--kind", "nps", "--missing-email", "allow")
    rejected = "1 rejected (1 no-score), see survey.csv.rejected.csv\n"
    assert desk(*command).out == f"5 read: 2 tickets, 2 kept without one, 0 there already, {rejected}"
    assert tickets(desk) == 2
    assert desk(*command).out == f"5 read: 0 tickets, 0 kept without one, 4 there already, {rejected}"
    assert tickets(desk) == 2


def test_the_counts_as_json(desk: Line, survey: Path) -> None:
    said = desk("import", "responses", str(survey), "--missing-email", "allow", "--json")
    assert said.record == {
        "read": 5,
        "tickets": 2,
        "recovered": 0,
        "reopened": 0,
        "appended": 0,
        "kept": 2,
        "older": 0,
        "already": 0,
        "rejected": 1,
        "replaced_characters": 0,
        "rejected_file": "survey.csv.rejected.csv",
        "by_reason": {"no-score": 1},
    }


def test_what_was_understood_is_told_beside_the_result(desk: Line, survey: Path) -> None:
    said = desk("import", "responses", str(survey), "--missing-email", "allow")
    lines = said.err.splitlines()
    assert lines[0] == "survey.csv: 5 rows, cells separated by commas"
    assert lines[1].startswith("  score: column 'NPS_SCORE', NPS, 0 to 10, higher is better")
    assert "  email: no column; responses are taken without" in lines


def test_a_dry_run_shows_three_rows_and_changes_nothing(desk: Line, survey: Path) -> None:
    said = desk("import", "responses", str(survey), "--missing-email", "allow", "--dry-run")
    counts = "5 read: 2 tickets, 2 kept without one, 0 there already, 1 rejected (1 no-score)"
    assert (said.code, said.out) == (0, f"dry run, nothing was changed: {counts}\n")
    assert [line for line in said.err.splitlines() if "line " in line] == [
        "  line 2: NPS 0, a ticket, retail, no e-mail: never again",
        "  line 3: NPS 6, a ticket, retail, no e-mail: no comment",
        "  line 4: NPS 7, kept, retail, no e-mail: ok",
    ]
    assert tickets(desk) == 0
    assert not Path("survey.csv.rejected.csv").exists()


def test_a_scale_that_is_not_certain_is_refused_with_a_line_that_works(desk: Line, survey: Path) -> None:
    survey.write_text(INVERTED)
    refused = desk("import", "responses", str(survey))
    assert (refused.code, refused.out) == (4, "")
    assert len(refused.err.splitlines()) == 1
    assert "nothing was imported" in refused.err
    assert line_to_type(refused) == [
        "import", "responses", "survey.csv", "--kind", "csat", "--map", "score=FFT categorical answer",
        "--scale", "1..5,low-is-good", "--missing-email", "allow",
    ]  # fmt: skip
    other = line_to_type(refused, 1)
    assert desk(*line_to_type(refused)).out.startswith("48 read: 7 tickets, 38 kept without one, 0 there already, 3 ")
    assert tickets(desk) == 7
    assert other[other.index("--scale") + 1] == "1..5"


@pytest.mark.parametrize(
    "header", ['it\'s `here`; $(rm) "x"', "$HOME", "\x1b]0;x\x07", "two\nlines", "--json", "Score ", "⚠ score=1"]
)
@pytest.mark.parametrize("name", ["my survey's.csv", "-x.csv"])
def test_the_line_works_whatever_column_and_file_are_called(desk: Line, survey: Path, header: str, name: str) -> None:
    doubled = header.replace('"', '""')
    survey.with_name(name).write_text(
        f'note,"{doubled}",{"CSAT" if "score" in header.lower() else "x"}\nok,1,a\nok,5,b\n'
    )
    refused = desk("import", "responses", f"./{name}", "--map", "score=#2")
    assert refused.code == 4
    typed = line_to_type(refused)
    assert "\x1b" not in refused.err
    assert desk(*typed).out.startswith("2 read: 1 tickets, 1 kept")


def test_the_line_says_what_was_said_before(desk: Line, survey: Path, at_home: Path) -> None:
    store = str(at_home / "desk 2.db")
    Path(store).touch()
    refused = desk(
        "--store", store, "--as", "ana@desk.example", "import", "responses", str(survey), "--json",
        "--segment", "South", "--map", "comment=text", "--dry-run",
    )  # fmt: skip
    assert line_to_type(refused) == [
        "--store", store, "--as", "ana@desk.example", "--json", "import", "responses", "survey.csv",
        "--map", "comment=text", "--segment", "south", "--missing-email", "allow", "--dry-run",
    ]  # fmt: skip
    assert desk(*line_to_type(refused)).record["tickets"] == 2


def test_an_encoding_that_is_not_certain_is_asked_for_and_taken(desk: Line, survey: Path) -> None:
    survey.write_bytes("NPS,Why\n3,première\n".encode("latin-1"))
    refused = desk("import", "responses", str(survey), "--missing-email", "allow")
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert "'première' with --encoding cp1252" in refused.err
    taken = desk("import", "responses", str(survey), "--missing-email", "allow", "--encoding", "latin-1")
    assert taken.out.startswith("1 read: 1 tickets")
    assert "ISO8859-1" in taken.err


def test_the_line_to_type_repeats_encoding_and_order_of_dates(desk: Line, survey: Path) -> None:
    survey.write_bytes("NPS,Why\n3,première\n".encode("latin-1"))
    asked = ("--dates", "day-first", "--encoding", "latin-1")
    refused = desk("import", "responses", str(survey), *asked)
    assert line_to_type(refused)[-4:] == list(asked)
    assert desk(*line_to_type(refused)).out.startswith("1 read: 1 tickets")


def test_rejected_rows_are_corrected_and_imported_again(desk: Line, survey: Path) -> None:
    command = ("import", "responses", str(survey), "--kind", "nps", "--missing-email", "allow")
    assert "see survey.csv.rejected.csv" in desk(*command).out
    rejected = survey.with_name("survey.csv.rejected.csv")
    rejected.write_text(rejected.read_text().replace(",,,", ",2,late,", 1))
    again = desk("import", "responses", str(rejected), *command[3:])
    assert again.out.startswith("1 read: 1 tickets, 0 kept without one, 0 there already, 0 rejected")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["none.csv"], 2, "none.csv cannot be read: No such file"),
        (["survey.csv", "--map", "scor=text"], 2, "did you mean score?"),
        (["survey.csv", "--map", "score=NPS_SCOR"], 2, "did you mean 'NPS_SCORE'?"),
        (["survey.csv", "--scale", "5..1"], 2, "write MIN..MAX"),
        (["survey.csv", "--kind", "stars"], 2, "'stars' is not one of"),
        (["survey.csv", "--dates", "moon-first"], 2, "'moon-first' is not one of"),
        (["survey.csv", "--encoding", "utf-88"], 2, "cannot be read as 'utf-88': there is no such encoding; did you"),
        (["."], 2, "is a directory; name a file in it"),
        (["survey.csv", "--segment", "moon"], 3, "'moon' is no segment"),
        (["survey.csv", "--as", "ben@desk.example"], 4, "only an admin"),
        ([], 2, "takes a FILE"),
    ],
)
def test_what_is_amiss_is_one_line_and_changes_nothing(
    desk: Line, survey: Path, arguments: list[str], code: int, sentence: str
) -> None:
    said = desk("import", "responses", *arguments)
    assert (said.code, said.out, len(said.err.splitlines())) == (code, "", 1)
    assert sentence in said.err
    assert tickets(desk) == 0
    assert survey.read_text() == SURVEY


def test_hostile_cells_reach_no_terminal(desk: Line, survey: Path) -> None:
    survey.write_text('NPS,"\x1b[2Jwhy",text\n1,x,"\x1b]52;c;aGk=\x07 \u202eevil\x9b31m"\n')
    said = desk("import", "responses", str(survey), "--missing-email", "allow", "--dry-run")
    assert said.code == 0
    assert not set(said.err + said.out) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_progress_is_one_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.0, 10.1, 12.0])
    monkeypatch.setattr(importing.time, "monotonic", lambda: next(times))  # type: ignore[attr-defined]
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with ProgressLine() as progress:
        for rows in (500, 600, 4_000):
            progress(Progress("importing", rows, rows, 8_000))
    assert screen.getvalue() == (
        "\r\x1b[Kimporting 6 %, 500 rows\r\x1b[Kimporting 50 %, 4,000 rows, 2,000 a second\r\x1b[K"
    )


def test_progress_into_a_file_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    with ProgressLine() as progress:
        progress(Progress("reading", 500, 1, 2))
    assert file.getvalue() == ""


def test_progress_of_a_file_that_grew_stops_at_the_whole() -> None:
    assert progress_text(Progress("reading", 10, 30, 20), 0.0) == "reading 100 %, 10 rows"
