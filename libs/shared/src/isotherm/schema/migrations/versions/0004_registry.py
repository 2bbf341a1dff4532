"""What ingest has to read again is told by what changed, not by every new channel."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PROPOSE_CHANNELS = """
CREATE FUNCTION propose_channels(device_names text[], channel_names text[])
RETURNS TABLE (device text, channel text, id integer, unit text, fault_list boolean, time_zone text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- The channels of these names with what place has to know of them. Those nobody knows are made, as
-- proposed, and their devices likewise; not more than 64 a device, and what is beyond is left out.
#variable_conflict use_column
BEGIN
    INSERT INTO device (name) SELECT DISTINCT n FROM unnest(device_names) AS t(n)
    WHERE NOT EXISTS (SELECT 1 FROM device d WHERE d.name = n) ORDER BY n
    ON CONFLICT (name) DO NOTHING;
    -- one at a time counts a device's channels
    PERFORM 1 FROM device d WHERE d.name = ANY (device_names) ORDER BY d.name FOR UPDATE;
    INSERT INTO channel (device_id, name)
    SELECT w.device_id, w.name FROM (
        SELECT d.id AS device_id, t.channel_name AS name,
            row_number() OVER (PARTITION BY d.id ORDER BY t.n)
            + (SELECT count(*) FROM channel c WHERE c.device_id = d.id) AS number
        FROM unnest(device_names, channel_names) WITH ORDINALITY AS t(device_name, channel_name, n)
        JOIN device d ON d.name = t.device_name
        WHERE NOT EXISTS (
            SELECT 1 FROM channel c WHERE c.device_id = d.id AND c.name = t.channel_name)) AS w
    WHERE w.number <= 64 ON CONFLICT (device_id, name) DO NOTHING;
    RETURN QUERY SELECT d.name::text, c.name::text, c.id, c.unit::text, c.fault_list,
        d.time_zone::text
    FROM unnest(device_names, channel_names) AS t(device_name, channel_name)
    JOIN device d ON d.name = t.device_name
    JOIN channel c ON c.device_id = d.id AND c.name = t.channel_name;
END $$
"""

TOLD = """
CREATE FUNCTION registry_grew() RETURNS trigger LANGUAGE plpgsql AS $$
-- Nothing that is known has become false, so nobody has to place a batch again.
BEGIN
    PERFORM pg_notify('isotherm_registry', TG_TABLE_NAME);
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """A version that rises only where a known channel is to be placed otherwise than before."""
    op.execute(PROPOSE_CHANNELS)
    op.execute("GRANT EXECUTE ON FUNCTION propose_channels(text[], text[]) TO isotherm_ingest")
    op.execute("DROP FUNCTION propose_channel(text, text)")
    op.execute(TOLD)
    for table in ("device", "channel"):
        op.execute(f"DROP TRIGGER registry_changed ON {table}")
        op.execute(
            f"CREATE TRIGGER registry_grew AFTER INSERT ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION registry_grew()"
        )
    op.execute(
        "CREATE TRIGGER registry_told AFTER UPDATE OF site_id, state ON device"
        " FOR EACH STATEMENT EXECUTE FUNCTION registry_grew()"
    )
    op.execute(
        "CREATE TRIGGER registry_told AFTER UPDATE OF state ON channel"
        " FOR EACH STATEMENT EXECUTE FUNCTION registry_grew()"
    )
    op.execute(
        "CREATE TRIGGER registry_changed AFTER DELETE OR UPDATE OF name, time_zone ON device"
        " FOR EACH STATEMENT EXECUTE FUNCTION registry_changed()"
    )
    op.execute(
        "CREATE TRIGGER registry_changed"
        " AFTER DELETE OR UPDATE OF device_id, name, unit, fault_list ON channel"
        " FOR EACH STATEMENT EXECUTE FUNCTION registry_changed()"
    )
    op.execute(
        "CREATE TRIGGER registry_changed AFTER INSERT OR UPDATE ON state"
        " FOR EACH ROW WHEN (NEW.key = 'raw_horizon') EXECUTE FUNCTION registry_changed()"
    )
    # two bytes of packet id and eight of digest each: a fifth of what two arrays took
    op.execute("DELETE FROM untimed")
    op.drop_column("untimed", "packet_ids")
    op.drop_column("untimed", "digests")
    op.add_column("untimed", sa.Column("pairs", sa.LargeBinary(), nullable=False))
    op.execute("ALTER TABLE untimed ALTER COLUMN pairs SET STORAGE EXTERNAL")
