"""A letter: what will be written to whom, and what became of it.

A letter is its operations applied in order, as a ticket is: the authority queues it (`letter.queue`), people hold,
change or cancel it (`letter.change`), and the authority says what became of it (`letter.send`).
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.mail.recipients import Recipients
from cxloop_tui.domain.operation import Change, Entry, Json, Kind, Operation

_LETTERS: Final = UUID("6f0a53a1-6e0b-5b0e-9b58-6c1f5f0c9d11")
"""The name space of letters' ids."""

LETTER_KINDS: Final = frozenset({Kind.LETTER_QUEUE, Kind.LETTER_CHANGE, Kind.LETTER_SEND})


class Purpose(StrEnum):
    """What a letter is for."""

    NOTICE = "notice"
    """It tells who works on a ticket what was done to it."""
    SUMMARY = "summary"
    """It tells one person what an import brought."""
    REPLY = "reply"
    """It is what somebody here writes to a customer."""


class State(StrEnum):
    """What is becoming of a letter."""

    WAITING = "waiting"
    """It goes when it is due."""
    HELD = "held"
    """It stays until somebody lets it go."""
    CANCELLED = "cancelled"
    """It does not go."""
    SENT = "sent"
    """It went to everybody who could be reached; `missed` says who could not."""


class Letter(NamedTuple):
    """One letter to one or several people."""

    id: str
    purpose: Purpose
    ticket: str | None
    """The id of the ticket it is about."""
    operations: tuple[str, ...]
    """What it tells of, by the ids of the operations, oldest first."""
    to: tuple[str, ...]
    cc: tuple[str, ...]
    title: str
    """Its subject line."""
    body: str
    state: State
    due_at: int
    """The authority's time from which on it goes, milliseconds."""
    missed: Mapping[str, str]
    """Who it was not sent to, and why: mostly what their mail server said."""
    seq: int
    """The last operation that touched it."""
    author: str | None = None
    """The e-mail of who writes it; None where a program does."""
    foreseen: tuple[str, ...] | None = None
    """Whom its maker was shown as its recipients, where others get it now."""

    @property
    def recipients(self) -> Recipients:
        """To whom it goes."""
        return Recipients(self.to, self.cc)


def letter_id(operation: str, who: str = "") -> str:
    """Return the id of the letter that tells of an operation first; of a summary, which each person has their own."""
    return str(uuid5(_LETTERS, f"{operation} {who}"))


def reply_letter_id(operation: str) -> str:
    """Return the id of the letter that takes a reply to the customer."""
    return letter_id(operation, "customer")


def message_id(letter: Letter, recipient: str, domain: str) -> str:
    """Return the Message-ID of a letter as one person gets it (RFC 5322, 3.6.4), the same whenever it is sent again.

    It is made of the operation it tells of first and the recipient: of a hub that was put back and told again what it
    had forgotten, everybody can see that they had this letter before.
    """
    first = letter.operations[0] if letter.operations else letter.id
    return f"<{sha256(f'{first} {recipient}'.encode()).hexdigest()[:40]}@{domain}>"


def thread_id(letter: Letter, domain: str) -> str | None:
    """Return the Message-ID that all letters about a ticket refer to, so that mail programs show them together."""
    if letter.ticket is None:
        return None
    return f"<{sha256(f'ticket {letter.ticket}'.encode()).hexdigest()[:40]}@{domain}>"


def queued(letter: Letter) -> Mapping[str, Change]:
    """Return what `letter.queue` sets."""
    fields: dict[str, Json] = {
        "purpose": str(letter.purpose),
        "ticket": letter.ticket,
        "operations": list(letter.operations),
        "to": list(letter.to),
        "cc": list(letter.cc),
        "title": letter.title,
        "body": letter.body,
        "state": str(letter.state),
        "due_at": to_rfc3339(letter.due_at),
    }
    if letter.author is not None:
        fields["author"] = letter.author
    if letter.foreseen is not None:
        fields["foreseen"] = list(letter.foreseen)
    return {name: Change(None, value) for name, value in fields.items()}


def let_go_again(letter: Letter, anew: Letter) -> Mapping[str, Change]:
    """Return what `letter.send` sets where a letter that was stopped may go after all, when `anew` would go."""
    return {
        "state": Change(str(letter.state), str(State.WAITING)),
        "missed": Change(dict(letter.missed), {}),
        "due_at": Change(to_rfc3339(letter.due_at), to_rfc3339(anew.due_at)),
    }


def letter_after(letter: Letter | None, entry: Entry) -> Letter | None:
    """Apply one operation; what this program does not understand leaves the letter as it was.

    Raises Unusable for a letter that is none.
    """
    operation = entry.operation
    if operation.kind == Kind.LETTER_QUEUE:
        return _queued(operation, entry.seq)
    if letter is None or operation.kind not in LETTER_KINDS:
        return letter
    wanted = {name: change.wanted for name, change in operation.set.items()}
    return letter._replace(
        state=_state(wanted.get("state", letter.state)),
        title=_text(wanted.get("title", letter.title)),
        body=_text(wanted.get("body", letter.body)),
        missed=_said(wanted.get("missed", letter.missed)),
        due_at=from_rfc3339(_text(wanted["due_at"])) if "due_at" in wanted else letter.due_at,
        seq=entry.seq,
    )


def folded(entries: Iterable[Entry]) -> Letter | None:
    """Return what operations on one subject lead to, in order; None when nothing of it is about a letter."""
    letter = None
    for entry in entries:
        letter = letter_after(letter, entry)
    return letter


def _queued(operation: Operation, seq: int) -> Letter:
    get = operation.wanted
    ticket = get("ticket")
    return Letter(
        id=operation.subject,
        purpose=Purpose(_text(get("purpose"))),
        ticket=None if ticket is None else _text(ticket),
        operations=_texts(get("operations")),
        to=_texts(get("to")),
        cc=_texts(get("cc")),
        title=_text(get("title")),
        body=_text(get("body")),
        state=_state(get("state")),
        due_at=from_rfc3339(_text(get("due_at"))),
        missed={},
        seq=seq,
        author=None if get("author") is None else _text(get("author")),
        foreseen=None if get("foreseen") is None else _texts(get("foreseen")),
    )


def _state(value: Json) -> State:
    try:
        return State(_text(value))
    except ValueError as wrong:
        raise Unusable(f"a letter cannot be {value!r}") from wrong


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    raise Unusable(f"a letter has {value!r} where a text belongs")


def _texts(value: Json) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(map(_text, value))
    raise Unusable(f"a letter has {value!r} where a list of texts belongs")


def _said(value: Json) -> Mapping[str, str]:
    if isinstance(value, Mapping):
        return {who: _text(why) for who, why in value.items()}
    raise Unusable(f"a letter has {value!r} where it should say who was missed")
