"""What desks ask of a hub and what it says, on both databases."""

import asyncio
import json
from collections.abc import Callable

import pytest

from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.feed import START, Cursor
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.hub.limits import Limits
from tests.builders import ADA, BEA, CREATED, EVE, OLD
from tests.hub.team import Team, asked_after, pages_of, problem, pulled, token_of, until


async def test_hello_says_what_is_spoken_and_to_whom(team: Team) -> None:
    async with team.client(None) as stranger, team.client(BEA) as bea:
        said = (await stranger.get("/v1/hello")).json()
        assert (said["protocol"], said["program"].split()[0], set(said)) == (
            [1], "cxloop", {"protocol", "program", "time"},
        )  # fmt: skip
        known = (await bea.get("/v1/hello")).json()
        assert (known["person"], known["role"], known["device"]) == (BEA, "agent", "dev00005")
        assert known["limits"] == {"operations": 200, "bytes": 1_048_576, "page": 1_000}
        assert (known["epoch"], known["seq"]) == (team.house.reader.epoch(), team.house.reader.seq())


async def test_what_one_pushes_the_other_has(team: Team) -> None:
    ticket = team.house.create()
    wires = team.made(
        lambda sitting: sitting.comment(ticket.id, "from the train, 房间"),
        lambda sitting: sitting.create(CREATED, "another one"),
    )
    async with team.client(BEA) as bea, team.client(EVE) as eve:
        _, before = await pulled(eve)
        pushed = (await bea.post("/v1/push", json={"operations": wires})).json()
        assert pushed["epoch"] == before.epoch
        assert [receipt["outcome"] for receipt in pushed["receipts"]] == ["applied"] * 2
        assert [receipt["seq"] for receipt in pushed["receipts"]] == [before.seq + 1, before.seq + 2]
        found, after = await pulled(eve, before)
        assert found == [wire["id"] for wire in wires]
        again = (await bea.post("/v1/push", json={"operations": wires})).json()["receipts"]
        assert [receipt["outcome"] for receipt in again] == ["already"] * 2
        assert await pulled(eve, after) == ([], after)
        assert (await bea.post("/v1/push", json={"operations": []})).json()["receipts"] == []


async def test_a_refusal_is_a_receipt_and_holds_up_nobody(team: Team) -> None:
    ticket = team.house.create()
    forged, good, unsound = team.made(*[lambda sitting: sitting.comment(ticket.id, "hello")] * 3)
    forged["by"], unsound["comment"] = ADA, "a\0b \ud800"
    body = json.dumps({"operations": [forged, good, {**unsound, "id": "no uuid \udfff"}]})
    async with team.client(BEA, Content_Type="application/json") as bea:
        receipts = (await bea.post("/v1/push", content=body)).json()["receipts"]
    assert [receipt["outcome"] for receipt in receipts] == ["rejected", "applied", "rejected"]
    assert receipts[2]["operation"] == "no uuid \udfff"


@pytest.mark.parametrize("packed", ["gzip", "identity", "gzip;q=0", "br, gzip;q=0.5"])
async def test_a_bootstrap_is_everything_page_after_page(team: Team, packed: str) -> None:
    for place in range(20):
        team.house.create(f"ticket {place}")
    async with team.client(BEA, Accept_Encoding=packed) as bea:
        answer = await bea.get("/v1/bootstrap")
        whole, end = await pulled(bea)
        assert answer.headers.get("content-encoding") == (None if packed.endswith(("y", "q=0")) else "gzip")
        assert [entry.operation.id for page in pages_of(answer) for entry in page.entries] == whole
        assert pages_of(answer)[-1].cursor == end
        rest = pages_of(await bea.get("/v1/bootstrap", params=asked_after(pages_of(answer)[0].cursor)))
        assert [page.entries for page in rest][-1] == ()


async def test_a_bootstrap_of_many_pages_is_read_page_by_page(small_team: Callable[..., Team]) -> None:
    team = small_team(limits=Limits(page=7))
    for place in range(30):
        team.house.create(f"ticket {place}")
    async with team.client(BEA, Accept_Encoding="gzip") as bea:
        pages = pages_of(await bea.get("/v1/bootstrap"))
    assert [len(page.entries) for page in pages[:-1]] == [7] * (len(pages) - 1)
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]
    assert sum(len(page.entries) for page in pages) == team.house.reader.seq()


async def test_a_digest_is_that_of_the_end_alone(team: Team) -> None:
    made = team.house.create()
    async with team.client(BEA) as bea:
        _, end = await pulled(bea)
        assert (await bea.get("/v1/digest", params=asked_after(end))).json() == {"digest": dict(digest([made]))}
        assert (await bea.get("/v1/digest", params=asked_after(START))).json() == {"digest": None}


async def test_the_directory_is_the_space(team: Team) -> None:
    async with team.client(BEA) as bea:
        said = (await bea.get("/v1/directory")).json()
    assert [segment["code"] for segment in said["segments"]] == [
        "italy", "north", "turin", "milan", "south", "bari", "naples", "spain", "madrid",
    ]  # fmt: skip
    ada = next(person for person in said["people"] if person["email"] == ADA)
    assert (ada["role"], ada["active"], said["policy"]["deadline.high.contact_hours"]) == ("admin", True, 24)


