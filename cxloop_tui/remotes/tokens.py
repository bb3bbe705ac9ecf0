"""Where the token of a desk is kept: in the keyring of the computer, or in the environment of one that has none.

It stands in no file of ours, in no message and in no log. What one looks like is decided here too: whatever else was
pasted, a sentence or a second line, is refused before it gets into a header.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.text import clean_line

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

VARIABLE: Final = "CXLOOP_TOKEN"
"""The environment's token, which wins over the keyring's."""

_SERVICE: Final = "cxloop"
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]{16,}")

_KEEPS_NOTHING: Final = frozenset({"keyring.backends.fail", "keyring.backends.null"})
"""Modules of the keyrings that are there where there is none."""

_INSTEAD: Final = f"set {VARIABLE} instead"


def checked_token(text: str) -> str:
    """Return a token without the spaces around it. Raises Unusable, not showing it, for what cannot be one."""
    token = text.strip()
    if not _TOKEN.fullmatch(token):
        raise Unusable(
            "this is no token of a hub: it has 16 characters or more, letters, digits and . _ ~ + / = -, "
            "in one piece; copy it again as the hub printed it"
        )
    return token


class TokenKeeper:
    """Keeps one token for each hub and person. Every call may block: a keyring may ask for its password."""

    def __init__(self, environment: Mapping[str, str], keyring: "Callable[[], KeyringBackend] | None" = None) -> None:
        """`keyring` gives the keyring to use, by default the one of this computer."""
        self._environment = environment
        self._keyring = keyring or _of_this_computer

    def token(self, hub: str, person: str) -> str | None:
        """Return the token by which a person speaks to a hub, None when there is none.

        Raises Unusable for one that cannot be one, and for a keyring that cannot be used.
        """
        if given := self._environment.get(VARIABLE, "").strip():
            try:
                return checked_token(given)
            except Unusable as wrong:
                raise Unusable(f"{VARIABLE}: {wrong}") from None
        kept = self._asked("read", lambda keyring: keyring.get_password(_SERVICE, _user(hub, person)))
        return None if kept is None else checked_token(kept)

    def keep(self, hub: str, person: str, token: str) -> None:
        """Keep a token in the keyring. Raises as `token` does."""
        checked = checked_token(token)
        self._asked("written", lambda keyring: keyring.set_password(_SERVICE, _user(hub, person), checked))

    def forget(self, hub: str, person: str) -> None:
        """Take a token out of the keyring, if it is there. Raises Unusable for a keyring that cannot be used."""

        def without(keyring: "KeyringBackend") -> None:
            if keyring.get_password(_SERVICE, _user(hub, person)) is not None:
                keyring.delete_password(_SERVICE, _user(hub, person))

        self._asked("changed", without)

    def _asked(self, verb: str, ask: "Callable[[KeyringBackend], T]") -> T:
        """Ask the keyring. Its exceptions may quote what it was given, so only their kind is told."""
        trouble: str
        try:
            return ask(_demand_keeping(self._keyring()))
        except Unusable:
            raise
        except Exception as failure:  # noqa: BLE001 - each platform's keyring raises its own kinds
            trouble = clean_line(type(failure).__name__, 60)
        raise Unusable(f"the keyring of this computer cannot be {verb} ({trouble}): unlock it, or {_INSTEAD}")


def _user(hub: str, person: str) -> str:
    return f"{person} at {hub}"


def _of_this_computer() -> "KeyringBackend":
    import keyring  # noqa: PLC0415 - it looks for every keyring there is; whoever has CXLOOP_TOKEN does without

    return keyring.get_keyring()


def _demand_keeping(keyring: "KeyringBackend") -> "KeyringBackend":
    """Return the keyring that really keeps. Raises Unusable when it keeps nothing, or for everybody to read."""
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415 - as above

    # Several in a row keep in the first of them: the others are not asked, so that nothing is kept in one of those.
    chosen = next(iter(keyring.backends), None) if isinstance(keyring, ChainerBackend) else keyring
    kinds = () if chosen is None else type(chosen).__mro__
    if chosen is None or any(kind.__module__ in _KEEPS_NOTHING for kind in kinds):
        raise Unusable(f"this computer has no keyring to keep a token in: {_INSTEAD}")
    if any("plaintext" in f"{kind.__module__}.{kind.__qualname__}".lower() for kind in kinds):
        raise Unusable(f"the keyring of this computer keeps tokens for everybody to read: {_INSTEAD}")
    return chosen
