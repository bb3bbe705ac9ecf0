"""What others read of a store's order, and what they make of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feed import START, Cursor, Forked
from cxloop_tui.domain.feed_lines import read_pages
from cxloop_tui.domain.operation import Entry
from cxloop_tui.services.feeding import Feeding
from cxloop_tui.store.read_path import ReadPath
from tests.contract.house import House, built, postgresql, sqlite


@pytest.fixture(params=[sqlite, postgresql], ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made, close = built(request.param, tmp_path)
    made.store.transact_authority(lambda tx: tx.keep_digests())
    yield made
    close()


def feeding(house: House) -> Feeding:
    assert isinstance(house.reader, ReadPath)
    return Feeding(house.reader)


def test_pages_give_the_whole_order_back(house: House) -> None:
    made = house.create()
    house.act(lambda sitting: sitting.comment(made.id, "line\nand \u2028 another"))
    cursor, more = START, True
    entries: list[Entry] = []
    while more:
        page = feeding(house).page(cursor, limit=3)
        (read,) = read_pages(page.lines.splitlines(keepends=True))
        entries += read.entries
        cursor, more = read.cursor, read.more
        assert (page.cursor, page.more) == (cursor, more)
    assert cursor == feeding(house).head()
    assert [entry.seq for entry in entries] == list(range(1, cursor.seq + 1))
    ticket = entries[-1].operation.subject
    assert [entry for entry in entries if entry.operation.subject == ticket] == list(house.reader.entries(ticket))


def test_nothing_more_is_an_empty_page(house: House) -> None:
    head = feeding(house).head()
    (page,) = read_pages(feeding(house).page(head).lines.splitlines(keepends=True))
    assert (page.entries, page.cursor, page.more) == ((), head, False)


def test_a_cursor_of_another_order_is_told_up_to_where_they_are_the_same(house: House) -> None:
    first = feeding(house).head()
    house.create()
    second = feeding(house).head()
    house.store.transact_authority(lambda tx: tx.begin_epoch("second"))
    assert feeding(house).page(first).cursor.epoch == "second"
    with pytest.raises(Forked) as forked:
        feeding(house).page(Cursor(second.epoch, second.seq + 7, "unknown"))
    assert forked.value.common == second._replace(epoch="second")
    with pytest.raises(Forked) as forked:
        feeding(house).page(Cursor("never", 3, first.last))
    assert forked.value.common.seq == 0
    with pytest.raises(Forked) as forked:
        feeding(house).page(Cursor("second", first.seq, "another"))
    assert forked.value.common == START


def test_checksums_follow_every_change(house: House) -> None:
    ticket = house.create()
    for work in (
        lambda sitting: sitting.change(ticket.id, {"priority": "critical", "segment": "naples"}),
        lambda sitting: sitting.comment(ticket.id, "hello"),
        lambda sitting: sitting.undo(),
    ):
        house.act(work)
        assert feeding(house).digest(feeding(house).head()) == digest([house.ticket(ticket.id)])
    assert feeding(house).digest(START) is None


def test_checksums_can_begin_at_any_time(house: House) -> None:
    ticket = house.create()
    house.store.transact_authority(lambda tx: tx.keep_digests())
    assert feeding(house).digest(feeding(house).head()) == digest([house.ticket(ticket.id)])


@pytest.mark.parametrize("wrong", ["cut", "changed", "without end", "no json", "endless nesting", "no object"])
def test_a_page_that_suffered_on_its_way_is_none(house: House, wrong: str) -> None:
    house.create()
    lines = feeding(house).page(START).lines.splitlines(keepends=True)
    match wrong:
        case "cut":
            del lines[1]
        case "changed":
            lines[1] = lines[1].replace(b"ana", b"ann").replace(b"South", b"North").replace(b'"at"', b'"at" ')
        case "without end":
            del lines[-1]
        case "no json":
            lines[1] = lines[1][:20]
        case "endless nesting":
            lines[1] = b"[" * 100_000
        case _:
            lines[1] = json.dumps([1]).encode()
    with pytest.raises(Unusable):
        list(read_pages(lines))
