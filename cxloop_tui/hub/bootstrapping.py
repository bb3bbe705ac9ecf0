"""The whole order in one answer: page after page, each read when the one before is on its way."""

import zlib
from collections.abc import AsyncIterator, Callable
from typing import Final

from cxloop_tui.domain.feed import Cursor
from cxloop_tui.domain.feed_lines import Written
from cxloop_tui.hub.lanes import Lanes
from cxloop_tui.hub.live import Live
from cxloop_tui.hub.ports import Reader
from cxloop_tui.services.feeding import Feeding

_LEVEL: Final = 5
"""How hard zlib tries: harder takes twice as long for a hundredth less."""

_GZIP: Final = 16 + zlib.MAX_WBITS


class Stopped(Exception):
    """The hub ends in the middle of an answer: who gets it goes on from the last whole page."""


def takes_gzip(accept_encoding: str) -> bool:
    """Say whether a client reads gzip, by its header."""
    for offered in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in offered.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        if coding in {"gzip", "*"}:
            return quality.strip("0.") != ""
    return False


class Packer:
    """Packs one page after the other, or passes them on as they are."""

    def __init__(self, *, is_packing: bool) -> None:
        self._packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP) if is_packing else None

    def packed(self, page: Written) -> bytes:
        """Return a page as it is sent; it can be read when it has arrived, whatever becomes of the next."""
        if self._packing is None:
            return page.lines
        end = zlib.Z_SYNC_FLUSH if page.more else zlib.Z_FINISH
        return self._packing.compress(page.lines) + self._packing.flush(end)


async def all_pages(first: Written, lanes: Lanes, live: Live, packer: Packer, limit: int) -> AsyncIterator[bytes]:
    """Yield a page and all after it. No more than one is here at a time, and between them nothing is held open.

    Raises Stopped, Forked or StoreTrouble in the middle.
    """

    def following(cursor: Cursor) -> Callable[[Reader], tuple[Written, bytes]]:
        def read(reader: Reader) -> tuple[Written, bytes]:
            page = Feeding(reader).page(cursor, limit)
            return page, packer.packed(page)

        return read

    page, octets = first, await lanes.think(lambda: packer.packed(first))
    yield octets
    while page.more:
        if live.is_stopping:
            raise Stopped
        page, octets = await lanes.read(following(page.cursor))
        yield octets
