"""Whatever is wrong with a request is told by a problem document, and never an error of the hub."""

import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.hub.app import Hub, HubApp
from cxloop_tui.hub.bodies import json_of
from cxloop_tui.hub.limits import Limits
from cxloop_tui.hub.problems import Problem
from tests.builders import ADA, BEA, CREATED
from tests.hub.team import FakeAnswering, Team, asked_after, pages_of, problem

MEBI = 1024 * 1024
WRONG_BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "malformed"),
    "no JSON": (b"hello", "malformed"),
    "cut off": (b'{"operations": [', "malformed"),
    "something after it": (b'{"operations": []} {}', "malformed"),
    "latin-1": ('{"operations": ["é"]}'.encode("latin-1"), "malformed"),
    "utf-16": ('{"operations": []}'.encode("utf-16"), "malformed"),
    "a byte order mark": (b'\xef\xbb\xbf{"operations": []}', "malformed"),
    "not a number": (b'{"operations": [NaN]}', "malformed"),
    "without end": (b'{"operations": [-Infinity]}', "malformed"),
    "a very long number": (b'{"operations": [' + b"1" * 5_000 + b"]}", "malformed"),
    "one name twice": (b'{"operations": [], "operations": []}', "malformed"),
    "one name twice within": (b'{"operations": [{"v": 1, "v": 2}]}', "malformed"),
    "very deep": (b'{"operations": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "malformed"),
    "very deep objects": (b'{"operations": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}", "malformed"),
    "a list": (b"[]", "malformed"),
    "a text": (b'"operations"', "malformed"),
    "no operations": (b"{}", "malformed"),
    "operations that are an object": (b'{"operations": {}}', "malformed"),
    "an operation that is a text": (b'{"operations": ["x"]}', "malformed"),
    "an operation without anything": (b'{"operations": [{}]}', "malformed"),
    "very many": (json.dumps({"operations": [{}] * 201}).encode(), "too-large"),
    "very large": (b'{"operations": ["' + b"x" * MEBI + b'"]}', "too-large"),
}


@pytest.fixture
def team(small_team: Callable[..., Team]) -> Team:
    return small_team()


@pytest.mark.parametrize(("body", "name"), WRONG_BODIES.values(), ids=WRONG_BODIES)
async def test_a_wrong_body_is_a_problem(team: Team, body: bytes, name: str) -> None:
    async with team.client(BEA, Content_Type="application/json") as bea:
        problem(await bea.post("/v1/push", content=body), name)
    (line,) = team.logged
    assert (line["route"], line.get("error")) == ("/v1/push", None)


async def test_a_body_is_counted_though_it_does_not_say_how_long_it_is(team: Team) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"[" * 100_000

    async with team.client(BEA, Content_Type="application/json") as bea:
        problem(await bea.post("/v1/push", content=endless()), "too-large")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": ""},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": "application/json", "Content-Encoding": "br"},
    ],
)
@pytest.mark.parametrize("path", ["/v1/push", "/v1/responses"])
async def test_another_kind_of_body_is_not_read(team: Team, headers: dict[str, str], path: str) -> None:
    async with team.client(ADA) as ada:
        problem(await ada.post(path, content=gzip.compress(b"{}"), headers=headers), "media-type")


async def test_the_operation_that_is_none_is_named_by_its_place(team: Team) -> None:
    good = team.made(lambda sitting: sitting.create(CREATED, "x"))
    before = team.house.reader.seq()
    for wrong in ({"at": "yesterday"}, {"base": 3}, {"at": "0001-01-01T00:00:00+23:59"}, {"add": {"tags": [1]}}):
        bad = {**good[0], **wrong}
        async with team.client(BEA) as bea:
            said = problem(await bea.post("/v1/push", json={"operations": [*good, bad]}), "malformed")
        assert said["detail"].startswith("operations[1]: ")
    assert team.house.reader.seq() == before


async def test_a_detail_repeats_little_of_what_was_sent(team: Team) -> None:
    async with team.client(BEA) as bea:
        answer = await bea.post("/v1/push", json={"operations": [{"v": 1, "base": {}, "x" * 9_000: 1}]})
        assert len(problem(answer, "malformed")["detail"]) < 500


@pytest.mark.parametrize(
    "query",
    [
        "seq=x", "seq=-1", "seq=1.5", "seq=%D9%A3", f"seq={2**62}", "seq=1&seq=2", "limit=0", "limit=1001", "wait=31",
        "wait=-1", "epoch=" + "x" * 101, "last=" + "x" * 101, "seq=" + "9" * 5_000,
    ],
)  # fmt: skip
async def test_what_a_query_cannot_mean_is_a_problem(team: Team, query: str) -> None:
    async with team.client(BEA) as bea:
        problem(await bea.get(f"/v1/changes?{query}"), "malformed")


