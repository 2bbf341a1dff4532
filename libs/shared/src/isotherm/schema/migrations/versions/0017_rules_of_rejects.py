"""A reject knows the rules by which it was read, so that it can be replayed when they grow."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply the revision. Rows from before, and those of an earlier ingest, are of rules 1."""
    op.add_column(
        "reject",
        sa.Column("rules", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
    )
