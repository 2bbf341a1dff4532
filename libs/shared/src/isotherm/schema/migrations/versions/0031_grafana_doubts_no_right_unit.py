"""Grafana's views let suspect readings count that have a plausible value in their right unit.

See `isotherm.history.corrections`: a value that any place can have is never suspect.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ABSOLUTE_ZERO, HOTTEST = -273.15, 10_000
AIR_LOW, AIR_HIGH = -40, 60
SUSPECT, SET_ASIDE = 2, 32
UNCOUNTED = 1 | 2 | 4 | SET_ASIDE


def in_force(alias: str, kind: str, at: str) -> str:
    """Return SQL that is true for a sensor's correction of a kind that holds an instant."""
    return (
        f"{alias}.sensor_id = sensor.id AND {alias}.kind = '{kind}'"
        f" AND {alias}.undone_at IS NULL AND {alias}.during @> ({at})"
    )


def corrected(names: str, reading: str, at: str, rows: str) -> str:
    """Return SQL of readings, at the instant `at`, with the corrections of what they hold.

    `names` are the columns before them; `rows` joins `reading` with `sensor` and `site`.
    """
    asked = f"CASE u.read_as WHEN 'F' THEN f.sent WHEN 'K' THEN {reading}.value"
    asked = f"{asked} - ({ABSOLUTE_ZERO}) ELSE {reading}.value END"
    again = (
        f"CASE u.sent_as WHEN 'F' THEN ({asked} - 32) / 1.8"
        f" WHEN 'K' THEN {asked} + ({ABSOLUTE_ZERO}) ELSE {asked} END"
    )
    return f"""
SELECT {names}, {at} AS measured_at, x.value, x.quality, (x.quality & {UNCOUNTED}) = 0 AS counts
FROM {rows}
LEFT JOIN correction u ON {in_force("u", "unit", at)}
LEFT JOIN correction a ON {in_force("a", "set_aside", at)}
CROSS JOIN LATERAL (SELECT {reading}.value * 1.8 + 32 AS read) e
CROSS JOIN LATERAL (SELECT CASE WHEN abs(round(e.read * 1000) / 1000 - e.read) < 0.0001
    THEN round(e.read * 1000) / 1000 ELSE e.read END AS sent) f
CROSS JOIN LATERAL (SELECT CASE WHEN u.id IS NULL THEN {reading}.value
    ELSE round(({again}) * 10000) / 10000 + 0.0 END AS value) v
CROSS JOIN LATERAL (SELECT v.value, ({reading}.quality
    & CASE WHEN u.id IS NOT NULL AND v.value BETWEEN {AIR_LOW} AND {AIR_HIGH}
           THEN ~{SUSPECT} ELSE ~0 END
    | CASE WHEN u.id IS NOT NULL AND (v.value < {ABSOLUTE_ZERO} OR v.value > {HOTTEST})
           THEN {SUSPECT} ELSE 0 END
    | CASE WHEN a.id IS NULL THEN 0 ELSE {SET_ASIDE} END)::smallint AS quality) x"""


NAMES = "site.slug AS site, sensor.slug AS sensor"
OF_SENSOR = "JOIN sensor ON sensor.id = {}.sensor_id JOIN site ON site.id = sensor.site_id"
STORED = f"""reading r
JOIN installation i ON i.channel_id = r.channel_id AND i.during @> r.measured_at
{OF_SENSOR.format("i")}"""
MOVED = f"""correction t {OF_SENSOR.format("t")}
CROSS JOIN LATERAL shifted_readings(t.id) r"""

# two halves, each with its sites and sensors, so that a question finds the channels it is about
READING = f"""
CREATE OR REPLACE VIEW grafana.reading AS
{corrected(NAMES, "r", "r.measured_at", STORED)}
WHERE NOT EXISTS (SELECT FROM correction t WHERE {in_force("t", "time", "r.measured_at")})
UNION ALL
{corrected(NAMES, "r", "r.measured_at", MOVED)}
WHERE t.kind = 'time' AND t.undone_at IS NULL"""

ABOUT = f"{NAMES}, sensor.name, sensor.place, site.time_zone"
NEWEST_AT = "latest.measured_at + coalesce(t.shift_us, 0) * interval '1 microsecond'"
NEWEST = f"""sensor JOIN site ON site.id = sensor.site_id
LEFT JOIN installation i ON i.sensor_id = sensor.id AND i.during @> now()
LEFT JOIN latest ON latest.channel_id = i.channel_id
LEFT JOIN correction t ON {in_force("t", "time", "latest.measured_at")}"""
SENSOR = f"""
CREATE OR REPLACE VIEW grafana.sensor AS
{corrected(ABOUT, "latest", NEWEST_AT, NEWEST)}
WHERE sensor.archived_at IS NULL AND site.archived_at IS NULL"""


def upgrade() -> None:
    """Replace both views."""
    op.execute(READING)
    op.execute(SENSOR)
