"""The read path: windows, lists, counts and one ticket, as SQL written by hand for either database.

SQLAlchemy takes as long to import as Textual; nothing here loads it. A test compares the names used here with the
tables. One connection, one thread: the desk gives each reader its own.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cxloop_tui.domain.errors import NotFound, Unusable
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.text import normal_email, storable
from cxloop_tui.domain.view import Load, Standing
from cxloop_tui.store.list_rows import SORT_KEYS, WORDS_COUNTED
from cxloop_tui.store.lists import Lists
from cxloop_tui.store.organisation_rows import read_fact, read_organisation
from cxloop_tui.store.sqlite_connection import SqliteConnection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cxloop_tui.domain.address import StoreAddress
    from cxloop_tui.domain.card import Card
    from cxloop_tui.domain.device import Device
    from cxloop_tui.domain.feed import Cursor, Waiting
    from cxloop_tui.domain.following import Following
    from cxloop_tui.domain.operation import Entry, Json, Operation
    from cxloop_tui.domain.organisation import Organisation
    from cxloop_tui.domain.recorded import Recorded
    from cxloop_tui.domain.selection import Selection
    from cxloop_tui.domain.ticket import Columns, Ticket
    from cxloop_tui.domain.ticket_view import Customer, StoredDraft, TicketView
    from cxloop_tui.domain.view import Counts, TicketRow, Window
    from cxloop_tui.store.connection import Connection
    from cxloop_tui.store.devices import KnownDevices
    from cxloop_tui.store.feed import Feed
    from cxloop_tui.store.followup_rows import FollowUpRows
    from cxloop_tui.store.histories import Histories
    from cxloop_tui.store.letter_rows import LetterRows
    from cxloop_tui.store.outbox import Outbox
    from cxloop_tui.store.selection_sql import Value

_NUMBER: Final = re.compile(r"#?(\d{1,15})")

_OVERDUE: Final = f"t.withdrawn = 0 AND t.status IN ('new', 'open', 'escalated') AND {SORT_KEYS['due_at']} < ?"
"""What waits past its deadline, as the walk by deadline has it side by side; what is resolved has none."""

_TO_DO: Final = "SELECT count(*) FROM followups WHERE done = 0 AND owner = ? AND due_at <= ?"
"""What somebody should have done by now."""


class ReadPath:
    """The `Reader` port over a connection to either database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._run = connection.run
        self._lists = Lists(connection)
        self._organisation: tuple[str | None, Organisation] | None = None

    @cached_property
    def _histories(self) -> Histories:
        """What happened: loaded when it is first asked for, since the first window is painted without."""
        from cxloop_tui.store.histories import Histories

        return Histories(self.connection)

    @cached_property
    def letters(self) -> LetterRows:
        """What is asked of letters."""
        from cxloop_tui.store.letter_rows import LetterRows

        return LetterRows(self.connection)

    @cached_property
    def followups(self) -> FollowUpRows:
        """What is asked of follow-ups."""
        from cxloop_tui.store.followup_rows import FollowUpRows

        return FollowUpRows(self.connection)

    @cached_property
    def _feed(self) -> Feed:
        """The order itself: a hub asks for it, and a desk that follows one."""
        from cxloop_tui.store.feed import Feed

        return Feed(self.connection)

    @cached_property
    def _outbox(self) -> Outbox:
        """What is not settled with a hub."""
        from cxloop_tui.store.outbox import Outbox

        return Outbox(self.connection)

    @cached_property
    def _devices(self) -> KnownDevices:
        """Who may speak to this store: a hub asks for it, and its admin."""
        from cxloop_tui.store.devices import KnownDevices

        return KnownDevices(self.connection)

    @classmethod
    def open(cls, address: StoreAddress) -> ReadPath:
        """Open a store for reading. Raises Unusable or StoreTrouble."""
        if isinstance(address, Path):
            return cls(SqliteConnection.open(address))
        from cxloop_tui.store.postgresql.connection import PostgresqlConnection

        return cls(PostgresqlConnection.open(address))

    def close(self) -> None:
        """Let go of the store."""
        self.connection.close()

    def local_person(self, asked: str | None) -> str:
        """Return who sits here: the person asked for, else the one who set this file up.

        Raises NotFound for a stranger, Unusable when nobody is set up.
        """
        people = self.organisation().people
        email = normal_email(asked or read_fact(self._run, "me") or "")
        if not email or not people:
            raise Unusable("nobody is set up here: run `cxloop init --name NAME --email EMAIL`")
        if email not in people:
            raise NotFound(f"nobody here has the e-mail {email}; `cxloop people list` shows who does")
        return email

    def whose(self) -> str:
        """Return the e-mail of who set this store up, empty when nobody has."""
        return read_fact(self._run, "me") or ""

    def look_as(self, email: str) -> None:
        """From now on rows say what this person has typed and not sent, and has not looked at yet."""
        self.connection.look_as(email)

    def organisation(self) -> Organisation:
        """Return the space as it stands; read again only when something in it changed."""
        version = read_fact(self._run, "organisation_seq")
        if self._organisation is None or self._organisation[0] != version:
            self._organisation = (version, read_organisation(self._run))
        return self._organisation[1]

    def epoch(self) -> str:
        """Return the name of the authority's order that sequence numbers count in."""
        return read_fact(self._run, "epoch") or ""

    def seq(self) -> int:
        """Return a number that rises with every change: the last in the order, under a hub a count of its own."""
        moves = "SELECT CAST(value AS BIGINT) FROM facts WHERE key = 'moves'"
        return int(self._one(f"SELECT coalesce(({moves}), (SELECT max(seq) FROM operations), 0)"))

    def seen(self) -> int:
        """Return up to where the authority's order is here."""
        return int(self._one(f"SELECT coalesce(max(seq), 0) FROM operations WHERE seq < {WAITING_FROM}"))

    def window(
        self, selection: Selection, *, after: TicketRow | None, before: TicketRow | None, limit: int
    ) -> Window:
        """Return up to `limit` rows after or before a row, from the start when neither is given."""
        return self._lists.window(selection, after=after, before=before, limit=limit)

    def window_at_end(self, selection: Selection, limit: int) -> Window:
        """Return the last rows of a list."""
        return self._lists.window_at_end(selection, limit)

    def window_around(self, selection: Selection, ticket_id: str, limit: int) -> Window | None:
        """Return up to `limit` rows on either side of a ticket, and its own; None when the list has it not."""
        return self._lists.window_around(selection, ticket_id, limit)

    def position(self, selection: Selection, row: TicketRow) -> int:
        """Return how many rows of a list come before `row`."""
        return self._lists.position(selection, row)

    def ids(
        self, selection: Selection, *, first: TicketRow | None = None, last: TicketRow | None = None
    ) -> Sequence[str]:
        """Return the ids of a whole list in its order; of the part from a row to a row, both with it, if given."""
        return self._lists.ids(selection, first=first, last=last)

    def found_among(self, selection: Selection, ids: Collection[str]) -> frozenset[str]:
        """Return which of some tickets a selection finds."""
        return self._lists.found_among(selection, ids)

    def row(self, ticket_id: str) -> TicketRow | None:
        """Return one row by the ticket's id, None when it is withdrawn or unknown."""
        return next(iter(self._lists.rows([ticket_id])), None)

    def rows(self, ids: Collection[str]) -> Sequence[TicketRow]:
        """Return rows by their tickets' ids, in no order, without those that are withdrawn or unknown."""
        return self._lists.rows(ids)

    def counts(self, selection: Selection) -> Counts:
        """Count what a selection finds, and how many by status when its status terms are left out."""
        return self._lists.counts(selection)

    def counts_at_once(self, selection: Selection) -> Counts | None:
        """Return the same where no ticket has to be looked at for it, else None."""
        return self._lists.counts_at_once(selection)

    def standing(self, email: str, now: int) -> Standing:
        """Count a person's work."""
        mine = "SELECT coalesce(sum(tickets), 0) FROM counters WHERE owner = ? AND status <> 'resolved'"
        overdue = f"SELECT count(*) FROM tickets t WHERE {_OVERDUE}"
        return Standing(
            mine=int(self._one(mine, (email,))),
            overdue=int(self._one(f"{overdue} AND (t.owner || '') = ?", (now, email))),
            overdue_everywhere=int(self._one(overdue, (now,))),
            to_do=int(self._one(_TO_DO, (email, now))),
        )

    def loads(self, now: int) -> Mapping[str, Load]:
        """Return how much every owner has to do."""
        overdue = self._overdue_by("owner", now)
        open_ = self._run(
            "SELECT owner, sum(tickets) FROM counters WHERE status <> 'resolved' AND owner <> '' GROUP BY owner"
        )
        return {owner: Load(number, overdue.get(owner, 0)) for owner, number in open_}

    def find(self, name: str) -> str | None:
        """Return the id of a ticket named by number, handle or id; None when there is none."""
        wanted = storable(name.strip())[0]
        number = _NUMBER.fullmatch(wanted)
        column: str = "number" if number else "handle" if wanted.startswith("~") else "id"
        value: Value = int(number.group(1)) if number else wanted
        found = self._run(f"SELECT id FROM tickets WHERE {column} = ?", (value,)).fetchone()
        if found is None and number:
            return next(iter(self._numbered_elsewhere(int(number[1]))), None)
        return None if found is None else str(found[0])

    def once_numbered(self, name: str) -> Sequence[str]:
        """Return the ids of other tickets than `find` returns that had a number before they came here."""
        number = _NUMBER.fullmatch(name.strip())
        if number is None:
            return []
        found = self.find(name)
        return [ticket for ticket in self._numbered_elsewhere(int(number[1])) if ticket != found]

    def _numbered_elsewhere(self, number: int) -> list[str]:
        """Return the ids of the tickets that had a number elsewhere, newest first."""
        rows = self._run("SELECT ticket FROM aliases WHERE number = ? ORDER BY ticket DESC", (number,))
        return [str(ticket) for (ticket,) in rows]

    def ticket_view(self, ticket_id: str, newest: int | None = None) -> TicketView | None:
        """Return a ticket with its entries and the customer's other tickets, a long history in brief if asked to."""
        return self._histories.ticket_view(ticket_id, newest)

    def customer(self, key: str) -> Customer:
        """Return what is on record of a customer; nobody's is empty."""
        return self._histories.customer(key)

    def tickets(self, selection: Selection, limit: int | None) -> Iterator[Ticket]:
        """Yield whole tickets in the order of a selection."""
        return self._lists.tickets(selection, limit)

    def columns(self, selection: Selection, names: Sequence[str]) -> Iterator[Columns]:
        """Yield these fields of all tickets of a selection, a page of tickets at a time, in its order."""
        return self._lists.columns(selection, names)

    def history(self, selection: Selection, *, responses: bool) -> Iterator[tuple[Recorded, str | None]]:
        """Yield all that happened to the tickets of a selection, in the authority's order."""
        return self._histories.history(selection, responses=responses)

    def organisation_history(self) -> Sequence[Entry]:
        """Return every change of segments, people and policy, in the authority's order."""
        return self._histories.organisation_history()

    def operations(self, ids: Sequence[str]) -> Mapping[str, Operation]:
        """Return those of some operations that are on record, by id."""
        return self._histories.operations(ids)

    def last_operations(self, subjects: Collection[str]) -> Mapping[str, str]:
        """Return the id of the last operation on each subject that has any."""
        last = "SELECT o.id FROM operations o WHERE o.subject = j.value ORDER BY o.seq DESC LIMIT 1"
        rows = self._run(f"SELECT j.value, ({last}) FROM json_each(?) j", (json.dumps(list(subjects)),))
        return {str(subject): str(found) for subject, found in rows if found is not None}

    @contextmanager
    def apart(self) -> Iterator[ReadPath]:
        """Return a reader with a connection of its own, which sees one state of the store from its first look on."""
        with self.connection.apart() as connection:
            yield ReadPath(connection)

    def interrupt(self) -> None:
        """Break off what is being read now, from another thread; whoever asked gets an error."""
        self.connection.interrupt()

    def draft(self, ticket_id: str, form: str, by: str) -> StoredDraft | None:
        """Return the words somebody typed into a form and has not sent."""
        return self._histories.draft(ticket_id, form, by)

    def kept(self, by: str, shelf: str) -> Mapping[str, Json]:
        """Return what a person keeps on a shelf, by name, in the order of the names."""
        sql = 'SELECT name, thing FROM shelves WHERE "by" = ? AND shelf = ? ORDER BY name'
        return {name: json.loads(thing) for name, thing in self._run(sql, (by, shelf))}

    def entries(self, subject: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, a segment, a person or the policy, in order."""
        return self._histories.entries(subject)

    def segment_loads(self, now: int) -> Mapping[str, Load]:
        """Return how much there is to do in every segment that has something to do."""
        overdue = self._overdue_by("segment", now)
        open_ = self._run("SELECT segment, sum(tickets) FROM counters WHERE status <> 'resolved' GROUP BY segment")
        return {segment: Load(number, overdue.get(segment, 0)) for segment, number in open_}

    def counted_by(self, selection: Selection, column: str) -> Sequence[tuple[str, int]]:
        """Count the tickets of a selection by what they have in a column."""
        return self._lists.counted_by(selection, column)

    def words_used(self, field: str, beginning: str, limit: int) -> Sequence[tuple[str, int]]:
        """Return values a field had before, most used first, with how often."""
        if field not in WORDS_COUNTED:
            raise ValueError(f"what tickets have as {field!r} is not counted")
        folded = beginning.casefold()
        rows = self._run(
            "SELECT word, tickets FROM words_used WHERE field = ? AND folded >= ? AND substr(folded, 1, ?) = ? "
            "ORDER BY tickets DESC, word LIMIT ?",
            (field, folded, len(folded), folded, limit),
        )
        return [(str(word), int(used)) for word, used in rows]

    def head(self) -> Cursor:
        """Return the end of the order that this store has."""
        return self._feed.head()

    def space(self) -> str:
        """Return which desk this is, whatever becomes of its order; empty where nobody follows it."""
        return self._feed.space()

    def operation_at(self, seq: int) -> str:
        """Return the id of the operation at a place, empty where there is none."""
        return self._feed.operation_at(seq)

    def former_until(self, epoch: str) -> int | None:
        """Return up to which place a former name of the order was this one's, None for a name it never had."""
        return self._feed.former_until(epoch)

    def recorded_after(self, seq: int, limit: int) -> Sequence[Recorded]:
        """Return what comes after a place, in order."""
        return self._feed.recorded_after(seq, limit)

    def digests(self) -> Mapping[str, str]:
        """Return the checksum of the tickets of each segment that has any."""
        return self._feed.digests()

    def following(self) -> Following | None:
        """Return how this desk stands to the hub that it follows, None when it follows none."""
        from cxloop_tui.store.following_rows import read_following

        return read_following(self.connection)

    def outbox(self) -> Sequence[Waiting]:
        """Return what was made here and is not in the hub's order yet."""
        return self._outbox.waiting()

    def cards(self) -> Sequence[Card]:
        """Return what the hub refused and nobody has decided about."""
        return self._outbox.cards()

    def device_of(self, hashed: str) -> Device | None:
        """Return the device whose token has this hash, also one that was signed out; None for a stranger's."""
        return self._devices.by_hash(hashed)

    def devices(self) -> Sequence[Device]:
        """Return all devices there ever were, the oldest first."""
        return self._devices.all()

    def _overdue_by(self, column: str, now: int) -> dict[str, int]:
        name = f"(t.{column} || '')"  # so that the walk by deadline is taken, not the index of the column
        sql = f"SELECT {name}, count(*) FROM tickets t WHERE {_OVERDUE} GROUP BY {name}"
        return dict(self._run(sql, (now,)))

    def _one(self, sql: str, values: Sequence[Value] = ()) -> Any:  # noqa: ANN401 - one value of any column
        return self._run(sql, values).fetchone()[0]
