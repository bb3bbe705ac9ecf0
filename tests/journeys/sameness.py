"""Whether everybody has the same: the tables themselves, what commands show, checksums and doctors."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from random import Random
from typing import Any, Final, NamedTuple

import psycopg

from cxloop_tui.domain.address import Database, address_of
from tests.journeys.team import Team, must
from tests.journeys.working import Acknowledged

_WAITING_FROM: Final = 1 << 62
"""Places from here on are not in the order: what lies there waits."""

_ORDER: Final = "SELECT seq, id, wire FROM operations ORDER BY seq"


class Placed(NamedTuple):
    """One operation of a store, as it lies there."""

    seq: int
    id: str
    words: str


def order_of(store: str) -> list[Placed]:
    """Read all operations of a store past all of the program's own code, in their order."""
    address = address_of(store)
    if isinstance(address, Database):
        with psycopg.connect(address.url.replace("+psycopg", "")) as server:
            return [_placed(*row) for row in server.execute(_ORDER)]
    with closing(sqlite3.connect(address)) as connection:
        return [_placed(*row) for row in connection.execute(_ORDER)]


def _placed(seq: int, operation: str, wire: str) -> Placed:
    return Placed(seq, operation, str(json.loads(wire).get("comment") or ""))


def differences(team: Team) -> list[str]:
    """Say where a desk does not have what the hub has, from the tables, the places and the doctors."""
    hub = order_of(team.hub.store)
    found = [] if [one.seq for one in hub] == list(range(1, len(hub) + 1)) else ["the hub's order has gaps"]
    found += _findings("the hub", team.hub.run("doctor", "--json").record["findings"])
    for name, desk in team.desks.items():
        here = order_of(str(desk.store))
        if [one for one in here if one.seq >= _WAITING_FROM]:
            found.append(f"{name} has operations that still wait")
        if here != hub:
            found.append(f"{name} has another order than the hub: {_first_difference(here, hub)}")
        (followed,) = must(desk.run("remote", "list", "--json")).records
        if followed["seq"] != len(hub):
            found.append(f"{name} is at {followed['seq']} and the hub at {len(hub)}")
        found += _findings(name, desk.run("doctor", "--json").record["findings"])
    return found


def _findings(who: str, findings: Sequence[str]) -> list[str]:
    return [f"the doctor of {who}: {finding}" for finding in findings]


def _first_difference(here: Sequence[Placed], there: Sequence[Placed]) -> str:
    pair = next(((one, other) for one, other in zip(here, there, strict=False) if one != other), None)
    return f"{len(here)} in place of {len(there)}" if pair is None else f"{pair[0]} in place of {pair[1]}"


def lost_or_doubled(team: Team, acknowledged: Iterable[Acknowledged]) -> list[str]:
    """Say what of all that was acknowledged is not there exactly once, at the hub and at every desk."""
    promised = list(acknowledged)
    found = []
    for name, store in {
        "the hub": team.hub.store,
        **{name: str(one.store) for name, one in team.desks.items()},
    }.items():
        order = order_of(store)
        ids, words = Counter(one.id for one in order), Counter(one.words for one in order)
        wrong = [one for one in promised if (one.id and ids[one.id] != 1) or (one.words and words[one.words] != 1)]
        found += [f"{name} has {one.words or one.id!r} {words[one.words]} times" for one in wrong[:5]]
        found += [f"{name}: {len(wrong):,} operations are lost or doubled"] if wrong else []
        doubled = [said for said, times in words.items() if said and times > 1]
        found += [f"{name} has {said!r} {words[said]} times" for said in doubled[:5]]
    return found


def shown_otherwise(team: Team, number: int, seed: int) -> tuple[int, list[str]]:
    """Compare what `show --json` says of some tickets everywhere; return of how many, and where it differs."""
    tickets = must(team.hub.run("tickets", "--json", "--limit", "100000")).records
    found = []
    for name, desk in team.desks.items():
        if desk.listed() != sorted(tickets, key=lambda ticket: str(ticket["id"])):
            found.append(f"{name} does not list what the hub lists")
    chosen = Random(seed).sample(tickets, min(number, len(tickets)))
    for ticket in chosen:
        there = must(team.hub.run("show", str(ticket["id"]), "--json")).record
        found += [
            f"{name} shows #{ticket['number']} otherwise than the hub"
            for name, desk in team.desks.items()
            if desk.shown(str(ticket["id"])) != there
        ]
    return len(chosen), found


def listed(counted: Mapping[Any, int]) -> str:
    """Write several counts in a line."""
    return ", ".join(f"{what} {number:,}" for what, number in counted.items())
