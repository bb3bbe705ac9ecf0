"""Survey files of any size: the words of a store's customers, said again by others."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

_TEXTS = 5_000
_LATEST_DAYS = 28


def write_survey(file: Path, responses: int, words_of: Path, seed: int) -> None:
    """Write a survey with so many answers; three of four are unhappy, so that most become tickets."""
    random = Random(seed)
    texts = _texts(words_of)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["response id", "email", "name", "score", "comment", "date"])
        for number in range(responses):
            customer = random.randrange(responses)
            score = random.randrange(7) if random.random() < 0.75 else random.randrange(7, 11)
            day = f"2026-11-{random.randrange(_LATEST_DAYS) + 1:02}"
            email, name = f"user{customer}@shop{customer % 500}.example", f"Customer {customer}"
            writer.writerow([f"{file.stem}-{number}", email, name, score, random.choice(texts), day])


def _texts(store: Path) -> list[str]:
    with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT comment FROM tickets WHERE comment <> '' LIMIT ?", (_TEXTS,))
        return [row[0] for row in found]
