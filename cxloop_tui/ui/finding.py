"""Finding tickets: what each key of search, filter and order makes of the query the desk shows."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.query import MY_WORK, Branch, Comparison, Duration, Field, Query, Sort, Special, Term, Value
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.ui.actions import Deeds
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.opening import Opening
from cxloop_tui.ui.widgets.filter_bar import ORDER_WORDS

_ANY = "\x00any"
"""The choice that takes a filter away; no code or e-mail is spelled so."""


class Asking(Protocol):
    """What finding needs of the desk on screen."""

    @property
    def shown(self) -> Opening:
        """The list that is shown."""

    @property
    def me(self) -> str:
        """The e-mail of the person who looks."""

    def look_for(self, query: Query) -> None:
        """Go to the list of another query."""

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose."""

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait for the user."""


class Finding:
    """The queries behind the keys."""

    def __init__(self, desk: Asking, now: Callable[[], int]) -> None:
        """`now` gives the time of day, in milliseconds since the epoch."""
        self._desk = desk
        self._now = now

    def deeds(self) -> Deeds:
        """Return what each action does."""
        return {
            "find.clear": lambda: self._desk.look_for(Query()),
            "find.sort": self._sort,
            "find.mine": self._mine,
            "find.shift": self._shift,
            "find.overdue": self._overdue,
            "filter.new": lambda: self._toggle(Status.NEW),
            "filter.open": lambda: self._toggle(Status.OPEN),
            "filter.escalated": lambda: self._toggle(Status.ESCALATED),
            "filter.resolved": lambda: self._toggle(Status.RESOLVED),
            "filter.status": self._status,
            "filter.priority": self._priority,
            "filter.segment": self._segment,
            "filter.owner": self._owner,
        }

    @property
    def _query(self) -> Query:
        return self._desk.shown.query

    def _mine(self) -> None:
        """My work, then my segments, then all."""
        sort = self._query.sort
        mine, everything = MY_WORK.with_sort(sort), Query(sort=sort)
        branches = [Branch(code, below=True) for code in self._my_segments()]
        theirs = everything.with_values(Field.SEGMENT, branches)
        following = {mine: theirs, theirs: everything}
        self._desk.look_for(following.get(self._query, mine))

    def _my_segments(self) -> Sequence[str]:
        space, me = self._desk.shown.space, self._desk.me
        led = [segment.code for segment in space.tree if me in segment.managers]
        own = [code for code in space.person(me).segments if space.tree.is_open(code)]
        return list(dict.fromkeys([*own, *led]))

    def _overdue(self) -> None:
        is_asked = bool(self._query.values(Field.OVERDUE))
        self._desk.look_for(self._query.with_values(Field.OVERDUE, [] if is_asked else ["yes"]))

    def _shift(self) -> None:
        """Show what of mine breaks before people stop working here; again: no more."""
        asked = self._query.values(Field.OWNER) == (Special.ME,) and any(
            term.field is Field.DUE and term.comparison is Comparison.BELOW for term in self._query.terms
        )
        if asked:
            self._desk.look_for(self._query.without(Field.DUE).with_sort(None))
            return
        left = self._desk.shown.space.policy.until_work_ends(self._now())
        within = Term(Field.DUE, (Duration(max(left // MINUTE, 1), "m"),), Comparison.BELOW)
        query = self._query.without(Field.DUE).with_values(Field.OWNER, [Special.ME]).with_sort(Sort.DUE)
        self._desk.look_for(replace(query, terms=(*query.terms, within)))

    def _toggle(self, status: Status) -> None:
        self._desk.look_for(self._query.toggled(Field.STATUS, status))

    def _sort(self) -> None:
        options = [Option(sort.value, ORDER_WORDS[sort], f"sort:{sort.value}") for sort in Sort]
        self._choose("Order", options, lambda chosen: self._query.with_sort(Sort(chosen)))

    def _status(self) -> None:
        options = [Option(status.value, status.value) for status in Status]
        self._filter("Status", Field.STATUS, options, Status)

    def _priority(self) -> None:
        options = [Option(priority.value, priority.value) for priority in reversed(Priority)]
        self._filter("Priority", Field.PRIORITY, options, Priority)

    def _segment(self) -> None:
        tree = self._desk.shown.space.tree
        options = [Option(at.code, tree.path(at.code), "and below") for at in tree]
        self._filter("Segment", Field.SEGMENT, options, lambda code: Branch(code, below=True))

    def _owner(self) -> None:
        everybody = self._desk.shown.space.people.values()
        people = sorted(everybody, key=lambda person: (not person.active, person.name.casefold()))
        special: dict[str, Value] = {"me": Special.ME, "none": Special.NONE}
        options = [
            Option("me", "me"),
            Option("none", "nobody"),
            *(
                Option(person.email, person.name, person.email if person.active else f"{person.email}, left")
                for person in people
            ),
        ]
        self._filter("Owner", Field.OWNER, options, lambda email: special.get(email, email))

    def _filter(self, title: str, field: Field, options: Sequence[Option], value_of: Callable[[str], Value]) -> None:
        self._choose(
            title,
            [Option(_ANY, "any"), *options],
            lambda chosen: self._query.with_values(field, [] if chosen == _ANY else [value_of(chosen)]),
        )

    def _choose(self, title: str, options: Sequence[Option], query_of: Callable[[str], Query]) -> None:
        async def choose() -> None:
            chosen = await self._desk.pick(title, options)
            if chosen is not None:
                self._desk.look_for(query_of(chosen))

        self._desk.begin(choose, "dialog")
