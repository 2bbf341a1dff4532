"""Proposals that are silent expire, ignored channels take no room, and new names are bounded.

A device has at most 64 channels that are neither ignored nor expired. If a new one needs room,
proposals that were silent for an hour expire at once, the longest silent first; all others expire
after days, by worker. One that speaks again is proposed again. What cannot become false for a known
channel still raises no version of the registry; ignoring, restoring and expiring do.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PROPOSE_CHANNELS = """
CREATE FUNCTION propose_channels(device_names text[], channel_names text[])
RETURNS TABLE (device text, channel text, id integer, unit text, fault_list boolean,
    time_zone text, ignored boolean)
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
        d.time_zone::text, c.state = 'ignored'
    FROM unnest(device_names, channel_names) AS t(device_name, channel_name)
    JOIN device d ON d.name = t.device_name
    JOIN channel c ON c.device_id = d.id AND c.name = t.channel_name
    WHERE c.expired_at IS NULL;
END $$
"""

EXPIRE_CHANNELS = """
CREATE FUNCTION expire_channels(silent_since timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Let up to `most` proposals expire that nothing was heard of since; return how many. Devices that
-- somebody else has locked are left for the next time.
#variable_conflict use_column
DECLARE
    channel_ids integer[];
    done integer;
BEGIN
    SELECT array_agg(s.id) INTO channel_ids FROM (
        SELECT c.id FROM channel c LEFT JOIN latest l ON l.channel_id = c.id
        WHERE c.state = 'proposed' AND c.expired_at IS NULL
          AND greatest(c.proposed_at, l.received_at) < silent_since LIMIT most) AS s;
    IF channel_ids IS NULL THEN
        RETURN 0;
    END IF;
    -- as propose_channels does: first devices, then channels
    WITH locked AS MATERIALIZED (
        SELECT d.id FROM device d
        WHERE d.id IN (SELECT c.device_id FROM channel c WHERE c.id = ANY (channel_ids))
        ORDER BY d.name FOR NO KEY UPDATE SKIP LOCKED)
    SELECT array_agg(c.id) INTO channel_ids
    FROM channel c JOIN locked ON locked.id = c.device_id WHERE c.id = ANY (channel_ids);
    UPDATE channel c SET expired_at = now()
    WHERE c.id = ANY (channel_ids) AND c.state = 'proposed' AND c.expired_at IS NULL
      AND greatest(c.proposed_at, (SELECT l.received_at FROM latest l WHERE l.channel_id = c.id))
        < silent_since;
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END $$
"""

DELETE_EXPIRED = """
CREATE FUNCTION delete_expired_channels(expired_before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Delete up to `most` channels that expired before an instant and of which no reading is stored;
-- return how many. One that was ever installed never expires.
#variable_conflict use_column
DECLARE
    horizon timestamptz;
    channel_ids integer[];
    done integer;
BEGIN
    SELECT to_timestamp((s.value #>> '{}')::numeric / 1000) INTO horizon
    FROM state s WHERE s.key = 'raw_horizon';
    SELECT array_agg(s.id) INTO channel_ids FROM (
        SELECT c.id FROM channel c LEFT JOIN latest l ON l.channel_id = c.id
        WHERE c.expired_at < expired_before
          AND (l.channel_id IS NULL OR l.measured_at < horizon) LIMIT most) AS s;
    IF channel_ids IS NULL THEN
        RETURN 0;
    END IF;
    WITH locked AS MATERIALIZED (
        SELECT d.id FROM device d
        WHERE d.id IN (SELECT c.device_id FROM channel c WHERE c.id = ANY (channel_ids))
        ORDER BY d.name FOR NO KEY UPDATE SKIP LOCKED)
    SELECT array_agg(c.id) INTO channel_ids
    FROM channel c JOIN locked ON locked.id = c.device_id WHERE c.id = ANY (channel_ids);
    DELETE FROM channel c
    WHERE c.id = ANY (channel_ids) AND c.expired_at < expired_before
      AND NOT EXISTS (SELECT 1 FROM installation i WHERE i.channel_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.channel_id = c.id);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END $$
"""

CHANNELS_PLACED = """
CREATE FUNCTION channels_placed_otherwise() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Ingest has to read the channels again if one is ignored, restored or expired.
BEGIN
    IF EXISTS (
        SELECT 1 FROM before JOIN after USING (id)
        WHERE (before.state = 'ignored') <> (after.state = 'ignored')
           OR (before.expired_at IS NULL AND after.expired_at IS NOT NULL)) THEN
        UPDATE registry_version SET version = version + 1, changed_at = now();
        PERFORM pg_notify('isotherm_registry', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$
"""
FUNCTIONS = (
    ("propose_channels(text[], text[])", "isotherm_ingest"),
    ("expire_channels(timestamptz, integer)", "isotherm_worker"),
    ("delete_expired_channels(timestamptz, integer)", "isotherm_worker"),
)


def upgrade() -> None:
    """Apply the revision."""
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "channel",
        sa.Column("proposed_at", moment, server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("channel", sa.Column("expired_at", moment))
    op.create_check_constraint(
        op.f("ck_channel_expired"), "channel", "expired_at IS NULL OR state = 'proposed'"
    )
    op.drop_index("ix_channel_proposed", "channel")
    op.create_index(
        "ix_channel_proposed",
        "channel",
        ["id"],
        postgresql_where=sa.text("state = 'proposed' AND expired_at IS NULL"),
    )
    op.create_index(
        "ix_channel_expired",
        "channel",
        ["id"],
        postgresql_where=sa.text("expired_at IS NOT NULL"),
    )
    op.create_index(
        "ix_channel_ignored",
        "channel",
        ["id"],
        postgresql_where=sa.text("state = 'ignored'"),
    )
    op.create_index(
        "ix_channel_live",
        "channel",
        ["device_id"],
        postgresql_where=sa.text("expired_at IS NULL"),
    )
    op.create_index("ix_channel_created", "channel", ["device_id", "created_at"])
    op.execute("DROP FUNCTION propose_channels(text[], text[])")
    for function in (PROPOSE_CHANNELS, EXPIRE_CHANNELS, DELETE_EXPIRED, CHANNELS_PLACED):
        op.execute(function)
    op.execute("REVOKE EXECUTE ON FUNCTION channels_placed_otherwise() FROM PUBLIC")
    for function, role in FUNCTIONS:
        op.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
    op.execute(
        "CREATE TRIGGER channels_placed_otherwise AFTER UPDATE ON channel"
        " REFERENCING OLD TABLE AS before NEW TABLE AS after"
        " FOR EACH STATEMENT EXECUTE FUNCTION channels_placed_otherwise()"
    )
    op.execute("GRANT UPDATE (proposed_at, expired_at) ON channel TO isotherm_api")
