"""Everything page by page: nothing is held between two pages, and nobody waits for whoever reads them."""

import zlib

import pytest

from cxloop_tui.domain.feed import START
from cxloop_tui.domain.feed_lines import Written, read_pages
from cxloop_tui.hub.bootstrapping import Packer, Stopped, all_pages, takes_gzip
from cxloop_tui.hub.ports import Reader
from cxloop_tui.services.feeding import Feeding
from tests.builders import BEA
from tests.hub.team import Team


def first_page(reader: Reader) -> Written:
    return Feeding(reader).page(START, 7)


async def test_what_is_pushed_between_two_pages_is_answered_then_and_comes_along(team: Team) -> None:
    ticket = team.house.create()
    (comment,) = team.made(lambda sitting: sitting.comment(ticket.id, "meanwhile"))
    first = await team.app._lanes.read(first_page)
    pages = all_pages(first, team.app._lanes, team.app._live, Packer(is_packing=False), 7)
    octets = await anext(pages)
    async with team.client(BEA) as bea:
        pushed = (await bea.post("/v1/push", json={"operations": [comment]})).json()
    assert pushed["receipts"][0]["outcome"] == "applied"
    async for more in pages:
        octets += more
    read = [entry.operation.id for page in read_pages(octets.splitlines(keepends=True)) for entry in page.entries]
    assert read[-1] == comment["id"]
    assert len(read) == team.house.reader.seq()


async def test_a_page_that_has_arrived_can_be_read_before_the_next_is_there(team: Team) -> None:
    first = await team.app._lanes.read(first_page)
    pages = all_pages(first, team.app._lanes, team.app._live, Packer(is_packing=True), 7)
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    async for octets in pages:
        (page,) = read_pages(unpacking.decompress(octets).splitlines(keepends=True))
        assert page.entries
    assert unpacking.eof


async def test_a_hub_that_stops_cuts_it_after_a_whole_page(team: Team) -> None:
    first = await team.app._lanes.read(first_page)
    pages = all_pages(first, team.app._lanes, team.app._live, Packer(is_packing=False), 7)
    await anext(pages)
    team.app.stop()
    with pytest.raises(Stopped):
        await anext(pages)


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        ("gzip", True), ("GZIP", True), ("br, gzip", True), ("gzip;q=0.1", True), ("*", True), ("", False),
        ("br", False), ("gzip;q=0", False), ("gzip; q=0.000", False), ("identity, *;q=0", False), ("x-gzip", False),
    ],
)  # fmt: skip
def test_who_takes_gzip_says_so(header: str, is_taken: bool) -> None:
    assert takes_gzip(header) is is_taken
