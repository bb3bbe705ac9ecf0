"""A desk and its hub, when both do as they should."""

import json
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest

from cxloop_tui import __version__
from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.feed import START, Cursor, Forked, Page
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.remotes.hello import Limits
from cxloop_tui.services.desk import Desk
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from cxloop_tui.sync.ports import Remote
from cxloop_tui.sync.round import Round
from tests.builders import BEA, seeded_ids
from tests.contract.house import House, built, sqlite
from tests.remotes.answers import TOKEN, URL, Chunks, comment, lines, placed, problem, remote, said, sent
from tests.remotes.small_hub import SmallHub

HELLO: dict[str, Json] = {
    "protocol": [1, 2],
    "program": "cxloop 0.9",
    "time": "2026-11-21T18:46:02.5Z",
    "space": "s",
    "epoch": "e",
    "seq": 7,
    "person": BEA,
    "role": "agent",
    "device": "ab12cd34",
    "limits": {"operations": 200, "bytes": 1048576, "page": 1000},
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made, close = built(sqlite, tmp_path)
    made.store.transact_authority(lambda tx: tx.keep_digests())
    yield made
    close()


async def pulled(hub: Remote, cursor: Cursor) -> list[Page]:
    """Pull everything through the port that syncing has."""
    return [page async for page in hub.pull(cursor)]


# --- the order ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_whoever_begins_gets_the_whole_order_in_one_answer(house: House, size: int) -> None:
    ticket = house.create("line\nand \u2028 another, perché no")
    hub = SmallHub(house, page=size)
    async with remote(hub) as desk:
        pages = await pulled(desk, START)
        entries = [entry for page in pages for entry in page.entries]
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert [one for one in entries if one.operation.subject == ticket.id] == list(house.reader.entries(ticket.id))
        assert hub.asked == ["GET /v1/bootstrap"]
        assert not pages[-1].more
        assert await desk.digest(pages[-1].cursor) == digest([house.ticket(ticket.id)])


async def test_whoever_was_here_gets_the_changes_and_all_of_them(house: House) -> None:
    hub = SmallHub(house)
    async with remote(hub) as desk:
        cursor = (await pulled(desk, START))[-1].cursor
        assert [page.entries for page in await pulled(desk, cursor)] == [()]
        house.create()
        (page,) = await pulled(desk, cursor)
        assert [entry.seq for entry in page.entries] == [cursor.seq + 1]
        assert await desk.digest(cursor) is None
        assert hub.asked[1:3] == ["GET /v1/changes"] * 2


async def test_whoever_is_far_behind_gets_the_rest_in_one_answer(house: House) -> None:
    hub = SmallHub(house, page=2)
    async with remote(hub) as desk:
        first = next(iter(await pulled(desk, START))).cursor
        hub.asked.clear()
        pages = await pulled(desk, first)
        assert hub.asked == ["GET /v1/changes", "GET /v1/bootstrap"]
        assert [len(page.entries) for page in pages[:-1]] == [2] * (len(pages) - 1)


async def test_another_order_is_told_up_to_where_it_is_the_same(house: House) -> None:
    async with remote(SmallHub(house)) as desk:
        head = (await pulled(desk, START))[-1].cursor
        beyond = Cursor(head.epoch, head.seq + 7, "unknown")
        with pytest.raises(Forked) as forked:
            await pulled(desk, beyond)
        assert forked.value.common == head
        with pytest.raises(Forked) as forked:
            [seq async for seq in desk.moved(beyond)]
        assert forked.value.common == head


async def test_a_desk_that_stops_reading_hangs_up(house: House) -> None:
    body = Chunks([SmallHub(house)._feeding.page(START, 1).lines] * 3)
    kind = {"Content-Type": "application/x-ndjson", "Cxloop-Protocol": "1"}
    async with remote(lambda _: httpx.Response(200, stream=body, headers=kind)) as desk:
        pages: Any = desk.pull(START)
        async with aclosing(pages):
            await anext(pages)
        assert body.is_closed


# --- sending ------------------------------------------------------------------------------------------------------


async def test_what_is_sent_is_judged_and_sent_again_is_known(house: House) -> None:
    ticket = house.create()
    hub = SmallHub(house)
    async with remote(hub) as desk:
        await desk.push([])
        assert hub.asked == []
        new = seeded_ids(99)
        operation = comment(1)._replace(id=new(), subject=ticket.id)
        (receipt,) = await desk.push([operation])
        assert receipt.outcome == Outcome.APPLIED
        (again, refused) = await desk.push(
            [operation, comment(2)._replace(id=new(), subject=ticket.id, by="eve@desk.example")]
        )
        assert (again.outcome, again.seq) == (Outcome.ALREADY, receipt.seq)
        assert refused.outcome == Outcome.REJECTED
        assert "eve@desk.example" in refused.reason


async def test_a_request_says_who_asks_what_and_in_which_protocol() -> None:
    seen: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return said(placed(sent(request)))

    async with remote(answering, url=f"{URL}/desk/") as desk:
        await desk.push([comment(1, "perché \ud800 \u009b")])
    (request,) = seen
    assert str(request.url) == f"{URL}/desk/v1/push"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["cxloop-protocol"] == "1"
    assert request.headers["user-agent"] == f"cxloop/{__version__}"
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.content)["operations"][0]["comment"] == "perché \ud800 \u009b"


