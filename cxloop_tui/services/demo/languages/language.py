"""What a language of the demo's customers consists of: their names, their money, and sentences they would write.

Sentences stand on their own, so that any opening, problem, consequence and closing make a text. They say nothing that
would need the writer's gender, and numbers in them are such that no plural form changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """What went wrong; it decides where a ticket lands, what is said of it and why it happened."""

    LATE = "late"
    """An order that does not arrive."""
    BROKEN = "broken"
    """An article that came damaged, wrong or in parts."""
    RUDE = "rude"
    """How somebody was treated."""
    BILLED = "billed"
    """Wrong bills, refunds that do not come."""
    IGNORED = "ignored"
    """Calls and mails without an answer."""
    WEB = "web"
    """The web shop and the app."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a customer's words and the comments of the staff both mention; the slots of every sentence."""

    order: str
    item: str
    days: int
    """3 to 10."""
    times: int
    """3 to 6."""
    amount: str
    """Money as the customer writes it."""

    def told_in(self, sentence: str) -> str:
        """Return a sentence with its slots filled."""
        return sentence.format(order=self.order, item=self.item, days=self.days, times=self.times, amount=self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: who writes it and what they write.

    A name outside the Latin script stands with its Latin form, `愛子=aiko`, of which the e-mail address is made.
    """

    name: str
    weight: int
    """How many of a hundred customers or so write it."""
    given: tuple[str, ...]
    family: tuple[str, ...]
    full_name: str = "{given} {family}"
    phone: str
    """A telephone number in which every `#` is any digit."""
    mail_domains: tuple[str, ...]
    money: str
    """How an amount is written, with `{}` for the number."""
    money_scale: int = 1
    """About how many units of it one euro is worth."""
    space: str = " "
    """What stands between two sentences."""
    openings: tuple[str, ...]
    problems: Mapping[Theme, tuple[str, ...]]
    consequences: tuple[str, ...]
    closings: tuple[str, ...]
