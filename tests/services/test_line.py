"""A line of questions: one after another, and what is broken off bothers nobody after it."""

import asyncio
import sqlite3
import threading

import pytest

from cxloop_tui.services.line import Line

PATIENCE = 20.0
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"


async def test_a_question_whose_asker_is_gone_is_broken_off_and_the_one_waiting_behind_it_is_answered() -> None:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    line = Line("reading", connection.interrupt)
    begun, over = threading.Event(), threading.Event()

    def read_for_ever() -> None:
        half_read = connection.execute(ENDLESS.format("i"))
        half_read.fetchone()
        begun.set()
        connection.execute(ENDLESS.format("count(*)")).fetchone()

    def read_one() -> int:
        try:
            return int(connection.execute("SELECT 1").fetchone()[0])
        finally:
            over.set()

    forsaken, waiting = asyncio.create_task(line.ask(read_for_ever)), asyncio.create_task(line.ask(read_one))
    await asyncio.to_thread(begun.wait, PATIENCE)
    forsaken.cancel()
    await asyncio.sleep(0)
    # The loop is held up, as it may be, so that nothing of the first question is cleared away there meanwhile.
    assert over.wait(PATIENCE)
    with pytest.raises(asyncio.CancelledError):
        await forsaken
    assert await waiting == 1
    line.close()
    connection.close()
