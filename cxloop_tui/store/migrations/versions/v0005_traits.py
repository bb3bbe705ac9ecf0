"""An index of what tickets are filtered by without a way to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_COLUMNS = (
    "status", "priority", "segment", "owner", "score", "category", "tags", "touchpoint", "channel", "account",
    "customer_name", "customer_phone", "resolved_at", "withdrawn",
)  # fmt: skip


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_tickets_traits", "tickets", [sa.text("place + 0"), *_COLUMNS], sqlite_where=sa.text("withdrawn = 0")
    )
