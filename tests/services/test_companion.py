"""The process beside the desk: what it tells, what wakes it, and that it neither outlives the desk nor stays away."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cxloop_tui.domain.news import Why
from cxloop_tui.services.companion import Companion, MailCarrier
from cxloop_tui.services.news import Told
from cxloop_tui.services.syncing import Phase, State

STATE = (
    '{"phase": "synced", "said": "", "sent": %s, "refused": 0, "taken": 2, "synced_at": "2026-11-29T10:00:00Z", '
    '"news": [{"why": "yours", "ticket": "t", "number": 4, "said": "late", "by": "a@b.example", "name": "Ana",'
    ' "to_me": false, "words": ""}], "more_news": 6}'
)


@asynccontextmanager
async def running(program: str) -> AsyncIterator[tuple[Companion, AsyncIterator[State]]]:
    """Give a companion that runs a program of a few lines, and its states."""
    words = [sys.executable, "-c", f"import sys\nSTATE = {STATE!r}\n{program}"]
    companion = Companion(words, os.environ, lambda: 0.0)
    async with asyncio.timeout(60):
        try:
            yield companion, companion.states()
        finally:
            await companion.aclose()


async def test_it_tells_how_it_stands_and_each_wake_reaches_it() -> None:
    program = """
print(STATE % 0, flush=True)
for count, line in enumerate(sys.stdin, 1):
    print("no json\\n[]\\n" + STATE % count, flush=True)
"""
    async with running(program) as (companion, states):
        first = await anext(states)
        news = [Told(Why.YOURS, "t", 4, "late", "a@b.example", "Ana")]
        assert first == State(Phase.SYNCED, "", 0, 0, 2, 1_795_946_400_000, news, 6)
        companion.wake()
        assert (await anext(states)).sent == 1
        companion.wake()
        assert (await anext(states)).sent == 2


async def test_when_it_dies_that_is_told_and_it_is_started_again() -> None:
    async with running("print(STATE % 7, flush=True)") as (companion, states):
        told = [await anext(states) for _ in range(4)]
        companion.wake()
    assert [state.phase for state in told] == [Phase.SYNCED, Phase.FAILED, Phase.SYNCED, Phase.FAILED]


async def test_it_ends_when_the_desk_closes_also_if_it_does_not_listen() -> None:
    deaf = "import time\nprint(STATE % 1, flush=True)\ntime.sleep(600)"
    async with running(deaf) as (companion, states):
        await anext(states)
        process = companion._process
        assert process is not None
        await companion.aclose()
        assert process.returncode is not None
        companion.wake()


async def test_what_sends_mail_ends_with_the_desk(tmp_path: Path) -> None:
    program = f"import pathlib, sys\nsys.stdin.read()\npathlib.Path({str(tmp_path / 'ended')!r}).touch()"
    carrier = MailCarrier([sys.executable, "-c", program], os.environ)
    await carrier.aclose()
    async with asyncio.timeout(60):
        await carrier.begin()
        await carrier.aclose()
    assert (tmp_path / "ended").exists()
