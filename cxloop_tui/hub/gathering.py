"""Pushes of many desks in one transaction: while one is written, others come, and go into the next together.

A transaction costs a lock, a commit to disk and some questions, however much is in it. Who pushes alone waits for no
one (docs/decisions/0030-the-hub.md).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.hub.lanes import Lanes
from cxloop_tui.hub.ports import Accept, Pushed, Together
from cxloop_tui.hub.pushing import accepted


@dataclass
class _Waiting:
    """A push that is not written yet."""

    push: Pushed
    receipts: "asyncio.Future[Sequence[Receipt]]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Gathering:
    """Writes pushes, as many together as wait; on the event loop."""

    def __init__(
        self, lanes: Lanes, accept: Accept, together: Together, most: int, trouble: Callable[[str], None]
    ) -> None:
        """`most` operations go into one transaction, unless one push has more; `trouble` is told kinds of errors."""
        self._lanes = lanes
        self._accept = accept
        self._together = together
        self._most = most
        self._trouble = trouble
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def push(self, operations: Sequence[Operation], by: str) -> Sequence[Receipt]:
        """Carry operations out; who gives up waiting does not break that off. Raises StoreTrouble."""
        waiting = _Waiting((operations, by))
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await asyncio.shield(waiting.receipts)

    async def _write(self) -> None:
        while self._waiting:
            batch = self._next()
            try:
                found = await self._lanes.write(lambda batch=batch: self._written([one.push for one in batch]))  # type: ignore[misc]
            except Exception as trouble:  # noqa: BLE001 - each who waits is told
                for one in batch:
                    _fail(one.receipts, trouble)
                continue
            for one, receipts in zip(batch, found, strict=True):
                if not one.receipts.done():
                    one.receipts.set_result(receipts)

    def _next(self) -> list[_Waiting]:
        batch = [self._waiting.pop(0)]
        count = len(batch[0].push[0])
        while self._waiting and count + len(self._waiting[0].push[0]) <= self._most:
            batch.append(self._waiting.pop(0))
            count += len(batch[-1].push[0])
        return batch

    def _written(self, pushes: Sequence[Pushed]) -> Sequence[Sequence[Receipt]]:
        """Write pushes in one transaction; when this program stumbles over one, each in its own."""
        if len(pushes) > 1:
            try:
                return self._together(pushes)
            except CxloopError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is
                self._trouble(type(error).__name__)
        return [accepted(self._accept, operations, by, self._trouble) for operations, by in pushes]


def _fail(waiting: "asyncio.Future[Sequence[Receipt]]", trouble: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(trouble)
        waiting.exception()  # who gave up waiting does not ask