@pytest.mark.parametrize("path", ["/v1/changes", "/v1/bootstrap", "/v1/live"])
async def test_an_order_that_went_on_differently_is_told_up_to_where_it_is_the_same(team: Team, path: str) -> None:
    first = team.house.create()
    async with team.client(BEA) as bea:
        _, end = await pulled(bea)
        team.house.store.transact_authority(lambda tx: tx.begin_epoch("second"))
        answer = await bea.get(path, params=asked_after(Cursor(end.epoch, end.seq + 3, first.id)))
        assert problem(answer, "forked")["cursor"] == ["second", end.seq, end.last]
        answer = await bea.get(path, params=asked_after(Cursor("never", 3, "x")))
        assert problem(answer, "forked")["cursor"] == ["second", 0, ""]


async def test_who_waits_for_changes_has_them_when_they_are_there(team: Team) -> None:
    ticket = team.house.create()
    (comment,) = team.made(lambda sitting: sitting.comment(ticket.id, "hello"))
    async with team.client(BEA) as bea, team.client(EVE) as eve:
        _, end = await pulled(eve)
        waiting = asyncio.create_task(eve.get("/v1/changes", params=asked_after(end, wait=30)))
        await until(lambda: team.app._live._waiting)
        await bea.post("/v1/push", json={"operations": [comment]})
        (page,) = pages_of(await waiting)
        assert [entry.operation.id for entry in page.entries] == [comment["id"]]


async def test_what_another_process_did_is_noticed_too(team: Team) -> None:
    async with team.client(EVE) as eve:
        _, end = await pulled(eve)
        waiting = asyncio.create_task(eve.get("/v1/changes", params=asked_after(end, wait=30)))
        await until(lambda: team.app._live._waiting)
        await asyncio.to_thread(team.house.create)
        (page,) = pages_of(await waiting)
        assert len(page.entries) == 1


async def test_who_waits_is_let_go_when_the_hub_stops(team: Team) -> None:
    async with team.client(EVE) as eve:
        _, end = await pulled(eve)
        waiting = asyncio.create_task(eve.get("/v1/changes", params=asked_after(end, wait=30)))
        await until(lambda: team.app._live._waiting)
        team.app.stop()
        (page,) = pages_of(await waiting)
        assert (page.entries, page.cursor) == ((), end)
        answer = await eve.get("/v1/hello")
        assert problem(answer, "stopping")
        assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("token", [None, "nobodys-token-0123456789", token_of(OLD)])
async def test_a_token_that_nobody_has_opens_nothing(team: Team, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with team.client(None, **headers) as client:
        for method, path in (
            ("GET", "/v1/changes"), ("GET", "/v1/bootstrap"), ("GET", "/v1/digest"), ("GET", "/v1/directory"),
            ("GET", "/v1/live"), ("POST", "/v1/push"), ("POST", "/v1/responses"),
        ):  # fmt: skip
            answer = await client.request(method, path)
            assert problem(answer, "signed-out")
            assert answer.headers["www-authenticate"] == "Bearer"
        assert (await client.get("/v1/hello")).status_code == (200 if token is None else 401)


async def test_responses_are_an_admins_and_there_once(team: Team) -> None:
    async with team.client(ADA) as ada, team.client(BEA) as bea:
        first = await ada.post("/v1/responses", json={"score": 3})
        second = await ada.post("/v1/responses", json={"score": 3})
        assert (first.status_code, second.status_code, first.json()) == (201, 200, second.json())
        assert set(first.json()) == {"response", "ticket", "number"}
        assert problem(await bea.post("/v1/responses", json={"score": 3}), "forbidden")
        assert "score is missing" in problem(await ada.post("/v1/responses", json={}), "malformed")["detail"]
        assert problem(await ada.post("/v1/responses", json={"score": "refused"}), "malformed")


async def test_who_speaks_another_version_is_told_which_the_hub_speaks(team: Team) -> None:
    async with team.client(BEA, Cxloop_Protocol="2") as bea:
        assert problem(await bea.get("/v1/changes"), "protocol")["speaks"] == [1]
        assert (await bea.get("/v1/hello")).json()["protocol"] == [1]


async def test_fifty_who_push_at_once_have_places_without_gaps(team: Team) -> None:
    ticket = team.house.create()
    before = team.house.reader.seq()
    clients = [team.client(BEA if place % 2 else EVE) for place in range(50)]
    comments = [lambda sitting: sitting.comment(ticket.id, "hello")] * 3
    bodies = [team.made(*comments, by=BEA if place % 2 else EVE, seed=1_000 + place) for place in range(50)]
    pushes = [
        client.post("/v1/push", json={"operations": body}) for client, body in zip(clients, bodies, strict=True)
    ]
    answers = await asyncio.gather(*pushes)
    receipts = [receipt for answer in answers for receipt in answer.json()["receipts"]]
    assert {receipt["outcome"] for receipt in receipts} == {Outcome.APPLIED.value}
    assert sorted(receipt["seq"] for receipt in receipts) == list(range(before + 1, before + 151))
    for answer in answers:
        first, *_, last = (receipt["seq"] for receipt in answer.json()["receipts"])
        assert last == first + 2, "a batch is one transaction"
    for client in clients:
        await client.aclose()
