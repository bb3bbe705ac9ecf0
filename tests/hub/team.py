"""A hub with devices and an intake of its own, and what asks it."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import httpx

from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.device import Device
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feed import START, Cursor, Page
from cxloop_tui.domain.feed_lines import read_pages
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.operation import Json, Operation, to_wire
from cxloop_tui.hub.app import Hub, HubApp
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.adopting import Adopting
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done, Put
from cxloop_tui.services.ports import AuthorityTransaction
from cxloop_tui.store.postgresql.connection import PostgresqlConnection
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sqlite_connection import SqliteConnection
from tests.builders import ADA, BEA, NOON, PEOPLE, seeded_ids
from tests.contract.house import House

PROTOCOL = {"Cxloop-Protocol": "1", "User-Agent": "cxloop/0"}


def token_of(email: str) -> str:
    """The token of somebody's device."""
    return f"cx-{email.partition('@')[0]}-0123456789abcdef"


class FakeDevices:
    """One device for each person of the builders."""

    def __init__(self) -> None:
        self.by_token = {
            token_of(person.email): Device(
                f"dev{place:05}", person.email, f"{person.name}'s laptop", NOON, None, None
            )
            for place, person in enumerate(PEOPLE)
        }

    def who(self, token: str) -> Device | None:
        return self.by_token.get(token)


class Taken(NamedTuple):
    response: str
    ticket: str | None
    number: int | None
    is_new: bool


@dataclass
class FakeAnswering:
    """Takes what has a score, once."""

    known: set[str] = field(default_factory=set)

    def __call__(self, by: str, answer: Mapping[str, Json], now: int) -> Taken:
        assert (by, now) >= (ADA, NOON)
        if answer.get("score") == "refused":
            raise Refused("it is against a rule")
        if not isinstance(answer.get("score"), int):
            raise Unusable("score is missing")
        made = derived("response", str(answer["score"]))
        is_new = made not in self.known
        self.known.add(made)
        return Taken(made, None, None, is_new)


class _NotHere(Exception):
    """Ends a transaction in which operations were made that are to be sent, not kept."""


def address_of(house: House) -> StoreAddress:
    """Where the store of a house is."""
    assert isinstance(house.reader, ReadPath)
    connection = house.reader.connection
    assert isinstance(connection, SqliteConnection | PostgresqlConnection)
    return connection._path if isinstance(connection, SqliteConnection) else connection._database


@dataclass
class Team:
    """A hub, and people who ask it."""

    house: House
    hub: Hub
    app: HubApp
    lines: list[str]

    @property
    def logged(self) -> list[dict[str, Any]]:
        """The lines of the log."""
        return [json.loads(line) for line in self.lines]

    def client(self, email: str | None = BEA, **headers: str) -> httpx.AsyncClient:
        """Somebody with their device; nobody has none."""
        token = {} if email is None else {"Authorization": f"Bearer {token_of(email)}"}
        asked = {**PROTOCOL, **token, **{name.replace("_", "-"): value for name, value in headers.items()}}
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://hub", headers=asked)

    def made(
        self, *verbs: Callable[[Sitting], Done | Put | Operation | None], by: str = BEA, seed: int = 99
    ) -> list[dict[str, Any]]:
        """Make operations as a laptop does that has seen all there is, as they are sent."""
        found: list[Operation] = []

        def work(tx: AuthorityTransaction) -> None:
            sitting, base = Sitting(tx, by, self.house.clock, seeded_ids(seed)), tx.base()
            for verb in verbs:
                done = verb(sitting)
                assert done is not None
                operation = done if isinstance(done, Operation) else done.operation
                found.append(operation._replace(base=base))  # a laptop's own operations have no place to be seen at
            raise _NotHere

        with suppress(_NotHere):
            self.house.store.transact_authority(work)
        return [dict(to_wire(operation)) for operation in found]


def team_of(house: House, **said: object) -> Team:
    """Make a hub over a house."""
    house.store.transact_authority(lambda tx: tx.keep_digests())
    address = address_of(house)
    lines: list[str] = []
    hub = Hub(
        accept=Accepting(house.store, house.clock).accept,
        together=Accepting(house.store, house.clock).accept_together,
        answering=FakeAnswering(),
        joins=Adopting(house.store, house.clock, seeded_ids(4711)),
        devices=FakeDevices(),
        open_reader=lambda: ReadPath.open(address),
        clock=house.clock,
        write_log=lines.append,
    )
    hub = replace(hub, **said)  # type: ignore[arg-type]
    return Team(house, hub, HubApp(hub), lines)


async def until(holds: Callable[[], object]) -> None:
    """Let others go on until something holds."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.001)


def asked_after(cursor: Cursor, **more: int) -> dict[str, str | int]:
    """A query string that says up to where one has the order."""
    return {"epoch": cursor.epoch, "seq": cursor.seq, "last": cursor.last, **more}


def pages_of(answer: httpx.Response) -> list[Page]:
    """The pages of an answer."""
    assert answer.headers["content-type"] == "application/x-ndjson"
    return list(read_pages(answer.content.splitlines(keepends=True)))


async def pulled(client: httpx.AsyncClient, cursor: Cursor = START) -> tuple[Sequence[str], Cursor]:
    """All that comes after a cursor, by the ids of operations, and the cursor after it."""
    found: list[str] = []
    more = True
    while more:
        (page,) = pages_of(await client.get("/v1/changes", params=asked_after(cursor, limit=7)))
        found += [entry.operation.id for entry in page.entries]
        cursor, more = page.cursor, page.more
    return found, cursor


def problem(answer: httpx.Response, name: str) -> dict[str, Any]:
    """The problem document of an answer, which has to be of this name."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cxloop-protocol"] == "1"
    said: dict[str, Any] = answer.json()
    assert (said["type"], said["status"]) == (f"urn:cxloop:problem:{name}", answer.status_code)
    assert said["detail"]
    return said
