"""Intervals are learned from messages: which readings came together, and what was learned from."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GRANTS = (
    "GRANT INSERT ON bundle TO isotherm_ingest",
    "GRANT SELECT, DELETE ON bundle TO isotherm_worker",
    "GRANT SELECT ON bundle TO isotherm_api",
    "GRANT UPDATE (learned_usual_s, learned_heartbeat_s, learned_messages, learned_span_s,"
    " learned_at) ON sensor TO isotherm_worker",
)


def upgrade() -> None:
    """Apply the revision.

    It is not known how earlier readings came; those less than a second apart count as one message.
    """
    op.create_table(
        "bundle",
        sa.Column("channel_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "since", name=op.f("pk_bundle")),
    )
    op.create_index(op.f("ix_bundle_received_at"), "bundle", ["received_at"])
    for name in ("learned_usual_s", "learned_heartbeat_s", "learned_span_s"):
        op.add_column("sensor", sa.Column(name, sa.Float(), nullable=True))
    op.add_column("sensor", sa.Column("learned_messages", sa.Integer(), nullable=True))
    op.add_column("sensor", sa.Column("learned_at", sa.DateTime(timezone=True), nullable=True))
    for statement in GRANTS:
        op.execute(statement)
