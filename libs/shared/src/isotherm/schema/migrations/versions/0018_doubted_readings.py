"""The first readings of a burst are stored before it shows; ingest may make their time unsure."""

from collections.abc import Sequence

from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# 4 is TIME_UNSURE, 7 are all the bits with which a reading does not count
DOUBT = """
CREATE FUNCTION doubt_readings(channel_ids integer[], instants timestamptz[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH doubted AS (
    UPDATE reading r SET quality = r.quality | 4
    FROM unnest(channel_ids, instants) AS d (channel_id, at)
    WHERE r.channel_id = d.channel_id AND r.measured_at = d.at AND r.quality & 4 = 0
    RETURNING r.channel_id, r.measured_at)
INSERT INTO dirty (channel_id, since, until)
SELECT channel_id, measured_at, measured_at FROM doubted;

UPDATE latest l SET quality = l.quality | 4, written_at = clock_timestamp()
FROM unnest(channel_ids, instants) AS d (channel_id, at)
WHERE l.channel_id = d.channel_id AND l.measured_at = d.at;

UPDATE latest l SET (good_at, good_value) = (
    SELECT r.measured_at, r.value FROM reading r
    WHERE r.channel_id = l.channel_id AND r.quality & 7 = 0
      AND r.measured_at < l.good_at AND r.measured_at >= l.good_at - interval '2 days'
    ORDER BY r.measured_at DESC LIMIT 1), written_at = clock_timestamp()
FROM unnest(channel_ids, instants) AS d (channel_id, at)
WHERE l.channel_id = d.channel_id AND l.good_at = d.at;
$$
"""


def upgrade() -> None:
    """Make the function; it can add the bit and nothing else."""
    op.execute(DOUBT)
    op.execute("REVOKE EXECUTE ON FUNCTION doubt_readings(integer[], timestamptz[]) FROM PUBLIC")
    op.execute(
        "GRANT EXECUTE ON FUNCTION doubt_readings(integer[], timestamptz[]) TO isotherm_ingest"
    )
