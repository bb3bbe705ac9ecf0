"""Why a hub cannot be reached: what is between here and there, tried step by step up to the first that fails."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import httpx

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.text import clean_line
from cxloop_tui.remotes.conversation import PROTOCOL, trusting
from cxloop_tui.remotes.failures import sentence_of
from cxloop_tui.remotes.hello import Hello
from cxloop_tui.remotes.hub import HubRemote
from cxloop_tui.remotes.hub_address import hub_address, proxy_on_the_way
from cxloop_tui.remotes.patience import PATIENCE
from cxloop_tui.remotes.tokens import VARIABLE

_ROUND_TRIPS: Final = 5

_CLOCKS_APART: Final = 2 * MINUTE
"""Milliseconds by which two clocks may differ before anybody is told."""

_SHOWN: Final = 80
"""Characters of what the hub says of itself."""


class Finding(NamedTuple):
    """What was tried, and what came of it."""

    tried: str
    """A word or two: `address`, `name`, `certificate`."""
    went_well: bool
    said: str
    """What was found; where it did not go well, what is wrong and what to do."""


async def diagnose(
    url: str,
    token: str | None,
    *,
    clock: Callable[[], int],
    timer: Callable[[], float],
    ca_file: Path | None = None,
) -> Sequence[Finding]:
    """Try everything that a desk needs of a hub, one after the other, until something fails; raise nothing of it.

    `clock` returns milliseconds since the epoch, `timer` seconds that pass.
    """
    visit = _Visit(url, token, ca_file, clock, timer)
    findings: list[Finding] = []
    for tried, step in (
        ("address", visit.read_address),
        ("name", visit.resolve),
        ("connection", visit.connect),
        ("certificate", visit.check_certificate),
        ("hub", visit.greet),
        ("token", visit.greet_with_token),
        ("person", visit.tell_person),
        ("round trips", visit.tell_round_trips),
        ("clock", visit.compare_clocks),
    ):
        try:
            said = await step()
        except (CxloopError, _Wrong) as wrong:
            return [*findings, Finding(tried, went_well=False, said=str(wrong))]
        if said:
            findings.append(Finding(tried, went_well=True, said=said))
    return findings


class _Wrong(Exception):
    """A step did not go well; the text says what is wrong and what to do."""


class _Visit:
    """The steps, each on the ground of those before it; one that there is no need of says nothing."""

    def __init__(
        self,
        url: str,
        token: str | None,
        ca_file: Path | None,
        clock: Callable[[], int],
        timer: Callable[[], float],
    ) -> None:
        self._url = url
        self._token = token
        self._ca_file = ca_file
        self._clock = clock
        self._timer = timer
        self._seconds: list[float] = []
        """How long each round trip took."""
        self._ahead = 0
        """Milliseconds by which the hub's clock is ahead of this one."""

    async def read_address(self) -> str:
        self._address = hub_address(self._url)
        self._is_direct = not proxy_on_the_way(self._address)
        way = "" if self._is_direct else ", through the proxy that the environment names"
        return f"{self._address}{way}"

    async def resolve(self) -> str:
        if not self._is_direct:
            return ""
        try:
            async with asyncio.timeout(PATIENCE.connect):
                found = await asyncio.get_running_loop().getaddrinfo(self._address.host, self._address.port)
        except OSError as failure:
            raise _Wrong(sentence_of(failure, self._address)) from None
        places = dict.fromkeys(str(place[0]) for *_, place in found)
        return f"{self._address.host} is {', '.join(places)}"

    async def connect(self) -> str:
        if not self._is_direct:
            return ""
        async with self._connected(None):
            return f"something listens on port {self._address.port}"

    async def check_certificate(self) -> str:
        if not self._is_direct or not self._address.is_secure:
            return ""
        context = httpx.create_ssl_context() if self._ca_file is None else trusting(self._ca_file)
        async with self._connected(context) as writer:
            seen: ssl.SSLObject = writer.get_extra_info("ssl_object")
            certificate = seen.getpeercert() or {}
            until = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
            return f"{seen.version()}, good until {datetime.fromtimestamp(until, tz=UTC).date().isoformat()}"

    async def greet(self) -> str:
        async with HubRemote(self._url, None, ca_file=self._ca_file) as remote:
            hello = await remote.hello()
        return f"{clean_line(hello.program, _SHOWN)}, protocol {PROTOCOL}"

    async def greet_with_token(self) -> str:
        if self._token is None:
            raise _Wrong(f"there is none: `cxloop remote add hub {self._address}` asks for it, or set {VARIABLE}")
        async with HubRemote(self._url, self._token, ca_file=self._ca_file) as remote:
            await remote.hello()  # connects
            for _ in range(_ROUND_TRIPS):
                self._hello = await self._timed(remote)
        return "the hub knows it"

    async def _timed(self, remote: HubRemote) -> Hello:
        began, before = self._timer(), self._clock()
        hello = await remote.hello()
        after = self._clock()
        self._seconds.append(self._timer() - began)
        self._ahead = hello.time - (before + after) // 2
        return hello

    async def tell_person(self) -> str:
        hello = self._hello
        return clean_line(f"{hello.person}, {hello.role}, as device {hello.device}", _SHOWN)

    async def tell_round_trips(self) -> str:
        quickest, slowest = min(self._seconds) * 1000, max(self._seconds) * 1000
        return f"{len(self._seconds)} took {quickest:.0f} to {slowest:.0f} ms each"

    async def compare_clocks(self) -> str:
        if abs(self._ahead) <= _CLOCKS_APART:
            return "as the hub's"
        minutes = round(abs(self._ahead) / MINUTE)
        direction = "behind" if self._ahead > 0 else "ahead of"
        raise _Wrong(
            f"the clock of this computer is {minutes} minutes {direction} the hub's: set it, "
            "or what you do is shown with wrong times"
        )

    @asynccontextmanager
    async def _connected(self, context: ssl.SSLContext | None) -> AsyncIterator[asyncio.StreamWriter]:
        """Connect, and hang up again. Raises _Wrong."""
        address = self._address
        try:
            async with asyncio.timeout(PATIENCE.connect):
                _, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
        except TimeoutError:
            raise _Wrong(sentence_of(httpx.ConnectTimeout(""), address)) from None
        except OSError as failure:
            raise _Wrong(sentence_of(failure, address)) from None
        try:
            yield writer
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()
