"""The same texts in notmuch, the fastest searcher of mail there is: a message each, indexed once and kept."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.benchmarks.truth import text_of

ENVIRONMENT = {"XAPIAN_CJK_NGRAM": "1"}
"""So that it finds CJK words, at indexing as at searching."""

_OPERATORS = {"and", "or", "not", "xor", "near", "adj"}
"""What Xapian takes for an operator; some with a `*` behind them too, where quoting is of no use."""


def as_word(word: str) -> str:
    """Return a word so that notmuch does not take it for an operator, which it does whatever the case."""
    return f'"{word}"' if word in _OPERATORS else word


def as_beginning(letters: str) -> str | None:
    """Return how notmuch is asked for words that begin so; None where it can't be."""
    return None if letters in _OPERATORS else f"{letters}*"


class Mail:
    """Texts of a store as a maildir with notmuch's index."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._config = directory / "config"

    @classmethod
    def of(cls, store: Path, directory: Path) -> Mail:
        """Index the texts of a store, unless that was done."""
        mail = cls(directory)
        done = directory / "done"
        if not done.exists():
            (directory / "mail" / "cur").mkdir(parents=True, exist_ok=True)
            for part in ("new", "tmp"):
                (directory / "mail" / part).mkdir(exist_ok=True)
            mail._config.write_text(_CONFIG.format(mail=directory / "mail"), encoding="utf-8")
            _write_messages(store, directory / "mail" / "cur")
            subprocess.run(["notmuch", "new", "--quiet"], env=mail.environment, check=True)
            done.touch()
        return mail

    @property
    def environment(self) -> dict[str, str]:
        """What notmuch needs to know."""
        return {
            "NOTMUCH_CONFIG": str(self._config),
            "PATH": "/usr/bin:/bin",
            "HOME": str(self._directory),
            **ENVIRONMENT,
        }

    def search(self, query: str) -> list[str]:
        """Return the words that start a search for what is newest."""
        return ["notmuch", "search", "--limit=50", "--sort=newest-first", query]


_CONFIG = """[database]
path={mail}
[user]
name=Nobody
primary_email=nobody@example.org
[new]
tags=
ignore=
[maildir]
synchronize_flags=false
"""


def _write_messages(store: Path, directory: Path) -> None:
    sql = (
        "SELECT o.seq, o.wire, o.received_at, t.number, t.customer_name, t.customer_email "
        "FROM texts x JOIN operations o ON o.seq = x.seq JOIN tickets t ON t.place = x.place"
    )
    with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for seq, wire, received_at, number, name, email in connection.execute(sql):
            message = EmailMessage()
            message["From"] = f"{_quoted(name)} <{email or 'nobody@example.org'}>"
            message["Subject"] = f"ticket {number}"
            message["Message-ID"] = f"<{seq}@store.example>"
            message["Date"] = format_datetime(datetime.fromtimestamp(received_at / 1000, UTC))
            message.set_content(text_of(wire))
            (directory / f"{seq}:2,S").write_bytes(message.as_bytes())


def _quoted(name: str | None) -> str:
    safe = "".join(character for character in name or "" if character.isprintable() and character not in '"\\')
    return f'"{safe}"'
