"""Rollups by sensor, its gaps and faults, how far they reach, and what has to be done again."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INTERVAL_CHANGED = """
CREATE FUNCTION sensor_interval_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Keeps the dated interval in step with the sensor's own. Who dates it otherwise than from now
-- writes sensor_interval first, and then finds it in force here.
DECLARE
    wanted double precision := coalesce(NEW.expected_interval_s, NEW.learned_interval_s);
    in_force double precision;
BEGIN
    IF wanted IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT interval_s INTO in_force FROM sensor_interval
    WHERE sensor_id = NEW.id AND since <= now() ORDER BY since DESC LIMIT 1;
    IF in_force IS NULL THEN
        SELECT interval_s INTO in_force FROM sensor_interval
        WHERE sensor_id = NEW.id ORDER BY since LIMIT 1;
    END IF;
    IF in_force IS NULL THEN
        INSERT INTO sensor_interval VALUES (NEW.id, '-infinity', wanted);
    ELSIF in_force <> wanted THEN
        INSERT INTO sensor_interval VALUES (NEW.id, now(), wanted)
        ON CONFLICT (sensor_id, since) DO UPDATE SET interval_s = excluded.interval_s;
    END IF;
    RETURN NULL;
END $$
"""

ROLLUP_BEGINS = """
CREATE FUNCTION rollup_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO rollup (sensor_id) VALUES (NEW.id);
    RETURN NULL;
END $$
"""

INSTALLATION_DIRTIES = """
CREATE FUNCTION installation_dirties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Notes for each sensor what another channel feeds now, or none; of a moved end only what it moved.
DECLARE
    old_from timestamptz; old_to timestamptz; new_from timestamptz; new_to timestamptz;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        old_from := coalesce(lower(OLD.during), '-infinity');
        old_to := coalesce(upper(OLD.during), 'infinity');
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_from := coalesce(lower(NEW.during), '-infinity');
        new_to := coalesce(upper(NEW.during), 'infinity');
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.sensor_id = NEW.sensor_id AND OLD.channel_id = NEW.channel_id
       AND OLD.during && NEW.during THEN
        INSERT INTO dirty (sensor_id, since, until)
        SELECT NEW.sensor_id, least(a, b), greatest(a, b)
        FROM (VALUES (old_from, new_from), (old_to, new_to)) AS ends (a, b) WHERE a <> b;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO dirty (sensor_id, since, until) VALUES (OLD.sensor_id, old_from, old_to);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO dirty (sensor_id, since, until) VALUES (NEW.sensor_id, new_from, new_to);
    END IF;
    RETURN NULL;
END $$
"""

LIMITS_DIRTY = """
CREATE FUNCTION limits_dirty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Notes what is judged otherwise: from a row's date until the next one's.
DECLARE
    whose integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.sensor_id ELSE NEW.sensor_id END;
    first timestamptz := CASE TG_OP WHEN 'DELETE' THEN OLD.since WHEN 'INSERT' THEN NEW.since
                         ELSE least(OLD.since, NEW.since) END;
    last timestamptz := CASE TG_OP WHEN 'DELETE' THEN OLD.since WHEN 'INSERT' THEN NEW.since
                        ELSE greatest(OLD.since, NEW.since) END;
BEGIN
    IF EXISTS (SELECT FROM sensor WHERE id = whose) THEN
        INSERT INTO dirty (sensor_id, since, until) VALUES (whose, first, coalesce(
            (SELECT min(since) FROM limits WHERE sensor_id = whose AND since > last), 'infinity'));
    END IF;
    RETURN NULL;
END $$
"""

INTERVAL_DIRTIES = """
CREATE FUNCTION sensor_interval_dirties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Notes what gaps are judged otherwise: from a row's date, or before it where none is earlier.
DECLARE
    whose integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.sensor_id ELSE NEW.sensor_id END;
    at timestamptz := CASE WHEN TG_OP = 'DELETE' THEN OLD.since ELSE NEW.since END;
BEGIN
    IF EXISTS (SELECT FROM sensor WHERE id = whose) THEN
        INSERT INTO dirty (sensor_id, since, until) VALUES (whose,
            CASE WHEN EXISTS (SELECT FROM sensor_interval WHERE sensor_id = whose AND since < at)
                 THEN at ELSE '-infinity' END,
            coalesce((SELECT min(since) FROM sensor_interval
                      WHERE sensor_id = whose AND since > at), 'infinity'));
    END IF;
    RETURN NULL;
