"""A real SMTP server on this computer that keeps what it gets, and refuses what a test wants refused."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Got:
    """One letter as it came, and for whom."""

    sender: str
    recipient: str
    letter: EmailMessage


@dataclass
class MailSink:
    """What the server got, and what it says no to."""

    got: list[Got] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """What is said to whom, by recipient: `550 no such user`."""
    logins: dict[str, str] = field(default_factory=dict)
    """Who may log in, with which password."""
    port: int = 0
    lets_in: threading.Event = field(default_factory=threading.Event)
    """While it is not set, whoever hands a letter over waits for an answer."""
    is_waited_for: threading.Event = field(default_factory=threading.Event)
    forgets: threading.Event = field(default_factory=threading.Event)
    """While it is set, what is handed over is thrown away: who handed it over was killed before the answer."""
    at_work: int = 0
    """Letters that are being handed over."""
    is_away: threading.Event = field(default_factory=threading.Event)
    """While it is set, nobody is let in."""

    def __post_init__(self) -> None:
        self.lets_in.set()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return ["421 not now"] if self.is_away.is_set() else responses

    async def handle_HELO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        return "421 not now" if self.is_away.is_set() else "250 at your service"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.at_work += 1
        try:
            self.is_waited_for.set()
            await asyncio.to_thread(self.lets_in.wait)
            return "451 too late" if self.forgets.is_set() else self._keep(envelope)
        finally:
            self.at_work -= 1

    def _keep(self, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        for recipient in envelope.rcpt_tos:
            letter = message_from_bytes(content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.got.append(Got(str(envelope.mail_from), recipient, letter))
        return "250 OK"

    def authenticator(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = self.logins.get(data.login.decode())
        return AuthResult(success=known is not None and known == data.password.decode(), handled=False)

    @property
    def recipients(self) -> list[str]:
        return [one.recipient for one in self.got]


@contextmanager
def mail_sink(
    sink: MailSink | None = None,
    *,
    port: int = 0,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[MailSink]:
    """Run the server; with `starttls` nothing is taken without it, with `tls` from the first byte on."""
    kept = MailSink() if sink is None else sink
    words: dict[str, Any] = {"enable_SMTPUTF8": True}
    if kept.logins:
        words |= {"authenticator": kept.authenticator, "auth_required": True}
    if starttls is not None:
        words |= {"tls_context": starttls, "require_starttls": True}
    controller = Controller(kept, hostname="127.0.0.1", port=port or _free_port(), ssl_context=tls, **words)
    controller.start()
    kept.port = controller.port
    try:
        yield kept
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
