"""The status page: which processes run in which version, and what worker learns of the broker."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GRANTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON part_instance TO isotherm_api, isotherm_worker",
    "GRANT SELECT ON broker_certificate TO isotherm_api",
    "GRANT SELECT, UPDATE ON broker_certificate TO isotherm_worker",
)


def upgrade() -> None:
    """Make the tables and columns; what runs now in an older version writes none of them."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "part_instance",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.CheckConstraint(
            "part IN ('worker', 'api', 'frontend')", name=op.f("ck_part_instance_part")
        ),
        sa.PrimaryKeyConstraint("part", "instance", name=op.f("pk_part_instance")),
    )
    op.add_column("ingest_instance", sa.Column("version", sa.String()))
    op.add_column("broker_watch", sa.Column("version", sa.String()))
    op.add_column("broker_watch", sa.Column("clients", sa.BigInteger()))
    op.create_table(
        "broker_certificate",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("checked_at", moment),
        sa.Column("address", sa.String()),
        sa.Column("expires_at", moment),
        sa.Column("error", sa.String()),
        sa.CheckConstraint("single", name=op.f("ck_broker_certificate_single")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_broker_certificate")),
    )
    op.execute("INSERT INTO broker_certificate DEFAULT VALUES")
    for statement in GRANTS:
        op.execute(statement)
