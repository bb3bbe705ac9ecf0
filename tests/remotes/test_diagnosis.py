"""What `cxloop remote test` finds, over real connections: everything up to the first thing that is wrong."""

import json
from collections.abc import Callable

import pytest

from cxloop_tui.domain.clock import MINUTE, to_rfc3339
from cxloop_tui.domain.operation import Json
from cxloop_tui.remotes.diagnosis import Finding, diagnose
from tests.builders import BEA, NOON, FakeClock
from tests.remotes.answers import PORTAL, TOKEN
from tests.remotes.serving import Certificates, answering, http, serving
from tests.remotes.test_network import free_port


class Ticks:
    """A timer that goes on by 15 milliseconds whenever somebody looks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.015
        return self.now


def hub(now: int = NOON, *, knows: str = TOKEN, protocol: Json = (1,)) -> Callable[[bytes], bytes]:
    """Return what a hub answers to a hello at some time."""

    def answer(request: bytes) -> bytes:
        anybody: dict[str, Json] = {"protocol": protocol, "program": "cxloop 0.9", "time": to_rfc3339(now)}
        if b"authorization" not in request.lower():
            return http(json.dumps(anybody).encode())
        if f"Bearer {knows}".encode() not in request:
            return http(b"{}", "application/problem+json", "401 Unauthorized")
        limits: Json = {"operations": 200, "bytes": 1 << 20, "page": 1000}
        me: dict[str, Json] = {
            "person": BEA,
            "role": "agent",
            "device": "ab12cd34",
            "space": "s",
            "epoch": "e",
            "seq": 7,
        }
        return http(json.dumps({**anybody, **me, "limits": limits}).encode())

    return answer


async def found(url: str, token: str | None = TOKEN, certificates: Certificates | None = None) -> list[Finding]:
    """Diagnose with a clock at noon."""
    ca_file = None if certificates is None else certificates.authority
    findings = list(await diagnose(url, token, clock=FakeClock(), timer=Ticks(), ca_file=ca_file))
    assert [finding.went_well for finding in findings[:-1]] == [True] * (len(findings) - 1)
    assert TOKEN not in str(findings)
    return findings


async def test_all_is_well(certificates: Certificates) -> None:
    async with serving(answering(hub(), []), certificates.served()) as served:
        findings = await found(f"https://localhost:{served.port}", certificates=certificates)
    assert [finding.tried for finding in findings] == [
        "address", "name", "connection", "certificate", "hub", "token", "person", "round trips", "clock",
    ]  # fmt: skip
    assert findings[-1].went_well
    said = {finding.tried: finding.said for finding in findings}
    assert "127.0.0.1" in said["name"]
    assert said["certificate"].startswith("TLSv1.3, good until 20")
    assert said["hub"] == "cxloop 0.9, protocol 1"
    assert said["person"] == f"{BEA}, agent, as device ab12cd34"
    assert said["round trips"] == "5 took 15 to 15 ms each"


async def test_on_this_computer_nobody_needs_a_certificate() -> None:
    async with serving(answering(hub(), [])) as served:
        findings = await found(f"http://127.0.0.1:{served.port}")
    assert findings[-1].went_well
    assert "certificate" not in {finding.tried for finding in findings}


@pytest.mark.parametrize(
    ("url", "tried", "words"),
    [
        ("hub.example", "address", "begins with https://"),
        ("http://hub.example", "address", "could read along"),
        ("https://hub.invalid", "name", "nobody knows the name hub.invalid"),
    ],
)
async def test_what_is_wrong_before_anything_is_asked(url: str, tried: str, words: str) -> None:
    last = (await found(url))[-1]
    assert (last.tried, last.went_well) == (tried, False)
    assert words in last.said


async def test_nothing_listens() -> None:
    last = (await found(f"http://127.0.0.1:{free_port()}"))[-1]
    assert (last.tried, last.went_well) == ("connection", False)
    assert "nothing listens" in last.said


@pytest.mark.parametrize(
    ("names", "days", "is_known", "words"),
    [
        ("DNS:localhost", -1, True, "has expired"),
        ("DNS:other.example", 2, True, "is not for the name localhost"),
        ("DNS:localhost", 2, False, "an authority that is unknown here"),
    ],
)
async def test_what_is_wrong_with_a_certificate(
    certificates: Certificates, names: str, days: int, is_known: bool, words: str
) -> None:
    async with serving(answering(hub(), []), certificates.served(names=names, days=days)) as served:
        last = (await found(f"https://localhost:{served.port}", certificates=certificates if is_known else None))[-1]
    assert (last.tried, last.went_well) == ("certificate", False)
    assert words in last.said


@pytest.mark.parametrize(
    ("answer", "token", "tried", "words"),
    [
        (lambda _: http(PORTAL.encode(), "text/html", headers=""), TOKEN, "hub", "is no hub"),
        (hub(protocol=[2]), TOKEN, "hub", "does not speak protocol 1"),
        (hub(), None, "token", "CXLOOP_TOKEN"),
        (hub(), "short", "token", "this is no token of a hub"),
        (hub(knows="another"), TOKEN, "token", "does not know the token"),
        (hub(NOON + 7 * MINUTE), TOKEN, "clock", "7 minutes behind the hub's"),
        (hub(NOON - 130 * MINUTE), TOKEN, "clock", "130 minutes ahead of the hub's"),
    ],
)
async def test_what_is_wrong_with_the_hub_or_us(
    answer: Callable[[bytes], bytes], token: str | None, tried: str, words: str
) -> None:
    async with serving(answering(answer, [])) as served:
        last = (await found(f"http://127.0.0.1:{served.port}", token))[-1]
    assert (last.tried, last.went_well) == (tried, False)
    assert words in last.said


async def test_what_goes_through_a_proxy_is_not_tried_past_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(answering(lambda _: http(b"", status="403 Forbidden"), [])) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        findings = await found("https://hub.invalid")
    assert [finding.tried for finding in findings] == ["address", "hub"]
    assert "through the proxy" in findings[0].said
    assert "the proxy on the way to https://hub.invalid does not let it through" in findings[1].said


@pytest.mark.parametrize("minutes", [-2, 0, 2])
async def test_clocks_may_differ_a_little(minutes: int) -> None:
    async with serving(answering(hub(NOON + minutes * MINUTE), [])) as served:
        assert (await found(f"http://127.0.0.1:{served.port}"))[-1] == Finding("clock", True, "as the hub's")
