"""Tickets can wait for somebody, which is filtered by: it stands with the other traits."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_COLUMNS = (
    "status", "priority", "segment", "owner", "score", "category", "tags", "touchpoint", "channel", "account",
    "customer_name", "customer_phone", "resolved_at", "root_cause", "waiting_until", "withdrawn",
)  # fmt: skip

_PLACES = ((23, None), (24, None), (33, 0))
"""Where the new fields stand among all of a ticket, and what they hold."""


def upgrade() -> None:
    """Add the columns, also to tickets that are kept as JSON, and make the index of traits anew."""
    for column in (
        sa.Column("waiting_for", sa.Text()),
        sa.Column("waiting_until", sa.BigInteger()),
        sa.Column("paused", sa.BigInteger(), nullable=False, server_default="0"),
    ):
        op.add_column("tickets", column)
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_tickets_traits", "tickets")
        op.create_index(
            "ix_tickets_traits", "tickets", [sa.text("place + 0"), *_COLUMNS], sqlite_where=sa.text("withdrawn = 0")
        )
    _lengthen_bases(op.get_bind())


def _lengthen_bases(connection: sa.Connection) -> None:
    """Give tickets on which something waits the new fields."""
    put = sa.text("UPDATE bases SET ticket = :ticket WHERE id = :id")
    for name, written in connection.execute(sa.text("SELECT id, ticket FROM bases WHERE ticket IS NOT NULL")).all():
        values = json.loads(written)
        for place, value in _PLACES:
            values.insert(place, value)
        connection.execute(put, {"id": name, "ticket": json.dumps(values, ensure_ascii=False)})
