"""Whoever means harm, by raw HTTP with a token of their own, and what the hub says to it: `asked`."""

import json
import socket
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import httpx

from cxloop_tui.bootstrap import wall_clock
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.identity import uuid7
from cxloop_tui.domain.operation import Json
from tests.journeys.companion import companion_of
from tests.journeys.sameness import differences, lost_or_doubled, order_of
from tests.journeys.storm import team_rests
from tests.journeys.team import ADMIN, PEOPLE, Desk, Hub, Team, must
from tests.journeys.working import Acknowledged

CANARY: Final = "canary-that-sings-of-refunds"
"""A customer's words."""
CANARY_EMAIL: Final = "tweety@canary.example"
"""A customer's address."""

PATHS: Final = ("/v1/push", "/v1/responses", "/v1/adopt", "/v1/adopt/organisation")
"""What takes a body."""
QUESTIONS: Final = ("/v1/hello", "/v1/changes", "/v1/bootstrap", "/v1/digest", "/v1/directory", "/v1/live")

_PROBLEM: Final = "application/problem+json"
_MEBI: Final = 1 << 20
_PATIENCE: Final = 120.0
_DEVICES: Final = 6
"""So many take turns, so that none is told to ask less often."""

_JSON: Final = {"Content-Type": "application/json"}
_WRONG: Final[Mapping[str, tuple[bytes, Mapping[str, str]]]] = {
    "nothing": (b"", _JSON),
    "no JSON": (b"hello " + CANARY.encode(), _JSON),
    "cut off": (b'{"operations": [{"comment": "' + CANARY.encode(), _JSON),
    "latin-1": ('{"operations": ["é"]}'.encode("latin-1"), _JSON),
    "utf-16": ('{"operations": []}'.encode("utf-16"), _JSON),
    "half a surrogate": (b'{"operations": [{"id": "\\ud800"}], "above": 1, "score": "\\ud800"}', _JSON),
    "NUL": (b'{"operations": [{"id": "\\u0000"}]}\0', _JSON),
    "not a number": (b'{"operations": [NaN], "score": NaN}', _JSON),
    "a number of 100,000 digits": (b'{"operations": [' + b"9" * 100_000 + b'], "score": 1e99999}', _JSON),
    "one name twice": (b'{"operations": [], "operations": []}', _JSON),
    "100,000 lists within lists": (b"[" * 100_000 + b"]" * 100_000, _JSON),
    "100,000 objects within objects": (b'{"operations":' * 100_000 + b"1" + b"}" * 100_000, _JSON),
    "2 MiB": (b'{"operations": ["' + CANARY.encode() * (2 * _MEBI // len(CANARY)) + b'"]}', _JSON),
    "another kind": (b"operations=" + CANARY.encode(), {"Content-Type": "application/x-www-form-urlencoded"}),
    "another character set": (b"{}", {"Content-Type": "application/json; charset=utf-7"}),
    "packed": (b"\x1f\x8b" + b"x" * 100, {**_JSON, "Content-Encoding": "gzip"}),
    "a list": (b"[]", _JSON),
    "wrong all through": (
        b'{"operations": [{"v": -1, "id": 3}], "passages": [7], "segments": {}, "people": 1, "above": -1}',
        _JSON,
    ),
}
"""Bodies that nobody may send, by what is wrong with them."""


@dataclass
class Asked:
    """What was asked, and what the hub said."""

    refused: list[str] = field(default_factory=list)
    """What an agent could not do by raw HTTP."""
    allowed: int = 0
    """How much of the same a manager or an admin could do."""
    by_command: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    """Of wrong bodies."""
    signed_out: int = 0
    """Questions that a revoked token was answered with 401."""
    lines: int = 0
    """Lines of logs in which no canary is."""
    canaries: int = 0
    problems: list[str] = field(default_factory=list)


def asked(team: Team, *, mutants: int, seed: int) -> Asked:
    """Ask a hub for everything that it must not give; `mutants` are bodies that are right but for some bytes."""
    said = Asked()
    ann, mia = team.desk("ann"), team.desk("mia")
    must(mia.run(*_new(PEOPLE["mia"], "south"), "--comment", CANARY))
    must(mia.run(*_new(PEOPLE["bob"], "bari"), "--comment", f"{CANARY} too"))
    must(mia.run(*_new(PEOPLE["bob"], "bari"), "--comment", f"{CANARY} once more"))
    team_rests(team)
    overheard = [_rights(team, ann, mia, said)]
    _bodies(team, said, mutants, seed)
    overheard += _revoked(team, said)
    team_rests(team)
    said.problems += differences(team)
    _search_logs(team, overheard, said)
    return said


def _new(owner: str, segment: str) -> Sequence[str]:
    return ("new", "--email", CANARY_EMAIL, "--segment", segment, "--owner", owner)


def client(hub: Hub, token: str) -> httpx.Client:
    """Return what speaks to a hub past all desks."""
    headers = {"Cxloop-Protocol": "1", "Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=hub.url, headers=headers, timeout=_PATIENCE, trust_env=False)


# Rights -----------------------------------------------------------------------------------------------------------


def _rights(team: Team, ann: Desk, mia: Desk, said: Asked) -> str:
    """Send what only others may with an agent's token, then with theirs."""
    ids = _Ids(team.hub, ann.token)
    tickets = must(team.hub.run("tickets", "--json", "--limit", "100")).records
    mias, bobs, gone = (str(ticket["id"]) for ticket in sorted(tickets, key=lambda one: int(one["number"])))
    create = str(must(mia.run("show", gone, "--json")).record["log"][0]["operation"])
    deeds: dict[str, tuple[dict[str, Any], str]] = {
        "give away what is another's": (_change(bobs, "owner", PEOPLE["bob"], mia.person), mia.person),
        "change what is elsewhere": (_change(mias, "priority", "medium", "low"), mia.person),
        "take what is elsewhere": (_change(mias, "owner", mia.person, PEOPLE["ann"]), mia.person),
        "make a segment": (_put("segment.put", "attic", {"name": [None, "Attic"], "parent": [None, None]}), ADMIN),
        "become an admin": (_put("person.put", ann.person, {"role": ["agent", "admin"]}), ADMIN),
        "change a rule": (_put("policy.put", "policy", {"deadline.high.contact_hours": [24, 1]}), ADMIN),
        "import": ({**_change(bobs, "category", None, "Late"), "origin": "import"}, ADMIN),
        "take back what a manager did": (
            {"kind": "ticket.withdraw", "subject": gone, "undoes": create},
            mia.person,
        ),
    }
    never: dict[str, dict[str, Any]] = {
        "speak for the manager": {**_change(mias, "priority", "medium", "low"), "by": mia.person},
        "be a rule": {**_change(bobs, "category", None, "x"), "origin": "rule"},
        "be history": {**_change(bobs, "category", None, "x"), "origin": "adopt"},
    }
    before = len(order_of(team.hub.store))
    with client(team.hub, ann.token) as agent:
        for deed, fields in {**{name: one for name, (one, _) in deeds.items()}, **never}.items():
            receipt = _pushed(agent, ids.operation(ann.person, fields))
            if receipt["outcome"] in {"applied", "already"}:
                said.problems.append(f"an agent could {deed} by raw HTTP")
            said.refused.append(f"{deed} ({receipt['outcome']})")
        for path in PATHS[1:]:
            answer = agent.post(path, json={})
            said.refused.append(f"{path} ({answer.status_code})")
            _demand_problem(answer, {403}, path, said)
    if len(order_of(team.hub.store)) != before:
        said.problems.append("something that was refused is in the order")
    with client(team.hub, mia.token) as manager, client(team.hub, team.hub.token(ADMIN)) as admin:
        for fields, by in deeds.values():
            receipt = _pushed(admin if by == ADMIN else manager, ids.operation(by, fields))
            said.allowed += receipt["outcome"] == "applied"
            if receipt["outcome"] != "applied":
                said.problems.append(f"{by} may do what an agent may not, and could not: {receipt}")
    heard = ""
    for words in (
        ("segments", "add", "cellar", "--name", "Cellar"),
        ("people", "set", ann.person, "--role", "admin"),
        ("policy", "set", "deadline.high.contact_hours", "1"),
        ("set", mias, "--priority", "low"),
    ):
        refusal = ann.run(*words)
        heard += refusal.err
        said.by_command += refusal.code == 4
        if refusal.code != 4:
            said.problems.append(f"`cxloop {' '.join(words)}` by an agent ends with {refusal.code}: {refusal.err}")
    return heard


class _Ids:
    """Makes operations as somebody writes them who has no desk and has seen everything."""

    def __init__(self, hub: Hub, token: str) -> None:
        self._dice = Random(9)
        with client(hub, token) as raw:
            head = raw.get("/v1/hello").json()
        self._base = {"epoch": head["epoch"], "seq": head["seq"]}

    def operation(self, by: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Write an operation down."""
        common = {"v": 1, "by": by, "at": to_rfc3339(wall_clock()), "base": self._base, "origin": "desk"}
        return {**common, "id": uuid7(wall_clock(), self._dice.getrandbits), **fields}


def _change(ticket: str, name: str, seen: Json, wanted: Json) -> dict[str, Any]:
    return {"kind": "ticket.change", "subject": ticket, "set": {name: [seen, wanted]}}


def _put(kind: str, subject: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "subject": subject, "set": dict(fields)}


def _pushed(sender: httpx.Client, operation: Mapping[str, Any]) -> dict[str, Any]:
    answer = sender.post("/v1/push", json={"operations": [operation]})
    assert answer.status_code == 200, answer.text
    (receipt,) = answer.json()["receipts"]
    return dict(receipt)


# Bodies -----------------------------------------------------------------------------------------------------------


def _bodies(team: Team, said: Asked, mutants: int, seed: int) -> None:
    """Send bodies that are wrong, and see that each gets a problem document, and the hub is there afterwards."""
    clients = [client(team.hub, team.hub.token(ADMIN)) for _ in range(_DEVICES)]
    turns = (clients[place % _DEVICES] for place in range(10**9))
    for path in PATHS:
        for name, (body, headers) in _WRONG.items():
            answer = next(turns).post(path, content=body, headers=headers)
            said.statuses[answer.status_code] += 1
            _demand_problem(answer, {400, 413, 415, 422}, f"{path} with {name}", said)
    for body in _mutants(mutants, seed):
        answer = next(turns).post("/v1/push", content=body, headers=_JSON)
        said.statuses[answer.status_code] += 1
        if answer.status_code != 200:
            _demand_problem(answer, {413, 415, 422}, "a body that is right but for some bytes", said)
    for octets in (
        b"POST /v1/push HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\nContent-Type: application/json\r\n"
        + f"Authorization: Bearer {clients[0].headers['authorization'][7:]}\r\n\r\n".encode()
        + b'{"operations": [',
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /v1/hello HTTP/9.9\r\n\r\n",
        CANARY.encode() * 10_000,
    ):
        _shouted(team.hub, octets, said)
    for one in clients:
        said.problems += [] if one.get("/v1/hello").status_code == 200 else ["the hub is not there any more"]
        one.close()


def _mutants(number: int, seed: int) -> Iterator[bytes]:
    """Yield the body of a push in which some bytes are others, missing or twice."""
    dice = Random(seed)
    fields = {**_change("0" * 36, "priority", "low", "high"), "comment": CANARY, "add": {"tags": ["a"]}}
    common = {"v": 1, "id": "x" * 36, "by": ADMIN, "at": "2026-01-01T00:00:00Z", "base": {"epoch": "", "seq": 0}}
    whole = json.dumps({"operations": [{**common, "origin": "desk", **fields}]}).encode()
    for _ in range(number):
        made = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            place = dice.randrange(max(len(made) - 1, 1))
            match dice.randrange(4):
                case 0:
                    made[place : place + 1] = bytes([dice.randrange(256)])
                case 1:
                    del made[place : place + dice.randint(1, 9)]
                case 2:
                    made[place:place] = made[place : place + dice.randint(1, 30)]
                case _:
                    made = made[: place + 1]
        yield bytes(made)


def _shouted(hub: Hub, octets: bytes, said: Asked) -> None:
    """Send something that may be no request, and hang up; what is answered is no error of the hub."""
    with closing(socket.create_connection(("127.0.0.1", hub.port), _PATIENCE)) as line:
        answer = b""
        try:
            line.sendall(octets)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65_536):
                answer += part
        except ConnectionError:
            pass
    if answer.startswith(b"HTTP/1.1 5"):
        said.problems.append(f"{octets[:30]!r} is answered with {answer[:30]!r}")


def _demand_problem(answer: httpx.Response, statuses: set[int], what: str, said: Asked) -> None:
    kind = answer.headers.get("content-type", "")
    if answer.status_code not in statuses or kind != _PROBLEM or answer.json()["status"] != answer.status_code:
        said.problems.append(f"{what} is answered with {answer.status_code}, {kind}: {answer.text[:200]}")


# Signed out -------------------------------------------------------------------------------------------------------


def _revoked(team: Team, said: Asked) -> list[str]:
    """Sign a device out: it gets 401, its desk works on, keeps what it made, and goes on with another token."""
    bob = team.desk("bob")
    with client(team.hub, bob.token) as raw:
        device = str(raw.get("/v1/hello").json()["device"])
        must(team.hub.run("hub", "token", "revoke", device))
        for path in QUESTIONS:
            answer = raw.get(path)
            said.signed_out += answer.status_code == 401
            _demand_problem(answer, {401}, f"{path} with a revoked token", said)
        for path in PATHS:
            answer = raw.post(path, json={})
            said.signed_out += answer.status_code == 401
            _demand_problem(answer, {401}, f"{path} with a revoked token", said)
    ticket = str(must(bob.run("tickets", "--json")).records[0]["id"])
    words = f"{CANARY}, said while signed out"
    must(bob.run("comment", ticket, words))
    heard = bob.run("sync")
    if heard.code != 5:
        said.problems.append(f"a sync with a revoked token ends with {heard.code}: {heard.err}")
    with companion_of(bob) as companion:
        state = companion.next("signed-out")
        if companion.end() != 0:
            said.problems.append("the companion of a desk that is signed out does not end well")
    waiting = must(bob.run("remote", "list", "--json")).record["waiting"]
    if waiting != 1 or words not in str(bob.shown(ticket)["comments"]):
        said.problems.append(f"{waiting} operations wait at a desk that was signed out, not the one")
    bob.token = team.hub.token(bob.person)
    bob.sync()
    team_rests(team)
    said.problems += lost_or_doubled(team, [Acknowledged("", words)])
    return [heard.err, str(state)]


# Logs -------------------------------------------------------------------------------------------------------------


def _search_logs(team: Team, overheard: Sequence[str], said: Asked) -> None:
    """See that no log line has a token, a customer's words or anybody's address."""
    lines = (team.hub.directory / "hub.log").read_text(encoding="utf-8").splitlines()
    lines += [line for heard in overheard for line in heard.splitlines()]
    said.lines = len(lines)
    canaries = [CANARY, CANARY_EMAIL, "tweety", *(desk.token for desk in team.desks.values()), "Bearer"]
    said.canaries = len(canaries)
    said.problems += [f"{canary} sings in {line}" for canary in canaries for line in lines if canary in line]
    failed = [line for line in lines if '"status": 5' in line or '"error"' in line]
    said.problems += [f"the hub stumbled: {line}" for line in failed[:5]]
