"""A token is in no message, no log, no picture of an object, whatever goes wrong."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.remotes.conversation import Conversation
from cxloop_tui.remotes.hub import HubRemote
from cxloop_tui.remotes.hub_address import hub_address
from cxloop_tui.remotes.logs import keep_tokens_out_of_logs
from tests.remotes.answers import PORTAL, SPOKEN, TOKEN, URL, Answering, problem, remote, said
from tests.remotes.serving import Visitor, answering, http_json, serving
from tests.remotes.test_network import PATIENT
from tests.remotes.test_refusals import VERBS


def raising(failure: Exception) -> Answering:
    def answer(_: httpx.Request) -> httpx.Response:
        raise failure

    return answer


FAULTS: dict[str, Answering] = {
    "portal": lambda _: httpx.Response(200, html=PORTAL),
    "quoted in a problem": lambda _: problem(500, detail=f"Bearer {TOKEN} is not what I like"),
    "quoted as a protocol": lambda _: problem(426, "protocol", speaks=[TOKEN]),
    "quoted as a kind": lambda _: httpx.Response(200, headers={**SPOKEN, "Content-Type": f"text/{TOKEN}"}),
    "quoted in a header": lambda _: httpx.Response(200, json={}, headers={"Cxloop-Protocol": TOKEN}),
    "quoted in an address": lambda _: httpx.Response(302, headers={"Location": f"{URL}/?token={TOKEN}"}),
    "signed out": lambda _: problem(401, "signed-out", detail=TOKEN),
    "quoted in JSON": lambda _: said({TOKEN: TOKEN, "receipts": TOKEN, "protocol": TOKEN}),
    "quoted by the client": raising(httpx.LocalProtocolError(f"Illegal header value b'Bearer {TOKEN}\\n'")),
    "quoted by the network": raising(OSError(f"cannot send {TOKEN}")),
}


def looks_like(trouble: BaseException) -> str:
    return str(trouble) + repr(trouble) + "".join(traceback.format_exception(trouble))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
async def test_no_failure_shows_the_token(
    verb: Callable[[HubRemote], Awaitable[object]], fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with remote(FAULTS[fault]) as desk:
        caplog.set_level(logging.DEBUG)
        caplog.set_level(logging.DEBUG, "httpx")
        with pytest.raises(CxloopError) as trouble:
            await verb(desk)
        assert TOKEN not in repr(desk) + repr(vars(desk))
    assert TOKEN not in looks_like(trouble.value)
    assert TOKEN not in caplog.text


async def test_the_clients_own_debugging_shows_no_token(caplog: pytest.LogCaptureFixture) -> None:
    asked: list[bytes] = []
    async with (
        serving(answering(lambda _: http_json({}), asked)) as served,
        HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=PATIENT) as desk,
    ):
        caplog.set_level(logging.DEBUG, "httpcore")
        caplog.set_level(logging.DEBUG, "httpx")
        with pytest.raises(CxloopError):
            await desk.hello()
    assert TOKEN.encode() in asked[0]
    assert "send_request_headers" in caplog.text
    assert TOKEN not in caplog.text


def test_nothing_but_warnings_is_logged_and_those_without_credentials(caplog: pytest.LogCaptureFixture) -> None:
    keep_tokens_out_of_logs()
    keep_tokens_out_of_logs()
    for name in ("httpx", "httpcore.http11", "httpcore.connection", "httpcore.proxy"):
        logger = logging.getLogger(name)
        assert len(logger.filters) == len(set(map(id, logger.filters)))
        logger.info("GET %s", URL)
        failure = ValueError(f"Illegal header value b'Bearer {TOKEN}\n'")
        logger.error("headers [(b'Authorization', b'Bearer %s'), basic %s]", TOKEN, TOKEN, exc_info=failure)
    assert URL not in caplog.text
    assert caplog.text.count("Bearer ...") == 4
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("text", [f"{TOKEN}\nX: y", f"{TOKEN} two", TOKEN[:15], f"{TOKEN}é", f"\0{TOKEN}"])
def test_what_cannot_be_a_token_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(CxloopError) as wrong:
        HubRemote(URL, text)
    assert TOKEN[:15] not in looks_like(wrong.value)


async def test_a_pasted_end_of_line_is_no_part_of_a_token() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return said({})

    async with remote(answer, token=f"  {TOKEN}\r\n") as desk:
        with pytest.raises(CxloopError):
            await desk.directory()
    assert seen == [f"Bearer {TOKEN}"]


async def test_no_object_shows_the_token() -> None:
    hub = Conversation(hub_address(URL), TOKEN)
    try:
        client: Any = hub._client
        for shown in (hub, client, client.headers, hub.address, replace(PATIENT)):
            assert TOKEN not in repr(shown)
    finally:
        await hub.aclose()


async def test_a_failure_in_the_middle_of_a_real_connection_shows_no_token(caplog: pytest.LogCaptureFixture) -> None:
    async def behave(visitor: Visitor) -> None:
        await visitor.say(await visitor.request() + b"\r\n\r\n")

    async with (
        serving(behave) as served,
        HubRemote(f"http://127.0.0.1:{served.port}", TOKEN, patience=PATIENT) as desk,
    ):
        with caplog.at_level(logging.DEBUG, "httpcore"), pytest.raises(CxloopError) as trouble:
            await desk.hello()
    assert TOKEN not in looks_like(trouble.value)
    assert TOKEN not in caplog.text
