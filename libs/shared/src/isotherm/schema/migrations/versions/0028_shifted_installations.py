"""A change of an installation also changes what a correction shifts from its time."""

from collections.abc import Sequence

from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SHIFTED = """
CREATE FUNCTION installation_dirties_shifted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Insert the ranges that corrections shift readings into whose channel has changed.
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO dirty (sensor_id, since, until)
        SELECT c.sensor_id, lower(c.during) + c.shift_us * interval '1 microsecond',
            upper(c.during) + c.shift_us * interval '1 microsecond'
        FROM correction c WHERE c.sensor_id = OLD.sensor_id AND c.kind = 'time'
            AND c.undone_at IS NULL AND c.during && OLD.during;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO dirty (sensor_id, since, until)
        SELECT c.sensor_id, lower(c.during) + c.shift_us * interval '1 microsecond',
            upper(c.during) + c.shift_us * interval '1 microsecond'
        FROM correction c WHERE c.sensor_id = NEW.sensor_id AND c.kind = 'time'
            AND c.undone_at IS NULL AND c.during && NEW.during;
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Make the trigger."""
    op.execute(SHIFTED)
    op.execute(
        "CREATE TRIGGER installation_dirties_shifted AFTER INSERT OR DELETE OR UPDATE"
        " ON installation FOR EACH ROW EXECUTE FUNCTION installation_dirties_shifted()"
    )
