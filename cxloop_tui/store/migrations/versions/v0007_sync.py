"""What a store has that syncs: checksums, tickets as the authority has them, the outbox, refused changes, devices."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "digests",
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("segment", name="pk_digests"),
    )
    op.create_table(
        "bases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_bases"),
    )
    op.create_table(
        "aliases",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "ticket", name="pk_aliases"),
    )
    op.create_index("ix_aliases_ticket", "aliases", ["ticket"])
    op.create_table(
        "waiting",
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("acknowledged", sa.BigInteger()),
        sa.Column("held", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_waiting"),
    )
    op.create_table(
        "cards",
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("wire", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("operation", name="pk_cards"),
    )
    op.create_index("ix_cards_subject", "cards", ["subject"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("hash", name="uq_tokens_hash"),
    )
