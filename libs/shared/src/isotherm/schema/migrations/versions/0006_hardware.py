"""The api may change devices, channels and installations, and make a sensor for a channel."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GRANTS = (
    "GRANT UPDATE (label, site_id, state, model, serial, firmware, notes, time_zone)"
    " ON device TO isotherm_api",
    "GRANT UPDATE (state, unit, fault_list) ON channel TO isotherm_api",
    "GRANT INSERT, UPDATE (during), DELETE ON installation TO isotherm_api",
    "GRANT INSERT (site_id, slug, name, place, expected_interval_s) ON sensor TO isotherm_api",
    "GRANT INSERT ON limits TO isotherm_api",
)


def upgrade() -> None:
    """What people may change, and an index of the few channels that wait for them."""
    op.create_index(
        "ix_channel_proposed",
        "channel",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    for statement in GRANTS:
        op.execute(statement)
