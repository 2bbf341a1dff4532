"""Stretches of a sensor's readings are set aside, read in another unit, or shifted in time."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# the sum of an instant and an interval depends on the session's zone in general, so PostgreSQL
# does not let it into a generated column
TOUCHES = """
CREATE FUNCTION correction_touches() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    shift interval := coalesce(NEW.shift_us, 0) * interval '1 microsecond';
BEGIN
    NEW.touched := tstzmultirange(
        NEW.during, tstzrange(lower(NEW.during) + shift, upper(NEW.during) + shift));
    RETURN NEW;
END $$
"""

UNDONE_ONCE = """
CREATE FUNCTION correction_undone_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'correction % is undone', OLD.id
        USING ERRCODE = 'object_not_in_prerequisite_state';
END $$
"""

DIRTIES = """
CREATE FUNCTION correction_dirties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Insert the ranges whose readings a correction changes, and did change until it was undone.
BEGIN
    INSERT INTO dirty (sensor_id, since, until)
    SELECT NEW.sensor_id, lower(part), upper(part) FROM unnest(NEW.touched) AS part;
    RETURN NULL;
END $$
"""

STATEMENTS = (
    TOUCHES,
    UNDONE_ONCE,
    DIRTIES,
    "CREATE TRIGGER correction_touches BEFORE INSERT OR UPDATE OF during, shift_us, touched"
    " ON correction FOR EACH ROW EXECUTE FUNCTION correction_touches()",
    "CREATE TRIGGER correction_undone_once BEFORE UPDATE ON correction FOR EACH ROW"
    " WHEN (OLD.undone_at IS NOT NULL) EXECUTE FUNCTION correction_undone_once()",
    "CREATE TRIGGER correction_made AFTER INSERT ON correction FOR EACH ROW"
    " WHEN (NEW.undone_at IS NULL) EXECUTE FUNCTION correction_dirties()",
    "CREATE TRIGGER correction_undone AFTER UPDATE ON correction FOR EACH ROW"
    " WHEN (NEW.undone_at IS NOT NULL) EXECUTE FUNCTION correction_dirties()",
    "CREATE TRIGGER places_changed AFTER INSERT OR DELETE OR UPDATE ON correction"
    " FOR EACH STATEMENT EXECUTE FUNCTION places_changed()",
    "GRANT SELECT, INSERT ON correction TO isotherm_api",
    "GRANT UPDATE (undone_by, undone_at, undo_reason) ON correction TO isotherm_api",
    "GRANT SELECT ON correction TO isotherm_worker",
)


def upgrade() -> None:
    """Make the table with its triggers; nothing is corrected yet."""
    moment = sa.DateTime(timezone=True)
    bounded = "coalesce(isfinite(lower(during)) AND isfinite(upper(during)), false)"
    units = "coalesce(read_as IN ('C', 'F', 'K') AND sent_as IN ('C', 'F', 'K'), false)"
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("sensor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("read_as", sa.String()),
        sa.Column("sent_as", sa.String()),
        sa.Column("shift_us", sa.BigInteger()),
        sa.Column("touched", postgresql.TSTZMULTIRANGE(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_by", sa.String()),
        sa.Column("undone_at", moment),
        sa.Column("undo_reason", sa.String()),
        postgresql.ExcludeConstraint(
            (sa.column("sensor_id"), "="),
            (sa.column("kind"), "="),
            (sa.column("touched"), "&&"),
            using="gist",
            where=sa.text("undone_at IS NULL"),
            name="ex_correction_touched",
        ),
        sa.CheckConstraint(
            "kind IN ('set_aside', 'unit', 'time')", name=op.f("ck_correction_kind")
        ),
        sa.CheckConstraint(
            f"NOT isempty(during) AND {bounded} AND lower_inc(during) AND NOT upper_inc(during)",
            name=op.f("ck_correction_during"),
        ),
        sa.CheckConstraint(
            f"CASE WHEN kind = 'unit' THEN {units} AND read_as <> sent_as"
            " ELSE num_nonnulls(read_as, sent_as) = 0 END",
            name=op.f("ck_correction_units"),
        ),
        sa.CheckConstraint(
            "CASE WHEN kind = 'time' THEN coalesce(shift_us <> 0, false)"
            " ELSE shift_us IS NULL END",
            name=op.f("ck_correction_shift"),
        ),
        sa.CheckConstraint(
            r"char_length(reason) <= 500 AND reason ~ '\S'", name=op.f("ck_correction_reason")
        ),
        sa.CheckConstraint(
            "num_nonnulls(undone_by, undone_at) <> 1", name=op.f("ck_correction_undone")
        ),
        sa.CheckConstraint(
            "undo_reason IS NULL OR undone_at IS NOT NULL"
            r" AND char_length(undo_reason) <= 500 AND undo_reason ~ '\S'",
            name=op.f("ck_correction_undo_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["sensor_id"], ["sensor.id"], name=op.f("fk_correction_sensor_id_sensor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )  # fmt: skip
    op.create_index("ix_correction_sensor_id", "correction", ["sensor_id", "id"])
    for statement in STATEMENTS:
        op.execute(statement)
