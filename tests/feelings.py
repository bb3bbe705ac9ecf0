"""How good the lists of words are: the mood they find against the score the same person gave.

The texts are real and lie beside a developer's checkout, never in it. Of each set every second text was looked at
while the lists were written; the others, the held-apart half, are measured here. `python -m tests.feelings` prints
the table, with `--page docs/sentiment.md` it is written there.
"""

import argparse
import csv
import gzip
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from cxloop_tui.domain.sentiment.feeling import Feeling, feeling_of

DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
BEGIN: Final = "<!-- measured -->"
END: Final = "<!-- end of measured -->"

_NO_ANSWER: Final = frozenset({"", "did not answer", "n/a", "na", "none"})
_REASONS: Final = ("FFT Why?", "Please describe any things about the 111 service that")
"""Questions that ask for the reason of the score; "how could we improve" asks even the content for complaints."""

_TELLING: Final = 10
"""Texts told either way below which a share says nothing."""

csv.field_size_limit(10_000_000)


class Text(NamedTuple):
    """What somebody wrote, and how they felt by the score they gave; None where they were neither."""

    words: str
    felt: Feeling | None
    said_language: str | None = None


class Source(NamedTuple):
    """Texts of one kind in one language."""

    language: str
    what: str
    texts: Callable[[], Iterator[Text]]


class Measured(NamedTuple):
    """How often the lists were right."""

    source: Source
    texts: int
    right: int
    wrong: int
    neutral: int
    unknown: int
    right_of: dict[Feeling, float]
    """Of praise and of complaint, the share that was told as that."""

    @property
    def precision(self) -> float:
        """Which share of what was told either way is right."""
        told = self.right + self.wrong
        return self.right / told if told else 0.0


def _felt(score: int, unhappy: int, happy: int) -> Feeling | None:
    if score <= unhappy:
        return Feeling.NEGATIVE
    return Feeling.POSITIVE if score >= happy else None


def _table(name: str, encoding: str = "utf-8", delimiter: str = ",") -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _telecom() -> Iterator[Text]:
    for row in _table("surveys/telecom_nps_verbatim_open.csv"):
        if row["NPS_SCORE"].strip().isdecimal():
            yield Text(row["text"], _felt(int(row["NPS_SCORE"]), 6, 9))


def _patients() -> Iterator[Text]:
    for row in _table("surveys/nhs_fft_framework_2023.csv"):
        answer = row["FFT categorical answer"].strip()
        if row["FFT question"].startswith(_REASONS) and answer in {"1", "2", "3", "4", "5"}:
            yield Text(row["FFT answer"], _felt(6 - int(answer), 2, 4))


def _reviews(language: str) -> Callable[[], Iterator[Text]]:
    def texts() -> Iterator[Text]:
        for row in _table("reviews/multi_firefox_play_reviews_with_replies.csv", "utf-8-sig"):
            if row["Reviewer Language"] == language:
                yield Text(row["Review Text"], _felt(int(row["Star Rating"]), 2, 4), language)

    return texts


def _complaints() -> Iterator[Text]:
    for name in ("hapvida", "ibyte"):
        for row in _table(f"tickets/pt_reclameaqui_{name}.csv", delimiter=";"):
            yield Text(row["DESCRICAO"], Feeling.NEGATIVE)


def _films() -> Iterator[Text]:
    with gzip.open(DATA / "reviews/ko_naver_reviews_open.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Text(row["review"], _felt(int(row["rating"]), 4, 9))


def _hebrew() -> Iterator[Text]:
    felt = {"0": Feeling.POSITIVE, "1": Feeling.NEGATIVE}
    for line in (DATA / "reviews/he_comments.tsv").read_text(encoding="utf-8").splitlines():
        words, _, label = line.rpartition("\t")
        yield Text(words, felt.get(label.strip()))


def _thai() -> Iterator[Text]:
    for line in (DATA / "reviews/th_brand_praise.txt").read_text(encoding="utf-8").splitlines():
        yield Text(line, Feeling.POSITIVE)


SOURCES: Final = (
    Source("en", "telecom customers, score 0 to 10 and why", _telecom),
    Source("en", "patients, why they answered as they did", _patients),
    Source("en", "reviews of a browser, 1 to 5 stars", _reviews("en")),
    Source("de", "the same", _reviews("de")),
    Source("fr", "the same", _reviews("fr")),
    Source("es", "the same", _reviews("es")),
    Source("it", "the same", _reviews("it")),
    Source("id", "the same", _reviews("id")),
    Source("zh", "the same, in traditional writing", _reviews("zh-Hant")),
    Source("pt", "complaints to a clinic chain and a shop", _complaints),
    Source("ko", "reviews of films, 1 to 10", _films),
    Source("he", "comments on a public figure (not supported)", _hebrew),
    Source("th", "praise of brands (not supported)", _thai),
)


def measured(source: Source) -> Measured:
    """Measure the held-apart half of a source."""
    found: Counter[tuple[Feeling, Feeling]] = Counter()
    for place, text in enumerate(source.texts()):
        if place % 2 and text.felt is not None and text.words.strip().casefold() not in _NO_ANSWER:
            found[text.felt, feeling_of(text.words, text.said_language)] += 1
    felt = (Feeling.POSITIVE, Feeling.NEGATIVE)
    count = {one: sum(number for (was, _), number in found.items() if was is one) for one in felt}
    right = {one: found[one, one] for one in felt}
    return Measured(
        source,
        texts=found.total(),
        right=sum(right.values()),
        wrong=sum(number for (was, told), number in found.items() if told in felt and told is not was),
        neutral=sum(number for (_, told), number in found.items() if told is Feeling.NEUTRAL),
        unknown=sum(number for (_, told), number in found.items() if told is Feeling.UNKNOWN),
        right_of={one: right[one] / count[one] for one in felt if count[one]},
    )


def table(rows: list[Measured]) -> str:
    """Lay out what was measured as Markdown."""
    head = (
        "language", "texts", "what", "right where it tells", "praise found", "complaints found",
        "taken for the other", "neither", "unknown",
    )  # fmt: skip
    lines = [_line(*head), _line("---", "---:", "---", *["---:"] * (len(head) - 3))]
    lines += [
        _line(
            row.source.language,
            f"{row.texts:,}",
            row.source.what,
            f"{row.precision:.0%}" if row.right + row.wrong >= _TELLING else "",
            *(
                f"{row.right_of[one]:.0%}" if one in row.right_of else ""
                for one in (Feeling.POSITIVE, Feeling.NEGATIVE)
            ),
            *(f"{count / row.texts:.0%}" for count in (row.wrong, row.neutral, row.unknown)),
        )
        for row in rows
    ]
    return "\n".join(lines)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure, print, and write the page where that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.feelings", description=__doc__)
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the table into a page that has marks for it")
    asked = parser.parse_args()
    if not DATA.is_dir():
        parser.error("the texts to measure with are not on this machine")
    found = table([measured(source) for source in SOURCES])
    sys.stdout.write(f"{found}\n")
    if asked.page:
        before, rest = asked.page.read_text(encoding="utf-8").split(BEGIN)
        asked.page.write_text(f"{before}{BEGIN}\n\n{found}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
