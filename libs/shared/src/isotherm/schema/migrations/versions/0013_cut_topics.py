"""The topic of a reject may be cut; its whole length is kept beside it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply the revision.

    Longer topics that are stored already stay as they are: the api answers only their beginning,
    and they are deleted with their rejects after 30 days.
    """
    op.add_column("reject", sa.Column("topic_bytes", sa.Integer(), nullable=True))
