"""Devices and channels are not named `.` or `..`, which every client folds in an address.

One that has such a name is renamed after its id, so that its readings can be installed; nothing
more can arrive for it, as ingest rejects such a topic. `propose_channels` leaves such names out: an
ingest of an earlier version would otherwise fail to store its whole batch, again and again.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CHECK = (
    r"name ~ '^(\.{0,2}[A-Za-z0-9_-][A-Za-z0-9._-]*|\.{3}[A-Za-z0-9._-]*)$'"
    " AND length(name) <= 64"
)
RENAME = (
    "UPDATE device SET name = 'dot-' || id WHERE name = '.'",
    "UPDATE device SET name = 'dot-dot-' || id WHERE name = '..'",
    "UPDATE channel SET name = 'dot-' || id WHERE name = '.'",
    "UPDATE channel SET name = 'dot-dot-' || id WHERE name = '..'",
)

PROPOSE_CHANNELS = """
CREATE OR REPLACE FUNCTION propose_channels(device_names text[], channel_names text[])
RETURNS TABLE (device text, channel text, id integer, unit text, fault_list boolean, time_zone text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Return these channels with what ingest has to know to place their readings. Create the unknown
-- ones as proposed, and their devices likewise: at most 64 channels a device. Those beyond that,
-- and those named . or .., are left out.
#variable_conflict use_column
BEGIN
    SELECT array_agg(t.device_name ORDER BY t.n), array_agg(t.channel_name ORDER BY t.n)
    INTO device_names, channel_names
    FROM unnest(device_names, channel_names) WITH ORDINALITY AS t(device_name, channel_name, n)
    WHERE t.device_name NOT IN ('.', '..') AND t.channel_name NOT IN ('.', '..');
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


def upgrade() -> None:
    """Apply the revision."""
    for table in ("device", "channel"):
        op.drop_constraint(op.f(f"ck_{table}_name"), table, type_="check")
    for statement in RENAME:
        op.execute(statement)
    for table in ("device", "channel"):
        op.create_check_constraint(op.f(f"ck_{table}_name"), table, CHECK)
    op.execute(PROPOSE_CHANNELS)
