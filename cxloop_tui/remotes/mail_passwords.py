"""Where the password of a mail server is kept: in the keyring, or in the environment of a computer without one."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.mail.server import MailServer
from cxloop_tui.remotes.keyrings import Keyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE: Final = "CXLOOP_MAIL_PASSWORD"
"""The environment's password, which wins over the keyring's."""


class MailPasswords:
    """Keeps one password for each mail server and who logs in there. Raises Unusable as `Keyring` does."""

    def __init__(self, environment: Mapping[str, str], keyring: "Callable[[], KeyringBackend] | None" = None) -> None:
        """`keyring` gives the keyring to use, by default the one of this computer."""
        self._environment = environment
        self._keyring = Keyring(f"set {VARIABLE} instead", keyring)

    def password(self, server: MailServer) -> str | None:
        """Return the password by which letters are handed over, None when there is none."""
        return self._environment.get(VARIABLE) or self._keyring.secret(_whose(server))

    def keep(self, server: MailServer, password: str) -> None:
        """Keep a password. Raises Unusable, not showing it, for one that no server can be told."""
        if not password or any(character in password for character in "\r\n\0"):
            raise Unusable("a password is one line, and not empty")
        self._keyring.keep(_whose(server), password)


def _whose(server: MailServer) -> str:
    return f"{server.user} at {server.url}"
