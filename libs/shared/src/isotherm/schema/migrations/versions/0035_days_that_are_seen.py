"""A session sees every day that has been attached, also one that PostgreSQL hides from it."""

from collections.abc import Sequence

from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SEE_DAYS = """
CREATE FUNCTION see_days() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Lets the session list the partitions of `reading` anew if they have changed since it last called
-- this; true if so. PostgreSQL does that by itself, but misses a change if it is told of it while
-- it is listing them: then queries omit a day, and it takes no readings, until the next change.
DECLARE
    days text;
BEGIN
    SELECT count(*) || ' ' || coalesce(sum(inhrelid::bigint), 0) INTO days
    FROM pg_inherits WHERE inhparent = 'public.reading'::regclass;
    IF days = current_setting('isotherm.days', true) THEN
        RETURN false;
    END IF;
    BEGIN
        -- A change of the table makes this session list them; nobody else sees it. It is one of a
        -- column: its row is changed by no attached day and by no migration that grants, so that
        -- nobody waits for the other, or fails with "tuple concurrently updated".
        PERFORM pg_advisory_xact_lock(hashtext('isotherm.see_days'));
        GRANT SELECT (quality) ON public.reading TO isotherm_api;
        RAISE SQLSTATE 'IS001';
    EXCEPTION WHEN SQLSTATE 'IS001' THEN
        PERFORM set_config('isotherm.days', days, false);
    END;
    RETURN true;
END $$
"""

ANNOUNCE_DAYS = """
CREATE FUNCTION announce_days() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Lets all sessions list the partitions of `reading` anew, by a change that leaves nothing behind.
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('isotherm.see_days'));
    GRANT SELECT (quality) ON public.reading TO isotherm_api;
    REVOKE SELECT (quality) ON public.reading FROM isotherm_api;
END $$
"""

MAKE_DAY = """
CREATE OR REPLACE FUNCTION make_day(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
-- Makes the partition of one UTC day; true where it was missing. Afterwards the session sees it.
-- LIKE and ATTACH, because CREATE TABLE ... PARTITION OF waits for every running query and holds up
-- all inserts meanwhile.
DECLARE
    part text := 'reading_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF day < date '1990-01-01' OR day > current_date + 366 THEN
        RAISE EXCEPTION 'no partition is made for %', day USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass('public.' || part) IS NOT NULL THEN
        PERFORM see_days();
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('isotherm.make_day'), day - date '2000-01-01');
    -- looked up as a row: to_regclass remembers that it was not there before this waited
    PERFORM FROM pg_class WHERE relname = part AND relnamespace = 'public'::regnamespace;
    IF FOUND THEN
        PERFORM see_days();
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

GRANTS = (
    "REVOKE ALL ON FUNCTION see_days(), announce_days() FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION see_days() TO isotherm_ingest, isotherm_worker, isotherm_api",
    "GRANT EXECUTE ON FUNCTION announce_days() TO isotherm_worker",
)


def upgrade() -> None:
    """Make the functions; `make_day` calls one of them."""
    for statement in (SEE_DAYS, ANNOUNCE_DAYS, MAKE_DAY, *GRANTS):
        op.execute(statement)
