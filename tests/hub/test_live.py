"""One watcher for all who wait."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.domain.feed import Cursor
from cxloop_tui.hub.live import Live
from tests.hub.team import until


class Order:
    """The end of an order, and how often somebody looked at it."""

    def __init__(self) -> None:
        self.head = Cursor("e", 1, "a")
        self.looks = 0
        self.is_away = False

    async def look(self) -> Cursor:
        self.looks += 1
        if self.is_away:
            raise StoreTrouble("away")
        return self.head


@pytest.fixture
def order() -> Order:
    return Order()


@pytest.fixture
async def live(order: Order) -> AsyncIterator[Live]:
    live = Live(order.look, pause=60)
    yield live
    live.stop()
    await until(lambda: live._watcher is None or live._watcher.done())


async def test_all_who_wait_are_told_by_one_look(order: Order, live: Live) -> None:
    waiting = [asyncio.create_task(live.beyond(order.head, 60)) for _ in range(20)]
    await until(lambda: live._waiting == 20)
    looks = order.looks
    order.head = Cursor("e", 2, "b")
    live.nudge()
    assert await asyncio.gather(*waiting) == [order.head] * 20
    assert order.looks == looks + 1


async def test_nobody_looks_while_nobody_waits(order: Order, live: Live) -> None:
    live.nudge()
    assert await live.beyond(order.head, 0.01) is None
    await until(lambda: live._watcher is not None and live._watcher.done())
    assert order.looks == 1


async def test_who_is_behind_is_told_at_once_by_what_is_so_now(order: Order, live: Live) -> None:
    assert await live.beyond(Cursor("e", 0, ""), 60) == order.head
    await until(lambda: live._watcher is not None and live._watcher.done())
    order.head = Cursor("f", 1, "a")
    assert await live.beyond(Cursor("f", 1, "a"), 0.01) is None


async def test_another_name_of_the_order_counts_too(order: Order, live: Live) -> None:
    assert await live.beyond(Cursor("other", 1, "a"), 60) == order.head


async def test_a_store_that_is_away_for_a_moment_ends_nothing(order: Order, live: Live) -> None:
    order.is_away = True
    waiting = asyncio.create_task(live.beyond(order.head, 60))
    await until(lambda: order.looks)
    order.is_away, order.head = False, Cursor("e", 2, "b")
    live.nudge()
    assert await waiting == order.head


async def test_who_waits_is_let_go_at_the_stop(order: Order, live: Live) -> None:
    waiting = asyncio.create_task(live.beyond(order.head, 60))
    await until(lambda: order.looks)
    live.stop()
    assert await waiting is None


async def test_it_is_looked_again_without_a_nudge(order: Order) -> None:
    live = Live(order.look, pause=0.001)
    waiting = asyncio.create_task(live.beyond(order.head, 60))
    await until(lambda: order.looks > 3)
    order.head = Cursor("e", 2, "b")
    assert await waiting == order.head
    live.stop()
