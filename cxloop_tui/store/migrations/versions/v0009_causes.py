"""Why it happened is filtered by too: it stands with the other traits, so that a list by cause reads one index."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_COLUMNS = (
    "status", "priority", "segment", "owner", "score", "category", "tags", "touchpoint", "channel", "account",
    "customer_name", "customer_phone", "resolved_at", "root_cause", "withdrawn",
)  # fmt: skip


def upgrade() -> None:
    """Make the index anew."""
    op.drop_index("ix_tickets_traits", "tickets")
    op.create_index(
        "ix_tickets_traits", "tickets", [sa.text("place + 0"), *_COLUMNS], sqlite_where=sa.text("withdrawn = 0")
    )
