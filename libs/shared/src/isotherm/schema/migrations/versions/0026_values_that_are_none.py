"""A channel has fault values of its own and a plausible range; readings may be jumps and back.

`propose_channels` returns the new columns as well. An ingest of an earlier version reads columns by
name, so that it goes on working while it is replaced.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PROPOSE_CHANNELS = """
CREATE FUNCTION propose_channels(device_names text[], channel_names text[])
RETURNS TABLE (device text, channel text, id integer, unit text, fault_list boolean,
    time_zone text, ignored boolean, fault_values double precision[],
    plausible_low double precision, plausible_high double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Return these channels with what ingest has to know to place their readings. Create the unknown
-- ones as proposed, and their devices likewise, and propose expired ones again. Left out are those
-- named . or .., new ones beyond 256 a device in 24 hours, and those for which a device with 64
-- channels has no room.
#variable_conflict use_column
DECLARE
    device_ids integer[];
    names text[];
    expired_ids integer[];
    numbers bigint[];
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

    -- what wants room, numbered by device: those that come back first, then new ones
    SELECT array_agg(w.device_id), array_agg(w.name), array_agg(w.channel_id), array_agg(w.number)
    INTO device_ids, names, expired_ids, numbers
    FROM (
        SELECT a.device_id, a.name, a.channel_id, row_number() OVER (
            PARTITION BY a.device_id ORDER BY a.channel_id IS NULL, a.nth) AS number
        FROM (
            SELECT d.id AS device_id, t.channel_name AS name, c.id AS channel_id,
                row_number() OVER (PARTITION BY d.id, c.id IS NULL ORDER BY min(t.n)) AS nth
            FROM unnest(device_names, channel_names) WITH ORDINALITY
                AS t(device_name, channel_name, n)
            JOIN device d ON d.name = t.device_name
            LEFT JOIN channel c ON c.device_id = d.id AND c.name = t.channel_name
            WHERE c.id IS NULL OR c.expired_at IS NOT NULL
            GROUP BY d.id, t.channel_name, c.id) AS a
        JOIN (
            SELECT d.id AS device_id, 256 - (SELECT count(*) FROM channel c
                WHERE c.device_id = d.id AND c.created_at > now() - interval '24 hours') AS most
            FROM device d WHERE d.name = ANY (device_names)) AS fresh USING (device_id)
        WHERE a.channel_id IS NOT NULL OR a.nth <= fresh.most) AS w;

    IF device_ids IS NOT NULL THEN
        UPDATE channel SET expired_at = now() WHERE id IN (
            SELECT s.id FROM (
                SELECT c.id, c.device_id, row_number() OVER (
                    PARTITION BY c.device_id ORDER BY greatest(c.proposed_at, l.received_at), c.id
                ) AS nth
                FROM channel c LEFT JOIN latest l ON l.channel_id = c.id
                WHERE c.device_id = ANY (device_ids) AND c.state = 'proposed'
                  AND c.expired_at IS NULL
                  AND greatest(c.proposed_at, l.received_at) < now() - interval '1 hour'
                  AND NOT EXISTS (
                    SELECT 1
                    FROM unnest(device_names, channel_names) AS t(device_name, channel_name)
                    JOIN device d ON d.name = t.device_name
                    WHERE d.id = c.device_id AND t.channel_name = c.name)) AS s
            JOIN (
                SELECT t.device_id, max(t.number) AS wanted
                FROM unnest(device_ids, numbers) AS t(device_id, number) GROUP BY t.device_id
            ) AS w USING (device_id)
            WHERE s.nth <= w.wanted - 64 + (SELECT count(*) FROM channel c
                WHERE c.device_id = s.device_id AND c.expired_at IS NULL AND c.state <> 'ignored'));

        SELECT array_agg(t.device_id), array_agg(t.name), array_agg(t.channel_id)
        INTO device_ids, names, expired_ids
        FROM unnest(device_ids, names, expired_ids, numbers)
            AS t(device_id, name, channel_id, number)
        JOIN (
            SELECT u.device_id, 64 - (SELECT count(*) FROM channel c WHERE c.device_id = u.device_id
                AND c.expired_at IS NULL AND c.state <> 'ignored') AS free
            FROM (SELECT DISTINCT unnest(device_ids) AS device_id) AS u) AS room USING (device_id)
        WHERE t.number <= room.free;

        UPDATE channel SET expired_at = NULL, proposed_at = now() WHERE id = ANY (expired_ids);
        INSERT INTO channel (device_id, name)
        SELECT t.device_id, t.name
        FROM unnest(device_ids, names, expired_ids) AS t(device_id, name, channel_id)
        WHERE t.channel_id IS NULL ON CONFLICT (device_id, name) DO NOTHING;
    END IF;

    RETURN QUERY SELECT DISTINCT d.name::text, c.name::text, c.id, c.unit::text, c.fault_list,
        d.time_zone::text, c.state = 'ignored', c.fault_values, c.plausible_low, c.plausible_high
    FROM unnest(device_names, channel_names) AS t(device_name, channel_name)
    JOIN device d ON d.name = t.device_name
    JOIN channel c ON c.device_id = d.id AND c.name = t.channel_name
    WHERE c.expired_at IS NULL;
END $$
"""
SIGNATURE = "propose_channels(text[], text[])"
CHECKS = {
    "fault_values": (
        "cardinality(fault_values) <= 16 AND array_position(fault_values, NULL) IS NULL"
        " AND NOT fault_values && '{NaN,Infinity,-Infinity}'::float8[]"
    ),
    "plausible_low": "plausible_low BETWEEN -273.15 AND -40.0",
    "plausible_high": "plausible_high BETWEEN 60.0 AND 10000.0",
}


def upgrade() -> None:
    """Apply the revision."""
    op.add_column(
        "channel",
        sa.Column(
            "fault_values",
            postgresql.ARRAY(sa.DOUBLE_PRECISION()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column("channel", sa.Column("plausible_low", sa.Float()))
    op.add_column("channel", sa.Column("plausible_high", sa.Float()))
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_channel_{name}"), "channel", check)
    op.execute(
        "GRANT UPDATE (fault_values, plausible_low, plausible_high) ON channel TO isotherm_api"
    )
    op.add_column(
        "suspect",
        sa.Column("jump", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.execute("GRANT INSERT ON suspect TO isotherm_worker")
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.execute(PROPOSE_CHANNELS)
    op.execute(f"REVOKE EXECUTE ON FUNCTION {SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO isotherm_ingest")
    op.execute("DROP TRIGGER registry_changed ON channel")
    op.execute(
        "CREATE TRIGGER registry_changed AFTER DELETE OR UPDATE OF device_id, name, unit,"
        " fault_list, fault_values, plausible_low, plausible_high ON channel"
        " FOR EACH STATEMENT EXECUTE FUNCTION registry_changed()"
    )
