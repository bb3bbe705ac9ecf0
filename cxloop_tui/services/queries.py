"""What people can ask of the desk: lists, counts, one ticket, who is who. Nothing here changes anything."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.errors import NotFound, Unusable
from cxloop_tui.domain.query import Field, Query, Term
from cxloop_tui.domain.selection import Context, select
from cxloop_tui.domain.text import is_email, normal_email
from cxloop_tui.domain.vocabulary import Vocabulary, vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from cxloop_tui.domain.card import Card
    from cxloop_tui.domain.causes import By, Share
    from cxloop_tui.domain.customer import Particulars
    from cxloop_tui.domain.feed import Waiting
    from cxloop_tui.domain.feedback import Recovered
    from cxloop_tui.domain.following import Following
    from cxloop_tui.domain.operation import Entry, Json
    from cxloop_tui.domain.organisation import Organisation
    from cxloop_tui.domain.people import Person
    from cxloop_tui.domain.segment import Segment
    from cxloop_tui.domain.selection import Selection
    from cxloop_tui.domain.ticket import Ticket
    from cxloop_tui.domain.ticket_view import Customer, Past, StoredDraft, TicketView
    from cxloop_tui.domain.view import Counts, Load, Standing, TicketRow, Window
    from cxloop_tui.services.ports import Clock, FollowUpReader, LetterReader, Reader

CAUSE_MOST: Final = 60
"""Characters of a cause that is offered for completion; one that tells a story is found by its words."""

CATEGORIES_OFFERED: Final = 50
"""Categories of tickets that are offered while one is typed: the most used ones."""

COUNTED_MOST: Final = 10_000
"""How many causes or categories are counted of all tickets; the most frequent ones."""


class Queries:
    """The reading half of the desk, for one person."""

    def __init__(self, reader: Reader, clock: Clock, me: str, utc_offset: Callable[[], int]) -> None:
        self._reader = reader
        self._clock = clock
        self._utc_offset = utc_offset
        self.me = me
        """The e-mail of the person who asks: `owner:me`."""
        reader.look_as(me)

    def now(self) -> int:
        """Return the time of day, milliseconds since the epoch."""
        return self._clock()

    def utc_offset(self) -> int:
        """Return how many minutes local time is ahead of UTC now."""
        return self._utc_offset()

    def today(self) -> str:
        """Return the day it is here, as `2026-12-01`."""
        return day_of(self.now(), self.utc_offset())

    def seq(self) -> int:
        """Return a number that rises with every change by anybody."""
        return self._reader.seq()

    def seen(self) -> int:
        """Return up to which sequence number of the authority's order everything is here."""
        return self._reader.seen()

    def following(self) -> Following | None:
        """Return how this desk stands to the hub that it follows, None when it follows none."""
        return self._reader.following()

    def outbox(self) -> Sequence[Waiting]:
        """Return what was made here and is not in the hub's order yet, in the order of its making."""
        return self._reader.outbox()

    @property
    def letters(self) -> LetterReader:
        """What is asked of letters."""
        return self._reader.letters

    @property
    def followups(self) -> FollowUpReader:
        """What is asked of follow-ups."""
        return self._reader.followups

    def cards(self) -> Sequence[Card]:
        """Return what the hub refused and nobody has decided about, a card for each ticket."""
        return self._reader.cards()

    def organisation(self) -> Organisation:
        """Return segments, people and policy as they stand."""
        return self._reader.organisation()

    def vocabulary(self) -> Vocabulary:
        """Return the names a query may use."""
        return replace(
            vocabulary_of(self.organisation()),
            categories=[word for word, _ in self._reader.words_used("category", "", 200)],
            causes=[word for word, _ in self._reader.words_used("root_cause", "", 200) if len(word) <= CAUSE_MOST],
            tags=[],
            me=self.me,
        )

    def parse(self, text: str) -> Query:
        """Read a query. Raises QueryMistake, which knows where the mistake is."""
        if not text.strip():
            return Query()
        from cxloop_tui.domain.query_parse import parse

        return parse(text, self.vocabulary())

    def parse_argument(self, text: str) -> Query:
        """Read a query of the command line. Raises Unusable, pointing at the mistake."""
        from cxloop_tui.domain.query_pieces import QueryMistake

        try:
            return self.parse(text)
        except QueryMistake as mistake:
            raise Unusable(f"in the query {text!r}, at character {mistake.start + 1}: {mistake}") from mistake

    def selection(self, query: Query) -> Selection:
        """Turn a query into conditions, as of now and for me."""
        tree = self.organisation().tree
        context = Context(
            now_ms=self._clock(),
            me=self.me,
            below=lambda code: tree.below(code) if code in tree else (code,),
            heir=tree.heir,
            utc_offset_minutes=self._utc_offset(),
        )
        return select(query, context)

    def window(
        self, query: Query, *, after: TicketRow | None = None, before: TicketRow | None = None, limit: int
    ) -> Window:
        """Return rows of a list after or before a row; from its start when neither is given."""
        return self._reader.window(self.selection(query), after=after, before=before, limit=limit)

    def window_at_end(self, query: Query, limit: int) -> Window:
        """Return the last rows of a list."""
        return self._reader.window_at_end(self.selection(query), limit)

    def window_around(self, query: Query, ticket_id: str, limit: int) -> Window | None:
        """Return rows on either side of a ticket, and its own; None when the list has it not."""
        return self._reader.window_around(self.selection(query), ticket_id, limit)

    def position(self, query: Query, row: TicketRow) -> int:
        """Return how many rows of a list come before `row`."""
        return self._reader.position(self.selection(query), row)

    def ids(self, query: Query, *, first: TicketRow | None = None, last: TicketRow | None = None) -> Sequence[str]:
        """Return the ids of all a query finds in its order, or of those from a row to a row."""
        return self._reader.ids(self.selection(query), first=first, last=last)

    def found_among(self, query: Query, ids: Collection[str]) -> frozenset[str]:
        """Return which of some tickets a query finds."""
        return self._reader.found_among(self.selection(query), ids) if ids else frozenset()

    def row(self, ticket_id: str) -> TicketRow | None:
        """Return one row by the ticket's id."""
        return self._reader.row(ticket_id)

    def rows(self, ids: Collection[str]) -> Sequence[TicketRow]:
        """Return rows by their tickets' ids, in no order; what is withdrawn is not among them."""
        return self._reader.rows(ids)

    def tickets(self, query: Query, limit: int | None = None) -> Iterator[Ticket]:
        """Yield whole tickets in the order of a query."""
        return self._reader.tickets(self.selection(query), limit)

    def counts(self, query: Query) -> Counts:
        """Count what a query finds, in all and by status."""
        return self._reader.counts(self.selection(query))

    def counts_at_once(self, query: Query) -> Counts | None:
        """Count what a query finds if that needs no look at a ticket."""
        return self._reader.counts_at_once(self.selection(query))

    def standing(self) -> Standing:
        """Count my work."""
        return self._reader.standing(self.me, self._clock())

    def loads(self) -> Mapping[str, Load]:
        """Return how much every owner has to do, by e-mail."""
        return self._reader.loads(self._clock())

    def ticket_id(self, name: str) -> str:
        """Return the id of a ticket named by number, handle or id. Raises NotFound."""
        found = self._reader.find(name)
        if found is None:
            raise NotFound(f"there is no ticket {name}")
        return found

    def once_numbered(self, name: str) -> list[Ticket]:
        """Return the other tickets that had a number at a desk before that joined the hub."""
        views = (self._reader.ticket_view(ticket_id, 1) for ticket_id in self._reader.once_numbered(name))
        return [view.ticket for view in views if view is not None]

    def view(self, ticket_id: str) -> TicketView:
        """Return a ticket with all that happened to it. Raises NotFound."""
        return self._view(ticket_id, None)

    def brief_view(self, ticket_id: str) -> TicketView:
        """Return a ticket with what of its history is needed first, quick however long that is. Raises NotFound."""
        from cxloop_tui.domain.ticket_view import BRIEF_MOST

        return self._view(ticket_id, BRIEF_MOST)

    def _view(self, ticket_id: str, newest: int | None) -> TicketView:
        view = self._reader.ticket_view(ticket_id, newest)
        if view is None:
            raise NotFound(f"there is no ticket {ticket_id}")
        return view

    def customer(self, key: str) -> Customer:
        """Return what is on record of a customer under any of their keys (`domain.customer`); nobody's is empty."""
        from cxloop_tui.domain.customer import joined

        found, also = self._reader.customer(key), self.particulars(key).also
        return joined([found, *map(self._reader.customer, also)]) if also else found

    def particulars(self, key: str) -> Particulars:
        """Return what somebody put on record of the customer of a key by hand."""
        from cxloop_tui.domain.customer import particulars_of

        return particulars_of(self._reader.entries(key))

    def written_to_in(self, ticket: Ticket) -> str:
        """Return the language a ticket's customer is written to in: as somebody said, as they answered, else ours."""
        from cxloop_tui.domain.customer import customer_of
        from cxloop_tui.domain.survey import response_of

        key = customer_of(ticket)
        said = None if key is None else self.particulars(key).language
        answers = () if ticket.response is None else self._reader.entries(ticket.response)
        answered = response_of(answers[0]).language if answers else None
        return said or answered or self.organisation().policy.mail_language

    def customer_key(self, name: str) -> str:
        """Return the key of a customer named by e-mail, or by a ticket of theirs. Raises NotFound."""
        from cxloop_tui.domain.customer import customer_key, customer_of

        email = normal_email(name)
        if is_email(email):
            return f"{customer_key(email, None, None)}"
        key = customer_of(self.view(self.ticket_id(name)).ticket)
        if key is None:
            raise NotFound(f"ticket {name} does not say who the customer is: no e-mail, telephone or respondent id")
        return key

    def past(self, view: TicketView) -> Past:
        """Return what lies behind a ticket: its customer, and the responses it came from or was added."""
        from cxloop_tui.domain.customer import customer_of
        from cxloop_tui.domain.sentiment.heard import heard_of
        from cxloop_tui.domain.survey import response_ids, response_of
        from cxloop_tui.domain.ticket_view import Past

        key = customer_of(view.ticket)
        found = (self._reader.entries(name) for name in response_ids(view.ticket, view.entries))
        responses = tuple(response_of(entries[0]) for entries in found if entries)
        customer = None if key is None else self.customer(key)
        return Past(customer, responses, None if customer is None else heard_of(customer))

    def apart(self) -> AbstractContextManager[Reader]:
        """Return a reader of its own for one long reading of the store as it is now, on any thread."""
        return self._reader.apart()

    @contextmanager
    def aside(self) -> Iterator[Queries]:
        """Return these questions over a reader of its own, on any thread; it sees the store as it is now."""
        with self._reader.apart() as reader:
            yield Queries(reader, self._clock, self.me, self._utc_offset)

    def interrupt(self) -> None:
        """Break off what is being read now, from another thread."""
        self._reader.interrupt()

    def draft(self, ticket_id: str, form: str) -> StoredDraft | None:
        """Return what I typed into a form of a ticket and have not sent."""
        return self._reader.draft(ticket_id, form, self.me)

    def kept(self, shelf: str) -> Mapping[str, Json]:
        """Return what I keep on a shelf of mine, by name."""
        return self._reader.kept(self.me, shelf)

    def entries(self, subject: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, a segment, a person or the `policy`, in order."""
        return self._reader.entries(subject)

    def segment_loads(self) -> Mapping[str, Load]:
        """Return how much there is to do in each segment, by code."""
        return self._reader.segment_loads(self._clock())

    def counted_by(self, query: Query, by: By) -> Sequence[Share]:
        """Count the tickets of a query by what they name as their cause or category, the most frequent first."""
        from cxloop_tui.domain.causes import COLUMNS, pareto

        if query.is_everything:
            return pareto(self._reader.words_used(COLUMNS[by], "", COUNTED_MOST), by)
        return pareto(self._reader.counted_by(self.selection(query), COLUMNS[by]), by)

    def recovered(self, query: Query) -> Recovered:
        """Count who was asked again after the resolution, among the tickets of a query."""
        from cxloop_tui.domain.feedback import NOT_RECOVERED, RECOVERED, Recovered

        def tagged(tag: str) -> int:
            return self.counts(replace(query, terms=(*query.terms, Term(Field.TAG, (tag,))))).found or 0

        return Recovered(tagged(RECOVERED), tagged(NOT_RECOVERED))

    def categories(self) -> Sequence[str]:
        """Return the categories to offer: those that tickets have, the most used first, then those of the policy."""
        used = [word for word, _ in self._reader.words_used("category", "", CATEGORIES_OFFERED)]
        return list(dict.fromkeys([*used, *self.organisation().policy.categories]))

    def words_used(self, field: str, beginning: str = "", limit: int = 8) -> Sequence[tuple[str, int]]:
        """Return values a field had before, most used first, with how often."""
        return self._reader.words_used(field, beginning, limit)


def segment_named(name: str, organisation: Organisation) -> Segment:
    """Find a segment by code, or by name where it is unique. Raises NotFound."""
    code = name.strip()
    if code in organisation.tree:
        return organisation.tree[code]
    wanted = code.casefold()
    found = [at for at in organisation.tree if wanted in {at.name.casefold(), at.code.casefold()}]
    if len(found) == 1:
        return found[0]
    how = "is the name of several segments; use a code" if found else "is no segment"
    raise NotFound(f"{name!r} {how}; `cxloop segments list` shows them")


def person_named(name: str, organisation: Organisation, me: str | None = None) -> Person:
    """Find a person by e-mail, by `me`, or by name where it is unique. Raises NotFound."""
    wanted = name.strip().casefold()
    if wanted == "me" and me is not None:
        return organisation.person(me)
    if wanted in organisation.people:
        return organisation.people[wanted]
    found = [person for person in organisation.people.values() if person.name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    how = "is the name of several people; use an e-mail" if found else "is nobody here"
    raise NotFound(f"{name!r} {how}; `cxloop people list` shows them")
