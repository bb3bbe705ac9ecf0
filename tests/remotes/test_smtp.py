"""Letters handed over to a real mail server: over TLS, with a password, and what each of its answers means."""

import smtplib
import ssl
from email.message import EmailMessage

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.mail.delivery import Later, Never, Unreachable
from cxloop_tui.domain.mail.message import Sender, message
from cxloop_tui.domain.mail.server import MailServer, Security, mail_sender, mail_server, read, written
from cxloop_tui.remotes.smtp import SmtpOffice, said
from tests.builders import BEA, GIA, NOON, organisation
from tests.domain.mail.test_message import letter
from tests.mail_sink import MailSink, mail_sink
from tests.remotes.serving import Certificates

SENDER = Sender("The desk", "desk@shop.example")


def server(sink: MailSink, security: Security = Security.NONE, user: str = "") -> MailServer:
    return MailServer("127.0.0.1", sink.port, security, user, SENDER)


def trusting(certificates: Certificates) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificates.authority))


def a_letter(recipient: str = BEA) -> EmailMessage:
    return message(letter(), recipient, SENDER, organisation(), NOON)


def no_password() -> str | None:
    return None


def test_a_letter_is_handed_over_as_it_is_for_one_recipient_each() -> None:
    with mail_sink() as sink, SmtpOffice(server(sink), no_password).open() as counter:
        counter.hand_over(a_letter(BEA), BEA)
        counter.hand_over(a_letter(GIA), GIA)
    assert sink.recipients == [BEA, GIA]
    first = sink.got[0]
    assert first.sender == SENDER.email
    assert first.letter["To"] == f"Bea Bari <{BEA}>"
    assert first.letter["Cc"] == f"Gia South <{GIA}>"
    assert "Bcc" not in first.letter


@pytest.mark.parametrize(("answer", "means"), [("550 no such user", Never), ("452 mailbox full", Later)])
def test_what_the_server_says_no_to_holds_up_nobody_else(answer: str, means: type[Exception]) -> None:
    with mail_sink(MailSink(refused={BEA: answer})) as sink, SmtpOffice(server(sink), no_password).open() as counter:
        with pytest.raises(means, match=answer):
            counter.hand_over(a_letter(BEA), BEA)
        counter.hand_over(a_letter(GIA), GIA)
    assert sink.recipients == [GIA]


def test_over_tls_before_anything_is_said(certificates: Certificates) -> None:
    with mail_sink(starttls=certificates.served()) as sink:
        office = SmtpOffice(server(sink, Security.STARTTLS), no_password, trusting(certificates))
        with office.open() as counter:
            counter.hand_over(a_letter(), BEA)
    assert sink.recipients == [BEA]


def test_over_tls_from_the_first_byte_on(certificates: Certificates) -> None:
    with mail_sink(tls=certificates.served()) as sink:
        office = SmtpOffice(server(sink, Security.TLS), no_password, trusting(certificates))
        with office.open() as counter:
            counter.hand_over(a_letter(), BEA)
    assert sink.recipients == [BEA]


def opened(office: SmtpOffice) -> None:
    with office.open():
        pass


def test_a_server_without_tls_is_not_used() -> None:
    with mail_sink() as sink, pytest.raises(Unreachable, match="does not offer what is needed"):
        opened(SmtpOffice(server(sink, Security.STARTTLS), no_password))
    assert sink.got == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificates: Certificates) -> None:
    with mail_sink(starttls=certificates.served()) as sink, pytest.raises(Unreachable, match="cannot be trusted"):
        opened(SmtpOffice(server(sink, Security.STARTTLS), no_password))


@pytest.mark.parametrize(
    ("password", "says"), [("wrong", "refuses the name or the password"), (None, "there is no password")]
)
def test_who_may_not_log_in_is_told(password: str | None, says: str, certificates: Certificates) -> None:
    sink = MailSink(logins={"desk": "right"})
    with mail_sink(sink, starttls=certificates.served()):
        office = SmtpOffice(server(sink, Security.STARTTLS, "desk"), lambda: password, trusting(certificates))
        with pytest.raises(Unreachable, match=says) as refused:
            opened(office)
    assert "wrong" not in str(refused.value)


def test_who_may_log_in_does(certificates: Certificates) -> None:
    sink = MailSink(logins={"desk": "right"})
    with mail_sink(sink, starttls=certificates.served()):
        office = SmtpOffice(server(sink, Security.STARTTLS, "desk"), lambda: "right", trusting(certificates))
        with office.open() as counter:
            counter.hand_over(a_letter(), BEA)
    assert sink.recipients == [BEA]


def test_nobody_is_there() -> None:
    with mail_sink() as sink:
        gone = server(sink)
    with pytest.raises(Unreachable, match="cannot be reached"):
        opened(SmtpOffice(gone, no_password))


def test_a_server_that_lets_nobody_in_is_told() -> None:
    sink = MailSink()
    sink.is_away.set()
    with mail_sink(sink), pytest.raises(Unreachable, match="not now"):
        opened(SmtpOffice(server(sink), no_password))


def test_a_server_that_ends_in_the_middle_is_told() -> None:
    with mail_sink() as sink:
        office = SmtpOffice(server(sink), no_password)
        with office.open() as counter:
            counter._client.close()
            with pytest.raises(Unreachable, match=r"broke the connection off|cannot be reached"):
                counter.hand_over(a_letter(), BEA)


def test_what_a_server_says_shows_no_secret_and_does_nothing() -> None:
    token = "ZGVzawBkZXNrAHZlcnlzZWNyZXRwYXNz"
    assert said(f"\x1b[31m535 {token} refused".encode()) == said(b"\x1b[31m535 ... refused")
    assert "\x1b" not in said(b"\x1b[31mno")
    assert said(smtplib.SMTPServerDisconnected("")) == "SMTPServerDisconnected"


@pytest.mark.parametrize(
    ("url", "host", "port", "security", "user"),
    [
        ("smtp://desk@mail.example:2525", "mail.example", 2525, Security.STARTTLS, "desk"),
        ("smtp://mail.example", "mail.example", 587, Security.STARTTLS, ""),
        ("smtps://desk%40shop.example@mail.example", "mail.example", 465, Security.TLS, "desk@shop.example"),
        ("smtp+plain://localhost:1025", "localhost", 1025, Security.NONE, ""),
        ("smtps://[::1]:465", "::1", 465, Security.TLS, ""),
    ],
)
def test_where_a_mail_server_is(url: str, host: str, port: int, security: Security, user: str) -> None:
    found = mail_server(url, SENDER)
    assert found == MailServer(host, port, security, user, SENDER)
    assert read(written(found)) == found


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://desk:secretword@mail.example",
        "smtp://mail.example/path",
        "smtp://mail.example:99999",
        "smtp+plain://mail.example",
        "smtp://ma\x1bil.example",
    ],
)
def test_what_is_no_mail_server(url: str) -> None:
    with pytest.raises(Unusable) as refused:
        mail_server(url, SENDER)
    assert "secretword" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("desk@shop.example", Sender("", "desk@shop.example")),
        ("The desk <desk@shop.example>", Sender("The desk", "desk@shop.example")),
        ('"Desk, South" <desk@shop.example>', Sender("Desk, South", "desk@shop.example")),
    ],
)
def test_whom_letters_come_from(text: str, sender: Sender) -> None:
    assert mail_sender(text) == sender


@pytest.mark.parametrize("text", ["", "desk", "Desk <nobody>", "a\r\nBcc: x@y.example <desk@shop.example>"])
def test_letters_come_from_nobody_like_that(text: str) -> None:
    with pytest.raises(Unusable):
        mail_sender(text)
