"""What is read from files with the quirks of real ones: each of `tests/intake_files` shows one."""

import re
from pathlib import Path

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.services.intake import SurveyFile, look_through

FILES = Path(__file__).parents[2] / "intake_files"

READ: dict[str, tuple[str, list[str], list[list[str]]]] = {
    "semicolons.csv": (
        "cells separated by semicolons",
        ["Kunde", "NPS", "Grund"],
        [["ana@kiosk.example", "3", "zu spät, zweimal"], ["bo@kiosk.example", "9", "gut; sehr gut"]],
    ),
    "tabs_quoted.tsv": (
        "cells separated by tabs",
        ["NPS", "Why"],
        [["3", 'late\tand "wet"'], ["9", "two\nlines"]],
    ),
    "tabs_bare_quotes.tsv": (
        "cells separated by tabs, quotes taken as they are",
        ["NPS", "Why"],
        [["3", '"late" they said'], ["9", ' 5" screen'], ["1", '"never again'], ["2", 'nor ever"']],
    ),
    "bars.psv": (
        "cells separated by bars",
        ["Year", "NPS", "Why"],
        [["2021", "3", "late"], ["2022", "9", "fine"]],
    ),
    "sep_line.csv": (
        "cells separated by semicolons, headers in line 2",
        ["NPS", "Why"],
        [["3", "late"], ["9", "fine"]],
    ),
    "lines_before_header.csv": (
        "cells separated by commas, headers in line 4",
        ["Email", "NPS", "Why", "Shop"],
        [["ana@kiosk.example", "3", "late\nagain", "Bari"], ["bo@kiosk.example", "9", "", "Pisa"]],
    ),
    "padded_title.csv": (
        "cells separated by commas, headers in line 3",
        ["Email", "NPS", "Why", "Shop"],
        [["ana@kiosk.example", "3", "late", "Bari"], ["bo@kiosk.example", "9", "", "Pisa"]],
    ),
    "doubtful_headers.csv": (
        "cells separated by commas",
        [
            "Score",
            "Score (2)",
            "column 3",
            "Why? Tell us *in your own words*, please",
            "score ",
            "column 6",
            "column 7",
        ],
        [["3", "4", "x", "late", "1", "", ""], ["9", "8", "y", "fine", "2", "", ""]],
    ),
    "question_numbers.csv": (
        "cells separated by commas",
        ["who", "1", "2", "3"],
        [["ana", "5", "4", "3"], ["bo", "1", "2", "2"]],
    ),
    "ragged.csv": (
        "cells separated by commas",
        ["NPS", "Why", "Shop"],
        [["3", "late", "Bari"], ["8", "fine", "Rome"], ["10", "lovely", "Rome"], ["7", "", ""]],
    ),
    "spaces_after_commas.csv": (
        "cells separated by commas",
        ["NPS", "Why", "Shop"],
        [["3", "late, and wet", "Bari"], ["9", "fine", "Pisa"]],
    ),
    "line_ends_mixed.csv": (
        "cells separated by commas",
        ["NPS", "Why"],
        [["3", "late\nagain"], ["9", "fine\rby me"], ["8", "ok"]],
    ),
    "thousands.csv": (
        "cells separated by commas",
        ["NPS", "Spent", "Why"],
        [["3", "229,932.50", "late"], ["9", "1.000,00", "fine"]],
    ),
    "missing_words.csv": (
        "cells separated by commas",
        ["NPS", "Why"],
        [["3", "null"], ["9", "None"], ["8", "N/A"]],
    ),
    "one_column.csv": ("cells separated by commas", ["NPS"], [["3"], ["9"], ["10"]]),
    "lines.ndjson": (
        "one JSON object a line",
        ["nps", "why", "who.name", "who.at.shop", "tags"],
        [["3", "late", "Ana", "Bari", ""], ["9.0", "fine", "", "", '["a", "b"]']],
    ),
    "list.json": (
        "a list of JSON objects",
        ["nps", "why", "who.name", "who.at.shop", "tags"],
        [["3", "late", "Ana", "Bari", ""], ["9.0", "fine", "", "", '["a", "b"]']],
    ),
    "object_with_list.json": ("a list of JSON objects", ["nps", "why"], [["3", "late"], ["9", "fine"]]),
}

REFUSED = {
    "no_header.csv": "line 1: this looks like a row ('ana@kiosk.example'), not like the names of the columns; write",
    "no_header.tsv": "line 1: this looks like a row ('0'), not like the names",
    "no_header_null.csv": "line 1: this looks like a row ('1', '0'), not like the names",
    "mostly_ragged.csv": "has 4 of 5 rows with another number of cells than the header, which has 3: it is no",
    "prose.txt": "line 1: it looks like plain text, not like a table with columns; export the answers as CSV",
    "two_lists.json": "line 1: there are several lists of objects, 'people' and 'answers'; keep the one",
    "texts.json": "line 2: an entry of this list is a text, not an object; export one object an answer",
    "web_page.csv": "is a web page (HTML); export the answers as CSV",
    "data.xml": "is XML; export the answers as CSV",
}


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    file = SurveyFile(FILES / name)
    look_through(file)
    rows = [list(row.cells) for row in file.rows() if row.fault is None]
    assert (file.described, file.names, rows) == READ[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_why(name: str) -> None:
    with pytest.raises(Unusable, match=re.escape(REFUSED[name])) as refused:
        look_through(SurveyFile(FILES / name))
    assert str(refused.value).endswith("; nothing was imported")
    assert "\n" not in str(refused.value)


def test_every_file_is_one_of_them() -> None:
    assert {path.name for path in FILES.iterdir()} == READ.keys() | REFUSED.keys()


def test_rows_that_are_too_short_or_too_long_are_faults_of_their_own() -> None:
    faults = [(row.line, row.fault) for row in SurveyFile(FILES / "ragged.csv").rows() if row.fault]
    assert faults == [
        (3, "it has 1 cells, the header has 3"),
        (4, "it has 5 cells, the header has 3; left over: and | more"),
    ]
