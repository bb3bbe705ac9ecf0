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
from cxloop_tui.domain.policy_keys import POLICY
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.domain.ticket import SCALAR_FIELDS
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.feeding import Feeding
from cxloop_tui.store.doctor import examine
from cxloop_tui.store.read_path import ReadPath
from tests.builders import ADA, BEA, EVE
from tests.contract.house import House, built, postgresql, sqlite

TEXTS: list[Any] = [
    "", "x", "\0", "\ud800", "x" * 301, "房" * 100_001, "房" * 100_000, "resolved", "bari", ADA, POLICY,
    "ada@DESK.example", derived("test", "somebody's"), derived("test", "1").upper(), "import",
    "adopt", "0001-01-01T00:00:00+23:59",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, 2**70, 1e999, float("nan"), 1.5, [], ["x"], [None], [["x"]], {}, {"x": [1, 2]},
    *TEXTS,
]  # fmt: skip
FIELDS = (
    *SCALAR_FIELDS, "name", "parent", "managers", "active", "merged_into", "role", "segments", "deputy", "away_until",
    "word.owner", "deadline.high.contact_hours", "resolve.requires", "withdrawn", "mood", "\ud800",
)  # fmt: skip
SETS = ("tags", "managers", "contacts", "responses", "mood", "\0")
WORDS = st.lists(st.sampled_from(["vip", "call reached", "\0", "\udfff", "x" * 301, "房" * 300]), max_size=2)
HOSTILE: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.sampled_from(TEXTS) for name in ("id", "kind", "subject", "by", "at", "comment", "undoes", "group")},
    "origin": st.sampled_from(["desk", "import", "rule", "x" * 101, "\0"]),
    "v": st.sampled_from([-1, 0, 2, 2**31, 2**70]),
    "base": st.fixed_dictionaries(
        {"epoch": st.sampled_from(TEXTS), "seq": st.sampled_from([-1, 0, 1, 10**9, 2**62, 2**70])}
    ),
    "set": st.dictionaries(
        st.sampled_from(FIELDS), st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)).map(list), max_size=2
    ),
    "add": st.dictionaries(st.sampled_from(SETS), WORDS, max_size=2),
    "remove": st.dictionaries(st.sampled_from(SETS), WORDS, max_size=2),
    "implied": st.lists(st.sampled_from(FIELDS), max_size=2),
    "of_a_newer_program": st.sampled_from(VALUES),
}
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


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_whatever_is_sent_has_a_receipt(house: House, data: st.DataObject) -> None:
    wires = []
    for _ in range(data.draw(st.integers(1, 8))):
        made = derived("test", str(data.draw(st.integers(0, 10**6))))
        subject = data.draw(st.sampled_from([made, *subjects(house)]))
        kind = data.draw(st.sampled_from(KINDS))
        wire: dict[str, Any] = {
            "v": 1, "id": made, "kind": kind, "subject": subject, "by": ADA, "at": "2026-11-21T18:46:02Z",
            "base": {"epoch": house.reader.epoch(), "seq": house.reader.seq()}, "origin": "desk",
        }  # fmt: skip
        wire |= data.draw(st.sampled_from([{}, WHOLE]))
        for key in data.draw(st.lists(st.sampled_from(list(HOSTILE)), max_size=2)):
            wire[key] = data.draw(HOSTILE[key])
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
