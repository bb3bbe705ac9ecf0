"""Somebody who worked alone joins the team's hub with all they have, and is killed while doing so: `joined`."""

import subprocess
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, Final

from cxloop_tui.bootstrap import open_store, wall_clock
from cxloop_tui.domain.address import address_of
from cxloop_tui.domain.identity import uuid7
from cxloop_tui.domain.operation import Json
from cxloop_tui.services.desk import Desk as Work
from cxloop_tui.services.desk import Sitting
from tests.journeys.proxy import FAIR, Proxy, Weather
from tests.journeys.sameness import differences, lost_or_doubled, order_of, shown_otherwise
from tests.journeys.storm import PATIENCE, team_rests
from tests.journeys.team import ADMIN, PEOPLE, Desk, Team, must, run_here
from tests.journeys.working import AT_ONCE, Acknowledged

ALONE: Final = "sol@home.example"
"""Who worked alone, and was the admin there."""

CHANGED_BY_HUB: Final = frozenset({"number", "pending"})
"""What of a ticket is another after joining."""

_UNSTEADY: Final = Weather(cut=0.3, cut_within=1 << 16)

_TRIES_MOST: Final = 200


@dataclass
class Joined:
    """What came of it."""

    tickets: int = 0
    renumbered: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """How many old numbers find their ticket, by how."""
    kills: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    people: str = ""
    problems: list[str] = field(default_factory=list)


def joined(team: Team, *, alone: int, others: int, kills: int, seed: int, shown: int) -> Joined:
    """Let a desk with so many tickets of its own join a hub with so many others; kill it so often meanwhile."""
    did, dice = Joined(), Random(seed)
    desk = _worked_alone(team, alone, seed)
    _made(team.hub.store, ADMIN, others, seed + 1, "the hub's")
    before = {str(one["id"]): one for one in desk.listed()}
    details = {one: desk.shown(one) for one in dice.sample(sorted(before), min(shown, len(before)))}
    rights = _rights(team)
    promised = [Acknowledged(one.id, one.words) for one in order_of(str(desk.store)) if one.words]
    with Proxy(team.hub.port, seed) as proxy:
        desk.url, desk.token = proxy.url, team.hub.token(ADMIN)
        proxy.weather = _UNSTEADY
        _join_and_die(desk, proxy, dice, kills, did)
        proxy.weather = FAIR
        team.desks["sol"] = desk
        team_rests(team)
        team.desk("bob")
        team_rests(team)
        did.problems += differences(team) + lost_or_doubled(team, promised)
        did.compared, otherwise = shown_otherwise(team, shown, seed)
        did.problems += otherwise
        _compare_tickets(desk, before, details, did)
        _compare_rights(team, rights, did)
        did.tickets = len(must(team.hub.run("tickets", "--json", "--limit", "100000")).records)
        if did.tickets != alone + others:
            did.problems.append(f"{alone} and {others} tickets are {did.tickets} together")
    return did


def _worked_alone(team: Team, tickets: int, seed: int) -> Desk:
    """Return a desk that knows no hub: with people who are more there than at the hub, and segments of its own."""
    directory = team.directory / "sol"
    directory.mkdir()
    desk = Desk(ALONE, directory, "", team.hub)
    must(run_here(str(desk.store), directory, "init", "--name", "Sol", "--email", ALONE, "--segment", "Bari"))
    must(desk.run("segments", "add", "attic", "--name", "Attic"))
    must(desk.run("people", "add", PEOPLE["bob"], "--name", "Bob", "--role", "admin"))
    must(desk.run("people", "add", "zoe@home.example", "--name", "Zoe", "--role", "manager", "--segment", "attic"))
    must(desk.run("segments", "set", "attic", "--manager", "zoe@home.example"))
    must(desk.run("segments", "set", "bari", "--manager", PEOPLE["bob"]))
    _made(str(desk.store), ALONE, tickets, seed, "alone")
    return desk