@pytest.mark.parametrize("query", ["epoch=%00", "epoch=%ff%fe", "last=%ed%a0%80&seq=1", "epoch=a%0ab&x=y"])
async def test_odd_names_of_an_order_are_just_unknown(team: Team, query: str) -> None:
    async with team.client(BEA) as bea:
        answer = await bea.get(f"/v1/changes?{query}")
        assert answer.status_code in {200, 409}


async def test_paths_and_methods_that_there_are_not(team: Team) -> None:
    async with team.client(BEA) as bea:
        for path in ("/", "/v1", "/v1/", "/v1/hello/", "/v2/hello", "/v1/changes/1"):
            problem(await bea.get(path), "not-found")
        for method in ("HEAD", "POST", "DELETE", "OPTIONS", "PROPFIND"):
            answer = await bea.request(method, "/v1/hello")
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert {line["method"] for line in team.logged[-5:]} == {"HEAD", "POST", "DELETE", "OPTIONS", "other"}


async def test_a_store_that_does_not_answer_is_told_and_logged_without_its_words(
    small_team: Callable[..., Team],
) -> None:
    def accept(_operations: object, *, by: str) -> list[Receipt]:
        raise StoreTrouble(f"the disk of {by} is full of customers' words")

    team = small_team(accept=accept)
    async with team.client(BEA) as bea:
        said = problem(await bea.post("/v1/push", json={"operations": []}), "failed")
    assert "words" not in json.dumps(said)
    assert team.logged[0]["error"] == "StoreTrouble"
    assert "customers" not in "".join(team.lines)


async def test_an_operation_that_the_program_stumbles_over_holds_up_nobody(small_team: Callable[..., Team]) -> None:
    team = small_team()
    ticket = team.house.create()
    wires = team.made(*[lambda sitting: sitting.comment(ticket.id, "hello")] * 3)

    def accept(operations: list[Operation], *, by: str) -> list[Receipt]:
        if any(operation.id == wires[1]["id"] for operation in operations):
            raise KeyError("words of a customer")
        return list(team.hub.accept(operations, by=by))

    stumbling = Team(team.house, team.hub, HubApp(_with(team, accept)), team.lines)
    async with stumbling.client(BEA) as bea:
        receipts = (await bea.post("/v1/push", json={"operations": wires})).json()["receipts"]
    assert [receipt["outcome"] for receipt in receipts] == ["applied", "unsupported", "applied"]
    assert [line["error"] for line in team.logged if "error" in line] == ["KeyError"] * 2
    assert "customer" not in "".join(team.lines)
    stumbling.app.close()


def _with(team: Team, accept: Callable[..., list[Receipt]]) -> Hub:
    return replace(team.hub, accept=accept)


# How much at once ---------------------------------------------------------------------------------------------------


async def test_a_device_that_asks_too_often_is_told_when_it_may_and_others_go_on(
    small_team: Callable[..., Team],
) -> None:
    now = [0.0]
    team = small_team(limits=Limits(a_second=2, burst=3), ticks=lambda: now[0])
    async with team.client(BEA) as bea, team.client(ADA) as ada, team.client(None) as stranger:
        assert [(await bea.get("/v1/hello")).status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = await bea.get("/v1/directory")
        assert problem(answer, "busy")
        assert answer.headers["retry-after"] == "1"
        assert (await ada.get("/v1/hello")).status_code == 200
        assert [(await stranger.get("/v1/hello")).status_code for _ in range(4)] == [200, 200, 200, 429]
        now[0] += 0.5
        assert [(await bea.get("/v1/hello")).status_code for _ in range(2)] == [200, 429]


async def test_a_device_waits_with_few_requests_at_once(small_team: Callable[..., Team]) -> None:
    team = small_team(limits=Limits(waiting=0))
    async with team.client(BEA) as bea:
        problem(await bea.get("/v1/live"), "busy")
        head = pages_of(await bea.get("/v1/changes"))[-1].cursor
        problem(await bea.get("/v1/changes", params=asked_after(head, wait=1)), "busy")


# Any octets at all --------------------------------------------------------------------------------------------------


NEARLY_JSON = st.text('[]{}:,"\\u0dN1e9-+. a', max_size=40)


@given(st.binary(max_size=40) | (NEARLY_JSON | st.text(max_size=40)).map(str.encode))
def test_any_octets_are_json_or_a_problem(body: bytes) -> None:
    with suppress(Problem):
        assert json_of(body) == json.loads(body.decode())


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers() | st.none(), max_size=3))
async def test_any_answer_is_taken_or_a_problem(team: Team, answer: dict[str, object]) -> None:
    assert isinstance(team.hub.answering, FakeAnswering)
    async with team.client(ADA, Content_Type="application/json") as ada:
        said = await ada.post("/v1/responses", content=json.dumps(answer))
        assert said.status_code in {200, 201, 422, 429}
