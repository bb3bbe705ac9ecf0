"""Line 1: two desks edit the same 50 tickets offline, sync in any order, decide, and have the same everywhere."""

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.acceptance import Outcome
from tests.journeys.team import ADMIN, DATABASES, Desk, Team, must, team_of

TICKETS: Final = 50
ORDERS: Final[Mapping[str, Sequence[str]]] = {"admin first": ("ada", "bob"), "agent first": ("bob", "ada")}


class Quarrel(NamedTuple):
    """What both do to one ticket, and whether they are in each other's way."""

    ada: Sequence[str]
    bob: Sequence[str]
    field: str | None = None
    """The field over which they clash."""


MOVED: Final = "the segment renamed and moved under the ticket"

QUARRELS: Final[Mapping[str, Quarrel]] = {
    "other fields": Quarrel(("set", "{}", "--priority", "high"), ("set", "{}", "--category", "Refund")),
    "same field, same value": Quarrel(
        ("set", "{}", "--priority", "critical"), ("set", "{}", "--priority", "critical")
    ),
    "same field, other value": Quarrel(
        ("set", "{}", "--priority", "high"), ("set", "{}", "--priority", "low"), "priority"
    ),
    "comments": Quarrel(("comment", "{}", "Ada says {}"), ("comment", "{}", "Bob says {}")),
    "tags": Quarrel(("set", "{}", "--tag", "vip"), ("set", "{}", "--tag", "late")),
    "escalated, resolved": Quarrel(
        ("escalate", "{}", "--to", "south", "--reason", "too big {}"),
        ("resolve", "{}", "--root-cause", "bank {}", "--action", "paid {}", "--told", "call"),
        "status",
    ),
    MOVED: Quarrel(
        ("segments", "set", "naples", "--name", "Napoli {}", "--parent", "italy"),
        ("set", "{}", "--category", "Noise"),
    ),
}


def run() -> Outcome:
    """Do it on both databases, in both orders."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        for name, order in ORDERS.items():
            with (
                tempfile.TemporaryDirectory(prefix="cxloop-offline-") as directory,
                team_of(Path(directory), database) as team,
            ):
                counts[f"{database}, {name}"] = _quarrel(team, order, problems.append)
    return Outcome(1, "two desks and a hub, offline and in any order", counts, problems)


def _quarrel(team: Team, order: Sequence[str], wrong: Callable[[str], None]) -> str:
    desks = {"ada": team.desk("ada", ADMIN), "bob": team.desk("bob")}
    kinds = list(QUARRELS)
    quarrels = {number: kinds[number % len(kinds)] for number in range(1, TICKETS + 1)}
    for number, kind in quarrels.items():
        where = "naples" if kind == MOVED else "bari"
        made = ("new", "--email", f"c{number}@shop.example", "--segment", where, "--owner", desks["bob"].person)
        must(desks["ada"].run(*made, "--comment", f"late {number}"))
    team.settle()
    for number, kind in quarrels.items():
        for name, desk in desks.items():
            told = getattr(QUARRELS[kind], name)
            must(desk.run(*(word.format(number) for word in told)))
    for name in (*order, *order):
        desks[name].sync()
    team.settle()
    problems = [*_differences(team), *_wrong_words(team, quarrels), *_wrong_cards(desks, quarrels, order)]
    cards = len(desks["ada"].conflicts()) + len(desks["bob"].conflicts())
    ways = _decide(desks)
    team.settle()
    problems += [f"after deciding: {problem}" for problem in _differences(team)]
    problems += [f"{desk.person} still has conflicts" for desk in desks.values() if desk.conflicts()]
    for problem in problems:
        wrong(f"{team.hub.store.partition(':')[0]}, {'-'.join(order)}: {problem}")
    return f"{TICKETS} tickets, {2 * TICKETS} edits, {cards} clashes on cards, decided: {dict(ways)}"


def _differences(team: Team) -> list[str]:
    """Say where the desks and the hub do not have the same."""
    hub = sorted(must(team.hub.run("tickets", "--json", "--limit", "1000")).records, key=lambda one: str(one["id"]))
    found = []
    for name, desk in team.desks.items():
        if desk.listed() != hub:
            found.append(f"{name} does not list what the hub lists")
        for ticket in hub:
            shown, there = (
                desk.shown(str(ticket["id"])),
                must(team.hub.run("show", str(ticket["id"]), "--json")).record,
            )
            if shown != there:
                found.append(f"{name} shows #{ticket['number']} otherwise than the hub")
    return found


def _wrong_words(team: Team, quarrels: Mapping[int, str]) -> list[str]:
    """Every comment is there once."""
    said: Counter[str] = Counter()
    expected = []
    for number in (number for number, kind in quarrels.items() if kind == "comments"):
        shown = must(team.hub.run("show", str(number), "--json")).record
        said.update(comment["body"] for comment in shown["comments"])
        expected += [f"Ada says {number}", f"Bob says {number}"]
    return [f"{words!r} is there {said[words]} times" for words in expected if said[words] != 1]


def _wrong_cards(desks: Mapping[str, Desk], quarrels: Mapping[int, str], order: Sequence[str]) -> list[str]:
    """Every clash lies on a card of who synced second, with both values, and the first one's value stands."""
    first, second = order
    found = []
    cards = {str(card["ticket"]): card for card in desks[second].conflicts()}
    expected = {f"#{number}": QUARRELS[kind].field for number, kind in quarrels.items() if QUARRELS[kind].field}
    if cards.keys() != expected.keys():
        found.append(f"cards of {second}: {sorted(cards)} in place of {sorted(expected)}")
    if desks[first].conflicts():
        found.append(f"{first} synced first and has cards")
    for ticket, name in expected.items():
        field = _fields(cards.get(ticket, {})).get(str(name))
        stands = desks[first].shown(ticket)[str(name)]
        if field is None or not field["clashes"] or field["theirs"] != stands or field["mine"] == field["theirs"]:
            found.append(f"the card of {ticket} does not have both values: {field}")
    return found


def _decide(desks: Mapping[str, Desk]) -> Counter[str]:
    """Decide about every card, each time another way."""
    ways: Counter[str] = Counter()
    for desk in desks.values():
        for place, card in enumerate(desk.conflicts()):
            way = ("mine", "theirs", "edit")[place % 3]
            ticket, is_status = str(card["ticket"]), "status" in _fields(card)
            if is_status and way != "theirs":
                way = "theirs" if desk.run("conflicts", "mine", ticket).code else "mine"
                if way == "mine":
                    ways[way] += 1
                    continue
            values = ("--set", "priority=medium") if way == "edit" else ()
            must(desk.run("conflicts", way, ticket, *values))
            ways[way] += 1
    return ways


def _fields(card: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the fields of a card, by name."""
    return {field["field"]: field for field in card.get("fields", ())}
