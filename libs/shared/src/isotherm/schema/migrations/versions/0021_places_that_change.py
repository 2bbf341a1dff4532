"""Sites and sensors can change as far as what was stored for them allows, and be deleted.

The time zone of a site is fixed once one of its sensors is rolled up. Sensors are deleted by
functions that take their channels back to the proposals; raw readings stay with the channels.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ZONE_FIXED = """
CREATE FUNCTION site_zone_fixed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Raise once a sensor of the site is rolled up. Workers that are rolling one up are waited for, and
-- wait for the end of this transaction, so that none sums by the old zone what it stores later.
BEGIN
    PERFORM FROM rollup u JOIN sensor s ON s.id = u.sensor_id WHERE s.site_id = NEW.id
    ORDER BY u.sensor_id FOR UPDATE OF u;
    IF EXISTS (SELECT FROM rollup u JOIN sensor s ON s.id = u.sensor_id
               WHERE s.site_id = NEW.id AND u.rolled_to IS NOT NULL) THEN
        RAISE EXCEPTION 'the time zone of site % is fixed', NEW.slug
        USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END $$
"""
SENSOR_HAS_HISTORY = """
CREATE FUNCTION sensor_has_history(whose integer) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
-- Whether anything was ever stored for a sensor: sums, gaps, or readings while a channel was
-- installed on it.
BEGIN
    IF EXISTS (SELECT FROM rollup WHERE sensor_id = whose AND rolled_to IS NOT NULL)
       OR EXISTS (SELECT FROM reading_hour WHERE sensor_id = whose)
       OR EXISTS (SELECT FROM gap WHERE sensor_id = whose)
       OR EXISTS (SELECT FROM fault WHERE sensor_id = whose)
       OR EXISTS (SELECT FROM installation i JOIN latest l ON l.channel_id = i.channel_id
                  WHERE i.sensor_id = whose AND i.during @> l.measured_at) THEN
        RETURN true;
    END IF;
    RETURN EXISTS (
        SELECT FROM installation i CROSS JOIN LATERAL (
            SELECT FROM reading r WHERE r.channel_id = i.channel_id
            AND r.measured_at >= coalesce(lower(i.during), '-infinity')
            AND r.measured_at < coalesce(upper(i.during), 'infinity') LIMIT 1) stored
        WHERE i.sensor_id = whose);
END $$
"""
SITE_HAS_HISTORY = """
CREATE FUNCTION site_has_history(whose integer) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM sensor WHERE site_id = whose AND sensor_has_history(id))
$$
"""
DELETE_SENSORS = """
CREATE FUNCTION delete_sensors(which integer[]) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
-- Delete sensors with all that belongs to them, and return how many installations, limits and
-- channels that concerned. Channels that now feed nothing become proposals again.
DECLARE
    fed integer[];
    installations integer;
    dated integer;
    proposed integer;
BEGIN
    SELECT coalesce(array_agg(DISTINCT channel_id), '{}') INTO fed
    FROM installation WHERE sensor_id = ANY (which);
    -- as propose_channels does: first devices, then channels
    PERFORM FROM device d WHERE d.id IN (SELECT c.device_id FROM channel c WHERE c.id = ANY (fed))
    ORDER BY d.name FOR NO KEY UPDATE;
    DELETE FROM installation WHERE sensor_id = ANY (which);
    GET DIAGNOSTICS installations = ROW_COUNT;
    DELETE FROM limits WHERE sensor_id = ANY (which);
    GET DIAGNOSTICS dated = ROW_COUNT;
    DELETE FROM sensor WHERE id = ANY (which);
    DELETE FROM dirty WHERE sensor_id = ANY (which);
    UPDATE channel c SET state = 'proposed', proposed_at = now(), dismissed_at = NULL
    WHERE c.id = ANY (fed) AND c.state = 'known' AND NOT EXISTS (
        SELECT FROM installation i WHERE i.channel_id = c.id
        AND coalesce(upper(i.during), 'infinity') > now());
    GET DIAGNOSTICS proposed = ROW_COUNT;
    RETURN jsonb_build_object(
        'installations', installations, 'limits', dated, 'proposals', proposed);
END $$
"""
DELETE_SENSOR = """
CREATE FUNCTION delete_sensor(whose integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Delete a sensor for which nothing was ever stored; return false if something was.
BEGIN
    PERFORM FROM rollup WHERE sensor_id = whose FOR UPDATE;
    IF sensor_has_history(whose) THEN
        RETURN false;
    END IF;
    PERFORM delete_sensors(ARRAY[whose]);
    RETURN true;
END $$
"""
DELETE_SITE = """
CREATE FUNCTION delete_site(whose integer, with_history boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Delete a site with its sensors and grants, and return how many of what that were. Devices lose
-- their home site. Null, and nothing is deleted, if readings were stored and `with_history` is not
-- set.
DECLARE
    which integer[];
    counts jsonb;
    homeless integer;
    granted integer;
BEGIN
    PERFORM FROM site WHERE id = whose FOR UPDATE;
    -- workers lock these rows first, too
    PERFORM FROM rollup u JOIN sensor s ON s.id = u.sensor_id WHERE s.site_id = whose
    ORDER BY u.sensor_id FOR UPDATE OF u;
    IF NOT with_history AND site_has_history(whose) THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(array_agg(id), '{}') INTO which FROM sensor WHERE site_id = whose;
    UPDATE device SET site_id = NULL WHERE site_id = whose;
    GET DIAGNOSTICS homeless = ROW_COUNT;
    counts := delete_sensors(which);
    DELETE FROM access_grant WHERE site_id = whose;
    GET DIAGNOSTICS granted = ROW_COUNT;
    DELETE FROM site WHERE id = whose;
    RETURN counts || jsonb_build_object(
        'sensors', cardinality(which), 'devices', homeless, 'grants', granted);
END $$
"""
GRAFANA = """
CREATE OR REPLACE VIEW grafana.sensor AS
SELECT site.slug AS site, sensor.slug AS sensor, sensor.name, sensor.place, site.time_zone,
       latest.measured_at, latest.value, latest.quality
FROM sensor JOIN site ON site.id = sensor.site_id
LEFT JOIN installation i ON i.sensor_id = sensor.id AND i.during @> now()
LEFT JOIN latest ON latest.channel_id = i.channel_id
WHERE sensor.archived_at IS NULL AND site.archived_at IS NULL
"""
STATEMENTS = (
    ZONE_FIXED,
    SENSOR_HAS_HISTORY,
    SITE_HAS_HISTORY,
    DELETE_SENSORS,
    DELETE_SENSOR,
    DELETE_SITE,
    GRAFANA,
    "REVOKE EXECUTE ON FUNCTION site_zone_fixed(), sensor_has_history(integer),"
    " site_has_history(integer), delete_sensors(integer[]), delete_sensor(integer),"
    " delete_site(integer, boolean) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION sensor_has_history(integer), site_has_history(integer),"
    " delete_sensor(integer), delete_site(integer, boolean) TO isotherm_api",
    "CREATE TRIGGER site_zone_fixed BEFORE UPDATE OF time_zone ON site FOR EACH ROW"
    " WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION site_zone_fixed()",
)


def upgrade() -> None:
    """Apply the revision."""
    for statement in STATEMENTS:
        op.execute(statement)
