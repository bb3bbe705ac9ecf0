"""The keyring of this computer: secrets are kept in it, and in no file of ours, no message and no log."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.text import clean_line

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE: Final = "cxloop"
"""What this program is called in a keyring."""

_KEEPS_NOTHING: Final = frozenset({"keyring.backends.fail", "keyring.backends.null"})
"""Modules of the keyrings that are there where there is none."""


class Keyring:
    """Keeps secrets by whose they are. Every call may block: a keyring may ask for its password.

    Raises Unusable for one that cannot be used, saying what to do instead.
    """

    def __init__(self, instead: str, keyring: "Callable[[], KeyringBackend] | None" = None) -> None:
        """`instead` is what somebody without a keyring does; `keyring` gives the one to use, else this one's."""
        self._instead = instead
        self._keyring = keyring or _of_this_computer

    def secret(self, whose: str) -> str | None:
        """Return a secret, None when there is none."""
        return self._asked("read", lambda keyring: keyring.get_password(SERVICE, whose))

    def keep(self, whose: str, secret: str) -> None:
        """Keep a secret."""
        self._asked("written", lambda keyring: keyring.set_password(SERVICE, whose, secret))

    def forget(self, whose: str) -> None:
        """Take a secret out, if it is there."""

        def without(keyring: "KeyringBackend") -> None:
            if keyring.get_password(SERVICE, whose) is not None:
                keyring.delete_password(SERVICE, whose)

        self._asked("changed", without)

    def _asked(self, verb: str, ask: "Callable[[KeyringBackend], T]") -> T:
        """Ask the keyring. Its exceptions may quote what it was given, so only their kind is told."""
        trouble: str
        try:
            return ask(self._demand_keeping(self._keyring()))
        except Unusable:
            raise
        except Exception as failure:  # noqa: BLE001 - each platform's keyring raises its own kinds
            trouble = clean_line(type(failure).__name__, 60)
        raise Unusable(f"the keyring of this computer cannot be {verb} ({trouble}): unlock it, or {self._instead}")

    def _demand_keeping(self, keyring: "KeyringBackend") -> "KeyringBackend":
        """Return the keyring that really keeps. Raises Unusable when it keeps nothing, or for everybody to read."""
        from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415 - as below

        # Several in a row keep in the first of them: the others are not asked, so nothing is kept in one of those.
        chosen = next(iter(keyring.backends), None) if isinstance(keyring, ChainerBackend) else keyring
        kinds = () if chosen is None else type(chosen).__mro__
        if chosen is None or any(kind.__module__ in _KEEPS_NOTHING for kind in kinds):
            raise Unusable(f"this computer has no keyring to keep a secret in: {self._instead}")
        if any("plaintext" in f"{kind.__module__}.{kind.__qualname__}".lower() for kind in kinds):
            raise Unusable(f"the keyring of this computer keeps secrets for everybody to read: {self._instead}")
        return chosen


def _of_this_computer() -> "KeyringBackend":
    import keyring  # noqa: PLC0415 - it looks for every keyring there is; who has the secret at hand does without

    return keyring.get_keyring()
