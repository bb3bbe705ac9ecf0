"""A store full of given texts: one ticket each, the text in every field that may hold it, through a whole life.

Fields are found in the domain: one that is new and of which nobody said whether it is free text fails by its name.
`disguise` puts other texts in the same places, which makes the twin of a house.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxloop_tui.domain.clock import DAY, HOUR, day_of
from cxloop_tui.domain.intake.names import source_of
from cxloop_tui.domain.operation import Change, Json, Kind, Operation
from cxloop_tui.domain.organisation_puts import organisation_after
from cxloop_tui.domain.policy_keys import POLICY
from cxloop_tui.domain.text import NAME_LENGTH_MAX
from cxloop_tui.domain.ticket import SCALAR_FIELDS, after
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services import organising, views
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.intake import MAPPINGS
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
    "waiting_for", "waiting_until",
)  # fmt: skip
"""Fields that hold only what a rule lets in; of e-mails and names those that are legal are tried."""

LONG: Final = ("root_cause", "action_taken")
"""Of the free ones, those that may be longer than a line."""

ME: Final = "ada@desk.example"
BOSS: Final = "boss@desk.example"
ROOT: Final = "root"
SPARE: Final = "spare"
GONE: Final = "gone@desk.example"
AGE: Final = 8 * DAY + 12 * HOUR
"""How old the tickets are: half a day from where the words for any deadline change, so none does while one looks."""

DRAFTS: Final = 12
"""Tickets with unsent words."""

VIEWS: Final = 40
"""Saved views, more than a picker shows at once."""

WORDS: Final = {
    "word.segment": "[red]x[/red]",
    "word.manager": "{0} %s :skull:",
    "word.owner": "[@click=app.bell]x[/]",
}
"""What things are called here, as far as a rule lets it; nobody needs these words to find anything."""

HEADERS: Final = ("email", "nps", "comment")
"""Columns of a survey of which it is remembered how it was read."""

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
    now: int
    """Milliseconds since the epoch."""


def build(
    path: Path, texts: Sequence[str], *, now: int, names: Sequence[str] | None = None, disguise: Disguise = str
) -> House:
    """Make the store; `now` is in milliseconds since the epoch, `names` are by default those of our own list."""
    house = House(path, texts, strings.names(strings.OURS) if names is None else names, now)
    clock, ids = FakeClock(now - AGE, step=10), seeded_ids()
    writer = Writer.create(path)
    try:
        tickets = writer.transact(lambda tx: _furnished(house, tx, Sitting(tx, ME, clock, ids), ids, disguise))
        writer.set_up(ME)
        for shelf, things in shelves(list(map(disguise, texts))).items():
            writer.keep(ME, shelf, things)
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
    tickets = [_life(place, disguise(text), tx, me, ids, house) for place, text in enumerate(house.texts)]
    _changes(house, me, disguise)
    for text in house.texts[:DRAFTS]:
        _newer_organisation(disguise(text), tx, ids, house.now)
    return tickets


def _people(house: House, me: Sitting, disguise: Disguise) -> None:
    """Name a person and a segment by each of the names; a number before it keeps their order."""
    me.put_person(ME, {"name": "Ada Admin", "role": "admin"})
    me.put_person(BOSS, {"name": "Bo Boss", "role": "manager"})
    me.put_segment(ROOT, {"name": "Root", "parent": None, "managers": [BOSS]})
    for place, name in enumerate(house.names):
        shown = f"{place:03} {disguise(name)}"[:NAME_LENGTH_MAX]
        me.put_segment(f"s{place}", {"name": shown, "parent": ROOT})
        me.put_person(_agent(place), {"name": shown, "role": "agent", "segments": [f"s{place}"]})
        me.put_segment(f"s{place}", {"managers": [BOSS, _agent(place)]})


def _changes(house: House, me: Sitting, disguise: Disguise) -> None:
    """Change the organisation: words and names, each taking every name once, absences, who and what is given up."""
    back = day_of(house.now + 30 * DAY)
    names = [disguise(name) for name in house.names]
    for place, name in enumerate(names):
        me.put_segment(ROOT, {"name": name})
        me.put_person(BOSS, {"name": name})
        if house.names[place].isprintable():
            me.put_policy("word.owner", name[:30])
        if place % 3 == 0 and place:
            me.put_person(_agent(place), {"away_until": back, "deputy": _agent(place - 1)})
    me.put_segment(ROOT, {"name": "Root"})
    me.put_person(BOSS, {"name": "Bo Boss"})
    for key, word in WORDS.items():
        me.put_policy(key, disguise(word))
    me.put_segment(SPARE, {"name": names[0], "parent": ROOT})
    me.put_person(GONE, {"name": names[0], "role": "agent", "segments": [SPARE]})
    organising.merge(me, ME, SPARE, ROOT)
    organising.leave(me, ME, GONE, None)


def shelves(texts: Sequence[str]) -> dict[str, dict[str, Json]]:
    """Return what lies on a person's shelves, as a later program may have put it there: by shelf and name."""
    kept: list[Json] = [strings.kept(text) for text in texts]
    mapping: dict[str, Json] = {"columns": {"score": kept[0]}, "segment": kept[0], f"future {kept[0]}": kept[0]}
    return {
        views.SHELF: {str(text): text for text in kept[:VIEWS]},
        MAPPINGS: {source_of(HEADERS): mapping},
    }


