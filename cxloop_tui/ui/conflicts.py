"""The cards of the conflicts: what was read of each, and what has been decided about its fields so far."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from cxloop_tui.domain.beside import BESIDE, about_beside, fields_beside, words_beside
from cxloop_tui.domain.card import Card, RefusedOperation
from cxloop_tui.domain.dispute import Dispute, disputes_of
from cxloop_tui.domain.errors import NotFound
from cxloop_tui.domain.identity import handle, number_or_handle
from cxloop_tui.domain.operation import Json, Kind
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, fields_of
from cxloop_tui.domain.ticket import SCALAR_FIELDS, scalar
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.queries import Queries

_THINGS: Final[Mapping[str, str]] = {Kind.SEGMENT_PUT: "segment", Kind.PERSON_PUT: "person"}

Place: TypeAlias = tuple[str, str]
"""A field of a refused operation: the operation's id, the field's name."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one field shall be."""

    is_theirs: bool
    value: Json = None
    """As it was wanted, or something else; nothing where theirs stands."""
    is_other: bool = False
    """Whether it is something else than either wanted."""


@dataclass(frozen=True, slots=True)
class CardSeen:
    """One card as it was read."""

    subject: str
    name: str
    """How it is called: `#1042`, a handle, `segment bari`."""
    customer: str
    said: str
    refused: Sequence[RefusedOperation]
    disputes: Sequence[Dispute]
    """All fields, in the order in which they were wanted."""

    @property
    def is_making(self) -> bool:
        """Whether a ticket is not there at all: nothing stands that could be taken instead."""
        return any(one.operation.kind == Kind.TICKET_CREATE for one in self.refused)

    def places(self) -> Sequence[Place]:
        """Return the fields in their order."""
        return [place_of(dispute) for dispute in self.disputes]


@dataclass(frozen=True, slots=True)
class CardsSeen:
    """All cards of one person as they were read at one moment."""

    cards: Sequence[CardSeen]
    space: Organisation
    now: int
    utc_offset: int


def place_of(dispute: Dispute) -> Place:
    """Return where a decision about a field is kept."""
    return dispute.operation, dispute.field


def read_cards(queries: Queries) -> CardsSeen:
    """Read the cards of whoever asks."""
    space = queries.organisation()
    cards = [_read(queries, space, card) for card in _mine(queries)]
    return CardsSeen(cards, space, queries.now(), queries.utc_offset())


def _mine(queries: Queries) -> Iterator[Card]:
    for subject, refused in queries.cards():
        mine = tuple(one for one in refused if one.operation.by == queries.me)
        if mine:
            yield Card(subject, mine)


def _read(queries: Queries, space: Organisation, card: Card) -> CardSeen:
    kind = card.refused[0].operation.kind
    view: TicketView | None = None
    if kind in BESIDE:
        entries = queries.entries(card.subject)
        standing = fields_beside(kind, entries)
    elif kind in ORGANISATION_KINDS:
        standing, entries = fields_of(kind, card.subject, space), queries.entries(card.subject)
    else:
        with suppress(NotFound):
            view = queries.view(card.subject)
        standing = {} if view is None else {name: scalar(view.ticket, name) for name in SCALAR_FIELDS}
        entries = () if view is None else view.entries
    disputes = [one for refused in card.refused for one in disputes_of(refused, standing.get, entries)]
    return replace(_titled(card, view), disputes=disputes)


def _titled(card: Card, view: TicketView | None) -> CardSeen:
    operation = card.refused[0].operation
    if operation.kind in ORGANISATION_KINDS:
        name = f"{_THINGS.get(operation.kind, '')} {card.subject}".strip()
        return CardSeen(card.subject, name, "", "", card.refused, ())
    if operation.kind in BESIDE:
        said = words_beside(operation, str)
        return CardSeen(card.subject, about_beside(operation), "", said, card.refused, ())
    if view is None:
        customer = str(operation.wanted("customer_name") or operation.wanted("customer_email") or "")
        return CardSeen(card.subject, handle(card.subject), customer, operation.comment or "", card.refused, ())
    ticket = view.ticket
    name = number_or_handle(ticket.id, ticket.number)
    customer = ticket.customer_name or ticket.customer_email or ""
    return CardSeen(card.subject, name, customer, ticket.comment, card.refused, ())


@dataclass
class Decisions:
    """What one person has decided about their cards and not applied yet; it outlives the screen."""

    made: dict[Place, Decision] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    """Subjects of cards without any field, of which nothing shall be done again."""

    def of(self, card: CardSeen, dispute: Dispute) -> Decision | None:
        """Return what a field of a card shall be; None while that is to be decided.

        What nobody else touched goes with the rest of its operation: it gives way when all of that does.
        """
        made = self.made.get(place_of(dispute))
        if made is not None or dispute.is_open:
            return made
        asked = [one for one in card.disputes if one.operation == dispute.operation and one.is_open]
        decided = [self.made.get(place_of(one)) for one in asked]
        if asked and all(one is not None and one.is_theirs for one in decided):
            return Decision(is_theirs=True)
        return Decision(is_theirs=False, value=dispute.mine)

    def take_mine(self, dispute: Dispute) -> None:
        """It shall be as it was wanted."""
        self.made[place_of(dispute)] = Decision(is_theirs=False, value=dispute.mine)

    def take_theirs(self, dispute: Dispute) -> None:
        """It shall be as it stands."""
        self.made[place_of(dispute)] = Decision(is_theirs=True)

    def take_other(self, dispute: Dispute, value: Json) -> None:
        """It shall be something else."""
        self.made[place_of(dispute)] = Decision(is_theirs=False, value=value, is_other=value != dispute.mine)

    def take_all_mine(self, card: CardSeen) -> None:
        """All of a card shall be as it was wanted."""
        self.given_up.discard(card.subject)
        for dispute in card.disputes:
            self.take_mine(dispute)

    def take_all_theirs(self, card: CardSeen) -> None:
        """All of a card shall be as it stands."""
        self.given_up.add(card.subject)
        for dispute in card.disputes:
            self.take_theirs(dispute)

    def open_in(self, card: CardSeen) -> Sequence[Dispute]:
        """Return the fields that are not decided yet."""
        return [dispute for dispute in card.disputes if self.of(card, dispute) is None]

    def gives_all_up(self, card: CardSeen) -> bool:
        """Say whether every field of a card shall be as it stands."""
        decided = [self.of(card, dispute) for dispute in card.disputes]
        return all(one is not None and one.is_theirs for one in decided) if decided else card.subject in self.given_up

    def wanted(self, card: CardSeen) -> Mapping[str, Mapping[str, Json]]:
        """Return, by operation, which fields shall have which values; the rest stays as it stands."""
        wanted: dict[str, dict[str, Json]] = {one.operation.id: {} for one in card.refused}
        for dispute in card.disputes:
            decision = self.of(card, dispute)
            if decision is not None and not decision.is_theirs:
                wanted[dispute.operation][dispute.field] = decision.value
        return wanted

    def forget(self, card: CardSeen) -> None:
        """A card is done with."""
        self.given_up.discard(card.subject)
        for place in card.places():
            self.made.pop(place, None)
