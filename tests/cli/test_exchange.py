"""`export` and `import tickets` at the command line: files, standard output, counts, exit codes."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Line, MemoryFront
from tests.fakes import CountingIds, MemoryStore
from tests.workbooks import read_workbook


@pytest.fixture
def busy(desk: Line) -> Line:
    """The desk with two more tickets, one of them resolved, and some history."""
    for arguments in (
        (
            "new",
            "--email",
            "zoe@shop.example",
            "--segment",
            "north",
            "--owner",
            "me",
            "--comment",
            "=1+1",
            "--tag",
            "a",
        ),
        ("new", "--email", "bo@shop.example", "--segment", "retail", "--owner", "me", "--comment", "where is it"),
        ("comment", "1", "called her"),
        ("resolve", "2", "--root-cause", "late", "--action", "sent", "--told", "mail"),
    ):
        assert desk(*arguments).code == 0
    return desk


def numbers(file: Path) -> list[int]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return sorted(int(row["number"]) for row in csv.DictReader(stream))


def test_the_files_ending_says_the_format_and_the_count_is_said(busy: Line, at_home: Path) -> None:
    for ending in ("csv", "xlsx", "json", "ndjson"):
        said = busy("export", "--output", str(at_home / f"all.{ending}"))
        assert (said.code, said.err) == (0, "")
        assert said.out == f"3 tickets written to {at_home / f'all.{ending}'}\n"
    assert numbers(at_home / "all.csv") == [1, 2, 3]
    assert len(json.loads((at_home / "all.json").read_text())) == 3
    assert len(read_workbook(at_home / "all.xlsx")[0].rows) == 4
    assert json.loads((at_home / "all.ndjson").read_text().splitlines()[0])["tickets"] == 3


def test_a_query_columns_and_a_format_can_be_said(busy: Line, at_home: Path) -> None:
    file = at_home / "some"
    said = busy("export", "status:resolved", "--output", str(file), "--format", "json", "--columns", "number, tags")
    assert said.code == 0
    assert json.loads(file.read_text()) == [{"number": 2, "tags": ["a"]}]


def test_standard_output_has_the_tickets_and_nothing_else(busy: Line) -> None:
    said = busy("export", "sort:number", "--output", "-", "--format", "csv", "--columns", "number,comment")
    assert said.code == 0
    assert list(csv.reader(io.StringIO(said.out))) == [
        ["number", "comment"], ["3", "where is it"], ["2", "'=1+1"], ["1", "My late delivery"],
    ]  # fmt: skip
    assert said.err == "3 tickets printed\n"


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["--output", "x.txt"], 2, "what format shall it be? end its name in .csv, .ndjson, .json, .xlsx"),
        (["--output", "-"], 2, "what format shall it be?"),
        (["--output", "-", "--format", "xlsx"], 2, "a workbook is no text for standard output"),
        (["--output", "-", "--format", "csv", "--json"], 2, "--json says what became of a file"),
        ([], 2, "missing option '--output'"),
        (["--output", "x.csv", "--columns", "nmber"], 2, "no column 'nmber'; did you mean number?"),
        (["--output", "x.ndjson", "--columns", "number"], 2, "has no columns"),
        (["--output", "x.ndjson", "--masked"], 4, "would take the masks for names"),
        (["stats:open", "--output", "x.csv"], 2, "in the query 'stats:open', at character 1"),
        (["--output", "there.csv"], 4, "there.csv exists already and was left as it is; --force replaces it"),
        (["--output", "no/where.csv"], 1, "cannot be written: No such file or directory"),
        (["--output", "."], 2, "what format"),
        (["--output", ".", "--format", "csv"], 2, "is a directory"),
        (["segment:north", "--output", "x.csv", "--as", "ben@desk.example"], 4, "none of these 1 tickets can be"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    busy: Line, at_home: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, why: str
) -> None:
    monkeypatch.chdir(at_home)
    (at_home / "there.csv").write_text("mine")
    said = busy("export", *arguments)
    assert (said.code, said.out) == (code, "")
    assert why in said.err.lower() or why in said.err
    assert said.err.count("\n") == 1
    assert (at_home / "there.csv").read_text() == "mine"
    assert not (at_home / "x.csv").exists()


def test_force_replaces_and_json_says_what_became_of_it(busy: Line, at_home: Path) -> None:
    file = at_home / "all.csv"
    file.write_text("mine")
    said = busy("export", "--output", str(file), "--force", "--json", "--masked")
    assert said.record == {
        "file": str(file), "format": "csv", "tickets": 3, "left_out": 0, "masked": True, "cut": 0,
        "replaced_characters": 0,
    }  # fmt: skip
    assert "zoe@shop.example" not in file.read_text()
    assert "names masked" in busy("export", "--output", str(file), "--force", "--masked").out


def test_what_is_out_of_reach_is_left_out_and_said(busy: Line, at_home: Path) -> None:
    said = busy("export", "--output", str(at_home / "mine.csv"), "--as", "ben@desk.example")
    assert said.code == 0
    assert said.out.endswith("; 2 left out: only tickets of yours and of your segments may be exported\n")
    assert numbers(at_home / "mine.csv") == [1]


# The other store ---------------------------------------------------------------------------------------------------


class Elsewhere:
    """Another store behind the same commands."""

    def __init__(self, front: MemoryFront, line: Line) -> None:
        self._front, self._line = front, line
        self._me: str | None
        self.store, self._ids, self._me = MemoryStore("elsewhere"), CountingIds(), None
        for _ in range(500):
            self._ids()

    def __call__(self, *arguments: str) -> Any:
        here = (self._front.store, self._front.me, self._front.ids)
        self._front.store, self._front.me, self._front.ids = self.store, self._me, self._ids
        try:
            return self._line(*arguments)
        finally:
            self._me = self._front.me
            self._front.store, self._front.me, self._front.ids = here


@pytest.fixture
def elsewhere(front: MemoryFront, busy: Line, at_home: Path) -> Elsewhere:
    made = Elsewhere(front, busy)
    said = made("init", "--name", "New", "--email", "new@desk.example", "--store", str(at_home / "elsewhere.db"))
    assert said.code == 0, said.err
    return made


@pytest.fixture
def file(busy: Line, at_home: Path) -> Path:
    path = at_home / "all.ndjson"
    assert busy("export", "--output", str(path)).code == 0
    return path


def test_tickets_are_the_same_elsewhere_byte_for_byte(busy: Line, elsewhere: Elsewhere, file: Path) -> None:
    said = elsewhere("import", "tickets", str(file))
    assert (said.code, said.out) == (0, "3 tickets read: 3 made, 0 there already\n")
    assert said.err == "admins here from now on: ana@desk.example\n"
    for number in ("1", "2", "3"):
        assert elsewhere("show", number, "--json").out == busy("show", number, "--json").out
    again = elsewhere("import", "tickets", str(file), "--json").record
    assert (again["tickets"], again["already"], again["operations"]) == (0, 3, 0)


def test_a_dry_run_changes_nothing(elsewhere: Elsewhere, file: Path) -> None:
    said = elsewhere("import", "tickets", str(file), "--dry-run")
    assert said.out == "dry run, nothing was changed: 3 tickets read: 3 made, 0 there already\n"
    assert elsewhere("tickets", "--json").out == ""


def test_a_conflict_refuses_the_file_naming_line_and_operation(elsewhere: Elsewhere, file: Path) -> None:
    elsewhere("import", "tickets", str(file))
    file.write_text(file.read_text().replace("called her", "called him"))
    said = elsewhere("import", "tickets", str(file))
    assert said.code == 4
    assert ": line " in said.err
    assert "is on record here with another content" in said.err
    assert said.err.count("\n") == 1


def test_tickets_that_went_on_differently_are_said_and_the_code_is_4(
    busy: Line, elsewhere: Elsewhere, file: Path
) -> None:
    elsewhere("import", "tickets", str(file))
    elsewhere("comment", "1", "here")
    busy("comment", "1", "there")
    busy("comment", "3", "there, too")
    busy("export", "--output", str(file), "--force")
    said = elsewhere("import", "tickets", str(file))
    assert said.code == 4
    assert said.err == "left as they are, for they went on differently here and there: #1\n"
    assert said.out == "3 tickets read: 0 made, 1 there already, 1 continued\n"


def test_a_number_that_is_taken_and_a_policy_that_is_set_are_said(
    busy: Line, elsewhere: Elsewhere, at_home: Path
) -> None:
    elsewhere("new", "--email", "x@y.example", "--segment", "inbox", "--owner", "me", "--comment", "ours")
    elsewhere("policy", "set", "deadline.high.resolve_hours", "5")
    busy("policy", "set", "deadline.high.resolve_hours", "7")
    busy("export", "--output", str(at_home / "all.ndjson"))
    said = elsewhere("import", "tickets", str(at_home / "all.ndjson"))
    assert "1 given a new number, theirs is taken here" in said.out
    assert "the policy here stays as it is" in said.err
    assert {record["number"] for record in elsewhere("tickets", "--json").records} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("number,status\n", "line 1: this is no JSON"),
        ("", "is empty"),
        ('{"id": 1}\n', "line 1: it has no operation"),
    ],
)
def test_another_file_is_refused(elsewhere: Elsewhere, at_home: Path, content: str, why: str) -> None:
    (at_home / "x.ndjson").write_text(content)
    said = elsewhere("import", "tickets", str(at_home / "x.ndjson"))
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert said.err.endswith("nothing was imported\n")


def test_who_is_no_admin_may_not(busy: Line, file: Path) -> None:
    said = busy("import", "tickets", str(file), "--as", "ben@desk.example")
    assert (said.code, said.err) == (4, "cxloop: only an admin may do this\n")
