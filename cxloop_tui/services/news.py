"""What came in that one person should hear of: read from the order after a place, with the tickets it is about.

The process that syncs reads it and the desk only tells it: after days away there are a hundred thousand operations.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.news import Why, may_concern, news_of
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.ports import Reader

TOLD_MOST: Final = 3
"""News that are told one by one; of more it is told how many."""

_AT_ONCE: Final = 1_000
"""Operations that are read together."""

_WORDS_MOST: Final = 60
"""Characters of somebody's words in a piece of news."""


class Told(NamedTuple):
    """Something to hear of."""

    why: Why
    ticket: str
    """The ticket's id."""
    number: int | None
    """As it is now, None while it has none."""
    said: str
    """The begin of what it is about, in one line."""
    by: str
    """The e-mail of who did it."""
    name: str
    """What they are called."""
    to_me: bool = False
    """Of an escalation: whether the ticket is mine now."""
    words: str = ""
    """The begin of what I am asked, in one line."""


class Heard(NamedTuple):
    """What there was after a place."""

    told: Sequence[Told]
    """The first of it, in the order in which it happened; what is about a ticket that is no more is left out."""
    more: int
    """How much more there was."""
    seq: int
    """Up to which place of the authority's order it was read: where the next look begins."""


class Ear:
    """Hears at each turn what came in since the one before; what comes for the first time is no news."""

    def __init__(self, reader: Reader, email: str) -> None:
        """From now on, on behalf of a person."""
        self._reader = reader
        self._email = email
        self._until = reader.seen() if self._has_synced() else None

    def hear(self) -> Heard:
        """Return what there is to hear of, once."""
        if self._until is None:
            heard = Heard([], 0, self._reader.seen())
            self._until = heard.seq if self._has_synced() else None
            return heard
        # After a restore the order may be shorter than it was.
        heard = news_since(self._reader, self._email, min(self._until, self._reader.seen()))
        self._until = heard.seq
        return heard

    def _has_synced(self) -> bool:
        following = self._reader.following()
        return following is not None and following.synced_at is not None


def news_since(reader: Reader, email: str, seq: int) -> Heard:
    """Return what somebody should hear of that came after a place. Raises NotFound for nobody."""
    space = reader.organisation()
    me = space.person(email)
    after = _Concerning(reader, may_concern(me), seq)
    news = [one for one in news_of(after.operations(), me, after.owner_of) if one.subject in after.about]
    told = [
        Told(
            one.why,
            one.subject,
            after.about[one.subject].number,
            after.about[one.subject].said,
            one.by,
            clean_line(space.called(one.by), _WORDS_MOST),
            one.to_me,
            clean_line(one.words, _WORDS_MOST) if one.words else "",
        )
        for one in news[:TOLD_MOST]
    ]
    return Heard(told, len(news) - len(told), after.seq)


class _About(NamedTuple):
    """A ticket, as far as it matters here."""

    number: int | None
    owner: str | None
    said: str


class _Concerning:
    """Reads the operations that may concern somebody, and what they are about; both a page at a time."""

    def __init__(self, reader: Reader, concerns: Callable[[str], bool], seq: int) -> None:
        self._reader = reader
        self._concerns = concerns
        self.seq = seq
        self.about: dict[str, _About] = {}

    def operations(self) -> Iterator[Operation]:
        """Yield them in their order."""
        while page := self._reader.recorded_after(self.seq, _AT_ONCE):
            found = [recorded.operation for recorded in page if self._concerns(recorded.wire)]
            self._look_up(found)
            yield from found
            self.seq = page[-1].seq

    def owner_of(self, ticket_id: str) -> str | None:
        """Return whose a ticket is now."""
        about = self.about.get(ticket_id)
        return None if about is None else about.owner

    def _look_up(self, operations: Sequence[Operation]) -> None:
        unknown = {operation.subject for operation in operations} - self.about.keys()
        for row in self._reader.rows(unknown):
            self.about[row.id] = _About(row.number, row.owner, clean_line(row.said, _WORDS_MOST))


def news_words(told: Told) -> str:
    """Say a piece of news in one line."""
    name = number_or_handle(told.ticket, told.number)
    match told.why:
        case Why.YOURS:
            return f"{name} is yours now: {told.said}"
        case Why.ESCALATED if told.to_me:
            return f"{name} is escalated to you by {told.name}: {told.said}"
        case Why.ESCALATED:
            return f"{name} of yours was escalated by {told.name}: {told.said}"
        case Why.TOLD:
            return f"{name} has come, says the rule {told.words}: {told.said}"
    return f"{told.name} asks you about {name}: {told.words}"
