"""The backup says what came of it, and worker samples the database's size."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GRANTS = (
    "GRANT SELECT ON backup_run, database_size TO isotherm_api, isotherm_worker",
    "GRANT INSERT, DELETE ON database_size TO isotherm_worker",
)


def upgrade() -> None:
    """Make the tables; the owner, as whom the backup logs in, writes its own runs."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "backup_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("finished_at", moment),
        sa.Column("ok", sa.Boolean()),
        sa.Column("bytes", sa.BigInteger()),
        sa.Column("revision", sa.String()),
        sa.Column("message", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (ok IS NULL)", name=op.f("ck_backup_run_finished")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    op.create_index(op.f("ix_backup_run_started_at"), "backup_run", ["started_at"])
    op.create_table(
        "database_size",
        sa.Column("at", moment, nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("reading_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_database_size")),
    )
    for statement in GRANTS:
        op.execute(statement)
