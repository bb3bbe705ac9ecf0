"""A store full of given texts: one ticket each, the text in every field that may hold it, through a whole life.

Fields are found in the domain: one that is new and of which nobody said whether it is free text fails by its name.
`disguise` puts other texts in the same places, which makes the twin of a house.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.operation import Change, Json, Operation
from cxloop_tui.domain.text import NAME_LENGTH_MAX
from cxloop_tui.domain.ticket import SCALAR_FIELDS, after
from cxloop_tui.domain.view import StoredDraft
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.ports import Transaction
from cxloop_tui.store.writer import Writer
from tests.builders import FakeClock, seeded_ids
from tests.hostile import strings

FREE: Final = (
    "customer_name", "customer_phone", "channel", "touchpoint", "account", "category", "root_cause", "action_taken",
    "told", "respondent",
)  # fmt: skip
"""Fields of a ticket that hold whatever somebody typed, or a survey said."""

RULED: Final = (
    "status", "priority", "segment", "owner", "customer_email", "score", "score_kind", "origin_segment", "response",
)  # fmt: skip
"""Fields that hold only what a rule lets in; of e-mails and names those that are legal are tried."""

LONG: Final = ("root_cause", "action_taken")
"""Of the free ones, those that may be longer than a line."""

ME: Final = "ada@desk.example"
BOSS: Final = "boss@desk.example"
ROOT: Final = "root"
AGE: Final = 8 * DAY + 12 * HOUR
"""How old the tickets are: half a day from where the words for any deadline change, so none does while one looks."""

DRAFTS: Final = 12
"""Tickets with unsent words."""

Disguise = Callable[[str], str]


def fields_nobody_knows(fields: Iterable[str] = SCALAR_FIELDS) -> list[str]:
    """Return those of a ticket's fields that are in neither list above."""
    return [name for name in fields if name not in {*FREE, *RULED}]


@dataclass(frozen=True)
class House:
    """A store of these texts: ticket number n, counted from 1, holds `texts[n - 1]`."""

    path: Path
    texts: Sequence[str]
    names: Sequence[str]


def build(
    path: Path, texts: Sequence[str], *, now: int, names: Sequence[str] | None = None, disguise: Disguise = str
) -> House:
    """Make the store; `now` is in milliseconds since the epoch, `names` are by default those of our own list."""
    house = House(path, texts, strings.names(strings.OURS) if names is None else names)
    clock, ids = FakeClock(now - AGE, step=10), seeded_ids()
    writer = Writer.create(path)
    try:
        tickets = writer.transact(lambda tx: _furnished(house, tx, Sitting(tx, ME, clock, ids), ids, disguise))
        writer.set_up(ME)
        for ticket, text in zip(tickets[:DRAFTS], texts, strict=False):
            writer.save_draft(StoredDraft(ticket, "comment", ME, {"comment": disguise(text)}))
    finally:
        writer.close()
    return house


def _furnished(
    house: House, tx: Transaction, me: Sitting, ids: Callable[[], str], disguise: Disguise
) -> Sequence[str]:
    """Put everything into the store; the ids of the tickets."""
    _people(house, me, disguise)
    return [_life(place, disguise(text), tx, me, ids, house) for place, text in enumerate(house.texts)]


def _people(house: House, me: Sitting, disguise: Disguise) -> None:
    """Name a person and a segment by each of the names; a number before it keeps their order."""
    me.put_person(ME, {"name": "Ada Admin", "role": "admin"})
    me.put_person(BOSS, {"name": "Bo Boss", "role": "manager"})
    me.put_segment(ROOT, {"name": "Root", "parent": None, "managers": [BOSS]})
    for place, name in enumerate(house.names):
        shown = f"{place:03} {disguise(name)}"[:NAME_LENGTH_MAX]
        me.put_segment(f"s{place}", {"name": shown, "parent": ROOT})
        me.put_person(_agent(place), {"name": shown, "role": "agent", "segments": [f"s{place}"]})


def _agent(place: int) -> str:
    return f"p{place}@desk.example"


def wanted_of(text: str) -> dict[str, Json]:
    """Return the fields of a ticket with the text in each that is free."""
    return {name: strings.said(text) if name in LONG else strings.line(text) for name in FREE}


def _life(place: int, text: str, tx: Transaction, me: Sitting, ids: Callable[[], str], house: House) -> str:
    """Let a ticket live: all that is said of it is the text. It ends open, escalated, resolved, or new as it came."""
    said, line, home = strings.said(text), strings.line(text), place % len(house.names)
    fields = wanted_of(text) | {
        "customer_email": strings.EMAILS[place % len(strings.EMAILS)],
        "segment": f"s{home}",
        "owner": _agent(home),
        "score": 3,
        "score_kind": "nps",
    }
    ticket = me.create(fields, said, tags=[line]).ticket.id
    if place % 4 == 3:
        return ticket
    me.comment(ticket, said)
    me.contact(ticket, "call", "reached", said)
    me.escalate(ticket, ROOT, said, owner=BOSS)
    me.hand_back(ticket, said)
    me.resolve(ticket, root_cause=said, action_taken=said, told=line)
    me.reopen(ticket, said)
    me.change(ticket, {"category": None})
    me.change(ticket, {"category": line})
    me.comment(ticket, said)
    me.undo(ticket)
    _newer(ticket, text, tx, ids)
    if place % 4 == 1:
        me.escalate(ticket, ROOT, said, owner=BOSS)
    elif place % 4 == 2:
        me.resolve(ticket, root_cause=said, action_taken=said, told=line)
    return ticket


def _newer(ticket_id: str, text: str, tx: Transaction, ids: Callable[[], str]) -> None:
    """Leave what a later program did, which may call its kinds and fields as it likes."""
    kept, ticket, earlier = strings.kept(text), tx.ticket(ticket_id), tx.entries(ticket_id)
    assert ticket is not None
    operation = Operation(
        id=ids(), kind=f"future.{kept}", subject=ticket_id, by=ME, at=ticket.updated_at, base=tx.base(),
        set={f"future {kept}": Change(kept, kept)}, add={f"more {kept}": (kept,)}, comment=kept,
    )  # fmt: skip
    entry = tx.append(operation, ticket.updated_at)
    now = after(ticket, entry, tx.policy_at, earlier)
    assert now is not None
    tx.put_ticket(ticket, now, entry, earlier)
