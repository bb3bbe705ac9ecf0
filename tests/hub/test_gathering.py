"""Pushes that come while one is written go into the next transaction together."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.domain.operation import Base, Kind, Operation
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.hub.gathering import Gathering
from cxloop_tui.hub.lanes import Lanes
from cxloop_tui.hub.ports import Pushed
from tests.builders import BEA, NOON


def comment(number: int) -> Operation:
    return Operation(f"op-{number}", Kind.COMMENT_ADD, "ticket", BEA, NOON, Base("e", 1), comment="hello")


def applied(operations: Sequence[Operation]) -> Sequence[Receipt]:
    return [Receipt(operation.id, Outcome.APPLIED, 1) for operation in operations]


class Store:
    """Takes pushes, the first only when it is let go; stumbles and refuses where it is told to."""

    def __init__(self) -> None:
        self.transactions: list[list[str]] = []
        self.go = threading.Event()
        self.stumbles_over: str | None = None
        self.trouble: Exception | None = None

    def accept(self, operations: Sequence[Operation], *, by: str) -> Sequence[Receipt]:
        (receipts,) = self.together([(operations, by)])
        return receipts

    def together(self, pushes: Sequence[Pushed]) -> Sequence[Sequence[Receipt]]:
        assert self.go.wait(30)
        if self.trouble is not None:
            raise self.trouble
        ids = [operation.id for operations, _ in pushes for operation in operations]
        if self.stumbles_over in ids:
            raise KeyError("words of a customer")
        self.transactions.append(ids)
        return [applied(operations) for operations, _ in pushes]


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    def nobody_reads() -> object:
        raise AssertionError

    made = Lanes(nobody_reads)  # type: ignore[arg-type]
    yield made
    made.close()


async def pushed(
    lanes: Lanes, store: Store, count: int, told: Callable[[str], None] = lambda _kind: None, most: int = 200
) -> list[Sequence[Receipt] | BaseException]:
    """Push one operation each, all while the first is being written."""
    gathering = Gathering(lanes, store.accept, store.together, most, told)
    asked = [asyncio.create_task(gathering.push([comment(number)], BEA)) for number in range(count)]
    await asyncio.sleep(0)
    store.go.set()
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_what_comes_meanwhile_goes_together(lanes: Lanes) -> None:
    store = Store()
    receipts = await pushed(lanes, store, 5)
    assert receipts == [applied([comment(number)]) for number in range(5)]
    assert [one for ids in store.transactions for one in ids] == [f"op-{number}" for number in range(5)]
    assert len(store.transactions) <= 2


async def test_no_more_go_together_than_may(lanes: Lanes) -> None:
    store = Store()
    await pushed(lanes, store, 7, most=3)
    assert max(map(len, store.transactions)) <= 3


async def test_one_that_the_program_stumbles_over_holds_up_nobody(lanes: Lanes) -> None:
    store, told = Store(), list[str]()
    store.stumbles_over = "op-2"
    receipts = await pushed(lanes, store, 4, told.append)
    outcomes = [one[0].outcome for one in receipts if not isinstance(one, BaseException)]
    assert outcomes == [Outcome.APPLIED, Outcome.APPLIED, Outcome.UNSUPPORTED, Outcome.APPLIED]
    assert set(told) == {"KeyError"}


async def test_a_store_that_does_not_answer_is_told_to_each(lanes: Lanes) -> None:
    store = Store()
    store.trouble = StoreTrouble("the disk is full")
    assert [type(one) for one in await pushed(lanes, store, 3)] == [StoreTrouble] * 3


async def test_who_gives_up_waiting_does_not_break_it_off(lanes: Lanes) -> None:
    store = Store()
    gathering = Gathering(lanes, store.accept, store.together, 200, lambda _kind: None)
    impatient = asyncio.create_task(gathering.push([comment(1)], BEA))
    await asyncio.sleep(0)
    impatient.cancel()
    store.go.set()
    assert await gathering.push([comment(2)], BEA) == applied([comment(2)])
    assert [one for ids in store.transactions for one in ids] == ["op-1", "op-2"]
