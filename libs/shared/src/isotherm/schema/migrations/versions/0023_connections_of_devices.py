"""Worker stores what the broker's notices say about the connections of devices.

A connection is stored by the name it was made with, not by the row of a device: ingest makes the
row of an unknown device only when its first message arrives.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = "device_link, device_takeover, login_attempt"
GRANTS = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO isotherm_worker",
    f"GRANT SELECT ON {TABLES}, link_watch TO isotherm_api",
    "GRANT SELECT, UPDATE ON link_watch TO isotherm_worker",
)


def upgrade() -> None:
    """Make the tables; nobody watches at first."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "link_watch",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("watcher", sa.String()),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("watched_since", moment),
        sa.Column("missed", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("single", name=op.f("ck_link_watch_single")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_link_watch")),
    )
    op.execute("INSERT INTO link_watch (seen_at) VALUES ('-infinity')")
    op.create_table(
        "device_link",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("connected", sa.Boolean(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("connected_at", moment),
        sa.Column("address", sa.String()),
        sa.Column("disconnected_at", moment),
        sa.Column("ending", sa.String()),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_device_link")),
    )
    op.create_index(op.f("ix_device_link_changed_at"), "device_link", ["changed_at"])
    op.create_table(
        "device_takeover",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hour", moment, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("name", "hour", name=op.f("pk_device_takeover")),
    )
    op.create_index("ix_device_takeover_hour", "device_takeover", ["hour"])
    op.create_table(
        "login_attempt",
        sa.Column("minute", moment, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("minute", "kind", "address", name=op.f("pk_login_attempt")),
    )
    for statement in GRANTS:
        op.execute(statement)
