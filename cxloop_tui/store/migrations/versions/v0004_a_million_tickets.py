"""Indexes that every order of a list is walked by, and beginnings of words in the full text."""

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from cxloop_tui.store.fulltext import documents
from cxloop_tui.store.rows import ENTRY_COLUMNS, TICKET_COLUMNS, entry_of, ticket_of

revision = "0004"
down_revision = "0003"

_LISTED = sa.text("withdrawn = 0")

_GONE = (
    "updated_at_place", "created_at_place", "due_at_place", "priority_place", "status_updated_at_place",
    "owner_status_due_at", "segment_status_updated_at", "customer_email_place", "by_due_at", "by_number",
    "by_customer_sort",
)  # fmt: skip

_FILTERED = ["priority", "segment", "owner"]
_WALKS: dict[str, list[str]] = {
    "updated_at": ["updated_at", "place", *_FILTERED],
    "created_at": ["created_at", "place", *_FILTERED],
    "due_at": ["coalesce(due_at, 9223372036854775807)", "place DESC", *_FILTERED],
    "priority": ["priority", "place", "segment", "owner"],
    "number": ["coalesce(number, 0)", "place", *_FILTERED],
    "customer_sort": ["coalesce(customer_sort, '\U0010ffff')", "place DESC", *_FILTERED],
}

_LATER = {"waiting_for": "NULL", "waiting_until": "NULL", "paused": "0"}
"""Columns that came with later steps, and what stands for them in every ticket of this one."""


def upgrade() -> None:
    """Lay the new indexes in place of the old ones, and index all words anew."""
    for name in _GONE:
        op.drop_index(f"ix_tickets_{name}", "tickets")
    for name, keys in _WALKS.items():
        columns = [key if key.isidentifier() else sa.text(key) for key in keys]
        op.create_index(f"ix_tickets_by_{name}", "tickets", ["status", *columns], sqlite_where=_LISTED)
    for looked_up in (
        ["owner", "status", "priority", "segment"],
        ["segment", "status", "priority", "owner"],
        ["customer_email", "place"],
    ):
        op.create_index(f"ix_tickets_{looked_up[0]}", "tickets", looked_up, sqlite_where=_LISTED)
    _count_words()
    op.execute("DROP TABLE fulltext")
    op.execute(
        "CREATE VIRTUAL TABLE fulltext USING fts5(body, content='', columnsize=0, tokenize='ascii', prefix='1 2 3 4')"
    )
    _index_words()


def _count_words() -> None:
    op.create_table(
        "words_used",
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("field", "word", name="pk_words_used"),
    )
    connection = op.get_bind()
    insert = sa.text("INSERT INTO words_used VALUES (:field, :word, :folded, :tickets)")
    for field in ("category", "root_cause"):
        counted = connection.execute(
            sa.text(
                f"SELECT {field}, count(*) FROM tickets WHERE withdrawn = 0 AND {field} IS NOT NULL GROUP BY {field}"
            )
        )
        for word, tickets in counted.all():
            connection.execute(insert, {"field": field, "word": word, "folded": word.casefold(), "tickets": tickets})
    op.create_index("ix_words_used_field_tickets", "words_used", ["field", "tickets"])
    op.create_index("ix_words_used_field_folded", "words_used", ["field", "folded"])


def _index_words() -> None:
    connection = op.get_bind()
    insert = sa.text("INSERT INTO fulltext (rowid, body) VALUES (:seq, :body)")
    for found in _documents(connection):
        connection.execute(insert, [{"seq": seq, "body": body} for seq, body in found.items()])


def _documents(connection: sa.Connection) -> Iterator[dict[int, str]]:
    """Yield the documents of each ticket that has any."""
    wanted = (
        ", ".join(_LATER.get(name, f"t.{name}") for name in TICKET_COLUMNS)
        + ", "
        + ", ".join(f"o.{name}" for name in ENTRY_COLUMNS)
    )
    rows = connection.execute(
        sa.text(f"SELECT {wanted} FROM tickets t JOIN operations o ON o.subject = t.id ORDER BY t.place, o.seq")
    )
    width = len(TICKET_COLUMNS)
    for _, group in groupby(rows, key=lambda row: row.id):
        history = [tuple(row) for row in group]
        found = documents(ticket_of(history[0][:width]), [entry_of(row[width:]) for row in history])
        if found:
            yield found