async def test_much_is_sent_in_parts_that_a_hub_takes_in_its_order() -> None:
    sizes: list[tuple[int, int]] = []
    order: list[str] = []

    def answering(request: httpx.Request) -> httpx.Response:
        sizes.append((len(sent(request)), len(request.content)))
        order.extend(sent(request))
        return said(placed(sent(request)))

    operations = [comment(number, "x" * (70_000 if number < 30 else 10)) for number in range(450)]
    async with remote(answering) as desk:
        receipts = await desk.push(operations)
    assert order == [one.id for one in operations] == [receipt.operation for receipt in receipts]
    assert all(count <= 200 and size <= 1 << 20 for count, size in sizes)
    assert [count for count, _ in sizes] == [14, 14, 200, 200, 22]


async def test_a_part_may_be_exactly_as_long_as_a_hub_takes() -> None:
    lengths: list[int] = []

    def answering(request: httpx.Request) -> httpx.Response:
        lengths.append(len(request.content))
        return said(placed(sent(request)))

    async with remote(answering) as desk:
        await desk.push([comment(1, "")])
        room = (1 << 20) - lengths.pop()
        (fits,) = await desk.push([comment(1, "x" * room)])
        assert (fits.outcome, lengths) == (Outcome.APPLIED, [1 << 20])
        (over,) = await desk.push([comment(1, "x" * (room + 1))])
        assert (over.outcome, len(lengths)) == (Outcome.UNSUPPORTED, 1)
        assert "1.0 MiB" in over.reason


@pytest.mark.parametrize("by_hub", [True, False])
async def test_what_is_too_much_at_once_is_halved(by_hub: bool) -> None:
    order: list[str] = []

    def answering(request: httpx.Request) -> httpx.Response:
        if len(sent(request)) > 3:
            return problem(413, "too-large") if by_hub else httpx.Response(413, html="<h1>413</h1>")
        order.extend(sent(request))
        return said(placed(sent(request)))

    operations = [comment(number) for number in range(20)]
    async with remote(answering) as desk:
        receipts = await desk.push(operations)
    assert order == [one.id for one in operations] == [receipt.operation for receipt in receipts]


@pytest.mark.parametrize(("status", "name"), [(413, "too-large"), (422, "malformed")])
async def test_one_that_a_hub_cannot_take_is_in_nobodys_way(status: int, name: str) -> None:
    def answering(request: httpx.Request) -> httpx.Response:
        return problem(status, name) if "op-11" in sent(request) else said(placed(sent(request)))

    async with remote(answering) as desk:
        receipts = {receipt.operation: receipt for receipt in await desk.push([comment(one) for one in range(20)])}
    assert receipts.pop("op-11").outcome == Outcome.UNSUPPORTED
    assert {receipt.outcome for receipt in receipts.values()} == {Outcome.APPLIED}
    assert len(receipts) == 19


