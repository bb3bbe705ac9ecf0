"""Line 1: every real file there is comes in whole and once, or is refused with a reason and what to do.

The table says for each file what to type and what is in it. What is in it is counted here once more, by the plain
`csv` and `json` modules and nothing of the program's own; so are the customers' words of the tickets.
"""

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome

DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data"

csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class Taken:
    """A file that is imported."""

    score: str
    """The column of the score; `#3` is the third."""
    low: int
    high: int
    bad: frozenset[int] | None = None
    """Answers that make a ticket; None where the scale is not one of the standard ones."""
    comment: str | None = None
    """The column of the customer's words, where the words of the tickets are compared."""
    options: tuple[str, ...] = ()
    """What must be typed besides the file and that addresses may be missing."""
    encoding: str = "utf-8-sig"
    separator: str = ","


DETRACTORS: Final = frozenset(range(7))
POOR: Final = frozenset({1, 2})


def _asked(score: str, low: int, high: int, *more: str) -> tuple[str, ...]:
    return ("--kind", "csat", "--map", f"score={score}", "--scale", f"{low}..{high}", *more)


def _small(score: str, comment: str | None = None) -> Taken:
    """A file that holds no survey, with a column that can stand in for a score of 1 to 5."""
    words = ("--map", f"comment={comment}") if comment else ()
    return Taken(score, 1, 5, POOR, comment, options=_asked(score, 1, 5, *words))


TAKEN: Final[dict[str, Taken]] = {
    "surveys/telecom_nps_verbatim_open.csv": Taken("NPS_SCORE", 0, 10, DETRACTORS, "text"),
    "surveys/carpentries_2020_conference_nps_raw.csv": Taken("nps", 0, 10, DETRACTORS),
    "surveys/carpentries_longterm_2017_lf.csv": Taken("Likely-To-Recommend", 0, 10, DETRACTORS),
    "surveys/carpentries_longterm_2017_crlf.csv": Taken("Likely-To-Recommend", 0, 10, DETRACTORS),
    "surveys/nhs_fft_framework_2023.csv": Taken(
        "FFT categorical answer", 1, 5, frozenset({4, 5}), "FFT answer",
        ("--kind", "csat", "--map", "score=FFT categorical answer", "--scale", "1..5,low-is-good", "--map", "date=",
         "--map", "comment=FFT answer"),
    ),
    "surveys/stacks_community_survey_2020.csv": Taken("#39", 1, 5, POOR, options=_asked("#39", 1, 5)),
    "reviews/ko_naver_reviews_open.csv.gz": Taken(
        "rating", 1, 10, comment="review", options=_asked("rating", 1, 10, "--dates", "year-first"),
    ),
    "reviews/multi_firefox_play_reviews_with_replies.csv": Taken("Star Rating", 1, 5, POOR, "Review Text"),
    "csv_quirks/messytables_characters.csv": Taken(
        "#9", 0, 20, options=_asked("#9", 0, 20, "--map", "date="), encoding="big5",
    ),
    "csv_quirks/messytables_simple.psv": Taken(
        "Year", 1980, 2020, options=_asked("Year", 1980, 2020), separator="|",
    ),
    "csv_quirks/messytables_spanish_chars.csv": Taken(
        "FN_ID", 0, 9, options=_asked("FN_ID", 0, 9), encoding="cp1252",
    ),
    "csv_quirks/messytables_sparse_with_column_errors.csv": Taken(
        "Kapitel/Titel", 3000, 3100, options=_asked("Kapitel/Titel", 3000, 3100), encoding="cp1252",
    ),
    "csv_quirks/messytables_utf-16le_encoded.csv": Taken(
        "Revocations_of_SCT", 0, 50, options=_asked("Revocations_of_SCT", 0, 50), encoding="utf-16",
    ),
    "csv_quirks/csv_spectrum/csvs/empty.csv": _small("a"),
    "csv_quirks/csv_spectrum/csvs/empty_crlf.csv": _small("a"),
    "csv_quirks/csv_spectrum/csvs/escaped_quotes.csv": _small("a", comment="b"),
    "csv_quirks/csv_spectrum/csvs/json.csv": _small("key", comment="val"),
    "csv_quirks/csv_spectrum/csvs/newlines.csv": _small("a"),
    "csv_quirks/csv_spectrum/csvs/newlines_crlf.csv": _small("a"),
    "csv_quirks/csv_spectrum/csvs/quotes_and_newlines.csv": _small("a", comment="b"),
    "csv_quirks/csv_spectrum/csvs/simple.csv": _small("a"),
    "csv_quirks/csv_spectrum/csvs/simple_crlf.csv": _small("a"),
    "csv_quirks/csv_spectrum/csvs/utf8.csv": _small("a"),
    "csv_quirks/csv_spectrum/json/empty.json": _small("a"),
    "csv_quirks/csv_spectrum/json/empty_crlf.json": _small("a"),
    "csv_quirks/csv_spectrum/json/escaped_quotes.json": _small("a", comment="b"),
    "csv_quirks/csv_spectrum/json/json.json": _small("key", comment="val"),
    "csv_quirks/csv_spectrum/json/newlines.json": _small("a"),
    "csv_quirks/csv_spectrum/json/newlines_crlf.json": _small("a"),
    "csv_quirks/csv_spectrum/json/quotes_and_newlines.json": _small("a", comment="b"),
    "csv_quirks/csv_spectrum/json/simple.json": _small("a"),
    "csv_quirks/csv_spectrum/json/simple_crlf.json": _small("a"),
    "csv_quirks/csv_spectrum/json/utf8.json": _small("a"),
    "tickets/pt_reclameaqui_hapvida.csv": Taken(
        "MES", 1, 12, comment="DESCRICAO", separator=";",
        options=_asked("MES", 1, 12, "--map", "date=", "--map", "comment=DESCRICAO"),
    ),
    "tickets/pt_reclameaqui_ibyte.csv": Taken(
        "MES", 1, 12, comment="DESCRICAO", separator=";",
        options=_asked("MES", 1, 12, "--map", "date=", "--map", "comment=DESCRICAO"),
    ),
}  # fmt: skip

