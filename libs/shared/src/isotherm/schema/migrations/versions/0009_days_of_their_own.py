"""Lets the api read a day of readings by its own name, and makes a day once for all who ask."""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MAKE_DAY = """
CREATE OR REPLACE FUNCTION make_day(day date) RETURNS boolean
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
    -- looked up as a row: to_regclass remembers that it was not there before this waited
    PERFORM FROM pg_class WHERE relname = part AND relnamespace = 'public'::regnamespace;
    IF FOUND THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.reading INCLUDING DEFAULTS)', part);
    -- who reads one day by its name spares the server to think about all the others
    EXECUTE format('GRANT SELECT ON public.%I TO isotherm_api', part);
    EXECUTE format(
        'ALTER TABLE public.reading ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
        part, day::timestamptz, (day + 1)::timestamptz);
    RETURN true;
END $$
"""

DAYS_THERE = """
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'reading'::regclass
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO isotherm_api', part);
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Applies it."""
    op.execute(MAKE_DAY)
    op.execute(DAYS_THERE)
