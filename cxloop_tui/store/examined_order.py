"""The operations of a store as far as the doctor reckons with them, while others go on with their work.

What a store has of an authority's order only grows, at its end. What waits for the authority lies beyond that, from
WAITING_FROM on, and comes and goes; of that it is remembered what there was. So after each slice it can be said to
which subjects something was done since. An order that lost its end cannot be followed like that.
"""

from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.policy import policy_timeline
from cxloop_tui.domain.ticket import PolicyAt
from cxloop_tui.store.examination import Examination, Patient
from cxloop_tui.store.refolding import DAMAGED, about_tickets
from cxloop_tui.store.rows import COPIED_COLUMNS, ENTRY_COLUMNS, entry_of
from cxloop_tui.store.selection_sql import NOTHING, Clause, joined

_BEFORE_ALL: Final = -(1 << 63)
"""No sequence number is lower: damage may have made them negative."""

_ENTRY: Final = ", ".join(f'"{name}"' for name in (*ENTRY_COLUMNS, *COPIED_COLUMNS))

_copied: Final = attrgetter(*COPIED_COLUMNS)

_KINDS: Final = ", ".join("?" * len(ORGANISATION_KINDS))
_OF_SPACE: Final = Clause(f"kind IN ({_KINDS})", ORGANISATION_KINDS)
OF_OTHERS: Final = Clause(f"kind NOT IN ({_KINDS})", ORGANISATION_KINDS)
"""What is true of operations that are not about segments, people and policy."""

_CONFIRMED_BEYOND: Final = f"seq > ? AND seq < {WAITING_FROM}"
_THAT_WAIT: Final = Clause(f"seq >= {WAITING_FROM}")


class CannotFollow(Exception):
    """The order lost its end, or the store keeps another one, or checksums since: what was reckoned is of no use."""


class Standing(NamedTuple):
    """Whose order a store keeps, by its facts."""

    follows: bool
    """Whether it has another authority."""
    has_checksums: bool
    rewound: str
    """How often the order lost its end here."""


class Since(NamedTuple):
    """What was done since the last slice."""

    last: int
    """The last place of the authority's order by then."""
    done_to: Collection[str]
    """The subjects to which something was done, of those that were asked for."""
    left: Collection[str]
    """The subjects of what no longer waits where it did."""


