"""How what a person wants becomes an operation: who, when, and with what they had seen."""

from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Base, Operation, Origin
from cxloop_tui.services.ports import Clock, Ids, Transaction


class Maker:
    """Makes the operations of one person, inside one transaction."""

    def __init__(self, tx: Transaction, by: str, clock: Clock, ids: Ids) -> None:
        self._tx = tx
        self._clock = clock
        self._ids = ids
        self.by = by

    def new_id(self) -> str:
        """Return an id nobody had before."""
        return self._ids()

    def operation(
        self,
        draft: Draft,
        *,
        seen: int | None = None,
        group: str | None = None,
        undoes: str | None = None,
        origin: Origin = Origin.DESK,
        operation_id: str | None = None,
    ) -> Operation:
        """Make an operation; `seen` is the sequence number up to which its subject was seen, None for all of it."""
        base = self._tx.base()
        return Operation(
            id=operation_id or self._ids(),
            kind=draft.kind,
            subject=draft.subject,
            by=self.by,
            at=self._clock(),
            base=base if seen is None else Base(base.epoch, seen),
            set=draft.set,
            add=draft.add,
            remove=draft.remove,
            implied=draft.implied,
            comment=draft.comment,
            undoes=undoes,
            group=group,
            origin=origin,
            preview=draft.preview,
        )
