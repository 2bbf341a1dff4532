"""Grafana sees limits, gaps and states, so that its graphs can show what pages show."""

from collections.abc import Sequence

from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ABSOLUTE_ZERO, HOTTEST = -273.15, 10_000
AIR_LOW, AIR_HIGH = -40, 60
FAULT, SUSPECT, TIME_UNSURE, SET_ASIDE = 1, 2, 4, 32
UNCOUNTED = FAULT | SUSPECT | TIME_UNSURE | SET_ASIDE
HALF_STEP = 0.00005
"""See `isotherm.units.highest_within`: limits and values are compared without noise."""

NAMES = "site.slug AS site, sensor.slug AS sensor"
OF_SENSOR = "JOIN sensor ON sensor.id = {}.sensor_id JOIN site ON site.id = sensor.site_id"

LIMITS = f"""
CREATE VIEW grafana.limits AS
SELECT {NAMES}, l.since, (SELECT min(n.since) FROM limits n
       WHERE n.sensor_id = l.sensor_id AND n.since > l.since) AS until,
       l.low, l.high, l.min_duration_s, l.hysteresis
FROM limits l {OF_SENSOR.format("l")}"""

GAP_LIMIT = """
CREATE FUNCTION grafana.gap_limit(interval_s float8) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN make_interval(secs => least(3 * coalesce(nullif(interval_s, 0), 60), 365 * 86400.0))"""
"""As `isotherm.cadence.gap_limit`."""

IN_FORCE = """coalesce(
    (SELECT v.interval_s FROM sensor_interval v WHERE v.sensor_id = sensor.id AND v.since <= {at}
     ORDER BY v.since DESC LIMIT 1),
    (SELECT v.interval_s FROM sensor_interval v WHERE v.sensor_id = sensor.id
     ORDER BY v.since LIMIT 1))"""
"""The first interval of a sensor is in force before its `since` too."""

# what worker has rolled up, and what follows: from the last reading before `rolled_to`
GAP = f"""
CREATE VIEW grafana.gap AS
SELECT {NAMES}, g.since, g.until
FROM gap g {OF_SENSOR.format("g")} JOIN rollup r ON r.sensor_id = sensor.id
WHERE g.until < r.rolled_to
UNION ALL
SELECT {NAMES}, x.since, x.until
FROM rollup r {OF_SENSOR.format("r")}
LEFT JOIN gap g ON g.sensor_id = sensor.id AND (g.until IS NULL OR g.until >= r.rolled_to)
CROSS JOIN LATERAL (SELECT coalesce(g.since, r.rolled_to - grafana.gap_limit(
    (SELECT max(v.interval_s) FROM sensor_interval v WHERE v.sensor_id = sensor.id))) AS at) b
CROSS JOIN LATERAL (
    SELECT m.measured_at AS since, lead(m.measured_at) OVER (ORDER BY m.measured_at) AS until
    FROM grafana.reading m
    WHERE m.site = site.slug AND m.sensor = sensor.slug AND m.measured_at <= now()
      AND (b.at IS NULL OR m.measured_at >= b.at)) x
WHERE (x.until IS NULL OR r.rolled_to IS NULL OR x.until >= r.rolled_to)
  AND coalesce(x.until, now()) - x.since
      > grafana.gap_limit({IN_FORCE.format(at="x.since")})"""


def in_force(alias: str, kind: str, at: str) -> str:
    """Return SQL that is true for a sensor's correction of a kind that holds an instant."""
    return (
        f"{alias}.sensor_id = sensor.id AND {alias}.kind = '{kind}'"
        f" AND {alias}.undone_at IS NULL AND {alias}.during @> ({at})"
    )


AT = "latest.measured_at + coalesce(t.shift_us, 0) * interval '1 microsecond'"
ASKED = f"""CASE u.read_as WHEN 'F' THEN f.sent WHEN 'K' THEN latest.value - ({ABSOLUTE_ZERO})
    ELSE latest.value END"""
AGAIN = f"""CASE u.sent_as WHEN 'F' THEN ({ASKED} - 32) / 1.8
    WHEN 'K' THEN {ASKED} + ({ABSOLUTE_ZERO}) ELSE {ASKED} END"""
