"""Hubs that cannot be reached, are silent, break off: over real connections."""

import asyncio
import gzip
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from cxloop_tui.domain.errors import RemoteTrouble, Unusable
from cxloop_tui.domain.feed import START, Cursor
from cxloop_tui.domain.operation import Json
from cxloop_tui.remotes.hub import HubRemote
from cxloop_tui.remotes.patience import Patience
from tests.remotes.answers import TOKEN, comment, remote
from tests.remotes.serving import Certificates, Visitor, answering, http, http_json, serving

PATIENT = Patience(connect=20.0, silence=20.0, live=20.0, whole=20.0)
HASTY = replace(PATIENT, silence=0.3, live=1.0)
HUB: Json = {"segments": [], "people": [], "policy": {}}
HERE = Cursor("e", 7, "last")

LINES = (
    "HTTP/1.1 200 OK\r\nCxloop-Protocol: 1\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n"
)
EVENTS = LINES.replace("application/x-ndjson", "text/event-stream").encode() + b"\r\n"
EMPTY = {"count": 0, "checksum": "cae66941d9efbd404e4d88758ea67670", "cursor": ["e", 8, "x"], "more": False}
LAST_PAGE = json.dumps({"page": EMPTY}).encode() + b"\n"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def chunk(said: bytes) -> bytes:
    return f"{len(said):x}\r\n".encode() + said + b"\r\n"


async def push(desk: HubRemote) -> object:
    return await desk.push([comment(1)])


async def pull(desk: HubRemote) -> object:
    return [page async for page in desk.pull(START)]


async def silence(visitor: Visitor) -> None:
    await visitor.request()
    await visitor.hold()


async def hang_up(visitor: Visitor) -> None:
    await visitor.request()


async def half_an_answer(visitor: Visitor) -> None:
    await visitor.request()
    await visitor.say(http_json({"receipts": [{"operation": "op-1", "outcome": "applied", "seq": 1}]})[:-3])


async def half_a_stream(visitor: Visitor) -> None:
    await visitor.request()
    await visitor.say(LINES.encode() + b"\r\n" + chunk(LAST_PAGE[:40]))


async def half_of_what_is_packed(visitor: Visitor) -> None:
    packed = gzip.compress(LAST_PAGE)
    await visitor.request()
    await visitor.say(
        LINES.encode() + b"Content-Encoding: gzip\r\n\r\n" + chunk(packed[: len(packed) // 2]) + b"0\r\n\r\n"
    )


async def another_language(visitor: Visitor) -> None:
    await visitor.say(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
    await visitor.hold()


@pytest.mark.parametrize("verb", [push, pull])
@pytest.mark.parametrize(
    ("behave", "words"),
    [
        (silence, "takes too long to answer"),
        (hang_up, "broke off"),
        (half_an_answer, "broke off"),
        (half_a_stream, "broke off"),
        (half_of_what_is_packed, "not whole|no hub"),
        (another_language, "broke off"),
    ],
)
async def test_what_breaks_off_is_told_and_nothing_of_it_is_taken(
    verb: Callable[[HubRemote], Awaitable[object]], behave: Callable[[Visitor], Awaitable[None]], words: str
) -> None:
    if (verb, behave) in {(push, half_a_stream), (pull, half_an_answer)}:
        words = "no hub"
    patience = HASTY if behave is silence else PATIENT
    connections = 0

    async def count(visitor: Visitor) -> None:
        nonlocal connections
        connections += 1
        await behave(visitor)

    async with (
        serving(count) as served,
        HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=patience) as desk,
    ):
        with pytest.raises(RemoteTrouble, match=words) as trouble:
            await verb(desk)
    assert f"http://127.0.0.1:{served.port}" in str(trouble.value)
    assert connections == 1, "nothing is sent again by itself"


async def test_no_question_takes_for_ever() -> None:
    brief = replace(PATIENT, whole=0.2)
    async with serving(silence) as hub, HubRemote(f"http://127.0.0.1:{hub.port}", TOKEN, patience=brief) as desk:
        with pytest.raises(RemoteTrouble, match="takes too long"):
            await desk.push([comment(1)])


async def test_where_nothing_listens_that_is_told() -> None:
    port = free_port()
    async with HubRemote(f"http://localhost:{port}", TOKEN, patience=PATIENT) as desk:
        with pytest.raises(RemoteTrouble, match=f"nothing listens at http://localhost:{port}"):
            await desk.hello()


async def test_a_name_that_nobody_knows_is_told() -> None:
    async with HubRemote("https://hub.invalid", TOKEN, patience=PATIENT) as desk:
        with pytest.raises(RemoteTrouble, match=r"nobody knows the name hub\.invalid"):
            await desk.hello()


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (httpx.ConnectTimeout("x"), "cannot be connected in time"),
        (httpx.WriteTimeout("x"), "takes too long"),
        (httpx.ConnectError("x"), "cannot be reached"),
        (httpx.ProxyError("x"), "the proxy on the way"),
        (httpx.LocalProtocolError(f"Illegal header value b'{TOKEN}'"), "broke off"),
        (OSError("x"), "broke off"),
    ],
)
async def test_other_failures_have_a_sentence_too(failure: Exception, words: str) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise failure

    async with remote(fail) as desk:
        with pytest.raises(RemoteTrouble, match=words) as trouble:
            await desk.hello()
    assert TOKEN not in str(trouble.value)


