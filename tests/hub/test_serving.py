"""A hub on a socket: live, with two clients, and stopped while somebody is asking."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from cxloop_tui.domain.errors import CxloopError, Unusable
from cxloop_tui.hub.serving import Certificate, Place, _bound
from cxloop_tui.store.lock import locked
from tests.builders import BEA, EVE
from tests.contract.house import built, sqlite
from tests.hub.team import PROTOCOL, Team, asked_after, pages_of, problem, team_of, token_of


class Process:
    """A hub that runs."""

    def __init__(self, store: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.hub.hub_process", str(store)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def client(self, email: str) -> httpx.Client:
        headers = {**PROTOCOL, "Authorization": f"Bearer {token_of(email)}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    def asked(self, request: httpx.Request) -> socket.socket:
        """Send a request and return the connection, on which the answer will be."""
        body = request.read()
        lines = [f"{request.method} {request.url.raw_path.decode()} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        connection = socket.create_connection((request.url.host, request.url.port or 0), timeout=30)
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        return connection

    def stop(self) -> tuple[int, str, list[dict[str, object]]]:
        """Stop it; return what `ended` does."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> tuple[int, str, list[dict[str, object]]]:
        """Wait for its end; return how it ended, what it said last, and its log."""
        said, log = self.process.communicate(timeout=30)
        return self.process.returncode, said, [json.loads(line) for line in log.splitlines()]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    house, close = built(sqlite, tmp_path)
    team = team_of(house)
    yield team
    team.app.close()
    close()


@contextmanager
def running(store: Path) -> Iterator[Process]:
    hub = Process(store)
    try:
        yield hub
    finally:
        if hub.process.poll() is None:
            hub.process.kill()
            hub.process.communicate()


def test_what_one_does_the_other_is_told_at_once_until_the_hub_is_stopped(team: Team, tmp_path: Path) -> None:
    ticket = team.house.create()
    first, second = team.made(*[lambda sitting: sitting.comment(ticket.id, "hello")] * 2)
    with running(tmp_path / "store.db") as hub, hub.client(BEA) as bea, hub.client(EVE) as eve:
        head = pages_of(eve.get("/v1/changes"))[-1].cursor
        with eve.stream("GET", "/v1/live", params=asked_after(head)) as events:
            assert events.headers["content-type"].startswith("text/event-stream")
            lines = events.iter_lines()
            assert next(lines).startswith(":")
            bea.post("/v1/push", json={"operations": [first]})
            assert [next(lines) for _ in range(3)][1:] == ["event: moved", f'data: {{"seq": {head.seq + 1}}}']
            team.house.act(lambda sitting: sitting.comment(ticket.id, "from a desk on the same store"))
            assert [next(lines) for _ in range(3)][1:] == ["event: moved", f'data: {{"seq": {head.seq + 2}}}']
            bea.post("/v1/push", json={"operations": [second]})
            assert [next(lines) for _ in range(3)][1:] == ["event: moved", f'data: {{"seq": {head.seq + 3}}}']
            code, said, log = hub.stop()
            assert list(lines) == [""]
        assert (code, said) == (0, "closed\n")
        assert {line["route"] for line in log} == {"/v1/changes", "/v1/live", "/v1/push"}


def test_what_is_under_way_is_answered_when_the_hub_is_stopped(team: Team, tmp_path: Path) -> None:
    ticket = team.house.create()
    wires = team.made(*[lambda sitting: sitting.comment(ticket.id, "hello")] * 100)
    with running(tmp_path / "store.db") as hub, hub.client(EVE) as eve:
        head = pages_of(eve.get("/v1/changes"))[-1].cursor
        with locked(tmp_path / "store.db"):  # so the push has to wait in the hub
            push = hub.asked(eve.build_request("POST", "/v1/push", json={"operations": wires_of(wires, EVE)}))
            wait = hub.asked(eve.build_request("GET", "/v1/changes", params=asked_after(head, wait=30)))
            assert eve.get("/v1/hello").status_code == 200, "it has begun with what came before this"
            hub.process.send_signal(signal.SIGTERM)
            assert b"200 OK" in answered(wait)
        assert b"200 OK" in answered(push)
        code, said, log = hub.ended()
        assert (code, said) == (0, "closed\n")
        assert [line["status"] for line in log] == [200] * 4
    assert team.house.reader.seq() == head.seq + 100


def test_what_is_too_large_or_from_a_stranger_is_answered_though_nobody_reads_it(team: Team, tmp_path: Path) -> None:
    assert team.house.reader.seq()
    body, headers = b"[" * 3_000_000, {"Content-Type": "application/json"}
    with running(tmp_path / "store.db") as hub, hub.client(BEA) as bea, hub.client("nobody@desk.example") as stranger:
        for _ in range(3):
            problem(bea.post("/v1/push", content=body, headers=headers), "too-large")
            problem(stranger.post("/v1/push", content=body, headers=headers), "signed-out")
        assert hub.stop()[0] == 0


async def test_an_answer_in_parts_is_not_held_back_until_its_first_part_is_acknowledged() -> None:
    options: asyncio.Queue[int] = asyncio.Queue()

    def accepted(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        options.put_nowait(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listener = _bound(Place("127.0.0.1", 0))
    async with await asyncio.start_server(accepted, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        assert await asyncio.wait_for(options.get(), 20)
        writer.close()


def wires_of(wires: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    return [{**wire, "by": by} for wire in wires]


def answered(connection: socket.socket) -> bytes:
    """Read to the end of what a hub sends."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_plain_http_is_for_this_computer_alone() -> None:
    for host in ("localhost", "127.0.0.1", "::1"):
        Place(host, 0).check()
    for host in ("0.0.0.0", "::", "192.0.2.1", "hub.example", ""):
        with pytest.raises(Unusable, match="plain http is for this computer alone"):
            Place(host, 0).check()
    Place("0.0.0.0", 0, Certificate(Path("a"), Path("b"))).check()


def test_a_hub_is_called_by_its_host_and_port() -> None:
    certificate = Certificate(Path("a"), Path("b"))
    assert Place("localhost", 0).url(7) == "http://localhost:7"
    assert Place("::1", 0).url(7) == "http://[::1]:7"
    assert Place("hub.example", 0, certificate).url(7) == "https://hub.example:7"


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with _bound(Place("127.0.0.1", 0)) as taken:
        taken.listen()
        with pytest.raises(CxloopError, match="--port names another"):
            _bound(Place("127.0.0.1", taken.getsockname()[1]))
