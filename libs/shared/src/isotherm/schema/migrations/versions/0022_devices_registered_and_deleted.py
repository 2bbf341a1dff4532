"""Devices are registered in bulk, and those of which nothing was ever stored can be deleted."""

from collections.abc import Sequence

from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# a row's trigger would update the one row of account_state once for each device of an import
ACCOUNTS_MADE = """
CREATE FUNCTION accounts_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM made WHERE credential_version > 0) THEN
        UPDATE account_state SET generation = generation + 1;
        PERFORM pg_notify('isotherm_accounts', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$
"""

DELETE_DEVICE = """
CREATE FUNCTION delete_device(of_device integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Delete a device with its channels and their installations. Return false, and delete nothing, if a
-- reading of it was ever stored: then its rows are what the readings belong to.
DECLARE
    channels integer[];
BEGIN
    IF EXISTS (SELECT FROM latest l JOIN channel c ON c.id = l.channel_id
               WHERE c.device_id = of_device) THEN
        RETURN false;
    END IF;
    -- ingest holds it shared while it stores a batch; propose_channels locks the device's row
    PERFORM pg_advisory_xact_lock(hashtext('isotherm.closed_to'));
    PERFORM FROM device WHERE id = of_device FOR UPDATE;
    SELECT coalesce(array_agg(id), '{}') INTO channels FROM channel WHERE device_id = of_device;
    -- a reading that is ahead of now has no row in latest
    IF EXISTS (SELECT FROM latest WHERE channel_id = ANY (channels))
       OR EXISTS (SELECT FROM reading WHERE channel_id = ANY (channels)) THEN
        RETURN false;
    END IF;
    DELETE FROM installation WHERE channel_id = ANY (channels);
    DELETE FROM dirty WHERE channel_id = ANY (channels);
    DELETE FROM channel WHERE id = ANY (channels);
    DELETE FROM device WHERE id = of_device;
    RETURN FOUND;
END $$
"""


def upgrade() -> None:
    """Apply the revision."""
    op.execute("DROP TRIGGER account_made ON device")
    op.execute(ACCOUNTS_MADE)
    op.execute("REVOKE EXECUTE ON FUNCTION accounts_made() FROM PUBLIC")
    op.execute(
        "CREATE TRIGGER accounts_made AFTER INSERT ON device REFERENCING NEW TABLE AS made"
        " FOR EACH STATEMENT EXECUTE FUNCTION accounts_made()"
    )
    op.execute(DELETE_DEVICE)
    op.execute("REVOKE EXECUTE ON FUNCTION delete_device(integer) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION delete_device(integer) TO isotherm_api")
