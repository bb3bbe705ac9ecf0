"""How the database carries out what the read path asks: by which index, and without sorting."""

import shutil
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest

from cxloop_tui.domain.query import Query
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.queries import Queries
from cxloop_tui.store import windows
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, NOON, FakeClock, found_house, live_a_day, seeded_ids
from tests.sqlite import raw


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("plans") / "store.db"
    writer = Writer.create(where)
    desk = Desk(writer, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    live_a_day(desk)
    writer.close()
    return where


class Spy:
    """A reader whose statements are kept, and how the database carries them out."""

    def __init__(self, path: Path) -> None:
        self.reader = ReadPath.open(path)
        self.queries = Queries(self.reader, FakeClock(), BEA, lambda: 0)
        self._connection = raw(self.reader)
        self._statements: list[str] = []
        self._connection.set_trace_callback(self._statements.append)

    def plans(self) -> list[str]:
        """Return the plan of each statement since the last time, one line each."""
        self._connection.set_trace_callback(None)
        plans = [
            " | ".join(step[3] for step in self._connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
            for statement in self._statements
            if statement.startswith("SELECT")
        ]
        self._statements.clear()
        self._connection.set_trace_callback(self._statements.append)
        return plans


@pytest.fixture
def spy(path: Path) -> Iterator[Spy]:
    made = Spy(path)
    yield made
    made.reader.close()


ORDERS = {
    "": "updated_at",
    "sort:created": "created_at",
    "sort:due": "due_at",
    "sort:priority": "priority",
    "sort:number": "number",
    "sort:customer": "customer_sort",
}
FILTERS = {
    "status": ("status:open", "status:new,open"),
    "priority": ("priority:high", "priority:high,low"),
    "segment": ("segment:bari", "segment:south*"),
    "owner": ("owner:me", "owner:none"),
}
FILTERED = [
    " ".join(terms)
    for number in (0, 1, 2)
    for fields in combinations(FILTERS, number)
    for terms in product(*(FILTERS[field] for field in fields))
]
"""No filter, and any one or two of those that the filter bar has."""


@pytest.mark.parametrize("order", ORDERS)
def test_a_window_walks_the_index_of_its_order_once_a_status_and_sorts_nothing(
    spy: Spy, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "FEW", -1)
    for terms in FILTERED:
        walks_its_index(spy, terms, order)


def walks_its_index(spy: Spy, terms: str, order: str) -> None:
    query, everything = spy.queries.parse(f"{terms} {order}"), spy.queries.parse(order)
    rows = spy.queries.window(everything, limit=9).rows
    middle = rows[len(rows) // 2]
    spy.plans()
    spy.queries.window(query, limit=2)
    spy.queries.window(query, after=middle, limit=2)
    spy.queries.window(query, before=middle, limit=2)
    spy.queries.window_at_end(query, 2)
    walks = [plan for plan in spy.plans() if "ix_tickets" in plan]
    assert len(walks) == 4
    statuses = 4 if "status" not in terms else 1 + ("," in terms.split(maxsplit=1)[0])
    for plan, spans in zip(walks, (1, 2, 2, 1), strict=True):
        steps = plan.split(" | ")
        looked = [place for place, step in enumerate(steps) if step.startswith(("SEARCH t", "SCAN t"))]
        assert len(looked) == statuses * spans
        for place in looked:
            assert steps[place].startswith(f"SEARCH t USING INDEX ix_tickets_by_{ORDERS[order]} (status=?")
            assert steps[place + 1 : place + 2] != ["USE TEMP B-TREE FOR ORDER BY"]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("owner:me segment:south*", "ix_tickets_owner (owner=?)"),
        ("segment:bari priority:high", "ix_tickets_segment (segment=?)"),
        ("email:ana@shop.example status:open", "ix_tickets_customer_email (customer_email=?)"),
        ("email:ana* owner:me", "ix_tickets_customer_email (customer_email>?)"),
        ("number:3 status:new", "sqlite_autoindex_tickets_2 (number=?)"),
        ("overdue:yes tag:vip", "ix_tickets_by_due_at (status=? AND <expr><?)"),
    ],
)
def test_where_few_are_left_they_are_looked_up(spy: Spy, text: str, index: str) -> None:
    query = spy.queries.parse(text)
    spy.plans()
    spy.queries.window(query, limit=2)
    assert any(f"SEARCH t USING INDEX {index}" in plan for plan in spy.plans())


@pytest.mark.parametrize(
    "traits", ["category:refund score:<=2", "tag:nobody", "account:none.example", "customer:zz*", "resolved:<1d"]
)
def test_what_leads_nowhere_is_read_in_the_one_index_that_has_it(
    spy: Spy, traits: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "FEW", -1)
    monkeypatch.setattr(windows, "PASSED", 0)
    for more in ("", " status:open,new priority:high", " sort:due"):
        query = spy.queries.parse(traits + more)
        spy.plans()
        spy.queries.window(query, limit=2)
        spy.queries.counts(query)
        window, count = (plan for plan in spy.plans() if "SCAN t USING COVERING INDEX ix_tickets_traits" in plan)
        assert "SEARCH t USING INTEGER PRIMARY KEY" in window
        assert "SEARCH t " not in count


def test_work_is_counted_by_the_deadlines_that_are_past(spy: Spy) -> None:
    spy.plans()
    spy.queries.standing()
    spy.queries.loads()
    spy.queries.segment_loads()
    plans = [plan for plan in spy.plans() if " t " in plan and "ix_tickets" in plan]
    assert len(plans) == 4
    assert all("INDEX ix_tickets_by_due_at (status=? AND <expr><?)" in plan for plan in plans)


def test_the_filter_bar_counts_without_looking_at_a_ticket(spy: Spy) -> None:
    for text in ("", "status:open", "owner:me priority:high", "segment:south*", "not:owner:me"):
        query = spy.queries.parse(text)
        spy.plans()
        spy.queries.counts(query)
        assert not any("tickets" in plan for plan in spy.plans()), text


def test_what_is_asked_of_one_ticket_or_person_is_looked_up(spy: Spy) -> None:
    row = spy.queries.window(Query(), limit=1).rows[0]
    spy.plans()
    spy.reader.row(row.id)
    for name in (f"#{row.number}", "~k3f9qz", row.id):
        spy.reader.find(name)
    spy.reader.ticket_view(row.id)
    spy.reader.ticket_view(row.id, 1)
    spy.reader.draft(row.id, "comment", BEA)
    spy.reader.standing(BEA, NOON)
    spy.reader.seq()
    for plan in spy.plans():
        assert "SCAN tickets" not in plan
        assert "SCAN t " not in plan
        assert "SCAN operations" not in plan


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("@ana@shop.example", "ix_tickets_customer_email"),
        ("+39 1", "ix_tickets_customer_phone"),
        ("#r1", "ix_tickets_respondent"),
    ],
)
def test_a_customer_is_read_by_index(spy: Spy, key: str, index: str) -> None:
    spy.plans()
    spy.reader.customer(key)
    others = ("facts", "fulltext", "VIRTUAL TABLE")
    plans = [plan for plan in spy.plans() if not any(word in plan for word in others)]
    tickets = [plan for plan in plans if " t " in plan]
    assert len(tickets) == 3
    assert all(f"SEARCH t USING INDEX {index}" in plan or f"COVERING INDEX {index}" in plan for plan in tickets)
    responses = [plan for plan in plans if " r " in plan]
    assert len(responses) == 3
    assert all("ix_responses_customer" in plan for plan in responses)
    assert not any("SCAN" in plan or "TEMP B-TREE" in plan for plan in plans)