JUDGED = f"CASE WHEN x.quality & {UNCOUNTED} IN (0, {TIME_UNSURE}) THEN x.value END"
# as `isotherm.sensors.state.judge`; a test compares them
STATE = f"""CASE
    WHEN i.id IS NULL THEN 'no_device'
    WHEN p.at IS NULL THEN 'never'
    WHEN now() - p.at > p.reach THEN 'silent'
    WHEN x.quality & {FAULT} <> 0 THEN 'fault'
    WHEN x.quality & {SUSPECT | SET_ASIDE} <> 0 AND good.value IS NULL THEN 'suspect'
    WHEN coalesce(good.value, {JUDGED}) IS NULL THEN 'never'
    WHEN l.low IS NULL AND l.high IS NULL THEN 'no_limits'
    WHEN coalesce(good.value, {JUDGED}) > l.high + {HALF_STEP} THEN 'above'
    WHEN coalesce(good.value, {JUDGED}) < l.low - {HALF_STEP} THEN 'below'
    ELSE 'in_range' END"""
# the columns before `interval_s` are those of 0031; a channel's newest reading before it was
# installed here is not this sensor's
SENSOR = f"""
CREATE OR REPLACE VIEW grafana.sensor AS
SELECT {NAMES}, sensor.name, sensor.place, site.time_zone, p.at AS measured_at, x.value, x.quality,
       (x.quality & {UNCOUNTED}) = 0 AS counts, p.interval_s, l.low, l.high, rollup.rolled_to,
       {STATE} AS state
FROM sensor JOIN site ON site.id = sensor.site_id
LEFT JOIN rollup ON rollup.sensor_id = sensor.id
LEFT JOIN installation i ON i.sensor_id = sensor.id AND i.during @> now()
LEFT JOIN channel ON channel.id = i.channel_id
LEFT JOIN device ON device.id = channel.device_id
LEFT JOIN latest ON latest.channel_id = i.channel_id AND i.during @> latest.measured_at
LEFT JOIN correction t ON {in_force("t", "time", "latest.measured_at")}
LEFT JOIN correction u ON {in_force("u", "unit", AT)}
LEFT JOIN correction a ON {in_force("a", "set_aside", AT)}
LEFT JOIN LATERAL (SELECT low, high FROM limits WHERE limits.sensor_id = sensor.id
    AND limits.since <= now() ORDER BY limits.since DESC LIMIT 1) l ON true
CROSS JOIN LATERAL (SELECT {AT} AS at, s.interval_s, grafana.gap_limit(s.interval_s)
    + greatest(-device.clock_skew_ms, 0) * interval '1 millisecond' AS reach
    FROM (SELECT coalesce(sensor.expected_interval_s, sensor.learned_interval_s) AS interval_s) s) p
CROSS JOIN LATERAL (SELECT latest.value * 1.8 + 32 AS read) e
CROSS JOIN LATERAL (SELECT CASE WHEN abs(round(e.read * 1000) / 1000 - e.read) < 0.0001
    THEN round(e.read * 1000) / 1000 ELSE e.read END AS sent) f
CROSS JOIN LATERAL (SELECT CASE WHEN u.id IS NULL THEN latest.value
    ELSE round(({AGAIN}) * 10000) / 10000 + 0.0 END AS value) v
CROSS JOIN LATERAL (SELECT v.value, (latest.quality
    & CASE WHEN u.id IS NOT NULL AND v.value BETWEEN {AIR_LOW} AND {AIR_HIGH}
           THEN ~{SUSPECT} ELSE ~0 END
    | CASE WHEN u.id IS NOT NULL AND (v.value < {ABSOLUTE_ZERO} OR v.value > {HOTTEST})
           THEN {SUSPECT} ELSE 0 END
    | CASE WHEN a.id IS NULL THEN 0 ELSE {SET_ASIDE} END)::smallint AS quality) x
LEFT JOIN LATERAL (SELECT m.value FROM grafana.reading m
    WHERE x.quality & {UNCOUNTED} <> 0 AND m.site = site.slug AND m.sensor = sensor.slug
      AND m.counts AND m.measured_at <= p.at AND m.measured_at >= now() - p.reach
    ORDER BY m.measured_at DESC LIMIT 1) good ON true
WHERE sensor.archived_at IS NULL AND site.archived_at IS NULL"""

GRANTS = (
    "GRANT SELECT ON grafana.limits, grafana.gap TO isotherm_grafana",
    "REVOKE EXECUTE ON FUNCTION grafana.gap_limit(float8) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION grafana.gap_limit(float8) TO isotherm_grafana",
)


def upgrade() -> None:
    """Add the views, and columns to the one of sensors."""
    for statement in (LIMITS, GAP_LIMIT, GAP, SENSOR, *GRANTS):
        op.execute(statement)