_NO_SCORE: Final = "no column looks like a score; name it with --map score=COLUMN, one of '"
_PROSE: Final = "it looks like plain text, not like a table with columns; export the answers as CSV"
_NO_TABLE: Final = "it is no table, or lacks its line of column names; export the answers as CSV"
_NO_OBJECTS: Final = "an entry of this list is a text, not an object; export one object an answer"
_A_ROW: Final = "this looks like a row "
_NO_TEXT: Final = "is no text; export the answers as CSV UTF-8"

REFUSED: Final[dict[str, tuple[str, ...]]] = {
    "csv_quirks/csv_spectrum/csvs/comma_in_quotes.csv": (_NO_SCORE,),
    "csv_quirks/csv_spectrum/csvs/location_coordinates.csv": (_NO_SCORE,),
    "csv_quirks/csv_spectrum/json/comma_in_quotes.json": (_NO_SCORE,),
    "csv_quirks/csv_spectrum/json/location_coordinates.json": ("there is no list of objects in this JSON; export",),
    "csv_quirks/encoding_latin1.txt": ("its encoding is not certain: it reads 'première' with --encoding cp1252",),
    "csv_quirks/encoding_utf16.txt": (_PROSE,),
    "csv_quirks/encoding_utf8.txt": (_PROSE,),
    "csv_quirks/messytables_long.csv": (_NO_SCORE,),
    "csv_quirks/messytables_null.csv": (
        "line 1: this looks like a row ('1', '0'), not like the names of the columns",
    ),
    "csv_quirks/messytables_skip_initials.csv": (_NO_SCORE,),
    "csv_quirks/preamble_before_header_cfpb.csv": (f"{_NO_SCORE}Date received', 'Product'",),
    "email/*.xml": ("is XML; export the answers as CSV",),
    "histories/*.csv.gz": (_NO_SCORE,),
    "naughty/*.json": (f"line 2: {_NO_OBJECTS}",),
    "naughty/*.txt": (_PROSE,),
    "reviews/he_comments.tsv": (
        "line 1: this looks like a row ('0'), not like the names of the columns; write them",
    ),
    "reviews/*.txt": (_PROSE,),
    "terminal/*": (_PROSE, _A_ROW, _NO_TABLE, _NO_TEXT, _NO_SCORE),
    "tickets/en_cfpb_complaints_2020.csv.gz": (_NO_SCORE,),
    "tickets/*firefox_support_*": (_NO_SCORE,),
    "width/EastAsianWidth*.txt": (_NO_TABLE,),
    "width/emoji-test.txt": (_NO_SCORE,),
}
"""By pattern: what the reason says, one of these."""

