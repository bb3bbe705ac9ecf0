"""Asking a hub over HTTP, and taking nothing for its answer that does not come from a hub.

Between a laptop and its hub stand captive portals, proxies, routers with a page of their own. So an answer counts
only when it says that it speaks the protocol, has the status and the media type that were asked for, and is whole.
All else is an error with a sentence, and which one it is tells the caller what to do.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, NoReturn

import httpx

from cxloop_tui import __version__
from cxloop_tui.domain.errors import NotSpoken, RemoteTrouble, SignedOut, Unusable
from cxloop_tui.domain.feed import Cursor, Forked
from cxloop_tui.domain.feed_lines import cursor_from_wire
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import clean_line
from cxloop_tui.remotes.failures import sentence_of
from cxloop_tui.remotes.hub_address import HubAddress
from cxloop_tui.remotes.logs import keep_tokens_out_of_logs
from cxloop_tui.remotes.patience import PATIENCE, Patience
from cxloop_tui.remotes.tokens import checked_token

PROTOCOL: Final = 1
"""The version of the protocol that is spoken here."""

_IDLE_SECONDS: Final = 3.0
"""How long a connection is kept for the next question: less than servers keep it, so none is used as it is closed."""

_HEADER: Final = "Cxloop-Protocol"
_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"

_ANSWER_BYTES_MOST: Final = 64 << 20
_PROBLEM_BYTES_MOST: Final = 64 << 10
_LINE_BYTES_MOST: Final = 64 << 20
"""More than any of them has; what is longer is not from a hub, and would fill the memory."""

_DETAIL_LENGTH: Final = 200
_RETRY_AFTER_DIGITS: Final = 6


class TooLarge(RemoteTrouble):
    """What was sent is over a limit: of the hub, or of something in front of it."""

    def __init__(self, sentence: str, *, by_hub: bool) -> None:
        super().__init__(sentence)
        self.by_hub = by_hub


class Malformed(RemoteTrouble):
    """The hub cannot read what was sent."""


class Conversation:
    """What is asked of one hub. Close it with `aclose`."""

    def __init__(
        self,
        address: HubAddress,
        token: str | None,
        *,
        ca_file: Path | None = None,
        patience: Patience = PATIENCE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Without a `token` only what a hub tells everybody can be asked.

        `ca_file` has the certificates of the authorities that are trusted in place of the usual ones. Raises Unusable
        for a token, a file or a proxy that cannot be used.
        """
        keep_tokens_out_of_logs()
        self.address = address
        self._patience = patience
        self.has_token = token is not None
        self._secret = "" if token is None else checked_token(token)
        headers = {
            "Accept-Encoding": "gzip",
            "User-Agent": f"cxloop/{__version__}",
            _HEADER: str(PROTOCOL),
        }
        if self._secret:
            headers["Authorization"] = f"Bearer {self._secret}"
        try:
            self._client = httpx.AsyncClient(
                headers=headers,
                verify=True if ca_file is None else trusting(ca_file),
                # A proxy that is named for http would get what is meant for this computer, token and all.
                trust_env=address.is_secure,
                follow_redirects=False,
                timeout=httpx.Timeout(patience.silence, connect=patience.connect),
                limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
                transport=transport,
            )
        except (ImportError, ValueError, httpx.InvalidURL):
            raise Unusable(
                "the proxy that the environment names (HTTPS_PROXY, ALL_PROXY) cannot be used: "
                "write it as http://proxy.example:3128"
            ) from None

    def __repr__(self) -> str:
        return f"Conversation({self.address.url!r})"

    async def aclose(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def get(self, path: str, cursor: Cursor | None = None) -> Mapping[str, Json]:
        """Ask for an object of JSON.

        Raises RemoteTrouble and its kinds; Forked when the order is not that of the cursor.
        """
        return await self._object(self._request("GET", path, _places(cursor)), cursor)

    async def post(self, path: str, body: bytes) -> Mapping[str, Json]:
        """Send JSON, once; return the object that is answered. Raises RemoteTrouble, TooLarge, Malformed."""
        return await self._object(self._request("POST", path, {}, body=body), None)

    @asynccontextmanager
    async def lines(
        self, path: str, media_type: str, cursor: Cursor, *, waits: bool = False, **wanted: int
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Ask for lines after a cursor, which come one by one, without their ends; raises as `get` does.

        The hub may be silent for longer when it `waits` for something new.
        """
        silence = self._patience.live if waits else self._patience.silence
        request = self._request("GET", path, {**_places(cursor), **wanted}, silence)
        async with self._answer(request, media_type, cursor) as answer:
            yield self._lines_of(answer)

    def no_hub(self, why: str) -> RemoteTrouble:
        """Return what to raise for an answer that no hub gives."""
        return RemoteTrouble(f"at {self.address} is no hub: {why}; check the address, and that no login is asked for")

    def not_whole(self, why: str = "it broke off") -> RemoteTrouble:
        """Return what to raise for an answer that suffered on its way."""
        return RemoteTrouble(f"what {self.address} sent is not whole: {self._shown(why)}; try again")

    def signed_out(self) -> SignedOut:
        """Return what to raise when the hub does not know who asks."""
        known = "does not know the token of this desk" if self.has_token else "wants a token"
        return SignedOut(f"{self.address} {known}: let whoever runs the hub give you one (`cxloop hub token add`)")

    def not_spoken(self, speaks: Json) -> NotSpoken:
        """Return what to raise when the hub speaks other protocols: those of a list, or one."""
        known = ", ".join(map(str, speaks)) if isinstance(speaks, list) else str(speaks or "another one")
        return NotSpoken(
            f"{self.address} does not speak protocol {PROTOCOL} as this program does, "
            f"but {self._shown(known)}: update the older of the two"
        )

    # Asking ---------------------------------------------------------------------------------------------------------

    def _request(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int],
        silence: float | None = None,
        body: bytes | None = None,
    ) -> httpx.Request:
        patience = self._patience
        return self._client.build_request(
            method,
            f"{self.address.url}{path}",
            params=params or None,
            content=body,
            headers=None if body is None else {"Content-Type": _JSON},
            timeout=httpx.Timeout(patience.silence, connect=patience.connect, read=silence or patience.silence),
        )

    async def _object(self, request: httpx.Request, cursor: Cursor | None) -> Mapping[str, Json]:
        try:
            async with asyncio.timeout(self._patience.whole), self._answer(request, _JSON, cursor) as answer:
                body = await self._body(answer, _ANSWER_BYTES_MOST)
        except TimeoutError as failure:
            raise RemoteTrouble(sentence_of(failure, self.address)) from None
        found = _json_object(body)
        if found is None:
            raise self.not_whole("it is no object of JSON")
        return found

    @asynccontextmanager
    async def _answer(
        self, request: httpx.Request, media_type: str, cursor: Cursor | None
    ) -> AsyncIterator[httpx.Response]:
        try:
            answer = await self._client.send(request, stream=True)
            try:
                await self._demand_good(answer, media_type, cursor)
                yield answer
            finally:
                await answer.aclose()
        except (httpx.HTTPError, httpx.StreamError, OSError) as failure:
            sentence = sentence_of(failure, self.address)
            raise RemoteTrouble(sentence) from None

    # What was answered ----------------------------------------------------------------------------------------------

    async def _demand_good(self, answer: httpx.Response, media_type: str, cursor: Cursor | None) -> None:
        """Raise what an answer means when it is not the one that was asked for."""
        spoken = answer.headers.get(_HEADER, "")
        if not spoken or answer.is_redirect:
            self._refuse_foreign(answer)
        if answer.status_code != httpx.codes.OK:
            await self._refuse_problem(answer, cursor)
        if spoken != str(PROTOCOL):
            raise self.not_spoken(spoken)
        if _media_type(answer) != media_type:
            raise self.no_hub(f"it sent {self._shown(_media_type(answer)) or 'nothing known'}, not {media_type}")

    def _refuse_foreign(self, answer: httpx.Response) -> NoReturn:
        """Refuse what something else than a hub answered."""
        status = answer.status_code
        if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise TooLarge(
                f"something in front of {self.address} takes no more than a part of what is sent (413): "
                "whoever runs it has to let 1 MiB through",
                by_hub=False,
            )
        if answer.is_redirect:
            raise self.no_hub(f"it leads elsewhere ({status})")
        if answer.is_server_error or status == httpx.codes.TOO_MANY_REQUESTS:
            raise RemoteTrouble(
                f"something in front of {self.address} answers in its stead ({status}): "
                "check that the hub is running, or try again later",
                retry_after=_retry_after(answer),
            )
        raise self.no_hub(f"it answers {status} as something else")

    async def _refuse_problem(self, answer: httpx.Response, cursor: Cursor | None) -> NoReturn:
        """Refuse what a hub says no with."""
        problem = await self._problem(answer)
        detail = problem.get("detail")
        said = f": {self._shown(detail)}" if isinstance(detail, str) and detail else ""
        match answer.status_code:
            case httpx.codes.UNAUTHORIZED:
                raise self.signed_out()
            case httpx.codes.FORBIDDEN:
                raise RemoteTrouble(f"{self.address} does not allow that{said}; ask whoever runs the hub")
            case httpx.codes.CONFLICT if cursor is not None:
                raise Forked(self._common(problem, cursor))
            case httpx.codes.REQUEST_ENTITY_TOO_LARGE:
                raise TooLarge(f"that is too much at once for {self.address}{said}", by_hub=True)
            case httpx.codes.UNPROCESSABLE_ENTITY if problem.get("type") == "urn:cxloop:problem:malformed":
                raise Malformed(f"{self.address} cannot read what was sent{said}; update the older program")
            case httpx.codes.UPGRADE_REQUIRED:
                raise self.not_spoken(problem.get("speaks"))
            case httpx.codes.TOO_MANY_REQUESTS | httpx.codes.SERVICE_UNAVAILABLE:
                raise RemoteTrouble(
                    f"{self.address} has no time at the moment{said}; try again later",
                    retry_after=_retry_after(answer),
                )
        raise RemoteTrouble(
            f"{self.address} answers {answer.status_code}{said}; try again later, "
            "and tell whoever runs the hub if it stays so"
        )

    def _common(self, problem: Mapping[str, Json], cursor: Cursor) -> Cursor:
        """Return up to where the order of the hub is that of a cursor, which is before it: to go back has to gain."""
        try:
            common = cursor_from_wire(problem.get("cursor"))
        except Unusable:
            raise self.not_whole("it does not tell up to where its order is the one here") from None
        if not 0 <= common.seq < cursor.seq:
            raise self.not_whole("its order is said to part from the one here where it cannot")
        return common

    async def _problem(self, answer: httpx.Response) -> Mapping[str, Json]:
        """Return what a hub says about its refusal, nothing when that is not to be had: the status says enough."""
        if _media_type(answer) != _PROBLEM:
            return {}
        try:
            return _json_object(await self._body(answer, _PROBLEM_BYTES_MOST)) or {}
        except (httpx.HTTPError, RemoteTrouble, OSError):
            return {}

    async def _body(self, answer: httpx.Response, most: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in answer.aiter_bytes():
            parts.append(part)
            size += len(part)
            if size > most:
                raise self.not_whole("it has no end")
        return b"".join(parts)

    async def _lines_of(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        begun: list[bytes] = []
        size = 0
        async for part in answer.aiter_bytes():
            first, *others = part.split(b"\n")
            begun.append(first)
            size += len(first)
            if size > _LINE_BYTES_MOST:
                raise self.not_whole("a line of it has no end")
            if others:
                yield b"".join(begun)
                for line in others[:-1]:
                    yield line
                begun, size = [others[-1]], len(others[-1])
        if size:
            yield b"".join(begun)

    def _shown(self, text: str) -> str:
        """Return a text of the other side as it may stand in a sentence: clean, short, without the token."""
        return clean_line(text.replace(self._secret, "...") if self._secret else text, _DETAIL_LENGTH)


def trusting(ca_file: Path) -> ssl.SSLContext:
    """Return what trusts the authorities of a file and no others. Raises Unusable when it has none."""
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except OSError as failure:
        raise Unusable(f"{ca_file}: no certificates can be read from this file ({type(failure).__name__})") from None


def _places(cursor: Cursor | None) -> Mapping[str, str | int]:
    return {} if cursor is None else cursor._asdict()


def _media_type(answer: httpx.Response) -> str:
    named: str = answer.headers.get("Content-Type", "")
    return named.partition(";")[0].strip().lower()


def _retry_after(answer: httpx.Response) -> float | None:
    """Return how many seconds to wait. A date is not understood: whose clock it is by nobody knows."""
    said: str = answer.headers.get("Retry-After", "").strip()
    is_seconds = said.isascii() and said.isdecimal() and len(said) <= _RETRY_AFTER_DIGITS
    return float(said) if is_seconds else None


def _json_object(body: bytes) -> Mapping[str, Json] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
