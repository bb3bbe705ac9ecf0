"""The customers of the demo: people of every language, with a name, an address, a number; some come back."""

from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Final

from cxloop_tui.domain.folding import document
from cxloop_tui.services.demo.languages import LANGUAGES
from cxloop_tui.services.demo.languages.language import Language

_COMPANY_WORDS: Final = (
    "anchor", "bakery", "bistro", "cafe", "dental", "florist", "gallery", "guesthouse", "hostel", "library",
    "nursery", "office", "pharmacy", "practice", "studio", "yoga",
)  # fmt: skip

_COMPANY_PLACES: Final = (
    "am-kanal", "bay", "central", "dock", "east", "garden", "hill", "lindenhof", "north", "parkside", "quay",
    "rivoli", "south", "tower", "vista", "west",
)  # fmt: skip

_COMES_BACK: Final = 0.18
_REMEMBERED: Final = 150
"""How many customers back somebody may come who comes back."""

_TOLD_APART: Final = 20_000
"""Customers whose addresses are compared with each other; that of a later one has a number nobody else has."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who buys at Harbour."""

    name: str
    email: str
    phone: str | None
    account: str | None
    """The domain of the business they write for."""
    language: Language


class Customers:
    """Everybody who came lately; no two there ever were share an address."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0
        self._lately: deque[Customer] = deque(maxlen=_REMEMBERED)
        self._addresses: set[str] = set()
        self._deck: list[Language] = []

    def next(self) -> Customer:
        """Return who writes next: somebody new, or somebody who came before."""
        if self._lately and self._random.random() < _COMES_BACK:
            return self._random.choice(self._lately)
        self._count += 1
        customer = self._somebody_new(self._next_language())
        self._lately.append(customer)
        return customer

    def _next_language(self) -> Language:
        """Deal languages as cards, so that every one of them appears even among few customers."""
        if not self._deck:
            self._deck = [language for language in LANGUAGES for _ in range(language.weight)]
            self._random.shuffle(self._deck)
        return self._deck.pop()

    def _somebody_new(self, language: Language) -> Customer:
        given, given_latin = _name(self._random.choice(language.given))
        family, family_latin = _name(self._random.choice(language.family))
        company = self._company() if self._random.random() < 0.22 else None
        return Customer(
            name=language.full_name.format(given=given, family=family),
            email=self._address(given_latin, family_latin, company or self._random.choice(language.mail_domains)),
            phone=self._number(language.phone) if self._random.random() < 0.8 else None,
            account=company,
            language=language,
        )

    def _company(self) -> str:
        return f"{self._random.choice(_COMPANY_WORDS)}-{self._random.choice(_COMPANY_PLACES)}.example"

    def _number(self, pattern: str) -> str:
        count = pattern.count("#")
        digits = iter(f"{self._random.randrange(10**count):0{count}}")
        return "".join(next(digits) if sign == "#" else sign for sign in pattern)

    def _address(self, given: str, family: str, domain: str) -> str:
        local_part = self._random.choice((f"{given}.{family}", f"{given[0]}.{family}", f"{given}{family}", family))
        if self._count > _TOLD_APART:
            return f"{local_part}{self._count}@{domain}"
        address, count = f"{local_part}@{domain}", 1
        while address in self._addresses:
            count += 1
            address = f"{local_part}{count}@{domain}"
        self._addresses.add(address)
        return address


def _name(written: str) -> tuple[str, str]:
    """Return a name as it is shown and as an address has it."""
    shown, _, latin = written.partition("=")
    return shown, latin or document(shown).replace(" ", "")
