"""What people search for, taken from the texts of a store: words common and rare, beginnings, phrases, people."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from cxloop_tui.domain.folding import tokens
from tests.benchmarks.notmuch import as_beginning, as_word
from tests.benchmarks.truth import text_of

_SAMPLED = 3_000
"""Texts that are looked at to learn which words are common."""

_COMMON = 60

KINDS = ("common", "rare", "prefix", "two words", "phrase", "e-mail", "id", "CJK")
"""The kinds of searches."""

_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,}")
"""A run of Han, Kana or Hangul."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: what kind it is, as it is typed here, and as notmuch would have it."""

    kind: str
    text: str
    for_notmuch: str


def searches(store: Path, count: int, seed: int) -> list[Asked]:
    """Return searches of every kind in turns; the same seed and store give the same."""
    random = Random(seed)
    texts, emails, numbers = _sample(store, random)
    words = Counter(word for text in texts for word in dict.fromkeys(_plain(text)))
    ranked = [word for word, _ in words.most_common()]
    common = ranked[:_COMMON]
    rare = [word for word in ranked if words[word] == 1 and len(word) > 3] or ranked[-_COMMON:]
    middling = [word for word in ranked[_COMMON:] if words[word] > 1 and len(word) > 4] or rare
    beginnings = [(word[:3], asked) for word in middling if (asked := as_beginning(word[:3]))]
    several = [text for text in texts if len(_plain(text)) > 3]
    phrased = [text for text in texts if _neighbours(text)]
    paired = [found[0] for text in texts if (found := _PAIRED.search(text))]
    make: Mapping[str, Callable[[], tuple[str, str]]] = {
        "common": lambda: _same(random.choice(common)),
        "rare": lambda: _same(random.choice(rare)),
        "prefix": lambda: random.choice(beginnings),
        "two words": lambda: _both(random.sample(_plain(random.choice(several)), 2)),
        "phrase": lambda: _phrase(random.choice(_neighbours(random.choice(phrased)))),
        "e-mail": lambda: _same(random.choice(emails)),
        "id": lambda: _number(random.choice(numbers)),
        "CJK": lambda: _same(random.choice(paired)[:3]),
    }
    kinds = [KINDS[turn % len(KINDS)] for turn in range(count)]
    return [Asked(kind, *make[kind]()) for kind in kinds]


def _sample(store: Path, random: Random) -> tuple[list[str], list[str], list[int]]:
    """Return texts from anywhere, each once, with the e-mails and numbers of their tickets."""
    sql = (
        "SELECT x.seq, o.wire, t.customer_email, t.number FROM texts x JOIN operations o ON o.seq = x.seq "
        "JOIN tickets t ON t.place = x.place WHERE x.seq > ? ORDER BY x.seq LIMIT 1"
    )
    with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        last = connection.execute("SELECT max(seq) FROM texts").fetchone()[0]
        drawn = (connection.execute(sql, (random.randrange(last),)).fetchone() for _ in range(_SAMPLED))
        found = {seq: (text_of(wire), email, number) for seq, wire, email, number in drawn}
    texts, emails, numbers = zip(*found.values(), strict=True)
    return list(texts), [email for email in emails if email], list(numbers)


def _plain(text: str) -> list[str]:
    """Return the words of a text that are written with spaces between them."""
    return [word for word in tokens(text) if _is_plain(word)]


def _is_plain(word: str) -> bool:
    return not _PAIRED.match(word) and word.isascii() and word.isalpha()


def _neighbours(text: str) -> list[tuple[str, str]]:
    """Return plain words that stand beside each other."""
    return [(one, other) for one, other in pairwise(tokens(text)) if _is_plain(one) and _is_plain(other)]


def _same(word: str) -> tuple[str, str]:
    return word, as_word(word)


def _both(words: Sequence[str]) -> tuple[str, str]:
    return " ".join(words), " and ".join(as_word(word) for word in words)


def _phrase(pair: tuple[str, str]) -> tuple[str, str]:
    return _same(f'"{pair[0]} {pair[1]}"')


def _number(number: int) -> tuple[str, str]:
    return f"#{number}", str(number)
