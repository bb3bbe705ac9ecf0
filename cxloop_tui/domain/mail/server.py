"""Which mail server letters are handed over to, and from whom they come: what a store that sends mail remembers."""

import json
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.mail.message import Sender
from cxloop_tui.domain.text import clean_line, is_email, is_plain_name

_FORM: Final = "smtp://NAME@mail.example:587"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Security(StrEnum):
    """How nobody on the way reads along."""

    TLS = "smtps"
    """TLS from the first byte on (RFC 8314, 3.3)."""
    STARTTLS = "smtp"
    """TLS before anything is said that matters; a server without it is not used (RFC 3207)."""
    NONE = "smtp+plain"
    """No encryption: for a server on this computer, where there is nobody on the way."""


_PORTS: Final = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@frozen
class MailServer:
    """A mail server; its password is kept elsewhere."""

    host: str
    port: int
    security: Security
    user: str
    """Who logs in; empty for nobody."""
    sender: Sender

    @property
    def url(self) -> str:
        """Where it is, without who logs in."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.security}://{host}:{self.port}"


def mail_server(url: str, sender: Sender) -> MailServer:
    """Read where a mail server is. Raises Unusable, without repeating what may hold a password."""
    try:
        parts = urlsplit(url.strip())
        security, host, port = Security(parts.scheme), parts.hostname or "", parts.port
    except ValueError:
        raise Unusable(f"the address of the mail server cannot be read: write it as {_FORM}") from None
    if not host or parts.path.strip("/") or parts.query or parts.fragment or not is_plain_name(host):
        raise Unusable(f"the address of a mail server is its name and a port, as {_FORM}")
    if parts.password is not None:
        raise Unusable("a password does not belong into the address: it is asked for, and kept in the keyring")
    if security is Security.NONE and host not in _LOOPBACK:
        raise Unusable(f"anybody on the way to {host} could read along: write smtp:// or smtps://")
    user = unquote(parts.username or "")
    if clean_line(user) != user:
        raise Unusable("the name to log in with has characters that nobody can see")
    return MailServer(host, port or _PORTS[security], security, user, sender)


def mail_sender(text: str) -> Sender:
    """Read from whom letters come: `Desk of the shop <desk@shop.example>`, or the address alone. Raises Unusable."""
    name, bracket, rest = text.strip().partition("<")
    email = rest.removesuffix(">").strip() if bracket else name.strip()
    if not is_email(email) or "=?" in email:
        raise Unusable("whom letters come from is written as `Desk of the shop <desk@shop.example>`")
    called = name.strip().strip('"') if bracket else ""
    if called and not is_plain_name(called):
        raise Unusable("the name that letters come from has characters that nobody can see")
    return Sender(called, email)


def written(server: MailServer) -> str:
    """Write a server as a store remembers it."""
    kept = {
        "host": server.host,
        "port": server.port,
        "security": str(server.security),
        "user": server.user,
        "name": server.sender.name,
        "email": server.sender.email,
    }
    return json.dumps(kept, ensure_ascii=False)


def read(kept: str) -> MailServer:
    """Read what `written` wrote."""
    values = json.loads(kept)
    sender = Sender(values["name"], values["email"])
    return MailServer(values["host"], values["port"], Security(values["security"]), values["user"], sender)
