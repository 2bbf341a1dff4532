"""Sites, sensors and devices can be made, put away and removed; devices get accounts at the broker.

The database holds what shall be: credential, disabled or not, removed or not. `broker_account`
holds what worker has given the broker, and `account_state` what its last comparison found. Whatever
changes the accounts raises `account_state.generation` and notifies worker.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ACCOUNTS_CHANGED = """
CREATE FUNCTION accounts_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE account_state SET generation = generation + 1;
    PERFORM pg_notify('isotherm_accounts', TG_TABLE_NAME);
    RETURN NULL;
END $$
"""
WISHED = """
CREATE FUNCTION account_wished() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('isotherm_accounts', TG_TABLE_NAME);
    RETURN NULL;
END $$
"""
CREDENTIAL = "credential_salt, credential_hash, credential_version, credential_at"
GRANTS = (
    "GRANT SELECT (credential_version, credential_at, disabled_at, removed_at) ON device"
    " TO isotherm_api",
    f"GRANT UPDATE ({CREDENTIAL}, disabled_at, removed_at) ON device TO isotherm_api",
    "GRANT INSERT (name, label, site_id, state, model, serial, firmware, notes, time_zone,"
    f" {CREDENTIAL}) ON device TO isotherm_api",
    "GRANT UPDATE (dismissed_at) ON channel TO isotherm_api",
    "GRANT INSERT (slug, name, time_zone), UPDATE (name, time_zone, archived_at) ON site"
    " TO isotherm_api",
    "GRANT UPDATE (archived_at, position) ON sensor TO isotherm_api",
    "GRANT INSERT (position) ON sensor TO isotherm_api",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON credential_wish TO isotherm_api",
    "GRANT SELECT, DELETE ON credential_wish TO isotherm_worker",
    "GRANT SELECT ON broker_account TO isotherm_api",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON broker_account TO isotherm_worker",
    "GRANT SELECT, UPDATE (check_wanted_at, apply_wanted_at, wanted_by) ON account_state"
    " TO isotherm_api",
    "GRANT SELECT, UPDATE ON account_state TO isotherm_worker",
)
MADE = sa.text("now()")


def upgrade() -> None:
    """Apply the revision; a device that already has a credential is at its first version."""
    moment = sa.DateTime(timezone=True)
    op.add_column("site", sa.Column("archived_at", moment))
    op.add_column("sensor", sa.Column("archived_at", moment))
    op.add_column("sensor", sa.Column("position", sa.Integer()))
    op.add_column("channel", sa.Column("dismissed_at", moment))
    op.drop_constraint(op.f("ck_channel_state"), "channel", type_="check")
    op.create_check_constraint(
        op.f("ck_channel_state"), "channel", "state IN ('proposed', 'known', 'ignored')"
    )
    op.add_column("device", sa.Column("disabled_at", moment))
    op.add_column("device", sa.Column("removed_at", moment))
    op.add_column(
        "device",
        sa.Column("credential_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("device", sa.Column("credential_at", moment))
    op.execute(
        "UPDATE device SET credential_version = 1, credential_at = created_at"
        " WHERE credential_hash IS NOT NULL"
    )
    op.create_table(
        "credential_wish",
        sa.Column("device_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("requested_at", moment, server_default=MADE, nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["device.id"],
            name=op.f("fk_credential_wish_device_id_device"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_credential_wish")),
    )
    op.create_table(
        "broker_account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("applied_at", moment, nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("error_at", moment),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_broker_account")),
    )
    op.create_table(
        "account_state",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("generation", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("broker_generation", sa.BigInteger()),
        sa.Column("seen_at", moment),
        sa.Column("connected", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("checked_at", moment),
        sa.Column("held_since", moment),
        sa.Column("differences", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("difference_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("check_wanted_at", moment),
        sa.Column("apply_wanted_at", moment),
        sa.Column("wanted_by", sa.String()),
        sa.CheckConstraint("single", name=op.f("ck_account_state_single")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_account_state")),
    )
    op.execute("INSERT INTO account_state (single) VALUES (true)")
    op.execute(ACCOUNTS_CHANGED)
    op.execute(WISHED)
    op.execute("REVOKE EXECUTE ON FUNCTION accounts_changed(), account_wished() FROM PUBLIC")
    op.execute(
        "CREATE TRIGGER accounts_changed AFTER DELETE OR"
        " UPDATE OF name, credential_hash, credential_version, disabled_at, removed_at ON device"
        " FOR EACH STATEMENT EXECUTE FUNCTION accounts_changed()"
    )
    op.execute(
        "CREATE TRIGGER account_made AFTER INSERT ON device FOR EACH ROW"
        " WHEN (NEW.credential_version > 0) EXECUTE FUNCTION accounts_changed()"
    )
    op.execute(
        "CREATE TRIGGER account_wished AFTER INSERT OR UPDATE ON credential_wish"
        " FOR EACH STATEMENT EXECUTE FUNCTION account_wished()"
    )
    op.execute(
        "CREATE TRIGGER account_wished AFTER UPDATE OF check_wanted_at, apply_wanted_at"
        " ON account_state FOR EACH STATEMENT EXECUTE FUNCTION account_wished()"
    )
    for statement in GRANTS:
        op.execute(statement)
