"""Round after round: what is told, when it is tried again, and what wakes it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest

from cxloop_tui.domain.errors import CxloopError, NotSpoken, RemoteTrouble, SignedOut, Unusable
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.feed import BrokenPage, Cursor, Page
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.syncing import COMPARED_AFTER, NOTED_AFTER, Phase, State, Syncing
from cxloop_tui.sync import schedule
from cxloop_tui.sync.schedule import Retries
from cxloop_tui.sync.settling import settle
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore
from tests.simulation.network import Authority, Line, Weather
from tests.simulation.replica import ReplicaMemory


@dataclass
class Hub:
    """The hub at the end of a good line that can be told to fail."""

    line: Line
    fails: CxloopError | BrokenPage | None = None
    grown: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    asked: int = 0
    listened: int = 0

    def _fail(self) -> None:
        if self.fails is not None:
            raise self.fails

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        self._fail()
        return await self.line.push(operations)

    async def adopt(self, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        return await self.line.adopt(passages, above)

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        self.asked += 1
        self._fail()
        async for page in self.line.pull(cursor):
            yield page

    async def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        self._fail()
        return await self.line.digest(cursor)

    async def moved(self, cursor: Cursor) -> AsyncIterator[int]:
        del cursor
        self.listened += 1
        self._fail()
        while True:
            yield await self.grown.get()


@dataclass
class Team:
    hub: Hub
    store: MemoryStore
    laptop: ReplicaMemory
    clock: FakeClock
    ids: Callable[[], str]
    states: asyncio.Queue[State] = field(default_factory=asyncio.Queue)

    @property
    def syncing(self) -> Syncing:
        return Syncing(self.laptop, self.hub, BEA, self.clock, self.states.put_nowait)

    async def next_state(self) -> State:
        while (state := await asyncio.wait_for(self.states.get(), 10)).phase is Phase.SYNCING:
            pass
        return state


@pytest.fixture
def team() -> Team:
    clock, ids, store = FakeClock(), seeded_ids(), MemoryStore()
    Desk(store, clock, ids).sit(ADA, found_house)
    line = Line(Authority(clock, store), BEA, Random(1), Weather.fair())
    return Team(Hub(line), store, ReplicaMemory(), clock, ids)


async def test_one_round_brings_both_to_the_same_and_notes_when(team: Team) -> None:
    taken: list[int] = []
    summary = await team.syncing.once(lambda cursor: taken.append(cursor.seq))
    assert summary.taken == len(team.store._held.entries) == taken[-1]
    following = team.laptop.following()
    assert following is not None
    assert (following.waiting, following.cards, following.synced_at) == (0, 0, team.clock.now)


async def test_a_round_in_which_nothing_moves_is_not_noted_each_time(team: Team) -> None:
    syncing = team.syncing
    await syncing.once()
    before = team.laptop.held
    await syncing.once()
    assert team.laptop.held.facts == before.facts
    team.clock.now += NOTED_AFTER
    await syncing.once()
    assert team.laptop.held.facts == {"synced_at": str(team.clock.now)}


async def test_what_does_not_fit_is_told_as_a_sentence(team: Team) -> None:
    team.hub.fails = BrokenPage("a gap")
    with pytest.raises(Unusable, match="a gap"):
        await team.syncing.once()


@pytest.mark.parametrize(
    ("trouble", "phase"),
    [
        (RemoteTrouble("nobody answers"), Phase.OFFLINE),
        (NotSpoken("too new"), Phase.NOT_SPOKEN),
        (BrokenPage("a gap"), Phase.FAILED),
    ],
    ids=str,
)
async def test_trouble_is_told_and_it_recovers_by_itself(
    team: Team, trouble: CxloopError | BrokenPage, phase: Phase
) -> None:
    team.hub.fails = trouble
    wake = asyncio.Event()
    watching = asyncio.create_task(team.syncing.watch(wake, Retries(lambda: 0.0)))
    state = await team.next_state()
    assert state.phase is phase
    assert str(trouble) in state.said
    team.hub.fails = None
    wake.set()
    while (state := await team.next_state()).phase is not Phase.SYNCED:
        pass
    assert state.taken == len(team.store._held.entries)
    watching.cancel()


async def test_a_newer_hub_is_tried_again_without_anybody_doing_anything(team: Team) -> None:
    team.hub.fails = NotSpoken("too new")
    watching = asyncio.create_task(team.syncing.watch(asyncio.Event(), Retries(lambda: 0.0)))
    assert (await team.next_state()).phase is Phase.NOT_SPOKEN
    team.hub.fails = None
    while (await team.next_state()).phase is not Phase.SYNCED:
        pass
    watching.cancel()


async def test_who_is_signed_out_needs_another_token_and_is_not_tried_again(team: Team) -> None:
    team.hub.fails = SignedOut("who are you")
    with pytest.raises(SignedOut, match="who are you"):
        await asyncio.wait_for(team.syncing.watch(asyncio.Event(), Retries(lambda: 0.0)), 10)


async def test_offline_is_tried_again_without_anybody_doing_anything(team: Team) -> None:
    team.hub.fails = RemoteTrouble("nobody answers")
    watching = asyncio.create_task(team.syncing.watch(asyncio.Event(), Retries(lambda: 0.0)))
    for _ in range(3):
        assert (await team.next_state()).phase is Phase.OFFLINE
    team.hub.fails = None
    while (await team.next_state()).phase is not Phase.SYNCED:
        pass
    watching.cancel()


async def test_the_hub_wakes_it_when_something_happened(team: Team) -> None:
    watching = asyncio.create_task(team.syncing.watch(asyncio.Event(), Retries(lambda: 0.0)))
    assert (await team.next_state()).phase is Phase.SYNCED
    Desk(team.store, team.clock, team.ids).sit(ADA, lambda sitting: sitting.create(CREATED, "late"))
    team.hub.grown.put_nowait(99)
    assert (await team.next_state()).taken == 1
    assert len(team.laptop.held.tickets) == 1
    watching.cancel()


async def test_once_the_hub_is_reached_again_it_is_listened_to_at_once(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "FIRST_SECONDS", 600.0)
    team.hub.fails, wake = RemoteTrouble("nobody answers"), asyncio.Event()
    watching = asyncio.create_task(team.syncing.watch(wake, Retries(lambda: 0.0)))
    assert (await team.next_state()).phase is Phase.OFFLINE
    assert team.hub.listened == 1
    team.hub.fails = None
    wake.set()
    assert (await team.next_state()).phase is Phase.SYNCED
    Desk(team.store, team.clock, team.ids).sit(ADA, lambda sitting: sitting.create(CREATED, "late"))
    team.hub.grown.put_nowait(99)
    assert (await team.next_state()).taken == 1
    watching.cancel()


async def test_my_own_change_is_sent_when_the_desk_wakes_it(team: Team) -> None:
    wake = asyncio.Event()
    watching = asyncio.create_task(team.syncing.watch(wake, Retries(lambda: 0.0)))
    assert (await team.next_state()).phase is Phase.SYNCED
    Desk(team.laptop, team.clock, team.ids).sit(BEA, lambda sitting: sitting.create(CREATED, "late"))
    wake.set()
    state = await team.next_state()
    assert (state.sent, state.taken, len(team.store._held.tickets)) == (1, 1, 1)
    watching.cancel()


@dataclass
class OvertakenHub(Hub):
    """A hub whose page is on its way to one process while another one at the same store takes it in."""

    overtake: Callable[[], Awaitable[object]] | None = None

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        async for page in super().pull(cursor):
            if self.overtake is not None:
                overtake, self.overtake = self.overtake, None
                await overtake()
            yield page


async def test_two_processes_that_sync_one_store_at_once_are_in_nobodys_way(team: Team) -> None:
    other = team.syncing
    hub = OvertakenHub(team.hub.line, overtake=other.once)
    summary = await Syncing(team.laptop, hub, BEA, team.clock).once()
    assert summary.taken == 0
    assert [entry.seq for entry in team.laptop.held.confirmed] == list(range(1, len(team.store._held.entries) + 1))


async def test_what_was_acknowledged_and_lost_by_a_restore_goes_up_again_in_one_round(team: Team) -> None:
    await team.syncing.once()
    authority = team.hub.line.authority
    backup = authority.held.copy()
    Desk(team.laptop, team.clock, team.ids).sit(BEA, lambda sitting: sitting.create(CREATED, "late"))
    (waiting,) = team.laptop.held.waiting
    told = {one.operation: one for one in await team.hub.push([waiting.operation])}
    team.laptop.transact_replica(lambda replica: settle(replica, told))
    authority.restore(backup, "after the restore")
    await team.syncing.once()
    assert team.laptop.held.waiting == []
    assert [entry.operation for entry in team.store._held.entries[-1:]] == [waiting.operation]


async def test_a_hub_that_has_other_tickets_is_told_of_once_fetched_anew_and_everything_goes_on(team: Team) -> None:
    syncing, digest = team.syncing, team.hub.digest

    async def wrong(cursor: Cursor) -> Mapping[str, str] | None:
        del cursor
        return {"south": "3 of another colour"}

    team.hub.digest = wrong  # type: ignore[method-assign]
    with pytest.raises(Unusable, match="cxloop doctor"):
        await syncing.once()
    assert team.hub.asked == 2
    Desk(team.laptop, team.clock, team.ids).sit(BEA, lambda sitting: sitting.create(CREATED, "goes up all the same"))
    with pytest.raises(Unusable, match="cxloop doctor"):
        await syncing.once()
    assert (team.hub.asked, team.laptop.held.waiting, len(team.store._held.tickets)) == (3, [], 1)
    team.hub.digest = digest  # type: ignore[method-assign]
    team.clock.now += COMPARED_AFTER
    await syncing.once()
    team.hub.digest = wrong  # type: ignore[method-assign]
    team.clock.now += COMPARED_AFTER
    with pytest.raises(Unusable, match="cxloop doctor"):
        await syncing.once()
    assert team.hub.asked == 6