SAY_NOTHING: Final = frozenset(
    {"did not answer", "n/a", "na", "none", "null", "nil", "nan", "no comment", "-", "?", "."}
)
"""Words that may be taken as no words at all."""

EMPTY: Final = "csv_quirks/messytables_utf8bom.csv"
"""A header and nothing else."""


def run() -> Outcome:
    """Try every file, two at a time, each on a store of its own; those to be refused share one that stays empty."""
    title = "every real file: imported, counted and added once, or refused with a reason"
    if not DATA.is_dir():
        return Outcome(1, title, {}, ["skipped: the real files are not on this machine"])
    names = sorted(str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file() and path.suffix != ".md")
    with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(2) as pool:
        store = _set_up(Path(directory))
        tried = list(pool.map(lambda numbered: _tried(Path(directory), *numbered), enumerate(names)))
        left = _run(store, ["tickets", "--json"]).stdout
    counts: Counter[str] = Counter({"files": len(names)})
    for counted, _ in tried:
        counts.update(counted)
    problems = [problem for _, found in tried for problem in found]
    return Outcome(1, title, counts, [*problems, *(["what was refused left tickets"] if left else [])])


def _tried(directory: Path, number: int, name: str) -> tuple[dict[str, int], list[str]]:
    taken = Taken("kitten", 1, 5, POOR) if name == EMPTY else TAKEN.get(name)
    if taken is None:
        return _refused(directory, name)
    at = _set_up(directory / str(number))
    (at / Path(name).name).symlink_to(DATA / name)
    return _imported(at, name, taken)


def _set_up(at: Path) -> Path:
    """Make a directory with a store in it."""
    at.mkdir(exist_ok=True)
    (at / "config.toml").touch()
    _run(at, ["init", "--name", "Ada", "--email", "ada@example.org"]).check_returncode()
    return at


def _imported(at: Path, name: str, taken: Taken) -> tuple[dict[str, int], list[str]]:
    """Import a file twice, and set what was counted against what is in it."""
    wanted = _counted(name, taken)
    command = ["import", "responses", Path(name).name, "--missing-email", "allow", *taken.options, "--json"]
    first, again = _run(at, command), _run(at, command)
    if first.returncode or again.returncode:
        return {}, [f"{name}: it was refused: {first.stderr[-400:]} {again.stderr[-400:]}"]
    problems = []
    one, two = json.loads(first.stdout), json.loads(again.stdout)
    found = {"read": one["read"], "taken": one["tickets"] + one["kept"], "rejected": one["rejected"]}
    if taken.bad is not None:
        found["tickets"] = one["tickets"]
    if found != wanted:
        problems.append(f"{name}: {found} by the program, {wanted} by an independent reading")
    if (two["tickets"], two["kept"], two["already"]) != (0, 0, found["taken"]):
        problems.append(f"{name}: the second import added something: {again.stdout}")
    problems += _other_words(at, name, taken)
    counts = {"imported": 1, "rows read": one["read"], "tickets": one["tickets"], "rejected": one["rejected"]}
    return {**counts, "already there the second time": two["already"]}, problems