END $$
"""

TRIGGERS = (
    "CREATE TRIGGER rollup_begins AFTER INSERT ON sensor"
    " FOR EACH ROW EXECUTE FUNCTION rollup_begins()",
    "CREATE TRIGGER sensor_interval_follows"
    " AFTER INSERT OR UPDATE OF expected_interval_s, learned_interval_s ON sensor"
    " FOR EACH ROW EXECUTE FUNCTION sensor_interval_follows()",
    "CREATE TRIGGER installation_dirties AFTER INSERT OR DELETE OR UPDATE ON installation"
    " FOR EACH ROW EXECUTE FUNCTION installation_dirties()",
    "CREATE TRIGGER limits_dirty AFTER INSERT OR DELETE OR UPDATE ON limits"
    " FOR EACH ROW EXECUTE FUNCTION limits_dirty()",
    "CREATE TRIGGER sensor_interval_dirties AFTER INSERT OR DELETE OR UPDATE ON sensor_interval"
    " FOR EACH ROW EXECUTE FUNCTION sensor_interval_dirties()",
)

EXISTING = (
    "INSERT INTO rollup (sensor_id) SELECT id FROM sensor",
    "INSERT INTO sensor_interval SELECT id, '-infinity',"
    " coalesce(expected_interval_s, learned_interval_s) FROM sensor"
    " WHERE coalesce(expected_interval_s, learned_interval_s) IS NOT NULL",
)

GRANTS = (
    "GRANT INSERT ON dirty TO isotherm_ingest",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON reading_hour, reading_day, gap, fault, rollup,"
    " sensor_interval TO isotherm_worker",
    "GRANT SELECT, INSERT, DELETE ON dirty TO isotherm_worker",
    "GRANT UPDATE (id) ON dirty TO isotherm_worker",  # for SELECT ... FOR UPDATE
    "GRANT SELECT ON reading_hour, reading_day, gap, fault, rollup, dirty, sensor_interval"
    " TO isotherm_api",
    "GRANT UPDATE, DELETE ON limits TO isotherm_api",
    "GRANT INSERT, UPDATE, DELETE ON sensor_interval TO isotherm_api",
    "GRANT UPDATE (name, place, expected_interval_s) ON sensor TO isotherm_api",
    "GRANT SELECT ON grafana.hour TO isotherm_grafana",
)

GRAFANA_HOUR = """
CREATE VIEW grafana.hour AS
SELECT site.slug AS site, sensor.slug AS sensor, h.hour, h.n, h.total / nullif(h.n, 0) AS average,
       h.least, h.most, h.known_s, h.covered_s, h.above_s, h.below_s
FROM reading_hour h JOIN sensor ON sensor.id = h.sensor_id JOIN site ON site.id = sensor.site_id
"""


def upgrade() -> None:
    """Makes tables and triggers; what is there already counts as not rolled up."""
    _make_sums("reading_hour", sa.Column("hour", sa.DateTime(timezone=True), nullable=False))
    op.add_column("reading_hour", sa.Column("interval_s", sa.Float(), nullable=True))
    _make_sums("reading_day", sa.Column("day", sa.Date(), nullable=False))
    _make_of_sensor("gap", _time("since"), _time("until", nullable=True), key="since")
    _make_of_sensor("fault", _time("since"), _time("until"), key="since")
    _make_of_sensor(
        "rollup",
        _time("rolled_to", nullable=True),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    _make_of_sensor(
        "sensor_interval",
        _time("since"),
        sa.Column("interval_s", sa.Float(), nullable=False),
        sa.CheckConstraint("interval_s > 0", name=op.f("ck_sensor_interval_interval_s")),
        key="since",
    )
    op.create_table(
        "dirty",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("sensor_id", sa.Integer(), nullable=True),
        _time("since"),
        _time("until"),
        sa.Column(
            "noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("num_nonnulls(channel_id, sensor_id) = 1", name=op.f("ck_dirty_whose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dirty")),
    )
    for column in ("channel_id", "sensor_id"):
        op.create_index(op.f(f"ix_dirty_{column}"), "dirty", [column])
    functions = (
        INTERVAL_CHANGED, ROLLUP_BEGINS, INSTALLATION_DIRTIES, LIMITS_DIRTY, INTERVAL_DIRTIES,
    )  # fmt: skip
    for statement in (*functions, *EXISTING, *TRIGGERS, GRAFANA_HOUR, *GRANTS):
        op.execute(statement)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _make_of_sensor(
    table: str, *rest: sa.Column[Any] | sa.CheckConstraint, key: str | None = None
) -> None:
    op.create_table(
        table,
        sa.Column("sensor_id", sa.Integer(), autoincrement=False, nullable=False),
        *rest,
        sa.ForeignKeyConstraint(
            ["sensor_id"], ["sensor.id"], name=op.f(f"fk_{table}_sensor_id_sensor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "sensor_id", *([key] if key else []), name=op.f(f"pk_{table}")
        ),
    )  # fmt: skip


def _make_sums(table: str, stretch: sa.Column[Any]) -> None:
    _make_of_sensor(
        table,
        stretch,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("n", "uncounted")),
        *(
            sa.Column(name, sa.Float(), nullable=False)
            for name in ("total", "integral", "known_s", "covered_s")
        ),
        sa.Column("least", sa.Float(), nullable=True),
        _time("least_at", nullable=True),
        sa.Column("most", sa.Float(), nullable=True),
        _time("most_at", nullable=True),
        _time("first_at", nullable=True),
        _time("last_at", nullable=True),
        sa.Column("last_value", sa.Float(), nullable=True),
        sa.Column("last_quality", sa.SmallInteger(), nullable=True),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("above_s", "below_s")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("above_times", "below_times")),
        *(
            sa.Column(f"{which}_{side}", sa.Boolean(), nullable=True)
            for side in ("above", "below")
            for which in ("first", "last")
        ),
        key=stretch.name,
    )
