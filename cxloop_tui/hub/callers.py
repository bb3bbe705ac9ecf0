"""Who asks: a token is a device, a device is a person, and each device asks as often as is usual and no more."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from starlette.requests import Request

from cxloop_tui.domain.device import Device
from cxloop_tui.domain.people import Person
from cxloop_tui.hub.lanes import Lanes
from cxloop_tui.hub.limits import Limits
from cxloop_tui.hub.ports import Devices, Reader
from cxloop_tui.hub.problems import PROTOCOL, busy, not_spoken, signed_out
from cxloop_tui.hub.rates import Rates

DEVICE: Final = "cxloop.device"
"""Under this name the id of the device stands in the scope of a request, for the log."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]{1,500}")
_TOO_OFTEN: Final = "ask less often; what was sent was not looked at"


class Caller(NamedTuple):
    """Who a request comes from."""

    device: Device
    person: Person


class Callers:
    """Recognises who asks, and keeps each device within its limits."""

    def __init__(self, lanes: Lanes, devices: Devices, rates: Rates, limits: Limits) -> None:
        self._lanes = lanes
        self._devices = devices
        self._rates = rates
        self._limits = limits
        self._waiting: Counter[str] = Counter()

    async def caller(self, request: Request) -> Caller:
        """Return who asks. Raises Problem for a token that nobody has, a person who left, too many requests."""
        if request.headers.get("cxloop-protocol", str(PROTOCOL)).strip() != str(PROTOCOL):
            raise not_spoken()
        return await self.known(request)

    async def known(self, request: Request) -> Caller:
        """Return who asks, whichever version of the protocol they speak. Raises Problem."""
        token = _token_of(request)
        found = await self._lanes.recognise(lambda reader: self._look_up(token, reader)) if token else None
        if found is None:
            self.let_stranger(request)
            raise signed_out("send Authorization: Bearer TOKEN with a token that `cxloop hub token add` has given")
        request.scope[DEVICE] = found.device.id
        self._demand_rate(found.device.id)
        return found

    def let_stranger(self, request: Request) -> None:
        """Let pass who asks without a token, as often as a device of that address may. Raises Problem."""
        self._demand_rate(f"@{request.client.host if request.client else ''}")

    @contextmanager
    def waiting(self, caller: Caller) -> Iterator[None]:
        """Let a device wait for changes, not with any number of requests at once. Raises Problem."""
        device = caller.device.id
        if self._waiting[device] >= self._limits.waiting:
            raise busy(1, f"{self._limits.waiting} requests of this device are waiting already")
        self._waiting[device] += 1
        try:
            yield
        finally:
            self._waiting[device] -= 1
            self._waiting += Counter()  # forgets who waits no more

    def _look_up(self, token: str, reader: Reader) -> Caller | None:
        device = self._devices.who(token)
        person = None if device is None else reader.organisation().people.get(device.person)
        return None if device is None or person is None or not person.active else Caller(device, person)

    def _demand_rate(self, who: str) -> None:
        if seconds := self._rates.wait_of(who):
            raise busy(seconds, _TOO_OFTEN)


def _token_of(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and _TOKEN.fullmatch(token.strip()) else None
