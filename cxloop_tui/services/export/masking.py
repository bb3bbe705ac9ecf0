"""Masked names: who is equal stays equal within one file, and nobody is recognised.

Name, e-mail and telephone of a customer become `customer #...`, `...@masked.invalid` and `phone #...`: twelve
hexadecimal digits made of the value and a salt that is drawn for each export and kept nowhere, so that two exports
cannot be laid side by side. An account that is the domain of the customer's e-mail becomes `account #...`. In every
text of the ticket the customer's name, each word of it, their telephone number however it is written, their id in the
survey, and whatever has the form of an e-mail address or of an international telephone number are replaced likewise.
The people of the desk keep their names. What only a reader would notice (a nickname, a street) stays.
"""

import re
from collections.abc import Iterator
from hashlib import blake2s
from typing import Final
from unicodedata import category, normalize

from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.records import Record

_TEXTS: Final = ("comment", "root_cause", "action_taken", "told", "category", "touchpoint", "channel", "account")
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]{}\"'`,;:|\\/@]+@[^\s<>()\[\]{}\"'`,;:|\\/@]*[^\W_]")
_DIALLED: Final = re.compile(r"(?<![\w])\+?\(?\d(?:[\s().\-/]{0,3}\d){5,}(?!\w)")
_LEAST_DIGITS: Final = 6
"""Digits that two telephone numbers must have in common at their ends to be taken for one."""
_LEAST_INTERNATIONAL: Final = 8


class Masks:
    """The masks of one export; `salt` is what makes them different from those of the next."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def record(self, ticket: Ticket, record: Record) -> Record:
        """Return a ticket's record with its customer masked."""
        told = _Customer(self, ticket)
        masked: Record = {
            **record,
            "customer_name": told.name if ticket.customer_name else ticket.customer_name,
            "customer_email": self.email(ticket.customer_email) if ticket.customer_email else None,
            "customer_phone": self.phone(ticket.customer_phone) if ticket.customer_phone else None,
            "tags": [told.masked(tag) for tag in ticket.tags],
        }
        for name in _TEXTS:
            masked[name] = _masked_value(told, record[name])
        if ticket.account and ticket.account.casefold() == _domain(ticket.customer_email):
            masked["account"] = self._mask("account", ticket.account.casefold())
        return masked

    def name(self, name: str) -> str:
        """Return the mask of a name; case and spaces make no difference."""
        return self._mask("customer", " ".join(normalize("NFKC", name).casefold().split()))

    def email(self, address: str) -> str:
        """Return the mask of an e-mail address, which has the form of one."""
        return f"{self._token('email', address.strip().casefold())}@masked.invalid"

    def phone(self, number: str) -> str:
        """Return the mask of a telephone number; how it is written makes no difference."""
        return self._mask("phone", _digits(number) or number)

    def respondent(self, name: str) -> str:
        """Return the mask of an id a survey tool gave."""
        return self._mask("respondent", name)

    def _mask(self, kind: str, value: str) -> str:
        return f"{kind} #{self._token(kind, value)}"

    def _token(self, kind: str, value: str) -> str:
        return blake2s(f"{kind}\x1f{value}".encode(), key=self._salt, digest_size=6).hexdigest()


class _Customer:
    """What a ticket's customer may be recognised by in a text, and what stands there instead."""

    def __init__(self, masks: Masks, ticket: Ticket) -> None:
        self._masks = masks
        self._phone = _digits(ticket.customer_phone or "")
        self.name = masks.name(ticket.customer_name) if ticket.customer_name else ""
        self._words = [(word, self.name) for word in _names(ticket.customer_name or "")]
        if ticket.customer_phone:
            self._words.append((ticket.customer_phone, masks.phone(ticket.customer_phone)))
        if ticket.respondent:
            self._words.append((ticket.respondent, masks.respondent(ticket.respondent)))

    def masked(self, text: str) -> str:
        """Return a text in which the customer is not recognised."""
        text = _ADDRESS.sub(lambda found: self._masks.email(found[0]), text)
        text = _DIALLED.sub(self._dialled, text)
        folded = text.casefold()
        for word, mask in self._words:
            if word.split()[0].casefold() in folded:
                text = _standing_alone(word).sub(mask.replace("\\", r"\\"), text)
        return text

    def _dialled(self, found: re.Match[str]) -> str:
        digits = _digits(found[0])
        shorter = min(len(digits), len(self._phone))
        if shorter >= _LEAST_DIGITS and digits[-shorter:].lstrip("0") == self._phone[-shorter:].lstrip("0"):
            return self._masks.phone(self._phone)
        is_international = found[0].startswith(("+", "(+", "00")) and len(digits) >= _LEAST_INTERNATIONAL
        return self._masks.phone(digits) if is_international else found[0]


def _masked_value(told: _Customer, value: Json) -> Json:
    return told.masked(value) if isinstance(value, str) else value


def _names(name: str) -> Iterator[str]:
    """Yield the whole name, then its words, longest first; single letters name nobody."""
    words = name.split()
    if len(name.strip()) > 1:
        yield " ".join(words)
    yield from sorted((word.strip(".,") for word in words if len(word.strip(".,")) > 1), key=len, reverse=True)


def _standing_alone(word: str) -> re.Pattern[str]:
    """Match a word where it is not part of another; scripts that write no spaces know no such thing."""
    spaced = r"\s+".join(map(re.escape, word.split()))
    before = "" if category(word[0]) == "Lo" else r"(?<!\w)"
    after = "" if category(word[-1]) == "Lo" else r"(?!\w)"
    return re.compile(f"{before}{spaced}{after}", re.IGNORECASE)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def _domain(email: str | None) -> str:
    return (email or "").rpartition("@")[2].casefold()