# --- a round ------------------------------------------------------------------------------------------------------


async def test_a_desk_and_its_hub_come_to_have_the_same(house: House, tmp_path: Path) -> None:
    ticket = house.create()
    laptop = Writer.create(tmp_path / "laptop.db")
    laptop.follow()
    reader = ReadPath.open(tmp_path / "laptop.db")
    hub = SmallHub(house, page=3)
    try:
        async with remote(hub) as desk:
            first = await Round(laptop, desk, BEA).run()
            house.create("meanwhile")
            Desk(laptop, house.clock, seeded_ids(99)).sit(
                BEA, lambda sitting: sitting.comment(ticket.id, "on my way")
            )
            second = await Round(laptop, desk, BEA).run()
        assert (first.sent, second.sent, second.taken, second.mended) == (0, 1, 2, False)
        for kept in (house.reader, reader):
            assert kept.entries(ticket.id)[-1].operation.comment == "on my way"
        assert reader.entries(ticket.id) == house.reader.entries(ticket.id)
    finally:
        reader.close()
        laptop.close()


# --- hello, directory ---------------------------------------------------------------------------------------------


async def test_a_hub_says_what_it_is_and_who_asks() -> None:
    async with remote(lambda _: said(HELLO)) as desk:
        hello = await desk.hello()
    assert (hello.protocols, hello.program, hello.time) == ((1, 2), "cxloop 0.9", 1795286762500)
    assert (hello.epoch, hello.seq, hello.person, hello.role, hello.device) == ("e", 7, BEA, "agent", "ab12cd34")
    assert hello.limits == Limits(200, 1 << 20, 1000)


async def test_without_a_token_a_hub_says_only_what_it_is() -> None:
    def answering(request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers
        return said({name: HELLO[name] for name in ("protocol", "program", "time")})

    async with remote(answering, token=None) as desk:
        hello = await desk.hello()
    assert (hello.program, hello.person) == ("cxloop 0.9", "")


async def test_the_organisation_comes_as_it_is() -> None:
    whole: Json = {"segments": [{"code": "bari"}], "people": [], "policy": {"word.owner": "hero"}}
    async with remote(lambda _: said(whole)) as desk:
        assert await desk.directory() == whole


# --- what moves ---------------------------------------------------------------------------------------------------


async def test_every_growth_is_told_whatever_the_pieces_it_comes_in() -> None:
    text = (
        b': hello\n\nevent: moved\ndata: {"seq": 8}\n\nevent: other\ndata: {"seq": 1}\n\ndata: {"seq": 2}\n\n'
        b"event: moved\ndata: nonsense\n\n"
        b'event: moved\r\ndata: {"seq": 9}\r\n\r\nid: 3\nevent:moved\ndata:{"seq":10}\n\n'
    )
    for size in (1, 5, 1000):
        chunks = [text[start : start + size] for start in range(0, len(text), size)]
        async with remote(lambda _, chunks=chunks: lines(chunks, "text/event-stream")) as desk:  # type: ignore[misc]
            assert [seq async for seq in desk.moved(Cursor("e", 7, "x"))] == [8, 9, 10]


@pytest.mark.parametrize("live", [problem(404, "not-found"), lines([]), said({}), httpx.Response(502, html="<p>")])
async def test_where_events_do_not_come_through_one_answer_is_waited_for(house: House, live: httpx.Response) -> None:
    hub = SmallHub(house)
    asked: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return live if request.url.path == "/v1/live" else hub(request)

    async with remote(answering) as desk:
        head = (await pulled(desk, START))[-1].cursor
        assert [seq async for seq in desk.moved(head)] == []
        house.create()
        assert [seq async for seq in desk.moved(head)] == [head.seq + 1]
    assert [request.url.path for request in asked[1:]] == ["/v1/live", "/v1/changes", "/v1/changes"]
    assert asked[2].url.params["wait"] == "25"
    assert asked[2].extensions["timeout"]["read"] == 40
