"""Whatever answers in the place of a hub, and whatever a hub says no with: nothing of it ever counts as done."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import CxloopError, NotSpoken, RemoteTrouble, SignedOut
from cxloop_tui.domain.feed import START, Cursor, Forked
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.remotes.hub import HubRemote
from tests.remotes.answers import PORTAL, SPOKEN, URL, Answering, comment, lines, placed, problem, remote, said

HERE = Cursor("e", 7, "last")
DONE = frozenset({Outcome.APPLIED, Outcome.ALREADY})


async def push(desk: HubRemote) -> object:
    return await desk.push([comment(1), comment(2)])


async def pull(desk: HubRemote) -> object:
    return [page async for page in desk.pull(HERE)]


async def begin(desk: HubRemote) -> object:
    return [page async for page in desk.pull(START)]


async def digest(desk: HubRemote) -> object:
    return await desk.digest(HERE)


async def hello(desk: HubRemote) -> object:
    return await desk.hello()


async def directory(desk: HubRemote) -> object:
    return await desk.directory()


async def moved(desk: HubRemote) -> object:
    return [seq async for seq in desk.moved(HERE)]


VERBS: tuple[Callable[[HubRemote], Awaitable[object]], ...] = (push, pull, begin, digest, hello, directory, moved)
every_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)

BODIES: Mapping[str, tuple[str, bytes]] = {
    "receipts": ("application/json", json.dumps(placed(["op-1", "op-2"])).encode()),
    "receipts as a problem": ("application/problem+json", json.dumps(placed(["op-1", "op-2"])).encode()),
    "portal": ("text/html; charset=utf-8", PORTAL.encode()),
    "nothing": ("", b""),
    "garbage": ("application/json", b"\xff\x00[[["),
    "nesting": ("application/problem+json", b"[" * 50_000),
}
STATUSES = (
    201, 202, 203, 204, 206, 207, 226, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408,
    409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499, 500, 501,
    502, 503, 504, 505, 507, 508, 511, 520, 599,
)  # fmt: skip


def one_sentence(trouble: BaseException) -> str:
    sentence = str(trouble)
    assert "\n" not in sentence
    assert "hub.example" in sentence
    assert "?" not in sentence
    return sentence


@every_verb
@pytest.mark.parametrize("is_hub", [True, False])
@pytest.mark.parametrize("body", ["receipts", "receipts as a problem", "portal"])
async def test_no_status_but_the_right_one_is_ever_success(
    verb: Callable[[HubRemote], Awaitable[object]], is_hub: bool, body: str
) -> None:
    kind, content = BODIES[body]
    for status in STATUSES:
        headers = {**(SPOKEN if is_hub else {}), "Content-Type": kind, "Location": f"{URL}/elsewhere?token=1"}
        answering: Answering = lambda _, status=status, headers=headers: httpx.Response(  # type: ignore[misc] # noqa: E731
            status, content=content, headers=headers
        )
        async with remote(answering) as desk:
            if status == 413 and is_hub and verb is push:
                receipts: Any = await desk.push([comment(1), comment(2)])
                assert {receipt.outcome for receipt in receipts} == {Outcome.UNSUPPORTED}
                continue
            with pytest.raises(RemoteTrouble) as trouble:
                await verb(desk)
            one_sentence(trouble.value)
            assert (type(trouble.value) is SignedOut) == (is_hub and status == 401)
            assert (type(trouble.value) is NotSpoken) == (is_hub and status == 426)


@every_verb
@pytest.mark.parametrize("body", [name for name in BODIES if name != "receipts"])
async def test_a_good_status_is_not_enough(verb: Callable[[HubRemote], Awaitable[object]], body: str) -> None:
    kind, content = BODIES[body]
    async with remote(
        lambda _: httpx.Response(200, content=content, headers={**SPOKEN, "Content-Type": kind})
    ) as desk:
        with pytest.raises(RemoteTrouble) as trouble:
            await verb(desk)
        one_sentence(trouble.value)


@every_verb
@pytest.mark.parametrize("version", ["", "2", "1 2", "one"])
async def test_another_protocol_is_not_taken_for_this_one(
    verb: Callable[[HubRemote], Awaitable[object]], version: str
) -> None:
    answer = httpx.Response(200, json=placed(["op-1", "op-2"]), headers={"Cxloop-Protocol": version})
    async with remote(lambda _: answer) as desk:
        with pytest.raises(NotSpoken if version else RemoteTrouble) as trouble:
            await verb(desk)
        one_sentence(trouble.value)
        assert ("no hub" in str(trouble.value)) == (not version)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(200, html=PORTAL), "is no hub: it answers 200 as something else"),
        (httpx.Response(302, headers={"Location": "https://portal.example/"}), "no hub: it leads elsewhere (302)"),
        (httpx.Response(200, html=PORTAL, headers=SPOKEN), "is no hub: it sent text/html, not application/json"),
        (httpx.Response(502, html="<h1>Bad gateway"), "something in front of"),
        (problem(401, "signed-out"), "does not know the token of this desk"),
        (problem(403, "forbidden"), "does not allow that: a detail"),
        (problem(426, "protocol", speaks=[2, 3]), "does not speak protocol 1 as this program does, but 2, 3"),
        (problem(429, "busy"), "has no time at the moment: a detail"),
        (problem(500, "failed"), "answers 500: a detail"),
        (said({"protocol": [3], "program": "x", "time": "2026-11-21T18:46:02Z"}), "but 3: update"),
        (said({"protocol": [1], "program": "x", "time": "2026-11-21T18:46:02Z"}), "does not know the token"),
        (said({"protocol": [1], "program": "x", "time": "noon"}), "time is no time"),
        (said([1]), "no object of JSON"),
    ],
)  # fmt: skip
async def test_the_sentence_says_what_it_is(answer: httpx.Response, words: str) -> None:
    async with remote(lambda _: answer) as desk:
        with pytest.raises(RemoteTrouble) as trouble:
            await desk.hello()
        assert words in one_sentence(trouble.value)


async def test_what_a_hub_says_is_cleaned_before_it_is_repeated() -> None:
    answer = problem(500, "failed", detail="\x1b]0;pwned\x07[red]\u202e" + "x" * 5000)
    async with remote(lambda _: answer) as desk:
        with pytest.raises(RemoteTrouble) as trouble:
            await desk.directory()
        sentence = one_sentence(trouble.value)
        assert "\x1b" not in sentence
        assert "\u202e" not in sentence
        assert len(sentence) < 500


@pytest.mark.parametrize("verb", [push, begin, moved])
@pytest.mark.parametrize(("status", "name"), [(429, "busy"), (503, "stopping")])
@pytest.mark.parametrize("is_hub", [True, False])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 0.0), ("", None), ("-1", None), ("nan", None), ("1e9", None), ("9" * 30, None), ("²", None),
     ("Fri, 31 Dec 1999 23:59:59 GMT", None)],
)  # fmt: skip
async def test_how_long_to_wait_is_told(
    verb: Callable[[HubRemote], Awaitable[object]],
    status: int,
    name: str,
    is_hub: bool,
    header: str,
    seconds: float | None,
) -> None:
    hub = problem(status, name)
    known = hub.headers.raw if is_hub else []
    answer = httpx.Response(status, content=hub.content, headers=[*known, (b"Retry-After", header.encode())])
    asked: list[str] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return answer

    async with remote(answering) as desk:
        with pytest.raises(RemoteTrouble) as trouble:
            await verb(desk)
    assert trouble.value.retry_after == seconds
    assert len(asked) == (2 if verb is moved and seconds is None else 1)


async def test_nothing_is_asked_twice_by_itself_however_often_it_fails() -> None:
    asked: list[str] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return problem(401, "signed-out")

    async with remote(answering) as desk:
        for verb in VERBS:
            with pytest.raises(SignedOut):
                await verb(desk)
    assert len(asked) == len(VERBS)


@pytest.mark.parametrize(
    "answer", [{}, {"digest": ""}, {"digest": []}, {"digest": {"bari": 3}}, {"digest": {"a": None}}]
)
async def test_odd_checksums_are_no_reason_to_fetch_all_anew(answer: Json) -> None:
    async with remote(lambda _: said(answer)) as desk:
        with pytest.raises(RemoteTrouble, match="not whole"):
            await desk.digest(HERE)


@pytest.mark.parametrize("missing", ["segments", "people", "policy"])
async def test_half_an_organisation_is_none(missing: str) -> None:
    whole: dict[str, Json] = {"segments": [], "people": [], "policy": {}}
    for odd in ({name: whole[name] for name in whole if name != missing}, {**whole, missing: "x"}):
        async with remote(lambda _, odd=odd: said(odd)) as desk:  # type: ignore[misc]
            with pytest.raises(RemoteTrouble, match=f"it has no {missing}"):
                await desk.directory()


# --- receipts -----------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=()), max_size=5)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
VALUES: st.SearchStrategy[Json] = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=5
)
ODD_RECEIPTS = st.fixed_dictionaries(
    {},
    optional={
        "operation": st.sampled_from(["op-1", "op-2", "op-3", "op-99", ""]) | VALUES,
        "outcome": st.sampled_from([*map(str, Outcome), "done", "APPLIED", "applied\n"]) | VALUES,
        "seq": st.integers(-2, 9) | VALUES,
        "reason": WORDS | VALUES,
        "clashes": VALUES,
    },
)


def is_proper(wire: Json, operation: str) -> bool:
    """Say whether a receipt says that an operation is done, asked in the plainest way."""
    return (
        isinstance(wire, dict)
        and wire.get("operation") == operation
        and wire.get("outcome") in {"applied", "already"}
        and type(wire.get("seq")) is int
        and wire["seq"] >= 1
    )


@given(st.lists(ODD_RECEIPTS | VALUES, max_size=6))
async def test_nothing_but_a_proper_receipt_counts_as_done(receipts: list[Json]) -> None:
    async with remote(lambda _: said({"epoch": "e", "receipts": receipts})) as desk:
        told = await desk.push([comment(1), comment(2), comment(3)])
    ids = [receipt.operation for receipt in told]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {"op-1", "op-2", "op-3"}
    for receipt in told:
        if receipt.outcome in DONE:
            said_so = [one for one in receipts if isinstance(one, dict) and one.get("operation") == receipt.operation]
            assert any(is_proper(one, receipt.operation) for one in said_so)
            assert receipt.seq is not None


@given(VALUES)
async def test_an_answer_without_receipts_is_none(value: Json) -> None:
    for answer in (value, {"receipts": value}, {"epoch": "e", "results": value}):
        async with remote(lambda _, answer=answer: said(answer)) as desk:  # type: ignore[misc]
            try:
                told = await desk.push([comment(1)])
            except RemoteTrouble as trouble:
                one_sentence(trouble)
            else:
                assert [receipt for receipt in told if receipt.outcome in DONE] == []


@pytest.mark.parametrize(
    ("receipts", "outcomes"),
    [
        ([], {}),
        ([{"operation": "op-1", "outcome": "applied", "seq": 4}], {"op-1": Outcome.APPLIED}),
        ([{"operation": "op-9", "outcome": "applied", "seq": 4}], {}),
        ([{"operation": "op-1", "outcome": "merged", "seq": 4}], {"op-1": Outcome.UNKNOWN}),
        ([{"operation": "op-1", "outcome": "applied"}], {"op-1": Outcome.UNKNOWN}),
        ([{"operation": "op-1", "outcome": "already", "seq": 0}], {"op-1": Outcome.UNKNOWN}),
        ([{"operation": "op-1", "outcome": "applied", "seq": 4}, {"operation": "op-1", "outcome": "rejected"}],
         {"op-1": Outcome.UNKNOWN}),
        ([{"operation": "op-1", "outcome": "applied", "seq": 4}] * 3, {"op-1": Outcome.APPLIED}),
        ([None, 3, {}, {"operation": "op-2", "outcome": "already", "seq": 3}], {"op-2": Outcome.ALREADY}),
    ],
)  # fmt: skip
async def test_receipts_that_are_missing_or_odd(receipts: Json, outcomes: Mapping[str, Outcome]) -> None:
    async with remote(lambda _: said({"receipts": receipts})) as desk:
        told = await desk.push([comment(1), comment(2)])
    assert {receipt.operation: receipt.outcome for receipt in told} == outcomes


async def test_a_failure_in_the_middle_stops_what_would_build_on_it() -> None:
    answers = iter([said(placed([f"op-{one}" for one in range(200)])), problem(500)])
    async with remote(lambda _: next(answers)) as desk:
        with pytest.raises(RemoteTrouble):
            await desk.push([comment(one) for one in range(500)])


async def test_what_something_in_front_of_the_hub_does_not_let_through_is_not_given_up() -> None:
    async with remote(lambda _: httpx.Response(413, html="<h1>413")) as desk:
        with pytest.raises(RemoteTrouble, match="something in front of"):
            await desk.push([comment(1), comment(2)])


# --- the order ----------------------------------------------------------------------------------------------------


def end(seq: int, *, more: bool, count: int = 0) -> bytes:
    checksum = "cae66941d9efbd404e4d88758ea67670"
    page = {"count": count, "checksum": checksum, "cursor": ["e", seq, "x"], "more": more}
    return json.dumps({"page": page}).encode() + b"\n"


@pytest.mark.parametrize(
    ("chunks", "words"),
    [
        ([], "it broke off"),
        ([b"\n"], "no JSON"),
        ([end(8, more=True)[:-20]], "no JSON"),
        ([b'{"seq": 8}\n'], "an entry has no operation"),
        ([end(8, more=True, count=1)], "a page was cut or changed on its way"),
        ([end(7, more=True)], "there is more, but nothing comes"),
        ([end(3, more=True)], "there is more, but nothing comes"),
        ([b"[" * 100_000, b"\n"], "no JSON"),
    ],
)
async def test_what_is_no_page_is_never_taken_for_one(chunks: list[bytes], words: str) -> None:
    async with remote(lambda _: lines(chunks)) as desk:
        with pytest.raises(RemoteTrouble, match=words) as trouble:
            await pull(desk)
        one_sentence(trouble.value)


@pytest.mark.parametrize(
    "then", [httpx.ReadError("cut"), httpx.RemoteProtocolError("cut"), httpx.DecodingError("cut"), None]
)
async def test_a_cut_leaves_the_pages_before_it(then: Exception | None) -> None:
    asked: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return lines([end(8, more=True), end(9, more=True), b'{"seq": 1' if then is None else b""], then=then)

    got: list[int] = []

    async def take() -> None:
        async for page in desk.pull(START):
            got.append(page.cursor.seq)  # noqa: PERF401 - what came before the cut counts

    async with remote(answering) as desk:
        with pytest.raises(RemoteTrouble):
            await take()
    assert got == [8, 9]
    assert [request.url.path for request in asked] == ["/v1/bootstrap"]


async def test_an_answer_that_ends_before_the_last_page_is_gone_on_with() -> None:
    answers = iter([lines([end(8, more=True)]), lines([end(9, more=False), b"what comes after is not read"])])
    asked: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return next(answers)

    async with remote(answering) as desk:
        assert [page.cursor.seq async for page in desk.pull(START)] == [8, 9]
    assert asked[1].url.params["seq"] == "8"


async def test_the_same_page_again_and_again_is_no_endless_loop() -> None:
    asked: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        assert len(asked) < 5
        return lines([end(8, more=True)])

    async with remote(answering) as desk:
        with pytest.raises(RemoteTrouble, match="nothing comes"):
            await pull(desk)
    assert len(asked) == 2


@pytest.mark.parametrize(
    "cursor", [None, [], ["e", 7, "x"], ["e", 8, "x"], ["e", -1, "x"], ["e", "3", "x"], [1, 3, "x"]]
)
@pytest.mark.parametrize("verb", [pull, digest])
async def test_a_fork_that_cannot_be_is_none(verb: Callable[[HubRemote], Awaitable[object]], cursor: Json) -> None:
    async with remote(lambda _: problem(409, "forked", cursor=cursor)) as desk:
        with pytest.raises(RemoteTrouble) as trouble:
            await verb(desk)
        one_sentence(trouble.value)


@pytest.mark.parametrize("verb", [pull, digest, moved])
async def test_a_fork_is_told(verb: Callable[[HubRemote], Awaitable[object]]) -> None:
    async with remote(lambda _: problem(409, "forked", cursor=["f", 3, "x"])) as desk:
        with pytest.raises(Forked) as fork:
            await verb(desk)
        assert fork.value.common == Cursor("f", 3, "x")


async def test_a_line_and_a_page_without_end_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxloop_tui.remotes.conversation._LINE_BYTES_MOST", 1000)
    monkeypatch.setattr("cxloop_tui.remotes.conversation._ANSWER_BYTES_MOST", 1000)
    async with remote(lambda _: lines([b"x" * 100] * 50)) as desk:
        with pytest.raises(RemoteTrouble, match="no end"):
            await pull(desk)
    async with remote(lambda _: lines([b"x" * 100] * 50, kind="application/json")) as desk:
        with pytest.raises(RemoteTrouble, match="no end"):
            await desk.directory()


@pytest.mark.parametrize(
    "url",
    ["", "hub.example", "ftp://hub.example", "http://hub.example", "http://127.0.0.1.evil.example", "https://",
     "https://bea:canary@hub.example", "https://hub.example/?token=canary", "https://hub.example/#canary",
     "https://hub.example:99999", "https://hub.example/a b", "https://hub\n.example", "https://[::1", "http://10.0.0.1"],
)  # fmt: skip
def test_what_is_no_address_of_a_hub_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(CxloopError) as wrong:
        HubRemote(url, None)
    assert "canary" not in str(wrong.value)
    assert "https://" in str(wrong.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (" HTTPS://Hub.Example/ ", "https://hub.example"),
        ("https://hub.example:443/desk/", "https://hub.example/desk"),
        ("http://localhost:8765", "http://localhost:8765"),
        ("http://[::1]:8765", "http://[::1]:8765"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
async def test_an_address_has_one_spelling(url: str, shown: str) -> None:
    async with remote(lambda _: said({}), url=url) as desk:
        assert repr(desk) == f"HubRemote({shown!r})"
