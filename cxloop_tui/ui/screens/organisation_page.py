"""What the pages of the organisation have in common: what was read for them, what they need, what they are."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from cxloop_tui.domain.operation import Entry, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import PutLine
from cxloop_tui.domain.policy_keys import POLICY
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.view import Load
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.screens.confirm import Question
from cxloop_tui.ui.widgets.line_table import Cell, Columns, Row, Tone

NOTHING = Load(0, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """The organisation as it was read at one moment, and all that its pages say about it."""

    space: Organisation
    segment_loads: Mapping[str, Load]
    loads: Mapping[str, Load]
    """By e-mail."""
    policy: Sequence[Entry]
    """Every change of a rule."""
    today: str
    """As `2026-12-01`."""
    now: int
    seq: int


def read_seen(queries: Queries) -> Seen:
    """Read all of it."""
    return Seen(
        space=queries.organisation(),
        segment_loads=queries.segment_loads(),
        loads=queries.loads(),
        policy=queries.entries(POLICY),
        today=queries.today(),
        now=queries.now(),
        seq=queries.seq(),
    )


class Desk(Protocol):
    """What a page needs of the screen it is on."""

    @property
    def session(self) -> Session:
        """Who works here."""

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose."""

    async def agrees(self, question: Question) -> bool:
        """Let the user say yes or no."""

    async def fill_in(self, form: Form) -> None:
        """Let the user fill in a form."""

    def told(self, operation: Operation | None) -> None:
        """Say what was done, and show it; None when everything was so already."""

    def tell(self, words: str) -> None:
        """Say what was done, and show it."""


Verb: TypeAlias = Callable[[str | None], Coroutine[None, None, None]]
"""Does something with the row of that id; None when there is no row."""


class Page(Protocol):
    """One of the lists of the organisation."""

    @property
    def title(self) -> str:
        """What its tab says."""

    @property
    def hidden(self) -> str:
        """What is not shown unless asked for; empty when everything is."""

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """What an admin can do here, by action id."""

    @property
    def columns(self) -> Columns:
        """The columns for a line of so many cells."""

    def rows(self, seen: Seen, *, everything: bool) -> Sequence[Row]:
        """Return the lines."""

    def about(self, seen: Seen, row_id: str) -> str:
        """Say of one line what its columns have no room for."""

    def tickets(self, seen: Seen, row_id: str) -> Query | None:
        """Return the query for the tickets of a line; None where there are none to show."""

    def name(self, seen: Seen, row_id: str) -> str:
        """Return how a line is called."""

    def log(self, queries: Queries, row_id: str) -> Sequence[PutLine]:
        """Return what was changed."""


def count(number: int, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a number as it stands in a column: nothing to do is past."""
    return Cell(f"{number:,}", tone if number else Tone.MUTED)
