"""What an authority remembers: operations it refused, former names of its order."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "refusals",
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("operation", name="pk_refusals"),
    )
    op.create_table(
        "epochs",
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", name="pk_epochs"),
    )
