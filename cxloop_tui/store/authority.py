"""The write of a store that others send operations to: what was refused, who may send, former names of its order."""

import json
import os
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from cxloop_tui.domain.device import Device
from cxloop_tui.domain.mail.delivery import Fate
from cxloop_tui.domain.operation import Base, Entry
from cxloop_tui.domain.receipt import Receipt, receipt_from_wire, receipt_to_wire
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.devices import DEVICE_COLUMNS
from cxloop_tui.store.digests import Digests
from cxloop_tui.store.letter_rows import MAIL_STOPPED
from cxloop_tui.store.mail_queue import MailQueue
from cxloop_tui.store.prepared import Question
from cxloop_tui.store.rows import ENTRY_COLUMNS, TICKET_COLUMNS, ticket_of
from cxloop_tui.store.transaction import Remembered, SqlTransaction

_OPERATIONS: Final = tables.operations.c
_ENTRY_BY_ID: Final = Question(
    select(*(_OPERATIONS[name] for name in ENTRY_COLUMNS)).where(_OPERATIONS.id == bindparam("operation"))
)
_BETWEEN: Final = Question(
    select(*(_OPERATIONS[name] for name in ENTRY_COLUMNS))
    .where(_OPERATIONS.seq >= bindparam("first"), _OPERATIONS.seq <= bindparam("last"))
    .order_by(_OPERATIONS.seq)
)
_REFUSAL: Final = Question(
    select(tables.refusals.c.receipt).where(tables.refusals.c.operation == bindparam("its_operation"))
)
_UNTIL: Final = Question(select(tables.epochs.c.until).where(tables.epochs.c.epoch == bindparam("its_name")))

_TOKENS: Final = tables.tokens.c
_DEVICE: Final = Question(
    select(*(_TOKENS[name] for name in DEVICE_COLUMNS)).where(_TOKENS.id == bindparam("its_id"))
)


class SqlAuthorityTransaction(SqlTransaction):
    """The `AuthorityTransaction` port over one SQLAlchemy connection with a write transaction open."""

    def __init__(self, connection: Connection, remembered: Remembered, *, digested: bool) -> None:
        super().__init__(connection, remembered)
        self._digests = Digests(connection) if digested else None
        self._mail = MailQueue(connection)

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep the state an entry led to, and the checksums if they are kept."""
        super().put_ticket(before, after, entry, earlier)
        if self._digests is not None:
            self._digests.move(before, after)

    def is_authority(self) -> bool:
        """Say that it is."""
        return True

    def keep_digests(self) -> None:
        """Keep checksums of the tickets of each segment from now on, for those who follow this store."""
        if self._digests is not None:
            return
        self._connection.execute(delete(tables.digests))
        self._digests = Digests(self._connection)
        for row in self._connection.execute(select(*(tables.tickets.c[name] for name in TICKET_COLUMNS))):
            self._digests.add(ticket_of(tuple(row)))
        self.put_fact("digested", "yes")
        if self._fact("space") is None:
            self.put_fact("space", os.urandom(8).hex())

    def lay_down(self) -> None:
        """Write everything gathered."""
        super().lay_down()
        if self._digests is not None:
            self._digests.lay_down()
        self._mail.lay_down()

    # Mail -----------------------------------------------------------------------------------------------------------

    @property
    def mail(self) -> MailQueue:
        """What is still to be told and sent."""
        return self._mail

    def is_leaving(self, letter_id: str) -> bool:
        """Say whether a letter has begun to be handed over."""
        return any(one.fate is not Fate.READY for one in self._mail.deliveries(letter_id).values())

    def tell(self, entry: Entry) -> None:
        """Keep that nobody was told of this by mail yet."""
        self._mail.tell(entry)

    def entries_between(self, first: int, last: int) -> Sequence[Entry]:
        """Return what was done from one place of the order to another, in order."""
        return list(self._read(_BETWEEN, first=first, last=last))

    def mail_is_stopped(self) -> bool:
        """Say whether no letter goes until somebody says so: the order has another name since."""
        return self._fact(MAIL_STOPPED) is not None

    def let_mail_go(self) -> None:
        """Let letters go again."""
        self._connection.execute(delete(tables.facts).where(tables.facts.c.key == MAIL_STOPPED))

    # Others, and the name of the order ------------------------------------------------------------------------------

    def entry(self, operation_id: str) -> Entry | None:
        """Return an operation by its id, with its place in the order."""
        gathered = next((one for one in self._entries if one.operation.id == operation_id), None)
        return gathered or next(self._read(_ENTRY_BY_ID, operation=operation_id), None)

    def refusal(self, operation_id: str) -> Receipt | None:
        """Return what was said of an operation that was refused."""
        found = _REFUSAL.first(self._connection, its_operation=operation_id)
        return None if found is None else receipt_from_wire(json.loads(found[0]))

    def put_refusal(self, receipt: Receipt) -> None:
        """Keep what is said of an operation that is refused."""
        said = json.dumps(receipt_to_wire(receipt), ensure_ascii=False)
        self._connection.execute(insert(tables.refusals).values(operation=receipt.operation, receipt=said))

    def seen(self, base: Base) -> int:
        """Return up to which sequence number of this store its maker had seen everything, if anything of it."""
        if base.epoch == self.base().epoch:
            return base.seq
        until = _UNTIL.first(self._connection, its_name=base.epoch)
        return 0 if until is None else min(base.seq, until[0])

    def begin_epoch(self, epoch: str) -> None:
        """Give the order another name from here on."""
        run, former = self._connection, tables.epochs
        last = self.base()
        run.execute(update(former).where(former.c.until > last.seq).values(until=last.seq))
        run.execute(delete(former).where(former.c.epoch == last.epoch))
        run.execute(insert(former).values(epoch=last.epoch, until=last.seq))
        self.put_fact("epoch", epoch)
        self.put_fact(MAIL_STOPPED, last.epoch)
        self._remembered.epoch = ""

    def put_device(self, device: Device, hashed: str) -> None:
        """Keep a new device, and the hash of its token."""
        self._connection.execute(insert(tables.tokens).values(**device._asdict(), hash=hashed))

    def revoke_device(self, device_id: str, at: int) -> Device | None:
        """Sign a device out and return it as it is then; None for one there is not."""
        is_it = (_TOKENS.id == device_id, _TOKENS.revoked_at.is_(None))
        self._connection.execute(update(tables.tokens).where(*is_it).values(revoked_at=at))
        found = _DEVICE.first(self._connection, its_id=device_id)
        return None if found is None else Device(*found)

    def touch_device(self, device_id: str, at: int) -> None:
        """Note when a device spoke last; what is noted never goes back."""
        is_earlier = _TOKENS.used_at.is_(None) | (_TOKENS.used_at < at)
        self._connection.execute(update(tables.tokens).where(_TOKENS.id == device_id, is_earlier).values(used_at=at))
