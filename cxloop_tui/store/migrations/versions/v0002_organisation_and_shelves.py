"""Segments given up, people away, groups undone as one, customers known by more than e-mail, shelves."""

import json

import sqlalchemy as sa
from alembic import op

from cxloop_tui.domain.customer import customer_key

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new, and fill it from the operations where it follows from them."""
    op.add_column("segments", sa.Column("active", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("segments", sa.Column("merged_into", sa.Text()))
    op.add_column("people", sa.Column("away_until", sa.Text()))
    op.add_column("people", sa.Column("deputy", sa.Text()))
    op.add_column("operations", sa.Column("group", sa.Text()))
    op.add_column("responses", sa.Column("customer", sa.Text()))
    _fill()
    grouped = sa.text('"group" IS NOT NULL')
    op.create_index("ix_operations_group_seq", "operations", ["group", "seq"], sqlite_where=grouped)
    op.create_index("ix_responses_customer_seq", "responses", ["customer", "seq"])
    by_phone = sa.text("customer_email IS NULL AND customer_phone IS NOT NULL")
    op.create_index("ix_tickets_customer_phone_place", "tickets", ["customer_phone", "place"], sqlite_where=by_phone)
    by_id = sa.text("customer_email IS NULL AND customer_phone IS NULL AND respondent IS NOT NULL")
    op.create_index("ix_tickets_respondent_place", "tickets", ["respondent", "place"], sqlite_where=by_id)
    op.create_table(
        "shelves",
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("by", "shelf", "name", name="pk_shelves"),
    )


def _fill() -> None:
    """Copy out of the operations what is looked up by now."""
    connection = op.get_bind()
    grouped = connection.execute(
        sa.text("SELECT seq, json_extract(wire, '$.group') FROM operations WHERE wire LIKE '%\"group\"%'")
    ).all()
    update = sa.text('UPDATE operations SET "group" = :group WHERE seq = :seq')
    for seq, group in grouped:
        connection.execute(update, {"group": group, "seq": seq})
    recorded = connection.execute(
        sa.text("SELECT r.id, o.wire FROM responses r JOIN operations o ON o.seq = r.seq")
    ).all()
    for response, wire in recorded:
        connection.execute(
            sa.text("UPDATE responses SET customer = :customer WHERE id = :id"),
            {"customer": _customer(wire), "id": response},
        )


def _customer(wire: str) -> str | None:
    wanted = json.loads(wire).get("set", {})
    email, phone, respondent = (
        wanted.get(name, (None, None))[1] for name in ("customer_email", "customer_phone", "respondent")
    )
    return customer_key(email, phone, respondent)