async def test_what_leads_elsewhere_is_not_followed() -> None:
    asked: list[bytes] = []
    async with serving(answering(lambda _: http_json({}), asked)) as elsewhere:
        there = http(
            b"", status="307 Temporary Redirect", headers=f"Location: http://127.0.0.1:{elsewhere.port}/v1/push"
        )
        async with (
            serving(answering(lambda _: there, [])) as served,
            HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=PATIENT) as desk,
        ):
            with pytest.raises(RemoteTrouble, match="leads elsewhere"):
                await desk.push([comment(1)])
    assert asked == []


# --- what moves ---------------------------------------------------------------------------------------------------


async def test_events_come_as_they_happen_and_silence_after_them_is_a_failure() -> None:
    grown = asyncio.Event()

    async def behave(visitor: Visitor) -> None:
        await visitor.request()
        await visitor.say(EVENTS + chunk(b": hello\n\n"))
        await grown.wait()
        await visitor.say(chunk(b'event: moved\ndata: {"seq": 8}\n\n'))
        await visitor.hold()

    async with serving(behave) as served, HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=HASTY) as desk:
        moved = aiter(desk.moved(HERE))
        grown.set()
        assert await anext(moved) == 8
        with pytest.raises(RemoteTrouble, match="takes too long"):
            await anext(moved)


async def test_where_events_are_held_back_one_answer_is_waited_for() -> None:
    asked: list[bytes] = []

    async def behave(visitor: Visitor) -> None:
        while True:
            request = await visitor.request()
            asked.append(request.split(b" ")[1].partition(b"?")[0])
            if asked[-1] == b"/v1/live":
                await visitor.say(EVENTS)
                await visitor.hold()
            else:
                await visitor.say(LINES.encode() + b"\r\n" + chunk(LAST_PAGE) + b"0\r\n\r\n")

    async with serving(behave) as served, HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=HASTY) as desk:
        assert [seq async for seq in desk.moved(HERE)] == [8]
        assert [seq async for seq in desk.moved(HERE)] == [8]
    assert asked == [b"/v1/live", b"/v1/changes", b"/v1/changes"]


# --- proxies ------------------------------------------------------------------------------------------------------


async def test_what_stays_on_this_computer_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    overheard: list[bytes] = []
    async with (
        serving(answering(lambda _: http(b""), overheard)) as proxy,
        serving(answering(lambda _: http_json(HUB), [])) as served,
    ):
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        async with HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=PATIENT) as desk:
            assert await desk.directory() == HUB
    assert overheard == []


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
async def test_a_proxy_hears_the_name_of_the_hub_and_no_token(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    overheard: list[bytes] = []
    async with serving(answering(lambda _: http(b"", status=status), overheard)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        async with HubRemote("https://hub.example", TOKEN, patience=PATIENT) as desk:
            with pytest.raises(RemoteTrouble, match="the proxy on the way to "):
                await desk.push([comment(1)])
    (heard,) = overheard
    assert heard.startswith(b"CONNECT hub.example:443 ")
    assert TOKEN.encode() not in heard


@pytest.mark.parametrize("proxy", ["nonsense://canary@proxy.example", "socks4://proxy.example"])
def test_a_proxy_that_cannot_be_used_is_told_and_not_repeated(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(Unusable, match="HTTPS_PROXY") as wrong:
        HubRemote("https://hub.example", TOKEN)
    assert "canary" not in str(wrong.value)


# --- certificates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "days", "host", "is_known", "words"),
    [
        ("DNS:localhost", -1, "localhost", True, "has expired"),
        ("DNS:other.example", 2, "localhost", True, "is not for the name localhost"),
        ("DNS:localhost", 2, "127.0.0.1", True, "is not for the name 127.0.0.1"),
        ("DNS:localhost", 2, "localhost", False, "is from an authority that is unknown here"),
    ],
)
async def test_a_certificate_that_cannot_be_trusted_is_told(
    certificates: Certificates, names: str, days: int, host: str, is_known: bool, words: str
) -> None:
    asked: list[bytes] = []
    context = certificates.served(names=names, days=days)
    known = certificates.authority if is_known else None
    async with (
        serving(answering(lambda _: http_json({}), asked), context) as served,
        HubRemote(f"https://{host}:{served.port}", TOKEN, ca_file=known, patience=PATIENT) as desk,
    ):
        with pytest.raises(RemoteTrouble, match=words):
            await desk.push([comment(1)])
    assert asked == []


async def test_a_certificate_of_a_named_authority_is_trusted(certificates: Certificates) -> None:
    async with serving(answering(lambda _: http_json(HUB), []), certificates.served()) as served:
        url = f"https://localhost:{served.port}"
        async with HubRemote(url, TOKEN, ca_file=certificates.authority, patience=PATIENT) as desk:
            assert await desk.directory() == HUB


async def test_https_where_the_hub_has_none_is_told() -> None:
    async def behave(visitor: Visitor) -> None:
        await visitor.say(http(b"", status="400 Bad Request"))
        await visitor.hold()

    async with (
        serving(behave) as served,
        HubRemote(f"https://127.0.0.1:{served.port}", TOKEN, patience=PATIENT) as desk,
    ):
        with pytest.raises(RemoteTrouble, match="does not speak TLS"):
            await desk.hello()


def test_a_file_without_certificates_is_told(certificates: Certificates) -> None:
    for name in ("authority.key", "nowhere.pem"):
        with pytest.raises(Unusable, match=name):
            HubRemote("https://hub.example", TOKEN, ca_file=certificates.authority.with_name(name))