def test_the_colleagues_of_a_customer_are_found_in_the_full_text(path: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(path, tmp_path / "own.db"))
    writer = Writer.open(path)
    made = {**CREATED, "customer_email": "new@shop.example", "account": "Shop Ltd"}
    Desk(writer, FakeClock(step=1000), seeded_ids(1)).sit(BEA, lambda sitting: sitting.create(made, "hello"))
    writer.close()
    spy = Spy(path)
    spy.reader.customer("@new@shop.example")
    texts, tickets = (plan for plan in spy.plans() if "VIRTUAL TABLE" in plan)
    assert texts.startswith("SCAN f VIRTUAL TABLE")
    assert "SEARCH t USING INTEGER PRIMARY KEY" in tickets
    assert "SCAN t " not in tickets
    spy.reader.close()


def test_a_search_by_words_walks_the_full_text_and_sorts_nothing(spy: Spy) -> None:
    spy.plans()
    spy.queries.window(spy.queries.parse("refund status:open"), limit=2)
    plans = spy.plans()
    walk = next(plan for plan in plans if "SCAN f VIRTUAL TABLE" in plan)
    assert "SEARCH x USING INTEGER PRIMARY KEY" in walk
    assert "TEMP B-TREE" not in walk
    assert not any("SCAN t |" in plan for plan in plans)
