"""Operations out of another store's history, told from those done here; undo looks for the latter alone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; all that is there was done here."""
    op.add_column("operations", sa.Column("replayed", sa.Text()))
    op.drop_index("ix_operations_by_seq", "operations")
    done_here = sa.text("replayed IS NULL")
    op.create_index("ix_operations_by_seq", "operations", ["by", "seq"], sqlite_where=done_here)
