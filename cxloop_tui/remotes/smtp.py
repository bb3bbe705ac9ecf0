"""A mail server, spoken to by SMTP: connected once, then one letter after the other.

Python's own client does all of the protocol; what is decided here is that nothing is said without TLS, and what each
answer means for a letter. No answer is passed on as it is: a server may quote a password, or a terminal's own
language.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Final

from cxloop_tui.domain.mail.delivery import Later, Never, Unreachable
from cxloop_tui.domain.mail.message import Sender, address
from cxloop_tui.domain.mail.server import MailServer, Security
from cxloop_tui.domain.text import clean_line

PATIENCE_SECONDS: Final = 30.0

_SAID_MOST: Final = 200
_PERMANENT: Final = 500
_SECRET: Final = re.compile(r"[A-Za-z0-9+/=]{24,}")
"""What may be a password or a token that the server quotes."""


class SmtpOffice:
    """The `PostOffice` port over a mail server."""

    def __init__(
        self, server: MailServer, password: Callable[[], str | None], tls: ssl.SSLContext | None = None
    ) -> None:
        """`password` is asked for when somebody logs in; `tls` is whom to trust, else whom this computer does."""
        self._server = server
        self._password = password
        self._tls = tls

    @property
    def sender(self) -> Sender:
        """From whom letters come."""
        return self._server.sender

    @contextmanager
    def open(self) -> Iterator["SmtpWindow"]:
        """Connect and log in. Raises Unreachable, saying what is wrong and what to do."""
        client = self._connected()
        try:
            yield SmtpWindow(client, self._server)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()

    def _connected(self) -> smtplib.SMTP:
        server, where = self._server, self._server.url
        tls = self._tls or ssl.create_default_context()
        try:
            if server.security is Security.TLS:
                client: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=PATIENCE_SECONDS, context=tls
                )
            else:
                client = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
            with _closed_on_failure(client):
                if server.security is Security.STARTTLS:
                    client.starttls(context=tls)
                client.ehlo_or_helo_if_needed()
                self._log_in(client)
        except smtplib.SMTPNotSupportedError:
            raise Unreachable(f"{where} does not offer what is needed: TLS, and logging in with a password") from None
        except smtplib.SMTPAuthenticationError:
            raise Unreachable(f"{where} refuses the name or the password: `cxloop mail setup` gives others") from None
        except ssl.SSLCertVerificationError as failure:
            raise Unreachable(f"the certificate of {where} cannot be trusted ({failure.verify_message})") from None
        except ssl.SSLError:
            raise Unreachable(
                f"{where} does not speak TLS as it should: check the port, smtps:// or smtp://"
            ) from None
        except (smtplib.SMTPException, OSError) as failure:
            raise Unreachable(f"{where} cannot be reached ({said(failure)})") from None
        return client

    def _log_in(self, client: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        password = self._password()
        if password is None:
            raise Unreachable(f"there is no password for {self._server.url}: `cxloop mail setup` asks for it")
        client.login(self._server.user, password)


class SmtpWindow:
    """The `Window` port over a connection to a mail server."""

    def __init__(self, client: smtplib.SMTP, server: MailServer) -> None:
        self._client = client
        self._server = server

    def hand_over(self, letter: EmailMessage, recipient: str) -> None:
        """Hand a letter over for one recipient. Raises Unreachable, Later or Never."""
        from_whom, to_whom = (address(email).addr_spec for email in (self._server.sender.email, recipient))
        try:
            self._client.send_message(letter, from_addr=from_whom, to_addrs=[to_whom])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, answer = next(iter(refusal.recipients.values()))
            self._after_refusal()
            raise _refusal(code, answer) from None
        except smtplib.SMTPNotSupportedError:
            raise Never("this mail server cannot write to an address with letters beyond ASCII") from None
        except smtplib.SMTPServerDisconnected as failure:
            raise Unreachable(f"{self._server.url} broke the connection off ({said(failure)})") from None
        except smtplib.SMTPResponseException as refusal:
            self._after_refusal()
            raise _refusal(refusal.smtp_code, refusal.smtp_error) from None
        except (smtplib.SMTPException, OSError) as failure:
            raise Unreachable(f"{self._server.url} cannot be reached ({said(failure)})") from None

    def _after_refusal(self) -> None:
        """Begin anew with the next letter. Raises Unreachable when the server is gone."""
        try:
            self._client.rset()
        except (smtplib.SMTPException, OSError) as failure:
            raise Unreachable(f"{self._server.url} broke the connection off ({said(failure)})") from None


def said(failure: object) -> str:
    """Return what a server or the network said, safe to show and without what may be a secret."""
    text = failure.decode("utf-8", "replace") if isinstance(failure, bytes) else str(failure)
    return _SECRET.sub("...", clean_line(text, _SAID_MOST)) or type(failure).__name__


def _refusal(code: int, answer: object) -> Later | Never:
    words = f"{code} {said(answer)}"
    return Never(words) if code >= _PERMANENT else Later(words)


@contextmanager
def _closed_on_failure(client: smtplib.SMTP) -> Iterator[None]:
    try:
        yield
    except BaseException:
        client.close()
        raise
