"""Suspect readings are noted, so that worker finds them without reading every reading."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Makes the notes; ingest writes them, worker reads and ends them."""
    op.create_table(
        "suspect",
        sa.Column("channel_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("channel_id", "measured_at", name=op.f("pk_suspect")),
    )
    op.execute("GRANT INSERT ON suspect TO isotherm_ingest")
    op.execute("GRANT SELECT, DELETE ON suspect TO isotherm_worker")
    op.execute(
        "GRANT UPDATE (quality, good_at, good_value, written_at) ON latest TO isotherm_worker"
    )
