"""The same answers are the same responses, however the file is written."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.intake.desk import counted, space, take, written

HEADER = ["NPS", "Why", "Shop"]
ROWS = [
    ["3", "Très déçu de la réponse, deux fois", "Orléans"],
    ["9", "Génial, ça marche; même à l'été", "Nîmes"],
    ["0", 'un\ndeux "trois"', "Bèze"],
    ["0", 'un\ndeux "trois"', "Bèze"],
]


def table(separator: str = ",", line_end: str = "\n", *, quotes_all: bool = False) -> str:
    text = io.StringIO(newline="")
    if quotes_all:
        writer = csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(text, delimiter=separator, lineterminator=line_end)
    writer.writerows([HEADER, *ROWS])
    return text.getvalue()


def objects() -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


WRITTEN: dict[str, Callable[[], bytes]] = {
    "CRLF": lambda: table(line_end="\r\n").replace("un\ndeux", "un\r\ndeux").encode(),
    "lone CR": lambda: table(line_end="\r").encode(),
    "no last line end": lambda: table().rstrip("\n").encode(),
    "all quoted": lambda: table(quotes_all=True).encode(),
    "tabs": lambda: table("\t").encode(),
    "semicolons": lambda: table(";").encode(),
    "bars": lambda: table("|").encode(),
    "byte order mark": lambda: table().encode("utf-8-sig"),
    "Latin-1": lambda: table().encode("latin-1"),
    "Macintosh": lambda: table().encode("mac_roman"),
    "UTF-16": lambda: table().encode("utf-16"),
    "UTF-16 BE": lambda: b"\xfe\xff" + table().encode("utf-16-be"),
    "UTF-16 LE without mark": lambda: table().encode("utf-16-le"),
    "UTF-16 BE without mark": lambda: table().encode("utf-16-be"),
    "UTF-32": lambda: table().encode("utf-32"),
    "gzip": lambda: gzip.compress(table().encode()),
    "gzip of Latin-1 with tabs": lambda: gzip.compress(table("\t").encode("latin-1")),
    "NDJSON": lambda: "\n".join(map(json.dumps, objects())).encode(),
    "JSON": lambda: json.dumps(objects(), indent=1).encode(),
    "JSON in one line in an object": lambda: json.dumps({"n": 4, "answers": objects()}).encode(),
    "JSON in UTF-16, gzip": lambda: gzip.compress(json.dumps(objects(), ensure_ascii=False).encode("utf-16")),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_the_same_answers_are_the_same_responses(tmp_path: Path, way: str) -> None:
    one, other = space(), space()
    assert counted(take(one, written(tmp_path, table(), "plain.csv"))) == (4, 3, 1, 0, 0)
    assert counted(take(other, written(tmp_path, WRITTEN[way](), "other"))) == (4, 3, 1, 0, 0)
    assert list(other._held.responses) == list(one._held.responses)
    assert counted(take(one, tmp_path / "other")) == (4, 0, 0, 4, 0)
