"""The process beside the desk that syncs: `cxloop sync --watch`, so that no key ever waits for it.

It tells on its standard output how it stands, a line of JSON each time; a line on its standard input wakes it, and it
ends when that ends. When it dies it is started again, after a time that grows.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.domain.news import Why
from cxloop_tui.services.news import Told
from cxloop_tui.services.syncing import Phase, State
from cxloop_tui.sync.schedule import Retries

_LINE_MOST = 1 << 20
"""Bytes of a line that is believed."""


class Companion:
    """One such process at a time, for as long as a desk is open."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], random: Callable[[], float]) -> None:
        """`command` is what to run, in an environment; `random` gives numbers from 0 up to 1."""
        self._command = command
        self._environment = environment
        self._retries = Retries(random)
        self._process: asyncio.subprocess.Process | None = None

    async def states(self) -> AsyncIterator[State]:
        """Yield how it stands with the hub, until this is closed."""
        while True:
            async for state in self._states_of_one():
                if state.phase is Phase.SYNCED:
                    self._retries.succeeded()
                yield state
            yield State(Phase.FAILED, "what syncs beside this desk has ended; it is started again")
            await asyncio.sleep(self._retries.after_failure())

    async def _states_of_one(self) -> AsyncIterator[State]:
        pipe = asyncio.subprocess.PIPE
        process = self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment,
            limit=_LINE_MOST,
        )
        output = process.stdout
        assert output is not None  # noqa: S101 - it was asked for
        while line := await output.readline():
            with suppress(ValueError, KeyError, TypeError):
                yield _state(json.loads(line))
        await process.wait()

    def wake(self) -> None:
        """Let it look at once: something was done here, or somebody asks."""
        process = self._process
        if process is not None and process.stdin is not None and process.returncode is None:
            with suppress(ConnectionError):
                process.stdin.write(b"\n")

    async def aclose(self) -> None:
        """Let it end what it does and go."""
        process, self._process = self._process, None
        if process is not None:
            await _ended(process)


class MailCarrier:
    """The process that sends the mail of a desk without a hub: `cxloop mail send --watch`. It has nothing to tell."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """`command` is what to run, in an environment."""
        self._command = command
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None

    async def begin(self) -> None:
        """Let it work from now on; it ends with its standard input."""
        nowhere = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=nowhere, stderr=nowhere, env=self._environment
        )

    async def aclose(self) -> None:
        """Let it end what it does and go."""
        process, self._process = self._process, None
        if process is not None:
            await _ended(process)


_PATIENCE_SECONDS = 2.0
"""How long what is under way may take when the desk closes; what is cut off then is sent again the next time."""


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Let a process beside the desk end, and do not wait for it for long."""
    if process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _state(record: dict[str, Any]) -> State:
    synced_at = record["synced_at"]
    counts = [record[name] for name in ("sent", "refused", "taken", "more_news")]
    sent, refused, taken, more_news = (count if isinstance(count, int) else 0 for count in counts)
    return State(
        Phase(str(record["phase"])),
        str(record["said"]),
        sent,
        refused,
        taken,
        from_rfc3339(synced_at) if isinstance(synced_at, str) else None,
        list(map(_told, record["news"])),
        more_news,
    )


def _told(record: dict[str, Any]) -> Told:
    number = record["number"]
    texts = {name: str(record[name]) for name in ("ticket", "said", "by", "name", "words")}
    return Told(
        Why(record["why"]),
        number=number if isinstance(number, int) else None,
        to_me=record["to_me"] is True,
        **texts,
    )
