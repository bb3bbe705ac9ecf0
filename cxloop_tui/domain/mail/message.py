"""A letter as it travels: an RFC 5322 message in which no text becomes a header of its own.

Python's own parser takes `=?utf-8?q?=0a?=Bcc: x` in a name for an encoded line break and writes it out as one
(CPython issue 121650, mended in later releases of 3.11 only). So what goes into a header is cleaned as a line of the
screen is, and the mark by which an encoded word begins is broken.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from html import escape
from itertools import groupby
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.mail.letter import Letter, message_id, thread_id
from cxloop_tui.domain.mail.wording import INDENT
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_block, clean_line, is_email

TITLE_MOST: Final = 200
"""Characters of a subject line."""

_NAME_MOST: Final = 100
_ENCODED: Final = "=?"
"""How an encoded word of RFC 2047 begins."""


@frozen
class Sender:
    """From whom letters come."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """The part of the address behind the @, which Message-IDs are of."""
        return _domain(self.email)


def message(letter: Letter, recipient: str, sender: Sender, space: Organisation, now: int) -> EmailMessage:
    """Return a letter as one of its recipients gets it; `now` is when it goes, milliseconds.

    Everybody it goes to is named in it. Raises Unusable for an address that nothing can be sent to.
    """
    everybody = (sender.email, *letter.recipients.everybody)
    made = EmailMessage(policy=SMTP if all(map(str.isascii, map(_local, everybody))) else SMTPUTF8)
    made["From"] = address(sender.email, _sender_name(letter, sender, space))
    if letter.to:
        made["To"] = _addresses(letter.to, space)
    if letter.cc:
        made["Cc"] = _addresses(letter.cc, space)
    made["Subject"] = header_text(letter.title, TITLE_MOST) or "(no title)"
    made["Date"] = format_datetime(datetime.fromtimestamp(now / 1000, tz=UTC))
    made["Message-ID"] = message_id(letter, recipient, sender.domain)
    thread = thread_id(letter, sender.domain)
    if thread is not None:
        made["In-Reply-To"] = thread
        made["References"] = thread
    if letter.author is None:
        # RFC 3834: nobody's out-of-office answers a letter that a program wrote.
        made["Auto-Submitted"] = "auto-generated"
        made["X-Auto-Response-Suppress"] = "All"
    else:
        made["Reply-To"] = _addresses((letter.author,), space)
    text = clean_block(letter.body)
    made.set_content(text)
    made.add_alternative(html_of(text), subtype="html")
    return made


def _sender_name(letter: Letter, sender: Sender, space: Organisation) -> str:
    """Return who a letter comes from, for people: who wrote it, before what the desk is called."""
    author = space.people.get(letter.author or "")
    return ", ".join(filter(None, (author.name if author is not None else "", sender.name)))


def address(email: str, name: str = "") -> Address:
    """Return an address for a header. Raises Unusable for what is none."""
    if not is_email(email) or _ENCODED in email:
        raise Unusable(f"{clean_line(email, TITLE_MOST)} is no address that mail can be sent to")
    return Address(header_text(name, _NAME_MOST), username=_local(email), domain=_domain(email))


def header_text(text: str, most: int) -> str:
    """Return a text that stays in its header, whoever reads it."""
    return clean_line(text.strip(), most).replace(_ENCODED, "= ?").strip()


def html_of(text: str) -> str:
    """Return the same text for programs that show HTML: paragraphs, and what somebody else wrote set apart."""
    blocks = (
        list(lines) for is_blank, lines in groupby(text.splitlines(), lambda line: not line.strip()) if not is_blank
    )
    body = "\n".join(_block(lines) for lines in blocks)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _block(lines: Sequence[str]) -> str:
    written = "<br>\n".join(escape(line.strip()) for line in lines)
    is_quoted = all(line.startswith(INDENT) for line in lines)
    return f"<blockquote>{written}</blockquote>" if is_quoted else f"<p>{written}</p>"


def _addresses(emails: Iterable[str], space: Organisation) -> Sequence[Address]:
    return tuple(address(email, space.people[email].name if email in space.people else "") for email in emails)


def _local(email: str) -> str:
    return email.rpartition("@")[0]


def _domain(email: str) -> str:
    """Return the domain as mail servers know it: what is not ASCII in the letters of DNS (RFC 5891)."""
    domain = email.rpartition("@")[2]
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as wrong:
        raise Unusable(f"{clean_line(email, TITLE_MOST)} has a domain that does not exist") from wrong
