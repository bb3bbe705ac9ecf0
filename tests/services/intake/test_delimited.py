"""Tables of lines: how their cells are separated and quoted, and where they are not well-formed."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.services.intake import SurveyFile, look_through
from tests.services.intake.desk import written


def read(path: Path) -> list[list[str]]:
    file = SurveyFile(path)
    look_through(file)
    return [list(row.cells) for row in file.rows()]


@pytest.mark.parametrize(
    "text",
    [
        b"NPS,Why\n3,late\n9,fine\n",
        b"\xef\xbb\xbfNPS,Why\r\n3,late\r\n9,fine",
        b'"NPS","Why"\r3,late\r9,"fine"\r',
        b"\n\nNPS,Why\n\n3,late\n\n\n9,fine\n\n",
        b"NPS;Why\r\n3;late\n9;fine\r",
        b"NPS\tWhy\n3\tlate\n9\tfine\n",
    ],
    ids=["plain", "byte order mark, CRLF, no last line end", "lone CR", "blank lines", "mixed", "tabs"],
)
def test_a_table_is_read_however_its_lines_end(tmp_path: Path, text: bytes) -> None:
    file = SurveyFile(written(tmp_path, text))
    rows = list(file.rows())
    assert file.names == ["NPS", "Why"]
    assert [list(row.cells) for row in rows] == [["3", "late"], ["9", "fine"]]
    assert len({row.source for row in rows}) == 1


def test_cells_may_hold_line_breaks_commas_and_quotes_and_lines_are_counted_through(tmp_path: Path) -> None:
    text = 'NPS,"Why,\nreally?"\r\n3,"one\ntwo\r\nthree ""four"""\r\n9,"x"\r\n'
    file = SurveyFile(written(tmp_path, text))
    rows = list(file.rows())
    assert file.names == ["NPS", "Why,\nreally?"]
    assert [(row.line, row.cells[1]) for row in rows] == [(3, 'one\ntwo\r\nthree "four"'), (6, "x")]


def test_lines_are_counted_from_the_first_of_the_file(tmp_path: Path) -> None:
    file = SurveyFile(written(tmp_path, "Survey\r\n\r\nNPS,Why,Shop\r\n3,late,Bari\r\n9,fine,Pisa\r\n"))
    assert [row.line for row in file.rows()] == [4, 5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('NPS,Why\n3,late\n4,"lost\n5,x\n', "line 3: a quote is opened here and never closed"),
        (
            'NPS,Why\n3,"late" again\n',
            "line 2: words follow a closing quote; write a quote inside a quoted cell twice",
        ),
        ("3,late\n4,lost\n1,2\n", "line 1: this looks like a row ('3')"),
        ("3,4\n4,5\n", "line 1: this looks like a row"),
        ("2021-04-01,late\n2021-04-02,fine\n", "line 1: this looks like a row ('2021-04-01')"),
        ("ana@shop.example,late\n3,4\n", "line 1: this looks like a row"),
        ("Survey\n\n1;late\n2;fine\n3;x\n", "line 3: this looks like a row"),
        ("NPS,N\0PS\n3,4\n", "line 1: there are zero bytes in the names of the columns"),
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unusable) as refused:
        read(written(tmp_path, text))
    assert said in str(refused.value)


def test_stray_quotes_between_tabs_do_not_swallow_rows(tmp_path: Path) -> None:
    text = 'NPS\tWhy\n3\t"late\n9\tfine\n8\tx"\n7\tok\n'
    assert read(written(tmp_path, text)) == [["3", '"late'], ["9", "fine"], ["8", 'x"'], ["7", "ok"]]


def test_quotes_between_tabs_are_quotes_where_they_close_cells(tmp_path: Path) -> None:
    text = 'NPS\tWhy\n3\t"late ""again"""\n9\t"one\ntwo"\n'
    assert read(written(tmp_path, text)) == [["3", 'late "again"'], ["9", "one\ntwo"]]


def test_a_file_with_tabs_that_is_broken_either_way_is_refused_for_its_quote(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="line 2: a quote is opened here and never closed"):
        read(written(tmp_path, 'NPS\tWhy\n3\t"late\nmuch\ntoo\nlate\n'))


def test_headers_without_names_and_rows_with_empty_cells_beyond_them(tmp_path: Path) -> None:
    file = SurveyFile(written(tmp_path, "NPS,Why\n3,late,\n9,fine,\n"))
    assert [(list(row.cells), row.fault) for row in file.rows()] == [(["3", "late"], None), (["9", "fine"], None)]


def test_a_name_that_a_column_has_already_is_given_to_no_other(tmp_path: Path) -> None:
    file = SurveyFile(written(tmp_path, "NPS,NPS,NPS (2),,column 4,Why\n1,2,3,4,5,x\n"))
    assert file.names == ["NPS", "NPS (3)", "NPS (2)", "column 4 (2)", "column 4", "Why"]


def test_the_long_head_of_a_file_is_cut_at_a_line(tmp_path: Path) -> None:
    row = f"3,{'x' * 5_000}\n"
    assert len(read(written(tmp_path, "NPS,Why\n" + row * 100))) == 100


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\r\n\t"), max_size=8)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 10).map(str), cells, cells), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_a_careful_program_wrote_is_read_exactly(
    tmp_path: Path, rows: list[tuple[str, str, str]], separator: str, line_end: str
) -> None:
    assume(not all(one.startswith(" ") and two.startswith(" ") for _, one, two in rows))
    path = tmp_path / "survey"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
        writer.writerows([("NPS", "Why", "Shop"), *rows])
    assert [tuple(row) for row in read(path)] == rows
