"""Ingest instances, the broker and the ledger are watched."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COUNT_DAY = """
CREATE FUNCTION count_day(day date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- How many readings the partition of one UTC day holds, null where there is none. By itself and
-- not through its parent, so that a long count holds up no drop_day of another day; stable, so
-- that it counts in the snapshot of the statement that asks.
DECLARE
    part regclass := to_regclass('public.reading_' || to_char(day, 'YYYYMMDD'));
    found bigint;
BEGIN
    IF part IS NOT NULL THEN
        EXECUTE format('SELECT count(*) FROM %s', part) INTO found;
    END IF;
    RETURN found;
END $$
"""

COUNT_DAY_BY_HOUR = """
CREATE FUNCTION count_day_by_hour(day date) RETURNS TABLE (hour timestamptz, found bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- The same by the UTC hour of receipt; dearer, so only for a day that does not balance.
DECLARE
    part regclass := to_regclass('public.reading_' || to_char(day, 'YYYYMMDD'));
BEGIN
    IF part IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT date_trunc(''hour'', received_at, ''UTC''), count(*) FROM %s GROUP BY 1', part);
    END IF;
END $$
"""

BASELINE = """
INSERT INTO ledger_day (day, hour, stored)
SELECT (measured_at AT TIME ZONE 'UTC')::date, date_trunc('hour', received_at, 'UTC'), count(*)
FROM reading GROUP BY 1, 2
"""
"""What was stored before the ledger knew days is taken as it stands."""

GRANTS = (
    "REVOKE ALL ON FUNCTION count_day(date), count_day_by_hour(date) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION count_day(date), count_day_by_hour(date) TO isotherm_worker",
    "GRANT SELECT, INSERT, UPDATE ON ingest_instance TO isotherm_ingest",
    "GRANT SELECT, DELETE ON ingest_instance TO isotherm_worker",
    "GRANT SELECT, UPDATE ON broker_watch TO isotherm_worker",
    "GRANT SELECT, INSERT, DELETE ON broker_drop TO isotherm_worker",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_day, day_check, ledger_difference, alert"
    " TO isotherm_worker",
    "GRANT SELECT ON ingest_instance, broker_watch, broker_drop, day_check, ledger_difference,"
    " alert TO isotherm_api",
)


def upgrade() -> None:
    """Makes what is noted by ingest and worker, and what counts the rows of a day."""
    _make_watch()
    _make_ledger_checks()
    _make_alerts()
    op.execute(COUNT_DAY)
    op.execute(COUNT_DAY_BY_HOUR)
    for grant in GRANTS:
        op.execute(grant)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _no(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)


def _make_watch() -> None:
    op.create_table(
        "ingest_instance",
        sa.Column("instance", sa.String(), nullable=False),
        _time("started_at"),
        _time("seen_at"),
        sa.Column("state", sa.String(), server_default=sa.text("'running'"), nullable=False),
        _no("connected"),
        _no("subscribed"),
        sa.Column("waiting", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _time("tick_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'draining', 'gone')", name=op.f("ck_ingest_instance_state")
        ),
        sa.PrimaryKeyConstraint("instance", name=op.f("pk_ingest_instance")),
    )
    op.create_table(
        "broker_watch",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("watcher", sa.String(), nullable=True),
        _time("seen_at"),
        _no("connected"),
        _time("since"),
        sa.Column("dropped", sa.BigInteger(), nullable=True),
        sa.Column("queued", sa.BigInteger(), nullable=True),
        sa.Column("shared_subscriptions", sa.Integer(), nullable=True),
        _time("tick_at", nullable=True),
        sa.CheckConstraint("single", name=op.f("ck_broker_watch_single")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_broker_watch")),
    )
    op.execute("INSERT INTO broker_watch (seen_at, since) VALUES (now(), now())")
    op.create_table(
        "broker_drop",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _time("since"),
        _time("until"),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broker_drop")),
    )
    op.create_index(op.f("ix_broker_drop_until"), "broker_drop", ["until"])


def _make_ledger_checks() -> None:
    op.add_column("ledger_entry", sa.Column("day", sa.Date(), nullable=True))
    op.create_table(
        "ledger_day",
        sa.Column("day", sa.Date(), nullable=False),
        _time("hour"),
        sa.Column("stored", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("day", "hour", name=op.f("pk_ledger_day")),
    )
    op.execute(BASELINE)
    op.create_table(
        "day_check",
        sa.Column("day", sa.Date(), nullable=False),
        _time("checked_at"),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_check")),
    )
    op.create_index(op.f("ix_day_check_checked_at"), "day_check", ["checked_at"])
    op.create_table(
        "ledger_difference",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _time("hour"),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        _time("since"),
        _time("until", nullable=True),
        sa.CheckConstraint(
            "kind IN ('messages', 'elements', 'rows')", name=op.f("ck_ledger_difference_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_difference")),
    )
    op.create_index(
        "ix_ledger_difference_open",
        "ledger_difference",
        ["kind", "hour", "day"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
        postgresql_nulls_not_distinct=True,
    )


def _make_alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        _time("since"),
        _time("until", nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('blind', 'lost', 'ledger', 'impaired', 'queued')", name=op.f("ck_alert_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        "ix_alert_open",
        "alert",
        ["kind", "cause"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index("ix_alert_until", "alert", ["until"])