def _agent(place: int) -> str:
    return f"p{place}@desk.example"


def wanted_of(text: str) -> dict[str, Json]:
    """Return the fields of a ticket with the text in each that is free."""
    return {name: strings.said(text) if name in LONG else strings.line(text) for name in FREE}


def _life(place: int, text: str, tx: Transaction, me: Sitting, ids: Callable[[], str], house: House) -> str:
    """Let a ticket live: all that is said of it is the text. It ends open, escalated, resolved, or new as it came."""
    said, line, home = strings.said(text), strings.line(text), place % len(house.names)
    response, other = f"response-{place}", f"other-{place}"
    me.record_response(response, answers_of(text, place), strings.kept(said))
    fields = wanted_of(text) | {
        "response": response,
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
    me.record_response(other, answers_of(text, place), strings.kept(said))
    me.add_response(ticket, other, strings.kept(said), f"added-{place}")
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


def answers_of(text: str, place: int) -> dict[str, Json]:
    """Return a survey response that has the text for every question and every answer."""
    kept, line = strings.kept(text), strings.kept(strings.line(text))
    free = ("answered", "answer", "scale", "customer_name", "customer_phone", "account", "respondent", "touchpoint",
            "channel", "source_id")  # fmt: skip
    return {
        **dict.fromkeys(free, line),
        "customer_email": strings.EMAILS[place % len(strings.EMAILS)],
        "segment": ROOT,
        "score": 3,
        "score_kind": "nps",
        "questions": [["score", line], ["comment", line]],
        "answers": [[line, kept], ["language", line], ["", line]],
    }


def _newer_organisation(text: str, tx: Transaction, ids: Callable[[], str], now: int) -> None:
    """Leave what a later program did to a segment, a person and the rules."""
    kept = strings.kept(text)
    for kind, subject in ((Kind.SEGMENT_PUT, ROOT), (Kind.PERSON_PUT, BOSS), (Kind.POLICY_PUT, POLICY)):
        operation = Operation(
            id=ids(), kind=kind, subject=subject, by=ME, at=now, base=tx.base(),
            set={f"future {kept}": Change(kept, f"{kept}!")}, add={f"more {kept}": (kept,)}, comment=kept,
        )  # fmt: skip
        entry = tx.append(operation, now)
        tx.put_organisation(organisation_after(tx.organisation(), entry), operation)


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
