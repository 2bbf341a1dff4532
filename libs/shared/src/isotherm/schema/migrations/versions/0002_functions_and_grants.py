"""What needs more rights than a part has, who is told of changes, and what each role may do."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MAKE_DAY = """
CREATE FUNCTION make_day(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
-- Makes the partition of one UTC day; true where it was missing. LIKE and ATTACH, because
-- CREATE TABLE ... PARTITION OF waits for every running query and holds up all inserts meanwhile.
DECLARE
    part text := 'reading_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF day < date '1990-01-01' OR day > current_date + 366 THEN
        RAISE EXCEPTION 'no partition is made for %', day USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass('public.' || part) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('isotherm.make_day'), day - date '2000-01-01');
    IF to_regclass('public.' || part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.reading INCLUDING DEFAULTS)', part);
    EXECUTE format(
        'ALTER TABLE public.reading ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
        part, day::timestamptz, (day + 1)::timestamptz);
    RETURN true;
END $$
"""

DROP_DAY = """
CREATE FUNCTION drop_day(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '200ms' SET timezone = 'UTC' AS $$
-- Drops the readings of one UTC day and, in the same transaction, raises the raw horizon past it.
-- Raises lock_not_available while a long query reads the table: try again.
DECLARE
    part text := 'reading_' || to_char(day, 'YYYYMMDD');
    horizon bigint := extract(epoch FROM (day + 1)::timestamptz)::bigint * 1000;
BEGIN
    IF to_regclass('public.' || part) IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('ALTER TABLE public.reading DETACH PARTITION public.%I', part);
    EXECUTE format('DROP TABLE public.%I', part);
    INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb(horizon))
    ON CONFLICT (key) DO UPDATE SET changed_at = now(),
        value = to_jsonb(greatest((state.value #>> '{}')::bigint, horizon));
    RETURN true;
END $$
"""

PROPOSE_CHANNEL = """
CREATE FUNCTION propose_channel(device_name text, channel_name text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- The channel of that name, made as proposed where nobody knows it, and its device likewise.
-- Null where the device has 64 channels already.
DECLARE
    of_device integer;
    found integer;
BEGIN
    SELECT c.id INTO found FROM channel c JOIN device d ON d.id = c.device_id
    WHERE d.name = device_name AND c.name = channel_name;
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    INSERT INTO device (name) VALUES (device_name) ON CONFLICT (name) DO NOTHING;
    SELECT id INTO of_device FROM device WHERE name = device_name FOR UPDATE;
    SELECT id INTO found FROM channel WHERE device_id = of_device AND name = channel_name;
    IF found IS NULL AND (SELECT count(*) FROM channel WHERE device_id = of_device) < 64 THEN
        INSERT INTO channel (device_id, name) VALUES (of_device, channel_name)
        RETURNING id INTO found;
    END IF;
    RETURN found;
END $$
"""

TOLD = """
CREATE FUNCTION registry_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE registry_version SET version = version + 1, changed_at = now();
    PERFORM pg_notify('isotherm_registry', TG_TABLE_NAME);
    RETURN NULL;
END $$;

CREATE FUNCTION places_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('isotherm_registry', TG_TABLE_NAME);
    RETURN NULL;
END $$;

CREATE FUNCTION grants_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('isotherm_grants', '');
    RETURN NULL;
END $$;

CREATE TRIGGER registry_changed
    AFTER INSERT OR DELETE OR UPDATE OF name, site_id, state, time_zone ON device
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER registry_changed
    AFTER INSERT OR DELETE OR UPDATE ON channel
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER places_changed AFTER INSERT OR DELETE OR UPDATE ON site
    FOR EACH STATEMENT EXECUTE FUNCTION places_changed();
CREATE TRIGGER places_changed AFTER INSERT OR DELETE OR UPDATE ON sensor
    FOR EACH STATEMENT EXECUTE FUNCTION places_changed();
CREATE TRIGGER places_changed AFTER INSERT OR DELETE OR UPDATE ON limits
    FOR EACH STATEMENT EXECUTE FUNCTION places_changed();
CREATE TRIGGER places_changed AFTER INSERT OR DELETE OR UPDATE ON installation
    FOR EACH STATEMENT EXECUTE FUNCTION places_changed();
CREATE TRIGGER grants_changed AFTER INSERT OR DELETE OR UPDATE ON access_grant
    FOR EACH STATEMENT EXECUTE FUNCTION grants_changed();
"""

LEDGER_HOUR = """
CREATE VIEW ledger_hour AS
-- Every hour's sums over all instances, folded or not, for readers.
SELECT hour, {sums}
FROM (SELECT hour, {names} FROM ledger UNION ALL SELECT hour, {names} FROM ledger_entry) AS each_row
GROUP BY hour
"""

GRAFANA = """
CREATE SCHEMA grafana;
CREATE VIEW grafana.sensor AS
SELECT site.slug AS site, sensor.slug AS sensor, sensor.name, sensor.place, site.time_zone,
       latest.measured_at, latest.value, latest.quality
FROM sensor JOIN site ON site.id = sensor.site_id
LEFT JOIN installation i ON i.sensor_id = sensor.id AND i.during @> now()
LEFT JOIN latest ON latest.channel_id = i.channel_id;
CREATE VIEW grafana.reading AS
SELECT site.slug AS site, sensor.slug AS sensor, r.measured_at, r.value, r.quality
FROM reading r JOIN installation i ON i.channel_id = r.channel_id AND i.during @> r.measured_at
JOIN sensor ON sensor.id = i.sensor_id JOIN site ON site.id = sensor.site_id;
"""

COUNTS = (
    "received", "decoded", "undecodable", "offered", "stored",
    "duplicate", "rejected", "ignored", "replayed",
)  # fmt: skip

GRANTS = """
REVOKE ALL ON FUNCTION make_day(date), drop_day(date), propose_channel(text, text) FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO isotherm_ingest, isotherm_worker, isotherm_api;
GRANT SELECT ON alembic_version TO isotherm_ingest, isotherm_worker, isotherm_api;

GRANT SELECT ON device, channel, registry_version, state TO isotherm_ingest;
GRANT UPDATE (connection, connection_at, clock_skew_ms) ON device TO isotherm_ingest;
GRANT SELECT, INSERT ON reading TO isotherm_ingest;
GRANT SELECT, INSERT, UPDATE ON latest TO isotherm_ingest;
GRANT INSERT ON reject, ledger_entry TO isotherm_ingest;
GRANT SELECT, INSERT, DELETE ON untimed TO isotherm_ingest;
GRANT EXECUTE ON FUNCTION make_day(date), propose_channel(text, text) TO isotherm_ingest;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO isotherm_worker;
GRANT UPDATE (quality) ON reading TO isotherm_worker;
GRANT UPDATE (learned_interval_s) ON sensor TO isotherm_worker;
GRANT INSERT, UPDATE ON ledger, state TO isotherm_worker;
GRANT DELETE ON ledger_entry, reject TO isotherm_worker;
GRANT EXECUTE ON FUNCTION make_day(date), drop_day(date) TO isotherm_worker;

GRANT SELECT ON site, sensor, limits, channel, installation, reading, latest, reject, ledger,
    ledger_entry, ledger_hour, state, registry_version, user_account, access_grant, audit
    TO isotherm_api;
GRANT SELECT (id, name, label, site_id, state, model, serial, firmware, notes, time_zone,
    clock_skew_ms, connection, connection_at, created_at) ON device TO isotherm_api;
GRANT INSERT, UPDATE ON user_account TO isotherm_api;
GRANT INSERT, UPDATE, DELETE ON access_grant TO isotherm_api;
GRANT INSERT ON audit TO isotherm_api;

GRANT USAGE ON SCHEMA grafana TO isotherm_grafana;
GRANT SELECT ON ALL TABLES IN SCHEMA grafana TO isotherm_grafana;
"""


def upgrade() -> None:
    """Applies the whole; each statement by itself, as asyncpg's prepared ones want it."""
    view = LEDGER_HOUR.format(
        names=", ".join(COUNTS),
        sums=", ".join(f"sum({name})::bigint AS {name}" for name in COUNTS),
    )
    op.execute("INSERT INTO registry_version (single, version) VALUES (true, 1)")
    for function in (MAKE_DAY, DROP_DAY, PROPOSE_CHANNEL):
        op.execute(function)
    for script in (TOLD, view, GRAFANA, GRANTS):
        for statement in _statements(script):
            op.execute(statement)


def _statements(script: str) -> list[str]:
    """The statements of a script, split at `;` outside of dollar quotes."""
    statements, current = [], ""
    for number, piece in enumerate(script.split("$$")):
        if number % 2:
            current += f"$${piece}$$"
            continue
        *whole, rest = piece.split(";")
        for part in whole:
            statements.append(current + part)
            current = ""
        current += rest
    return [each for each in (*statements, current) if each.strip()]
