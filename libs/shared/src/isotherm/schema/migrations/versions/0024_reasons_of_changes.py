"""The audit log keeps why something was changed, and which sensor's limits were.

Who sees a sensor reads the changes of its limits. The name of a sensor in `target` would not do: a
deleted sensor's name can be given to another one.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

FILL = """
UPDATE audit a SET sensor_id = s.id
FROM sensor s JOIN site p ON p.id = s.site_id
WHERE a.action IN ('limits.set', 'limits.remove') AND a.site_id = s.site_id
  AND a.target = p.slug || '/' || s.slug AND a.at >= s.created_at
"""


def upgrade() -> None:
    """Add the columns; changes of limits that are already kept are given their sensor."""
    op.add_column("audit", sa.Column("reason", sa.String()))
    op.add_column("audit", sa.Column("sensor_id", sa.Integer()))
    op.create_foreign_key(
        op.f("fk_audit_sensor_id_sensor"), "audit", "sensor", ["sensor_id"], ["id"],
        ondelete="SET NULL",
    )  # fmt: skip
    op.create_check_constraint(
        op.f("ck_audit_reason"), "audit", "char_length(reason) BETWEEN 1 AND 500"
    )
    op.execute(FILL)
    op.create_index(
        "ix_audit_sensor_id", "audit", ["sensor_id", "id"],
        postgresql_where=sa.text("sensor_id IS NOT NULL"),
    )  # fmt: skip
