"""Clear readings that are suspect by their value if stored neighbours make it plausible.

A DS18B20 sends exactly 85.0 when it was switched on and has not measured yet; a steriliser may
really have 85 °C. The neighbours decide: the nearest reading that counts on either side, within 2
expected intervals. At least one must exist, and each must be within 20 °C. The result depends on
stored readings alone, so that a replay and another instance come to the same.
"""

from isotherm.database import Connection
from isotherm.quality import UNCOUNTED
from isotherm_worker.sensors import marking
from isotherm_worker.sensors.examined import EXAMINED, Turn, sql_neighbours

WITHIN_C = 20.0
ROUNDS = 100
"""A reading that was cleared makes the next one plausible; how many such rounds a run takes."""

_COUNTS = f"r.quality & {int(UNCOUNTED)} = 0"
_PLAUSIBLE = f"""
WITH {EXAMINED}
SELECT n.channel_id, n.measured_at
FROM suspects n
JOIN reading own ON own.channel_id = n.channel_id AND own.measured_at = n.measured_at
{sql_neighbours(_COUNTS)}
WHERE NOT n.jump AND num_nonnulls(before.value, after.value) > 0
  AND coalesce(abs(before.value - own.value) <= {WITHIN_C}, true)
  AND coalesce(abs(after.value - own.value) <= {WITHIN_C}, true)
"""
_DELETE = "DELETE FROM suspect WHERE (channel_id, measured_at) = ($1, $2)"


async def clear_plausible(connection: Connection, turn: Turn) -> int:
    """Clear the plausible ones among the readings of a turn; return how many."""
    cleared = 0
    for _ in range(ROUNDS):
        rows = await connection.fetch(_PLAUSIBLE, *turn.arguments)
        if not rows:
            break
        keys = [(row["channel_id"], row["measured_at"]) for row in rows]
        await marking.clear(connection, keys)
        await connection.executemany(_DELETE, keys)
        cleared += len(keys)
    return cleared
