"""Addresses that nobody verified are forgotten; sessions that ended are remembered.

Until now `user_account.email` was whatever the token said, also an address that the user had only
typed. Which of the stored ones were verified cannot be known, so all go; each comes back with its
owner's next request. A person can be given a role before their first login, so `last_seen` may be
null.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply the revision."""
    op.execute("UPDATE user_account SET email = NULL WHERE email IS NOT NULL")
    op.alter_column("user_account", "last_seen", nullable=True, server_default=None)
    op.create_table(
        "ended_session",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_ended_session")),
    )
    op.create_index(op.f("ix_ended_session_until"), "ended_session", ["until"])
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ended_session TO isotherm_api")
