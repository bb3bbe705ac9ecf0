"""How PostgreSQL carries out what the read path asks: by which index, as it chooses itself among many tickets."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import psycopg
import pytest

from cxloop_tui.domain.address import Database
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.queries import Queries
from cxloop_tui.store import windows
from cxloop_tui.store.postgresql import server
from cxloop_tui.store.postgresql.connection import PostgresqlConnection
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.rows import TICKET_COLUMNS
from cxloop_tui.store.selection_sql import Value
from tests import postgresql
from tests.builders import ADA, BEA, CREATED, GIA, LEA, MAX, NOON, TOM, FakeClock, found_house, seeded_ids
from tests.store.test_plans import FILTERED, ORDERS

TICKETS: Final = 20_000
FEW_ROWS: Final = 50
"""As many as a window shows at the most: sorting them costs nothing."""

RARE: Final = 5
"""How many of the texts have the rare word; all have the common one."""

_SPREAD: Final = {
    "id": "'t' || n",
    "number": "n",
    "place": "1000000 + n",
    "seq": "1000000 + n",
    "handle": "'~' || n",
    "status": "(ARRAY['new', 'open', 'escalated', 'resolved'])[1 + n % 4]",
    "priority": "n / 4 % 4",
    "segment": "(ARRAY['bari', 'naples', 'turin', 'milan', 'south'])[1 + n / 16 % 5]",
    "owner": f"(ARRAY[NULL, '{BEA}', '{GIA}', '{TOM}', '{LEA}', '{MAX}'])[1 + n / 80 % 6]",
    "customer_email": "'c' || n % 5000 || '@shop.example'",
    "customer_name": "'Name ' || n % 5000",
    "customer_sort": "'name ' || n % 5000",
    "created_at": f"{NOON} - 1000 * n::bigint",
    "updated_at": f"{NOON} - 1000 * (n * 7919::bigint % {TICKETS})",
    "due_at": f"CASE WHEN n % 4 < 3 THEN {NOON} + 1000 * (n * 104729::bigint % {TICKETS}) END",
}
"""What tells the tickets apart; the rest is that of the first."""


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    own = postgresql.server()
    made = own.store()
    store = PostgresqlWriter.open(made)
    desk = Desk(store, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    store.close()
    columns = ", ".join(TICKET_COLUMNS)
    values = ", ".join(_SPREAD.get(name, f"t.{name}") for name in TICKET_COLUMNS)
    words = f"('common:1 w' || n % 300 || CASE WHEN n % {TICKETS // RARE} = 0 THEN ':2 rare' ELSE '' END)::tsvector"
    with server.connect(made) as connection:
        series = f"generate_series(1, {TICKETS}) n"
        connection.execute("UPDATE tickets SET number = 0")
        connection.execute(f"INSERT INTO tickets ({columns}) SELECT {values} FROM tickets t, {series}")
        connection.execute(
            f"INSERT INTO texts (seq, place, body) SELECT 1000000 + n, 1000000 + n, {words} FROM {series}"
        )
        connection.execute("VACUUM ANALYZE")
    yield made
    own.drop(made)


class Spying(PostgresqlConnection):
    """A connection that remembers what it was asked."""

    asked: list[tuple[str, Sequence[Value]]]

    def run(self, sql: str, values: Sequence[Value] = (), /) -> psycopg.Cursor:
        self.asked.append((sql, values))
        return super().run(sql, values)


class Spy:
    """A reader whose statements are kept, and how the server carries them out."""

    def __init__(self, database: Database) -> None:
        self.connection = Spying.open(database)
        self.connection.asked = []
        self.reader = ReadPath(self.connection)
        self.queries = Queries(self.reader, FakeClock(), BEA, lambda: 0)

    def plans(self) -> list[tuple[str, dict[str, Any]]]:
        """Return each statement since the last time with its plan."""
        asked, self.connection.asked = self.connection.asked, []
        return [(sql, self._plan(sql, values)) for sql, values in asked if sql.startswith("SELECT")]

    def _plan(self, sql: str, values: Sequence[Value]) -> dict[str, Any]:
        told = self.connection.run(f"EXPLAIN (FORMAT JSON) {sql}", values).fetchone()
        assert told is not None
        plan: dict[str, Any] = told[0][0]["Plan"]
        return plan


@pytest.fixture
def spy(database: Database) -> Iterator[Spy]:
    made = Spy(database)
    yield made
    made.reader.close()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's steps."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def scans(plan: dict[str, Any], table: str) -> list[tuple[str, str | None]]:
    """Return how a plan reads a table: the kind of scan, and the index."""
    return [(node["Node Type"], node.get("Index Name")) for node in nodes(plan) if node.get("Relation Name") == table]


@pytest.mark.parametrize("order", ORDERS)
def test_a_window_walks_the_index_of_its_order_and_sorts_no_more_than_it_shows(
    spy: Spy, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "FEW", -1)
    middle = spy.queries.window(spy.queries.parse(order), limit=TICKETS // 2).rows[-1]
    for terms in FILTERED:
        query = spy.queries.parse(f"{terms} {order}")
        spy.plans()
        spy.queries.window(query, limit=2)
        spy.queries.window(query, after=middle, limit=2)
        spy.queries.window(query, before=middle, limit=2)
        spy.queries.window_at_end(query, 2)
        walks = [plan for sql, plan in spy.plans() if "tickets t" in sql and "ORDER BY" in sql]
        assert len(walks) == 4
        for plan in walks:
            for kind, index in scans(plan, "tickets"):
                assert kind in {"Index Scan", "Index Only Scan"}, (terms, kind, index)
                assert index == f"ix_tickets_by_{ORDERS[order]}", (terms, kind, index)
            sorts = [node for node in nodes(plan) if node["Node Type"] == "Sort"]
            assert all(node["Plans"][0]["Plan Rows"] <= FEW_ROWS for node in sorts), terms


def test_the_filter_bar_counts_without_looking_at_a_ticket(spy: Spy) -> None:
    for text in ("", "status:open", "owner:me priority:high", "segment:south*", "not:owner:me"):
        query = spy.queries.parse(text)
        spy.plans()
        spy.queries.counts(query)
        assert not any(scans(plan, "tickets") for _, plan in spy.plans()), text


def test_what_is_asked_of_one_ticket_person_or_customer_is_looked_up(spy: Spy) -> None:
    row = spy.queries.window(spy.queries.parse("sort:number"), limit=1).rows[0]
    spy.plans()
    spy.reader.row(row.id)
    for name in (f"#{row.number}", "~k3f9qz", row.id):
        spy.reader.find(name)
    spy.reader.ticket_view(row.id)
    spy.reader.customer("@c7@shop.example")
    spy.reader.window_around(spy.queries.selection(spy.queries.parse("sort:due")), row.id, 3)
    for sql, plan in spy.plans():
        for table in ("tickets", "texts"):
            assert "Seq Scan" not in {kind for kind, _ in scans(plan, table)}, sql


@pytest.mark.parametrize(
    ("text", "kind", "index"),
    [("common", "Index Scan", "pk_texts"), ("rare", "Bitmap Heap Scan", None), ("nowhere", "Bitmap Heap Scan", None)],
)
def test_a_common_word_is_found_by_walking_back_and_a_rare_one_in_the_index(
    spy: Spy, text: str, kind: str, index: str | None
) -> None:
    query = spy.queries.parse(text)
    spy.plans()
    spy.queries.window(query, limit=2)
    walk = next(plan for sql, plan in spy.plans() if "tsquery" in sql)
    assert scans(walk, "texts") == [(kind, index)]
    if index is None:
        assert "ix_texts_body" in {node.get("Index Name") for node in nodes(walk)}


def test_a_search_with_a_filter_looks_at_few_texts_and_tickets(spy: Spy) -> None:
    query = spy.queries.parse("common status:open owner:me")
    row = spy.queries.window(query, limit=9).rows[4]
    spy.plans()
    spy.queries.window(query, after=row, limit=2)
    for sql, plan in spy.plans():
        for table in ("tickets", "texts"):
            assert "Seq Scan" not in {kind for kind, _ in scans(plan, table)}, sql
