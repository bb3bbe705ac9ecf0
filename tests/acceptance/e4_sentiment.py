"""Line 4: how customers sound, as well as the documentation says; the page of somebody with forty responses."""

import csv
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.feelings import BEGIN, DATA, END, SOURCES, Measured, measured, table
from tests.journeys.desk import at_desk, configure, cxloop

_PAGE: Final = Path(__file__).parents[2] / "docs" / "sentiment.md"
_UNSUPPORTED: Final = ("he", "th")
_SIZES: Final = ((80, 24), (120, 40))
_FORTY: Final = 40
_ANA: Final = "ana@shop.example"


def run() -> Outcome:
    """Measure the held-apart halves against the page, and look at a customer with a long past."""
    title = "sentiment and key words, as good as the page says"
    if not DATA.is_dir():
        return Outcome(4, title, {}, ["the texts to measure with are not on this machine"])
    rows = [measured(source) for source in SOURCES]
    counts: dict[str, int | str] = {
        f"{row.source.language}, {row.source.what}": f"{row.precision:.0%} right where it tells, of {row.texts:,}"
        for row in rows
        if row.source.language not in _UNSUPPORTED
    }
    problems = [*_documented(rows), *_unknown(rows)]
    with tempfile.TemporaryDirectory(prefix="cxloop-sentiment-") as name:
        store = Path(name) / "desk.db"
        problems += _forty_responses(store, counts)
    return Outcome(4, title, counts, problems)


def _documented(rows: list[Measured]) -> Iterator[str]:
    told = _PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].strip()
    if told != table(rows):
        yield "the page says something else: `python -m tests.feelings --page docs/sentiment.md`"


def _unknown(rows: list[Measured]) -> Iterator[str]:
    for row in rows:
        if row.source.language in _UNSUPPORTED and row.unknown < row.texts * 0.98:
            yield f"{row.source.language}: {row.texts - row.unknown} of {row.texts} were guessed"


def _forty_responses(store: Path, counts: dict[str, int | str]) -> Iterator[str]:
    configure(store)
    survey = store.with_name("survey.csv")
    with survey.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "nps", "comment", "segment", "date"])
        writer.writerows(_said())
    for words in (
        ("init", "--name", "Ada", "--email", "ada@desk.example", "--segment", "Care"),
        ("import", "responses", str(survey), "--kind", "nps", "--older", "tickets"),
    ):
        said = cxloop(store, *words)
        if said.code:
            yield f"{words[0]}: {said.err}"
    record = cxloop(store, "customer", _ANA, "--json").record
    feelings, words_told = {one["feeling"]: one["texts"] for one in record["feelings"]}, record["key_words"]
    counts["of one customer's forty responses"] = ", ".join(f"{count} {how}" for how, count in feelings.items())
    counts["they speak of"] = ", ".join(f"{one['word']} {one['texts']}" for one in words_told)
    if sum(feelings.values()) != _FORTY or not words_told:
        yield f"forty responses sound {feelings} and are about {words_told}"
    for columns, rows in _SIZES:
        yield from _seen(store, columns, rows)


def _said() -> Iterator[list[str]]:
    """Yield what forty customers of a survey said, as if it had been one."""
    with (DATA / "surveys" / "telecom_nps_verbatim_open.csv").open(encoding="utf-8", newline="") as file:
        written = (row for row in csv.DictReader(file) if row["NPS_SCORE"].isdecimal() and len(row["text"]) > 30)
        for place, row in enumerate(islice(written, _FORTY)):
            yield [_ANA, row["NPS_SCORE"], row["text"], "care", f"20{20 + place // 12}-{place % 12 + 1:02}-01"]


def _seen(store: Path, columns: int, rows: int) -> Iterator[str]:
    with at_desk(store, columns=columns, rows=rows) as desk:
        desk.terminal.press("enter")
        desk.terminal.wait_settled()
        desk.terminal.press("3")
        desk.terminal.wait_for("their words")
        desk.terminal.wait_settled()
        text = desk.terminal.text()
        for words in ("40 responses", "negative", "about", "newest first", "more"):
            if words not in text:
                yield f"{columns}x{rows}: {words!r} is not in sight:\n{text}"
        desk.terminal.press("esc")
        desk.terminal.wait_settled()
        desk.quit()
