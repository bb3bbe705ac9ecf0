"""The authority, and the way to it: requests and answers are lost, doubled and late, pages come cut."""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.errors import RemoteTrouble
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.feed import START, Cursor, Forked, Page
from cxloop_tui.domain.operation import Base, Entry, Operation
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.services.accepting import Accepting
from tests.fakes import Held, MemoryStore

PAGE = 7
"""Operations in a page: few, so that there are many."""


class Unreachable(RemoteTrouble):
    """Nobody answered; whether the request arrived nobody knows."""

    def __init__(self) -> None:
        super().__init__("nobody answered")


class Authority:
    """The hub: the real acceptance over a store in memory, and its order as a feed."""

    def __init__(self, clock: Callable[[], int], store: MemoryStore | None = None) -> None:
        self.store = store or MemoryStore("first")
        self.accepting = Accepting(self.store, clock)

    @property
    def held(self) -> Held:
        """What is on its disk."""
        return self.store._held

    def push(self, operations: Sequence[Operation], by: str) -> Sequence[Receipt]:
        return self.accepting.accept(operations, by=by)

    def page(self, cursor: Cursor) -> Page:
        """Return what comes after a cursor. Raises Forked for one of another order."""
        entries = self.held.entries
        common = self._common(cursor)
        if common.seq < cursor.seq:
            raise Forked(common)
        found = entries[cursor.seq : cursor.seq + PAGE]
        end = cursor.seq + len(found)
        return Page(tuple(found), self._cursor(end), more=end < len(entries))

    def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        is_now = cursor == self._cursor(len(self.held.entries))
        return digest(self.held.tickets.values()) if is_now else None

    def copied(self) -> Held:
        """Return a backup."""
        return self.held.copy()

    def problems(self) -> Iterator[str]:
        """Yield what is wrong on its disk: in memory nothing can be."""
        yield from ()

    def restore(self, backup: Held, epoch: str) -> None:
        """Go on from a backup, as `hub restore` does."""
        self.store._held = backup.copy()
        self.store.transact_authority(lambda tx: tx.begin_epoch(epoch))

    def _common(self, cursor: Cursor) -> Cursor:
        """Return up to where the order of a cursor is this one. The last operation alone does not tell: after a
        restore the same may come to stand in the same place, and others before it.
        """
        seen = self.store.transact_authority(lambda tx: tx.seen(Base(cursor.epoch, cursor.seq)))
        common = self._cursor(min(seen, len(self.held.entries)))
        return common if common.seq < cursor.seq or common.last == cursor.last else START

    def _cursor(self, seq: int) -> Cursor:
        return Cursor(self.held.epoch, seq, self.held.entries[seq - 1].operation.id if seq else "")


@dataclass(frozen=True, slots=True)
class Weather:
    """How often what goes wrong, from 0 to 1."""

    request_lost: float = 0.10
    answer_lost: float = 0.10
    doubled: float = 0.07
    late: float = 0.12
    cut: float = 0.08
    """An answer loses a part of it on its way."""
    meanwhile: float = 0.05
    """Something else happens while a request is under way."""
    refused: float = 0.06
    """Something on the way answers, or the hub has no time; where there is HTTP."""
    garbled: float = 0.05
    """What arrives is not what was sent; where there is HTTP."""
    fails: float = 0.02
    """The disk of the hub refuses; where it has one."""

    @classmethod
    def fair(cls) -> "Weather":
        """Return a day on which nothing goes wrong."""
        return cls(*[0.0] * 9)


def _nothing() -> None:
    """Do what happens while nothing does."""


@dataclass
class Line:
    """The `Remote` port of one desk: the authority at the end of a bad line."""

    authority: Authority
    me: str
    random: Random
    weather: Weather = field(default_factory=Weather)
    said: list[tuple[str, Receipt]] = field(default_factory=list)
    """All that the authority ever said, heard or not, and what it called its order then."""
    late: list[Sequence[Operation]] = field(default_factory=list)
    """Requests that are still under way somewhere, and will arrive once more."""
    faults: int = 0
    happen: Callable[[], None] = _nothing
    """Lets other things happen while a request is under way."""

    def let_happen(self, meanwhile: Callable[[], None]) -> None:
        """Let something else happen now and then while a request is under way."""
        self.happen = meanwhile

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        self._lose(self.weather.request_lost)
        receipts = self._arrive(operations)
        if self._happens(self.weather.doubled):
            receipts = self._arrive(operations)
        if self._happens(self.weather.late):
            self.late.append(tuple(operations))
        self._meanwhile()
        self._lose(self.weather.answer_lost)
        return receipts

    async def adopt(self, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        raise AssertionError(f"nobody joins in these worlds: {len(passages)} above {above}")

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        more = True
        while more:
            self._lose(self.weather.request_lost)
            page = self.authority.page(cursor)
            self._meanwhile()
            self._lose(self.weather.answer_lost)
            cursor, more = page.cursor, page.more
            yield self._cut(page) if page.entries and self._happens(self.weather.cut) else page

    async def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        self._lose(self.weather.request_lost)
        return self.authority.digest(cursor)

    def deliver_late(self) -> None:
        """Let a request arrive that was under way for long."""
        if self.late:
            self._arrive(self.late.pop(self.random.randrange(len(self.late))))

    def _arrive(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        receipts = self.authority.push(operations, self.me)
        self.said += ((self.authority.held.epoch, receipt) for receipt in receipts)
        return receipts

    def _cut(self, page: Page) -> Page:
        entries: list[Entry] = list(page.entries)
        del entries[self.random.randrange(len(entries))]
        return page._replace(entries=tuple(entries))

    def _meanwhile(self) -> None:
        if self._happens(self.weather.meanwhile):
            self.happen()

    def _lose(self, chance: float) -> None:
        if self._happens(chance):
            raise Unreachable

    def _happens(self, chance: float) -> bool:
        happens = self.random.random() < chance
        self.faults += happens
        return happens
