"""Where the token of a desk is kept: in the keyring of the computer, or in the environment of one that has none.

It stands in no file of ours, in no message and in no log. What one looks like is decided here too: whatever else was
pasted, a sentence or a second line, is refused before it gets into a header.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.remotes.keyrings import Keyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE: Final = "CXLOOP_TOKEN"
"""The environment's token, which wins over the keyring's."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]{16,}")

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
        self._keyring = Keyring(_INSTEAD, keyring)

    def token(self, hub: str, person: str) -> str | None:
        """Return the token by which a person speaks to a hub, None when there is none.

        Raises Unusable for one that cannot be one, and for a keyring that cannot be used.
        """
        if given := self._environment.get(VARIABLE, "").strip():
            try:
                return checked_token(given)
            except Unusable as wrong:
                raise Unusable(f"{VARIABLE}: {wrong}") from None
        kept = self._keyring.secret(_user(hub, person))
        return None if kept is None else checked_token(kept)

    def keep(self, hub: str, person: str, token: str) -> None:
        """Keep a token in the keyring. Raises as `token` does."""
        self._keyring.keep(_user(hub, person), checked_token(token))

    def forget(self, hub: str, person: str) -> None:
        """Take a token out of the keyring, if it is there. Raises Unusable for a keyring that cannot be used."""
        self._keyring.forget(_user(hub, person))


def _user(hub: str, person: str) -> str:
    return f"{person} at {hub}"