class ExaminedOrder:
    """The order of one store, read on and on. All that is asked at one time must be of one state of the store."""

    def __init__(self, patient: Patient, examination: Examination) -> None:
        self._patient = patient
        self._examination = examination
        self.standing = self._read_standing()
        self.last = _BEFORE_ALL
        """The last place of the authority's order that is reckoned with."""
        self.last_waiting = WAITING_FROM - 1
        self._confirmed = 0
        self._waiting: dict[tuple[int, str], str] = {}
        """The subjects of what waits, by its place and its id."""
        self._put: list[Entry] = []
        """What was done to segments, people and policy, in the authority's order."""
        self._put_waiting: Sequence[Entry] = ()
        self.policy_at: PolicyAt = policy_timeline(())

    @property
    def space(self) -> Sequence[Entry]:
        """What was done to segments, people and policy."""
        return [*self._put, *self._put_waiting]

    @property
    def is_to_come(self) -> bool:
        """Whether nothing of the order that is followed is here yet: segments and people are from before."""
        return self.standing.follows and not self._confirmed

    def check_standing(self) -> None:
        """Raise CannotFollow when the order can no longer be followed."""
        if self._read_standing() != self.standing:
            raise CannotFollow

    def _read_standing(self) -> Standing:
        sql = "SELECT key, value FROM facts WHERE key IN ('cursor', 'digested', 'rewound')"
        facts = {str(key): str(value) for key, value in self._patient.run(sql)}
        follows = "cursor" in facts
        return Standing(follows, follows or "digested" in facts, facts.get("rewound", ""))

    # Reading on -----------------------------------------------------------------------------------------------------

    def read_next(self, at_most: int) -> bool:
        """Look at the next operations; say whether there may be more before what waits, which is read with the last.

        The authority's clock never goes back as the sequence rises. Raises CannotFollow.
        """
        self.check_standing()
        earlier = "SELECT e.received_at FROM operations e WHERE e.seq < o.seq ORDER BY e.seq DESC LIMIT 1"
        rows = self._patient.run(
            f"SELECT o.seq, o.received_at < ({earlier}) FROM operations o WHERE {_CONFIRMED_BEYOND} "
            f"ORDER BY o.seq LIMIT {at_most}",
            (self.last,),
        ).fetchall()
        for seq, is_late in rows:
            if is_late:
                self._examination.found(f"operation {seq}: arrived before the one that precedes it")
        if rows:
            self._take_in(rows[-1][0], len(rows), self._examination)
        if len(rows) == at_most:
            return True
        self._take_in_waiting(NOTHING, self._examination)
        self._compare_waiting()
        return False

    def _compare_waiting(self) -> None:
        """What waits is laid at its place, and nothing else is beyond the authority's order."""
        unlisted = (
            "SELECT o.seq FROM operations o LEFT JOIN waiting w ON w.place = o.seq "
            f"WHERE o.seq >= {WAITING_FROM} AND w.place IS NULL ORDER BY o.seq"
        )
        for (seq,) in self._patient.run(unlisted):
            self._examination.found(f"operation {seq}: it lies where what waits lies, and is not said to wait")
        missing = (
            "SELECT w.place FROM waiting w LEFT JOIN operations o ON o.seq = w.place "
            f"WHERE w.place < {WAITING_FROM} OR o.seq IS NULL ORDER BY w.place"
        )
        for (place,) in self._patient.run(missing):
            self._examination.found(f"operation {place}: it is said to wait, and is not there as one that waits")
        if self._waiting and not self.standing.follows:
            self._examination.found(f"{len(self._waiting)} operations wait for a hub, and this store follows none")

    # What came between two slices -----------------------------------------------------------------------------------

    def catch_up(self, passed: Clause) -> Since:
        """Reckon with what was done since the last slice; `passed` is true of the subjects that are asked for.

        Raises CannotFollow.
        """
        self.check_standing()
        before = self.last
        untold = Examination()  # what came meanwhile is examined where it belongs
        done_to, left = self._take_in_waiting(passed, untold)
        sql = f"SELECT count(*), max(seq) FROM operations WHERE {_CONFIRMED_BEYOND}"
        came, last = self._patient.run(sql, (before,)).fetchone()
        if came:
            self._take_in(last, came, untold)
            about = joined("AND", (OF_OTHERS, passed))
            # With a limit the newest are looked through, and not all subjects in their order.
            newest = f"SELECT subject, kind FROM operations WHERE {_CONFIRMED_BEYOND} ORDER BY seq LIMIT {came}"
            sql = f"SELECT DISTINCT subject FROM ({newest}) AS newest WHERE {about.sql}"
            done_to |= {str(subject) for (subject,) in self._patient.run(sql, (before, *about.values))}
        return Since(before, done_to, left)

    def _take_in(self, last: int, count: int, told: Examination) -> None:
        """Take in so many more operations of the authority's order, up to the last."""
        among = Clause("seq > ? AND seq <= ?", (self.last, last))
        self.last = last
        self._confirmed += count
        self._examination.operations = self._confirmed + len(self._waiting)
        self._take_in_space(list(self.entries(joined("AND", (_OF_SPACE, among)), told)), self._put_waiting)

    def _take_in_waiting(self, passed: Clause, told: Examination) -> tuple[set[str], set[str]]:
        """Take in what waits now; return the passed subjects to which some of it came, and those it left."""
        about = joined("AND", (OF_OTHERS, passed))
        is_passed = f"CASE WHEN {about.sql} THEN 1 ELSE 0 END"
        sql = f"SELECT seq, id, subject, {is_passed} FROM operations WHERE {_THAT_WAIT.sql} ORDER BY seq"
        rows = self._patient.run(sql, about.values).fetchall()
        before, self._waiting = self._waiting, {(seq, name): str(subject) for seq, name, subject, _ in rows}
        self.last_waiting = rows[-1][0] if rows else WAITING_FROM - 1
        came = {str(subject) for seq, name, subject, passed in rows if passed and (seq, name) not in before}
        left = {subject for place, subject in before.items() if place not in self._waiting}
        if before.keys() != self._waiting.keys():
            put = list(self.entries(joined("AND", (_OF_SPACE, _THAT_WAIT)), told))
            self._take_in_space([], put)
        self._examination.operations = self._confirmed + len(self._waiting)
        return came, left

    def _take_in_space(self, put: Sequence[Entry], waiting: Sequence[Entry]) -> None:
        """Take in more changes of segments, people and policy, and what waits of these."""
        if put or waiting != self._put_waiting:
            self._put += put
            self._put_waiting = waiting
            self.policy_at = policy_timeline(one for one in self.space if one.operation.kind == Kind.POLICY_PUT)

    # Entries --------------------------------------------------------------------------------------------------------

    def entries(self, where: Clause, told: Examination, order: str = "seq") -> Iterator[Entry]:
        """Read operations; one that cannot be read, or whose columns say something else, is told as a finding."""
        sql = f"SELECT {_ENTRY} FROM operations WHERE {where.sql} ORDER BY {order}"
        for row in self._patient.run(sql, where.values):
            stored, copied = row[: len(ENTRY_COLUMNS)], row[len(ENTRY_COLUMNS) :]
            try:
                entry = entry_of(stored)
            except (CxloopError, *DAMAGED) as wrong:
                told.found(f"operation {row[1]}: {wrong}")
                continue
            if copied != _copied(entry.operation):
                told.found(f"operation {entry.seq}: it is listed as something else than it says")
            yield entry

    def history(self, subject: str) -> Sequence[Entry]:
        """Return what is known of a ticket that is examined already: what is wrong with it was told then."""
        about_it = joined("AND", (OF_OTHERS, Clause("subject = ?", (subject,))))
        return about_tickets(self.entries(about_it, Examination()))
