"""Whatever somebody sends to an authority, each operation has a receipt, and the store stays one that can be read."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feed import START
from cxloop_tui.domain.feed_lines import read_pages
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.operation import Kind, from_wire
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.feeding import Feeding
from cxloop_tui.store.doctor import examine
from cxloop_tui.store.read_path import ReadPath
from tests.builders import ADA, BEA, EVE
from tests.contract.house import House, built, postgresql, sqlite

HOSTILE: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, 2**70, 1e999, float("nan"), 1.5, "", "x", "\0", "\ud800", "x" * 301,
    "房" * 100_001, "房" * 100_000,
    "resolved", "bari", ADA, "ada@DESK.example", [], ["x"], [None], [["x"]], {}, {"x": [1, 2]}, [1, 2], [None, "x"],
    {"tags": ["\0"]}, {"tags": ["x", "x"]}, {"tags": "x"}, {"status": ["new", "gone"]}, {"status": ["new", "open"]},
    {"owner": [BEA, None]}, {"segment": ["bari", "south"]}, {"score": [None, 2**40]}, {"score": [None, True]},
    {"managers": [[], None]}, {"active": [True, False]}, {"word.owner": ["owner", None]}, {"x": [None, {}]},
    {"customer_phone": [None, "ﷺ" * 300]}, {"category": [None, "\U0010ffff" * 300]},
    {"epoch": "e", "seq": 10**9}, {"epoch": "", "seq": 0}, "0001-01-01T00:00:00+23:59", "2026-02-30T00:00:00Z",
]  # fmt: skip
KEYS = (
    "v", "id", "kind", "subject", "by", "at", "base", "set", "add", "remove", "implied", "comment", "undoes", "group",
    "origin", "of_a_newer_program",
)  # fmt: skip
KINDS = (*map(str, Kind), "mood.set")
WHOLE = {
    "set": {"status": ["new", "new"], "priority": [None, "high"], "segment": [None, "bari"], "owner": [None, BEA]},
    "comment": "words of a customer",
}


@pytest.fixture(scope="module", params=[sqlite, postgresql], ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    directory = tmp_path_factory.mktemp("store")
    made, close = built(request.param, directory)
    made.create()
    made.store.transact_authority(lambda tx: tx.keep_digests())
    yield made
    close()
    if request.param is sqlite:
        assert list(examine(directory / "store.db", lambda *_: None).findings) == []


def subjects(house: House) -> list[str]:
    entries = house.listed("")
    return ["bari", BEA, "policy", derived("test", "nobody"), *(row.id for row in entries[:3])]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_whatever_is_sent_has_a_receipt(house: House, data: st.DataObject) -> None:
    wires = []
    for _ in range(data.draw(st.integers(1, 3))):
        made = derived("test", str(data.draw(st.integers(0, 10**6))))
        subject = data.draw(st.sampled_from([made, *subjects(house)]))
        kind = data.draw(st.sampled_from(KINDS))
        wire: dict[str, Any] = {
            "v": 1, "id": made, "kind": kind, "subject": subject, "by": ADA, "at": "2026-11-21T18:46:02Z",
            "base": {"epoch": house.reader.epoch(), "seq": house.reader.seq()}, "origin": "desk",
        }  # fmt: skip
        wire |= data.draw(st.sampled_from([{}, WHOLE]))
        wire |= data.draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(HOSTILE), max_size=2))
        wires.append(wire)
    operations = []
    for wire in wires:
        try:
            operations.append(from_wire(wire))
        except Unusable:
            continue
    sender = data.draw(st.sampled_from([ADA, EVE]))
    assert isinstance(house.reader, ReadPath)
    before, last = house.reader.seq(), house.reader.head().last
    receipts = Accepting(house.store, house.clock).accept(operations, by=sender)
    applied = [receipt for receipt in receipts if receipt.outcome is Outcome.APPLIED]
    assert [receipt.operation for receipt in receipts] == [operation.id for operation in operations]
    assert house.reader.seq() == before + len(applied)
    page = Feeding(house.reader).page(START._replace(epoch=house.reader.epoch(), seq=before, last=last))
    (read,) = read_pages(page.lines.splitlines(keepends=True))
    assert [entry.operation.id for entry in read.entries] == [receipt.operation for receipt in applied]
    for entry in read.entries:
        house.reader.ticket_view(entry.operation.subject)
        house.reader.entries(entry.operation.subject)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", min_codepoint=0x80), min_size=300, max_size=300))
@example("\U0001f600" * 300)
@example("ΐ" * 300)
@example("ﷺ" * 300)
def test_every_line_that_is_short_enough_is_stored_by_both(house: House, line: str) -> None:
    fields = ("customer_name", "customer_phone", "category", "account", "respondent", "channel", "touchpoint")
    wire: dict[str, Any] = {
        "v": 1, "id": derived("line", line), "kind": "ticket.create", "subject": derived("of", line), "by": ADA,
        "at": "2026-11-21T18:46:02Z", "base": {"epoch": house.reader.epoch(), "seq": 0}, "origin": "desk",
        "set": {**WHOLE["set"], "customer_email": [None, "a@b.example"], **{name: [None, line] for name in fields}},  # type: ignore[dict-item]
        "add": {"tags": [line]}, "comment": line * 30,
    }  # fmt: skip
    (receipt,) = Accepting(house.store, house.clock).accept([from_wire(wire)], by=ADA)
    assert receipt.outcome in {Outcome.APPLIED, Outcome.ALREADY, Outcome.REJECTED}
