"""The latest reading of a channel is the newest at or before now."""

from collections.abc import Sequence

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply the revision.

    Ingest finds the newest reading of a channel without a row at its next start.
    """
    op.execute("DELETE FROM latest WHERE measured_at > now() OR good_at > now()")
