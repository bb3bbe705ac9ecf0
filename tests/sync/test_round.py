"""One round of syncing: what it leaves behind when it breaks off."""

from collections.abc import AsyncGenerator
from random import Random

import pytest

from cxloop_tui.domain.feed import BrokenPage, Cursor, Page
from cxloop_tui.services.desk import Desk
from cxloop_tui.sync.round import Round
from tests.builders import ADA, BEA, FakeClock, found_house, seeded_ids
from tests.simulation.network import Authority, Line, Weather
from tests.simulation.replica import ReplicaMemory


class _Gappy(Line):
    """Leaves the first operation out, and knows whether it was let go of."""

    is_open = False

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        self.is_open = True
        try:
            async for page in super().pull(cursor):
                yield page._replace(entries=page.entries[1:])
        finally:
            self.is_open = False


async def test_what_was_being_fetched_is_let_go_of_when_a_page_does_not_fit() -> None:
    authority = Authority(FakeClock(step=1000))
    Desk(authority.store, FakeClock(step=1000), seeded_ids()).sit(ADA, found_house)
    line = _Gappy(authority, BEA, Random(1), Weather.fair())
    with pytest.raises(BrokenPage) as broken:
        await Round(ReplicaMemory(), line, BEA).run()
    assert broken.value  # while somebody still looks at what went wrong
    assert not line.is_open
