"""The feed and the judge of a real store, in the words of the wire: what a hub answers, without its server."""

import gzip
import json
from collections.abc import Iterator

import httpx

from cxloop_tui.domain.feed import Cursor, Forked
from cxloop_tui.domain.operation import from_wire
from cxloop_tui.domain.receipt import receipt_to_wire
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.feeding import Feeding
from cxloop_tui.store.read_path import ReadPath
from tests.builders import BEA
from tests.contract.house import House
from tests.remotes.answers import TOKEN, lines, problem, said


class SmallHub:
    """Answers requests over a house; `asked` is what was asked, in order."""

    def __init__(self, house: House, page: int = 1000) -> None:
        assert isinstance(house.reader, ReadPath)
        self._feeding = Feeding(house.reader)
        self._accepting = Accepting(house.store, house.clock)
        self._page = page
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.asked.append(f"{request.method} {request.url.path}")
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "signed-out")
        try:
            return self._answer(request)
        except Forked as fork:
            return problem(409, "forked", cursor=list(fork.common))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/push":
            operations = [from_wire(wire) for wire in json.loads(request.content)["operations"]]
            receipts = self._accepting.accept(operations, by=BEA)
            return said({"epoch": self._feeding.head().epoch, "receipts": list(map(receipt_to_wire, receipts))})
        asked = request.url.params
        cursor = Cursor(asked["epoch"], int(asked["seq"]), asked["last"])
        if request.url.path == "/v1/digest":
            return said({"digest": self._feeding.digest(cursor)})
        if request.url.path == "/v1/changes":
            return lines([self._feeding.page(cursor, min(self._page, int(asked.get("limit", "1000")))).lines])
        assert request.headers["accept-encoding"] == "gzip"
        packed = gzip.compress(b"".join(self._pages(cursor)))
        pieces = [packed[start : start + 777] for start in range(0, len(packed), 777)]
        return lines(pieces, headers={"Content-Encoding": "gzip"})

    def _pages(self, cursor: Cursor) -> Iterator[bytes]:
        more = True
        while more:
            page = self._feeding.page(cursor, self._page)
            yield page.lines
            cursor, more = page.cursor, page.more
