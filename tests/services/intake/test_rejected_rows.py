"""Rows that cannot be taken: the file they stand in, and that it can be corrected and imported again."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake import Asked, MissingEmail
from cxloop_tui.domain.text import storable
from cxloop_tui.services.intake import RejectedRows, Row, SurveyFile
from tests.services.intake.desk import SURVEY, comments, counted, space, take, tickets, written

texts = st.text(st.characters(exclude_categories=["Cc"], include_characters="\r\n\t\0"))
ADDED = ["rejected line", "rejected because"]


def rejected_rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, strict=True)


def test_rejected_rows_stand_in_a_private_file_with_line_and_reason(tmp_path: Path) -> None:
    path = written(tmp_path, 'NPS,Why\n3,late\n,"=HYPERLINK(""http://e/"")\nx"\n7\n-4,ok\n9,\ud7ff\n')
    tally = take(space(), path, Asked(kind=ScoreKind.NPS, scale=Scale(0, 10), missing_email=MissingEmail.ALLOW))
    assert tally.rejected_file == tmp_path / "survey.csv.rejected.csv"
    assert tally.rejected_file.stat().st_mode & 0o777 == 0o600
    assert list(rejected_rows(tally.rejected_file)) == [
        ["NPS", "Why", *ADDED],
        ["", '\'=HYPERLINK("http://e/")\nx', "3", "there is no score"],
        ["7", "", "5", "it has 1 cells, the header has 2"],
        ["-4", "ok", "6", "the score -4 lies outside 0..10"],
    ]
    assert sorted(tmp_path.iterdir()) == [path, tally.rejected_file]


def test_rejected_objects_have_a_column_for_every_key(tmp_path: Path) -> None:
    path = written(tmp_path, '{"nps": 3}\n{"nps": null, "why": "\\ud800\\u0000"}\n', "a.ndjson")
    rejected = take(space(), path).rejected_file
    assert rejected is not None
    assert list(rejected_rows(rejected))[1:] == [["", "��", "2", "there is no score"]]


def test_no_rejected_row_leaves_no_file(tmp_path: Path) -> None:
    path = written(tmp_path, "NPS,Why\n3,late\n")
    assert take(space(), path).rejected_file is None
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_sends_the_rejected_rows_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(os, "open", _closed(tmp_path))
    assert take(space(), written(tmp_path, SURVEY)).rejected_file == here / "survey.csv.rejected.csv"


def test_nowhere_to_write_rejected_rows_is_said_before_anything_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "open", _closed(tmp_path))
    store = space()
    with pytest.raises(CxloopError, match="cannot be written: Permission denied"):
        take(store, written(tmp_path, SURVEY))
    assert not tickets(store)


def _closed(directory: Path) -> Callable[..., int]:
    opened = os.open

    def refusing(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if directory in {Path(path), Path(path).parent}:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, mode)

    return refusing


def test_sequence_of_columns_is_kept(tmp_path: Path) -> None:
    names: Sequence[str] = ["Why", "NPS", "E-mail"]
    rejected = take(space(), written(tmp_path, "Why,NPS,E-mail\nx,3,\ny,,\n")).rejected_file
    assert rejected is not None
    assert next(rejected_rows(rejected)) == [*names, *ADDED]


def test_corrected_rows_are_imported_and_the_added_columns_ignored(tmp_path: Path) -> None:
    store = space()
    first = take(store, written(tmp_path, SURVEY))
    assert first.rejected_file is not None
    assert "rejected rows of an earlier import" in SurveyFile(first.rejected_file).described
    first.rejected_file.write_text(first.rejected_file.read_text().replace("many", "2"))
    again = take(store, first.rejected_file)
    assert (counted(first), counted(again)) == ((6, 3, 1, 0, 2), (2, 1, 0, 0, 1))
    assert tickets(store)[-1].comment == "too good"
    assert again.rejected_file == tmp_path / "survey.csv.rejected.csv.rejected.csv"
    assert next(rejected_rows(again.rejected_file)) == ["NPS", "Why", "E-mail", *ADDED]


def test_a_corrected_row_is_the_response_it_would_have_been_in_the_first_file(tmp_path: Path) -> None:
    one, other = space(), space()
    rejected = take(one, written(tmp_path, "NPS,=Why\nmany,=late\n9,x\n")).rejected_file
    assert rejected is not None
    rejected.write_text(rejected.read_text().replace("many", "3"))
    take(one, rejected)
    take(other, written(tmp_path, "NPS,=Why\n3,=late\n9,x\n"))
    assert set(one._held.responses) == set(other._held.responses)
    assert comments(other) == ["=late", "x"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=5))
def test_rejected_cells_are_read_back_exactly(tmp_path: Path, rows: list[list[str]]) -> None:
    with RejectedRows(tmp_path / "survey.csv", ["NPS", "+Why"]) as rejected:
        for line, cells in enumerate(rows, start=2):
            rejected.add(Row(line, cells, "survey"), "=why")
        path = rejected.finish()
    assert path is not None
    file = SurveyFile(path)
    assert [list(row.cells) for row in file.rows()] == [[storable(cell)[0] for cell in cells] for cells in rows]
    assert file.names == ["NPS", "+Why"]


def test_what_a_row_has_too_much_is_said_with_it(tmp_path: Path) -> None:
    rejected = take(space(), written(tmp_path, "NPS,Why\n3,late\n9,x\n4,wet,and,cold\n")).rejected_file
    assert rejected is not None
    reason = "it has 4 cells, the header has 2; left over: and | cold"
    assert list(rejected_rows(rejected))[1:] == [["4", "wet", "4", reason]]