def _made(store: str, person: str, tickets: int, seed: int, words: str) -> None:
    """Make tickets, each with something that happened to it."""
    dice = Random(seed)

    def piece(sitting: Sitting, place: int) -> None:
        segment = "attic" if person == ALONE and place % 3 == 0 else "bari"
        wanted: Mapping[str, Json] = {"customer_email": f"{place}@shop.example", "segment": segment, "owner": person}
        made = sitting.create(wanted, f"{words} {place}").ticket
        sitting.comment(made.id, f"{words} {place}, later")
        if place % 2:
            sitting.change(made.id, {"priority": "high"})
        if place % 5 == 0:
            sitting.resolve(made.id, root_cause="stairs", action_taken="ramp built", told="call")

    def several(sitting: Sitting, first: int) -> None:
        for place in range(first, min(first + AT_ONCE, tickets)):
            piece(sitting, place + 1)

    with closing(open_store(address_of(store))) as opened:
        desk = Work(opened, wall_clock, lambda: uuid7(wall_clock(), dice.getrandbits))
        for first in range(0, tickets, AT_ONCE):
            desk.sit(person, partial(several, first=first))


def _join_and_die(desk: Desk, proxy: Proxy, dice: Random, kills: int, did: Joined) -> None:
    """Join, or go on with that by syncing, and be killed at random moments; the last time nobody kills."""
    for _ in range(_TRIES_MOST):
        follows = desk.run("remote", "list", "--json").out != ""
        process = desk.start(*(("sync", "--json") if follows else ("remote", "add", "hub", proxy.url, "--yes")))
        when = "while it went up" if follows else "while it joined"
        if did.kills[when] < kills // 2:
            while not proxy.wait_for(int(60_000 ** dice.random()), 0.1) and process.poll() is None:
                pass
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.0, 0.1))
            process.kill()
        _, err = process.communicate(timeout=PATIENCE)
        if process.returncode == 0:
            if not must(desk.run("remote", "list", "--json")).record["waiting"]:
                return
        elif process.returncode < 0:
            did.kills[when] += 1
        elif process.returncode != 5:
            did.problems.append(f"joining ends with {process.returncode}: {err.decode()}")
            return
        else:
            did.kills["cut off"] += 1
    did.problems.append("joining comes to no end")


def _compare_tickets(
    desk: Desk, before: Mapping[str, Mapping[str, Any]], details: Mapping[str, Mapping[str, Any]], did: Joined
) -> None:
    """See that tickets are what they were, but for their numbers, and that the old ones find them."""
    after = {str(one["id"]): one for one in desk.listed()}
    for ticket, was in before.items():
        now, number = after.get(ticket, {}), str(was["number"])
        if _kept(was) != _kept(now):
            did.problems.append(f"ticket {number} is another one after joining: {_kept(was)} {_kept(now)}")
        if now.get("number") == was["number"]:
            did.found["by `show`, as the number stays"] += desk.shown(number)["id"] == ticket
            continue
        did.renumbered += 1
    chosen = details.keys()
    for ticket in chosen:
        number = str(before[ticket]["number"])
        did.found["tried"] += 1
        did.found["of these by searching"] += ticket in {
            str(one["id"]) for one in must(desk.run("tickets", number, "--limit", "100000", "--json")).records
        }
        by_number = must(desk.run("show", number, "--json"))
        named = f"cxloop show {after[ticket]['number']}" in by_number.err
        did.found["of these by `show`, which shows it or names it"] += by_number.record["id"] == ticket or named
        now = desk.shown(ticket)
        for what in ("comments", "log"):
            if now[what] != details[ticket][what]:
                did.problems.append(f"{what} of ticket {number} are not what they were")
    found = ("of these by searching", "of these by `show`, which shows it or names it")
    if any(did.found[how] != len(chosen) for how in found):
        did.problems.append("some old numbers do not find their tickets")


def _kept(ticket: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in ticket.items() if name not in CHANGED_BY_HUB}


def _rights(team: Team) -> dict[str, dict[str, Any]]:
    """Return who is what, and who leads which segment, at the hub."""
    people = must(team.hub.run("people", "list", "--json")).records
    segments = must(team.hub.run("segments", "list", "--json")).records
    rights = {one["email"]: {name: one[name] for name in ("role", "segments", "active")} for one in people}
    return rights | {one["code"]: {name: one[name] for name in ("parent", "managers")} for one in segments}


def _compare_rights(team: Team, before: Mapping[str, Mapping[str, Any]], did: Joined) -> None:
    after = _rights(team)
    for name, was in before.items():
        if after.get(name) != was:
            did.problems.append(f"{name} is {after.get(name)} at the hub and was {was}")
    came = {name: one for name, one in after.items() if name not in before}
    for name, one in came.items():
        if one.get("role", "agent") != "agent" or one.get("managers"):
            did.problems.append(f"{name} came with rights: {one}")
    did.people = ", ".join(f"{name} ({one.get('role', 'nobody leads it')})" for name, one in sorted(came.items()))
