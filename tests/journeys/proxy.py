"""A way to the hub on which things go wrong: a proxy for TCP on this machine that lets through less than everything.

    with Proxy(hub.port, seed=7) as proxy:
        proxy.weather = STORM
        desk.run("remote", "add", "hub", proxy.url)

What becomes of a connection is decided when it is made, by the seed: it is refused, cut after so many bytes in one of
the directions, held back for a while, or left alone. Bytes that pass are never changed: TCP does not do that either.
"""

import socket
import struct
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Final, NamedTuple, Self

_AT_ONCE: Final = 16 * 1024
"""Bytes that are passed on at once."""

_HANGS_UP_HARD: Final = struct.pack("ii", 1, 0)
"""Lets a socket answer with a reset when it is closed, as a machine does that is gone."""


class Weather(NamedTuple):
    """What happens on the way, as parts of 1 of all connections."""

    refused: float = 0.0
    cut: float = 0.0
    cut_within: int = 1 << 17
    """Bytes after which a connection is cut, at most; a few are as likely as many."""
    held: float = 0.0
    held_seconds: float = 0.5
    """For how long the first bytes of a connection that is held back lie there."""


FAIR: Final = Weather()
STORM: Final = Weather(refused=0.05, cut=0.35, held=0.05)


@dataclass(eq=False)
class _Way:
    """One connection through the proxy, and what is to become of it."""

    near: socket.socket
    far: socket.socket
    cut_after: int | None = None
    cuts_answers: bool = False
    """Whether it is the bytes towards the desk that are counted."""
    held_seconds: float = 0.0
    ended: threading.Event = field(default_factory=threading.Event)
    open_ends: int = 2

    def end_of_one(self, go: socket.socket) -> bool:
        """Pass on that one side has said everything; say whether both have."""
        with suppress(OSError):
            go.shutdown(socket.SHUT_WR)
        self.open_ends -= 1
        return self.open_ends == 0

    def end(self) -> None:
        """Hang up on both sides, hard."""
        self.ended.set()
        for one in (self.near, self.far):
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANGS_UP_HARD)
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


class Proxy:
    """Stands between desks and a hub; `weather` and `target` may be changed at any time."""

    def __init__(self, target: int, seed: int = 1) -> None:
        """`target` is the port of the hub on this machine."""
        self.target = target
        self.weather = FAIR
        self.did: Counter[str] = Counter()
        """How many connections came to what, and how many bytes were let through."""
        self._dice = Random(seed)
        self._lock = threading.Lock()
        self._ways: set[_Way] = set()
        self._passed = threading.Condition(self._lock)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What a desk calls the hub."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Listen no more and hang up on everybody."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Cut every connection that there is."""
        with self._lock:
            ways = list(self._ways)
        for way in ways:
            way.end()

    def wait_for(self, more: int, seconds: float) -> bool:
        """Wait until so many more bytes went through, in whichever direction; False when they did not in time."""
        with self._passed:
            wanted = self.did["bytes"] + more
            return self._passed.wait_for(lambda: self.did["bytes"] >= wanted, seconds)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._begin(near)

    def _begin(self, near: socket.socket) -> None:
        """Decide about a connection, and pass its bytes on in threads of its own."""
        weather, dice = self.weather, self._dice
        refused, cut, held = (
            dice.random() < weather.refused,
            dice.random() < weather.cut,
            dice.random() < weather.held,
        )
        after, cuts_answers = int(weather.cut_within ** dice.random()), dice.random() < 0.5
        try:
            far = None if refused else socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            far = None
        if far is None:
            self._count("refused" if refused else "nobody there")
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANGS_UP_HARD)
            near.close()
            return
        way = _Way(near, far, after if cut else None, cuts_answers, weather.held_seconds if held else 0.0)
        self._count("held back" if held else "made")
        with self._lock:
            self._ways.add(way)
        for is_answer in (False, True):
            threading.Thread(target=self._pass_on, args=(way, is_answer), daemon=True).start()

    def _pass_on(self, way: _Way, is_answer: bool) -> None:
        """Pass bytes on in one direction, until somebody hangs up or it is to be cut."""
        come, go = (way.far, way.near) if is_answer else (way.near, way.far)
        left = way.cut_after if way.cuts_answers == is_answer else None
        is_whole = False
        with suppress(OSError):
            while octets := come.recv(_AT_ONCE):
                if way.held_seconds and not is_answer:
                    way.ended.wait(way.held_seconds)
                    way.held_seconds = 0.0
                go.sendall(octets if left is None else octets[:left])
                self._count("bytes", len(octets) if left is None else min(left, len(octets)))
                if left is not None and (left := left - len(octets)) <= 0:
                    self._count("cut")
                    break
            else:
                is_whole = True
        with self._lock:
            if is_whole and not way.end_of_one(go):
                return
            self._ways.discard(way)
        if is_whole:
            way.near.close()
            way.far.close()
        else:
            way.end()

    def _count(self, what: str, number: int = 1) -> None:
        with self._passed:
            self.did[what] += number
            self._passed.notify_all()
