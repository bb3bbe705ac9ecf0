"""Which devices may speak to this store as a hub: each has a token, is for one person, and can be signed out.

A token is shown once, when it is made; what is kept is its hash. It says who speaks, and what that person may do is
asked anew each time: whoever has left speaks through no device.
"""

import re
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Final

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.device import Device
from cxloop_tui.domain.errors import CxloopError, NotFound, Refused, Unusable
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.text import is_plain_name, storable
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock, DeviceReader

NAME_LENGTH: Final = 60
"""The most characters a device's name may have."""

_TOKEN_BEGINS: Final = "cxl_"  # noqa: S105 - so that it is known for what it is wherever it turns up
_TOKEN_OCTETS: Final = 32
_TOKEN: Final = re.compile(_TOKEN_BEGINS + r"[A-Za-z0-9_-]{43}")

_ID_OCTETS: Final = 5
"""Eight letters and digits: enough to tell the devices of one store apart."""

_NOTED_EVERY: Final = MINUTE
"""When a device spoke last is noted so often at most: a write waits for the disk, and a desk asks all day long."""


class Devices:
    """Signs devices in and out, and knows them again by their tokens. Use it from one thread at a time.

    `secret` returns so many random octets, unguessable.
    """

    def __init__(
        self, store: AuthorityStore, reader: DeviceReader, clock: Clock, secret: Callable[[int], bytes]
    ) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._secret = secret
        self._noted: dict[str, int] = {}
        """When it was last tried to note that a device spoke, in milliseconds."""

    def add(self, by: str, person: str, name: str) -> tuple[Device, str]:
        """Sign a device of a person in; return it and its token, which nobody can be told again.

        Raises Refused when `by` is no admin or the person has left, NotFound for a stranger, Unusable for a name that
        cannot be one.
        """
        title = name.strip()
        if not is_plain_name(title) or len(title) > NAME_LENGTH:
            raise Unusable(
                f"the name is empty, longer than {NAME_LENGTH} characters, or has control characters in it"
            )
        token = _TOKEN_BEGINS + urlsafe_b64encode(self._secret(_TOKEN_OCTETS)).decode().rstrip("=")
        device = Device(
            id=b32encode(self._secret(_ID_OCTETS)).decode().lower(),
            person=person,
            name=title,
            made_at=self._clock(),
            used_at=None,
            revoked_at=None,
        )

        def put(tx: AuthorityTransaction) -> None:
            space = tx.organisation()
            space.demand(by, Act.ADMINISTER)
            if not space.person(person).active:
                raise Refused(f"{space.called(person)} has left: who does not work here needs no device")
            tx.put_device(device, _hashed(token))

        self._store.transact_authority(put)
        return device, token

    def who(self, token: str) -> Device | None:
        """Return the device that has a token; None for a stranger's, one signed out, or of whom does not work here.

        Nothing is compared with the token itself: its hash is looked up, and nobody can choose what a hash begins
        with, so how long that takes tells nothing. That the device spoke is noted when it can be; whether it could
        is no matter.
        """
        if not _TOKEN.fullmatch(token):
            return None
        device = self._reader.device_of(_hashed(token))
        if device is None or device.revoked_at is not None:
            return None
        if not self._reader.organisation().is_active(device.person):
            return None
        self._note(device)
        return device

    def all(self) -> Sequence[Device]:
        """Return all devices there ever were, those signed out too, the oldest first."""
        return self._reader.devices()

    def revoke(self, by: str, device_id: str) -> Device:
        """Sign a device out and return it as it is then; one that was before stays so.

        Raises Refused when `by` is no admin, NotFound for a device there is not.
        """

        def signed_out(tx: AuthorityTransaction) -> Device:
            tx.organisation().demand(by, Act.ADMINISTER)
            device = tx.revoke_device(storable(device_id)[0], self._clock())
            if device is None:
                raise NotFound(f"there is no device {device_id!r}; `cxloop hub token list --all` shows them")
            return device

        return self._store.transact_authority(signed_out)

    def _note(self, device: Device) -> None:
        """Note that a device speaks now, unless that was noted, or tried, not long ago."""
        now, tried = self._clock(), self._noted.get(device.id)
        if now < (device.used_at or 0) + _NOTED_EVERY or (tried is not None and abs(now - tried) < _NOTED_EVERY):
            return
        self._noted[device.id] = now
        with suppress(CxloopError):
            self._store.transact_authority(lambda tx: tx.touch_device(device.id, now))


def _hashed(token: str) -> str:
    """Return what is kept of a token: 256 random bits need no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()
