"""Letters as rows, and what is read of them: without SQLAlchemy, for the read path too."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cxloop_tui.domain.mail.letter import Letter, Purpose, State
from cxloop_tui.domain.operation import Json
from cxloop_tui.store.connection import Connection
from cxloop_tui.store.organisation_rows import read_fact

LETTER_COLUMNS: Final = ("id", "ticket", "state", "due_at", "seq", "made_seq", "letter")

MAIL_SERVER: Final = "mail_server"
"""The fact that says where letters are handed over."""

MAIL_STOPPED: Final = "mail_stopped"
"""The fact that says that no letter goes until somebody lets it."""

_SELECT: Final = f"SELECT {', '.join(LETTER_COLUMNS)} FROM letters"


class LetterRows:
    """Everything that is asked of letters."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run

    def newest(self, limit: int, states: Sequence[State]) -> Sequence[Letter]:
        """Return letters in some states, the newest first."""
        marks = ", ".join("?" * len(states))
        sql = f"{_SELECT} WHERE state IN ({marks}) ORDER BY made_seq DESC LIMIT {int(limit)}"
        return [letter_of(row) for row in self._run(sql, [str(state) for state in states])]

    def of_ticket(self, ticket_id: str) -> Sequence[Letter]:
        """Return all letters about a ticket, the oldest first."""
        return [letter_of(row) for row in self._run(f"{_SELECT} WHERE ticket = ? ORDER BY made_seq", (ticket_id,))]

    def beginning(self, start: str, limit: int) -> Sequence[Letter]:
        """Return up to so many letters whose ids begin so."""
        sql = f"{_SELECT} WHERE id >= ? AND id < ? ORDER BY id LIMIT {int(limit)}"
        return [letter_of(row) for row in self._run(sql, (start, f"{start}g"))]

    def untold(self) -> int:
        """Count what was done and nobody was told of yet."""
        (count,) = self._run("SELECT count(*) FROM tellings").fetchone()
        return int(count)

    def said(self, letter_id: str) -> Mapping[str, str]:
        """Return what the mail server said last of each recipient who has not got a letter yet."""
        rows = self._run("SELECT recipient, said FROM deliveries WHERE letter = ? AND fate <> 'gone'", (letter_id,))
        return {str(recipient): str(said) for recipient, said in rows if said}

    def server(self) -> str | None:
        """Return where letters are handed over, as `domain.mail.server.written` wrote it."""
        return read_fact(self._run, MAIL_SERVER)

    def is_stopped(self) -> bool:
        """Say whether no letter goes until somebody lets it."""
        return read_fact(self._run, MAIL_STOPPED) is not None


def letter_values(letter: Letter, made_seq: int) -> tuple[object, ...]:
    """Write a letter as the values of LETTER_COLUMNS."""
    rest: dict[str, Json] = {
        "purpose": str(letter.purpose),
        "operations": list(letter.operations),
        "to": list(letter.to),
        "cc": list(letter.cc),
        "title": letter.title,
        "body": letter.body,
        "missed": dict(letter.missed),
    }
    if letter.author is not None:
        rest["author"] = letter.author
    if letter.foreseen is not None:
        rest["foreseen"] = list(letter.foreseen)
    written = json.dumps(rest, ensure_ascii=False)
    return (letter.id, letter.ticket, str(letter.state), letter.due_at, letter.seq, made_seq, written)


def letter_of(values: Sequence[Any]) -> Letter:
    """Read a letter from the values of LETTER_COLUMNS."""
    letter_id, ticket, state, due_at, seq, _, written = values
    rest = json.loads(written)
    return Letter(
        id=letter_id,
        purpose=Purpose(rest["purpose"]),
        ticket=ticket,
        operations=tuple(rest["operations"]),
        to=tuple(rest["to"]),
        cc=tuple(rest["cc"]),
        title=rest["title"],
        body=rest["body"],
        state=State(state),
        due_at=int(due_at),
        missed=rest["missed"],
        seq=int(seq),
        author=rest.get("author"),
        foreseen=None if "foreseen" not in rest else tuple(rest["foreseen"]),
    )
