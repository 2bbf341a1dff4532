"""The state of a channel as a row: proposed, dismissed, ignored or expired."""

from dataclasses import dataclass
from datetime import datetime

from isotherm.database import Connection

_READ = """
SELECT c.state, c.dismissed_at, c.expired_at, i.was_installed, i.installed FROM channel c
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS was_installed,
           coalesce(bool_or(upper_inf(during) OR upper(during) > $2), false) AS installed
    FROM installation WHERE channel_id = c.id) i
WHERE c.id = $1
"""
_UPDATE = """
UPDATE channel SET state = $2, dismissed_at = $3, expired_at = $4,
    proposed_at = CASE WHEN expired_at IS NULL AND state <> 'ignored' THEN proposed_at ELSE $5 END
WHERE id = $1
"""


@dataclass(frozen=True, slots=True)
class State:
    """The state of a channel, and whether it is, or ever was, installed on a sensor."""

    state: str
    dismissed_at: datetime | None
    expired_at: datetime | None
    was_installed: bool
    installed: bool
    """Whether an installation has not ended, even if it has not begun."""


async def read_state(connection: Connection, channel_id: int, now: datetime) -> State:
    """Return the state of a channel that this transaction has already found."""
    row = await connection.fetchrow(_READ, channel_id, now)
    if row is None:
        raise RuntimeError("the transaction has lost its channel")
    return State(**row)


async def update_state(
    connection: Connection, channel_id: int, state: State, now: datetime
) -> None:
    """Set the state of a channel. One that was ignored or had expired is proposed from now on."""
    await connection.execute(
        _UPDATE, channel_id, state.state, state.dismissed_at, state.expired_at, now
    )
