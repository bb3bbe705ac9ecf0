"""A hub and its desks as processes, when things go wrong: small ones of what `tests.acceptance D` shows at length."""

import socket
import struct
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.going_away import played
from tests.journeys.hostile_requests import asked
from tests.journeys.joining import joined
from tests.journeys.newer_hub import newer_hub
from tests.journeys.proxy import Proxy, Weather
from tests.journeys.restoring import restored
from tests.journeys.storm import storm
from tests.journeys.team import hub_on, team_of
from tests.waiting import wait_until


def test_killed_and_cut_off_while_it_syncs(tmp_path: Path) -> None:
    with team_of(tmp_path, "sqlite") as team:
        report = storm(team, operations=400, kills=4, hub_kills=1, seed=1, shown=3)
    assert report.problems == []
    assert (report.killed["desks"] >= 4, report.killed["hub"]) == (True, 1)
    assert report.operations > report.acknowledged >= 400


def test_hub_and_desks_from_yesterday(tmp_path: Path) -> None:
    with team_of(tmp_path, "sqlite") as team:
        did = restored(team, pieces=60, seed=2, shown=3)
    assert did.problems == []
    assert did.lost == 60


def test_a_hub_restored_by_the_tools_of_its_server(tmp_path: Path) -> None:
    with team_of(tmp_path, "postgresql") as team:
        did = restored(team, pieces=40, seed=3, shown=2)
    assert did.problems == []
    assert did.lost == 40


def test_a_used_desk_joins_and_is_killed(tmp_path: Path) -> None:
    with team_of(tmp_path, "sqlite") as team:
        did = joined(team, alone=30, others=20, kills=2, seed=4, shown=5)
    assert did.problems == []
    assert (did.tickets, did.renumbered, did.found["by `show`, as the number stays"]) == (50, 20, 10)


def test_a_hub_that_goes_away(tmp_path: Path) -> None:
    with team_of(tmp_path, "sqlite") as team, hub_on(tmp_path / "elsewhere", "sqlite") as elsewhere:
        did = played(team, elsewhere)
    assert did.problems == []
    assert did.refused == {"nothing there": 5, "another hub": 4}


def test_whoever_means_harm(tmp_path: Path) -> None:
    with team_of(tmp_path, "sqlite") as team:
        said = asked(team, mutants=60, seed=5)
    assert said.problems == []
    assert said.signed_out == 10


def test_a_desk_that_hangs_up_is_nothing_to_write_of(capfd: pytest.CaptureFixture[str]) -> None:
    with newer_hub() as port:
        with socket.create_connection(("127.0.0.1", port)) as desk:
            desk.sendall(b"GET /v1/hello HTTP/1.1\r\n")
            assert wait_until(_answering, time.monotonic() + 10)
            desk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert wait_until(lambda: not _answering(), time.monotonic() + 10)
    assert capfd.readouterr().err == ""


def _answering() -> bool:
    return any("process_request_thread" in thread.name for thread in threading.enumerate())


# The proxy itself ---------------------------------------------------------------------------------------------------


def test_a_fair_way_passes_everything_on_and_is_pointed_elsewhere() -> None:
    for _ in range(2):
        with (
            socket.create_server(("127.0.0.1", 0)) as nowhere,
            socket.create_server(("127.0.0.1", 0)) as there,
            Proxy(nowhere.getsockname()[1]) as proxy,
        ):
            proxy.target = there.getsockname()[1]
            with socket.create_connection(("127.0.0.1", proxy.port)) as near:
                far, _ = there.accept()
                with far:
                    near.sendall(b"a" * 100_000)
                    near.shutdown(socket.SHUT_WR)
                    assert _all_of(far) == b"a" * 100_000
                    far.sendall(b"b" * 100_000)
                    far.shutdown(socket.SHUT_WR)
                    assert _all_of(near) == b"b" * 100_000
            assert proxy.did["bytes"] == 200_000


def test_a_way_is_cut_after_so_many_bytes() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as there,
        Proxy(there.getsockname()[1]) as proxy,
        socket.create_connection(("127.0.0.1", proxy.port)),
    ):
        far, _ = there.accept()
        far.close()
        proxy.weather = Weather(cut=1.0, cut_within=2)
        with socket.create_connection(("127.0.0.1", proxy.port)) as near, closing(there.accept()[0]) as far:
            for one in (near, far):
                one.sendall(b"abc")
            got, cut = b"", False
            try:
                got = _all_of(near)
            except ConnectionError:
                cut = True
            assert cut or got in {b"", b"a"}
        assert proxy.did["cut"] == 1


def test_a_way_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as there, Proxy(there.getsockname()[1]) as proxy:
        proxy.weather = Weather(refused=1.0)
        with socket.create_connection(("127.0.0.1", proxy.port)) as near, pytest.raises(ConnectionError):
            near.recv(1)


def _all_of(line: socket.socket) -> bytes:
    got = b""
    while part := line.recv(65_536):
        got += part
    return got
