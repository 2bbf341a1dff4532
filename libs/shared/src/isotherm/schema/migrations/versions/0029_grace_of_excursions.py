"""Limits have a grace: the least duration of an excursion, and a hysteresis that ends it.

Both are zero for limits that are there already, and for those that older services set.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LIMITS_DIRTY = """
CREATE OR REPLACE FUNCTION limits_dirty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Inserts what is judged otherwise: from a row's date until the next one's. What had begun under
-- limits that are no more may not have counted for as long as they said, also after the next date;
-- worker finds out by itself how far limits that there are have effect.
DECLARE
    whose integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.sensor_id ELSE NEW.sensor_id END;
    first timestamptz := CASE TG_OP WHEN 'DELETE' THEN OLD.since WHEN 'INSERT' THEN NEW.since
                         ELSE least(OLD.since, NEW.since) END;
    last timestamptz := CASE TG_OP WHEN 'DELETE' THEN OLD.since WHEN 'INSERT' THEN NEW.since
                        ELSE greatest(OLD.since, NEW.since) END;
    grace interval := make_interval(
        secs => CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.min_duration_s END);
BEGIN
    IF EXISTS (SELECT FROM sensor WHERE id = whose) THEN
        INSERT INTO dirty (sensor_id, since, until) VALUES (whose, first, coalesce(
            (SELECT min(since) FROM limits WHERE sensor_id = whose AND since > last) + grace,
            'infinity'));
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Add the columns, their bounds, and what a change of limits makes worker compute again."""
    for name in ("min_duration_s", "hysteresis"):
        op.add_column(
            "limits", sa.Column(name, sa.Double(), nullable=False, server_default=sa.text("0"))
        )
    op.create_check_constraint(
        op.f("ck_limits_min_duration"), "limits", "min_duration_s BETWEEN 0 AND 86400"
    )
    op.create_check_constraint(
        op.f("ck_limits_hysteresis"), "limits",
        "hysteresis BETWEEN 0 AND 50 AND (low IS NULL OR high IS NULL OR hysteresis = 0"
        " OR low + hysteresis < high - hysteresis)",
    )  # fmt: skip
    op.execute(LIMITS_DIRTY)
