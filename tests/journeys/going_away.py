"""A hub that goes away in every way, and a desk that works on: `played`."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cxloop_tui.domain.address import Database, address_of
from tests.journeys.companion import Companion, companion_of
from tests.journeys.newer_hub import newer_hub
from tests.journeys.sameness import differences, lost_or_doubled
from tests.journeys.team import Desk, Hub, Team, must
from tests.journeys.working import Acknowledged


@dataclass
class Played:
    """What happened."""

    said: list[Acknowledged] = field(default_factory=list)
    """What was said at the desk while the hub was away."""
    states: Counter[str] = field(default_factory=Counter)
    sentences: dict[str, str] = field(default_factory=dict)
    """What the desk was told, by the phase."""
    refused: dict[str, int] = field(default_factory=dict)
    """What `remote move` ended with for addresses that are none."""
    problems: list[str] = field(default_factory=list)


def played(team: Team, elsewhere: Hub | None = None) -> Played:
    """Let the hub stop, start, move and become newer; `elsewhere` is another hub, to which nobody may move."""
    desk, hub, played = team.desk("ann"), team.hub, Played()
    must(desk.run("new", "--email", "c@shop.example", "--segment", "bari", "--owner", desk.person, "--comment", "hi"))
    with companion_of(desk) as companion:
        companion.next("synced")
        assert hub.stop() == 0
        _works_on(desk, companion, played, "offline")
        hub.start()
        companion.next("synced")

        assert hub.stop() == 0
        _works_on(desk, companion, played, "offline")
        before, hub.port = hub.url, 0
        hub.start()
        if hub.url == before:
            played.problems.append("the hub did not move")
        _wrong_moves(desk, hub, elsewhere, played)
        must(desk.run("remote", "move", hub.url))
        companion.next("synced")

        assert hub.stop() == 0
        with newer_hub(hub.port):
            _works_on(desk, companion, played, "not-spoken")
        hub.start()
        companion.next("synced")
        if companion.end() != 0:
            played.problems.append("the companion does not end well when its desk is closed")
    desk.sync()
    played.states.update(state["phase"] for state in companion.told)
    played.problems += differences(team) + lost_or_doubled(team, played.said)
    return played


def _works_on(desk: Desk, companion: Companion, played: Played, phase: str) -> None:
    """Work while the hub cannot be followed, and look what is told of that."""
    words = f"while it is away {len(played.said)}"
    ticket = str(must(desk.run("tickets", "--json")).records[0]["id"])
    must(desk.run("comment", ticket, words))
    played.said.append(Acknowledged("", words))
    companion.wake()
    state = companion.next(phase)
    played.sentences[phase] = state["said"]
    said = desk.run("sync")
    if (said.code, said.out) != (5, "") or not re.fullmatch(r"cxloop: [^\n]+: [^\n]+\n", said.err):
        played.problems.append(f"a sync that is {phase} says {said}")
    if words not in str(desk.shown(ticket)["comments"]):
        played.problems.append(f"what is said while {phase} is not shown")
    waiting = must(desk.run("remote", "list", "--json")).record["waiting"]
    if waiting != 1:
        played.problems.append(f"{waiting} operations wait while {phase}, not the one")


def _wrong_moves(desk: Desk, hub: Hub, elsewhere: Hub | None, played: Played) -> None:
    """Name addresses that are not the hub's: each is refused, and the desk stays where it was."""
    before = must(desk.run("remote", "list", "--json")).record
    addresses = {"nothing there": ("http://127.0.0.1:9", 5)}
    if elsewhere is not None:
        _let_in(elsewhere, hub)
        addresses["another hub"] = (elsewhere.url, 4)
    for name, (url, code) in addresses.items():
        said = desk.run("remote", "move", url)
        played.refused[name] = said.code
        if said.code != code:
            played.problems.append(f"moving to where {name} is ends with {said.code}: {said.err}")
    if must(desk.run("remote", "list", "--json")).record != before:
        played.problems.append("a move that was refused changed something")


def _let_in(elsewhere: Hub, hub: Hub) -> None:
    """Let another hub know the tokens of a hub, as nobody should: only so it is asked which hub it is."""
    address, other = address_of(hub.store), address_of(elsewhere.store)
    assert isinstance(other, Path)
    assert not isinstance(address, Database)
    with closing(sqlite3.connect(other)) as there:
        there.execute("ATTACH ? AS hub", (str(address),))
        there.execute("INSERT INTO tokens SELECT * FROM hub.tokens")
        there.commit()