def _other_words(at: Path, name: str, taken: Taken) -> list[str]:
    """Compare the words of the tickets with those of the file, where it is known which rows make tickets."""
    if taken.comment is None or taken.bad is None:
        return []
    listed = _run(at, ["tickets", "--json"]).stdout.splitlines()
    said = Counter(json.loads(line)["comment"] for line in listed)
    spoken = {text: count for text, count in said.items() if not text.startswith("(no comment; ")}
    header, rows = _table(name, taken)
    score, comment = _place(header, taken.score), header.index(taken.comment)
    wanted = Counter(row[comment] for row in rows if _score(row, score, taken) in taken.bad and row[comment].strip())
    differing = {text for text in (wanted.keys() | spoken.keys()) if wanted[text] != spoken.get(text, 0)}
    differing -= {text for text in differing if text.strip().casefold() in SAY_NOTHING}
    return [f"{name}: other words: {sorted(differing)[:3]!r}"] if differing else []


def _refused(at: Path, name: str) -> tuple[dict[str, int], list[str]]:
    """Import a file that cannot be: one line, no traceback, the reason expected, and nothing on record."""
    reasons = next((said for pattern, said in REFUSED.items() if Path(name).match(pattern)), None)
    if reasons is None:
        return {}, [f"{name}: nothing is known of this file"]
    refused = _run(at, ["import", "responses", str(DATA / name), "--missing-email", "allow"])
    lines = refused.stderr.strip().splitlines()
    is_sound = refused.returncode in {2, 4} and len(lines) == 1 and "Traceback" not in refused.stderr
    if not is_sound or not any(reason in lines[0] for reason in reasons) or "nothing was imported" not in lines[0]:
        return {}, [f"{name}: exit {refused.returncode}: {refused.stdout}{refused.stderr[-400:]}"]
    return {"refused with a reason": 1}, []


# The independent reading --------------------------------------------------------------------------------------------


def _counted(name: str, taken: Taken) -> dict[str, int]:
    header, rows = _table(name, taken)
    place = _place(header, taken.score)
    scores = [_score(row, place, taken) if _fits(row, header) else None for row in rows]
    valid = [score for score in scores if score is not None]
    counted = {"read": len(rows), "taken": len(valid), "rejected": len(rows) - len(valid)}
    return counted if taken.bad is None else {**counted, "tickets": sum(score in taken.bad for score in valid)}


def _place(header: Sequence[str], name: str) -> int:
    return int(name[1:]) - 1 if name.startswith("#") else header.index(name)


def _fits(row: Sequence[str], header: Sequence[str]) -> bool:
    return len(row) == len(header) or (len(row) > len(header) and not any(row[len(header) :]))


def _score(row: Sequence[str], place: int, taken: Taken) -> int | None:
    text = row[place].strip() if place < len(row) else ""
    score = int(float(text)) if re.fullmatch(r"\d{1,4}(\.0+)?", text) else None
    return score if score is not None and taken.low <= score <= taken.high else None


def _table(name: str, taken: Taken) -> tuple[list[str], list[list[str]]]:
    octets = (DATA / name).read_bytes()
    text = (gzip.decompress(octets) if name.endswith(".gz") else octets).decode(taken.encoding)
    if name.endswith(".json"):
        records = json.loads(text)
        header = list(dict.fromkeys(key for record in records for key in record))
        return header, [[str(record.get(key, "")) for key in header] for record in records]
    rows = list(_rows(text, taken))
    return rows[0], rows[1:]


def _rows(text: str, taken: Taken) -> Iterator[list[str]]:
    return (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=taken.separator) if row)


def _run(at: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CXLOOP_STORE": str(at / "x.db"), "CXLOOP_CONFIG": str(at / "config.toml")}
    return subprocess.run(
        [sys.executable, "-m", "cxloop_tui", *arguments],
        cwd=at,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
