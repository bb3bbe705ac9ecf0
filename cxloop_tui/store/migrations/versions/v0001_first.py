"""The first schema: operations and what follows from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_rowid = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Lay the tables out."""
    op.create_table(
        "counters",
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "owner", "status", "priority", name="pk_counters"),
    )
    op.create_table(
        "drafts",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "form", "by", name="pk_drafts"),
    )
    op.create_table(
        "facts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_facts"),
    )
    op.create_table(
        "operations",
        sa.Column("seq", _rowid, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("wire", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_operations"),
        sa.UniqueConstraint("id", name="uq_operations_id"),
    )
    op.create_index("ix_operations_by_seq", "operations", ["by", "seq"], unique=False)
    op.create_index("ix_operations_subject_seq", "operations", ["subject", "seq"], unique=False)
    op.create_table(
        "people",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("segments", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('agent', 'manager', 'admin')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("email", name="pk_people"),
    )
    op.create_table(
        "policy",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_policy"),
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("score_kind", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("customer_email", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
    )
    op.create_table(
        "segments",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("managers", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_segments"),
    )
    op.create_table(
        "texts",
        sa.Column("seq", _rowid, autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_texts"),
    )
    op.create_index("ix_texts_place", "texts", ["place"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("customer_email", sa.Text(), nullable=True),
        sa.Column("customer_name", sa.Text(), nullable=True),
        sa.Column("customer_phone", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("score_kind", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("touchpoint", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("root_cause", sa.Text(), nullable=True),
        sa.Column("action_taken", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("origin_segment", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("respondent", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("first_contact_at", sa.BigInteger(), nullable=True),
        sa.Column("clock_from", sa.BigInteger(), nullable=False),
        sa.Column("contact_due_at", sa.BigInteger(), nullable=False),
        sa.Column("resolve_due_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("return_segment", sa.Text(), nullable=True),
        sa.Column("return_owner", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("place", _rowid, autoincrement=False, nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("customer_sort", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('new', 'open', 'escalated', 'resolved')", name=op.f("ck_tickets_status")),
        sa.CheckConstraint("priority BETWEEN 0 AND 3", name=op.f("ck_tickets_priority")),
        sa.CheckConstraint("withdrawn IN (0, 1)", name=op.f("ck_tickets_withdrawn")),
        sa.PrimaryKeyConstraint("place", name="pk_tickets"),
        sa.UniqueConstraint("id", name="uq_tickets_id"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
    )
    op.create_index(
        "ix_tickets_created_at_place",
        "tickets",
        ["created_at", "place"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_customer_email_place",
        "tickets",
        ["customer_email", "place"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_by_customer_sort",
        "tickets",
        [sa.text("coalesce(customer_sort, '\U0010ffff')"), sa.text("place DESC")],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_by_due_at",
        "tickets",
        [sa.text("coalesce(due_at, 9223372036854775807)"), sa.text("place DESC")],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_by_number",
        "tickets",
        [sa.text("coalesce(number, 0)"), sa.text("place")],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_due_at_place",
        "tickets",
        ["due_at", "place"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index("ix_tickets_handle", "tickets", ["handle"], unique=False)
    op.create_index(
        "ix_tickets_owner_status_due_at",
        "tickets",
        ["owner", "status", "due_at"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_priority_place",
        "tickets",
        ["priority", "place"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_segment_status_updated_at",
        "tickets",
        ["segment", "status", "updated_at"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_status_updated_at_place",
        "tickets",
        ["status", "updated_at", "place"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )
    op.create_index(
        "ix_tickets_updated_at_place",
        "tickets",
        ["updated_at", "place"],
        unique=False,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("withdrawn = 0"),
    )

    op.execute("CREATE VIRTUAL TABLE fulltext USING fts5(body, content='', tokenize='ascii')")
