"""Rejects are counted by channel, so that a sensor's page can show what was refused.

Counts from before have no channel. A worker of an earlier version cannot fold the counts any more;
they wait for the new one.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

VIEW = """
CREATE OR REPLACE VIEW reject_counted AS
-- The counts of every hour, folded or not, for readers; several rows an hour, device, channel and
-- reason.
SELECT hour, device_name, reason, count, kept, kept_bytes, channel_name FROM reject_hour
UNION ALL
SELECT hour, device_name, reason, count, kept, kept_bytes, channel_name FROM reject_count
"""


def upgrade() -> None:
    """Apply the revision."""
    for table in ("reject_count", "reject_hour"):
        op.add_column(
            table, sa.Column("channel_name", sa.String(), server_default="", nullable=False)
        )
    op.drop_constraint(op.f("pk_reject_hour"), "reject_hour", type_="primary")
    op.create_primary_key(
        op.f("pk_reject_hour"), "reject_hour", ["device_name", "hour", "reason", "channel_name"]
    )
    op.execute(VIEW)
