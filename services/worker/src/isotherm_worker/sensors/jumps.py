"""Make single readings suspect that jump beyond what air does, and back.

Ingest lists candidates; the stored neighbours decide, once there is one on either side within 2
expected intervals. A candidate is judged again until it is given up, as a reading that comes late
may be its neighbour, and jumps are neighbours of each other: so the result depends on the stored
readings alone, not on their order, nor on which instance stored them.
"""

from isotherm.database import Connection
from isotherm.plausible import AIR_HIGH, AIR_LOW, BACK_C, JUMP_C, JUMP_C_PER_S
from isotherm.quality import UNCOUNTED, Quality
from isotherm_worker import metrics
from isotherm_worker.sensors import marking
from isotherm_worker.sensors.examined import EXAMINED, Turn, sql_neighbours

NEXT = 5
"""Readings beyond any air after a jump that become candidates: another instance may have taken
those in between, so that ingest saw no change."""

_SUSPECT, _UNCOUNTED = int(Quality.SUSPECT), int(UNCOUNTED)
_BEYOND = f"({{value}} < {AIR_LOW} OR {{value}} > {AIR_HIGH})"
_COUNTS = f"""(r.quality & {_UNCOUNTED} = 0 OR (r.quality & {_UNCOUNTED} = {_SUSPECT} AND EXISTS (
        SELECT FROM suspect j WHERE j.channel_id = r.channel_id
          AND j.measured_at = r.measured_at AND j.jump)))"""
"""Whether a reading counts if no jump did."""
_LIKELY = f"""coalesce({_BEYOND.format(value="own.value")}
    AND abs(before.value - after.value) <= {BACK_C}
    AND sign(own.value - before.value) = sign(own.value - after.value)
    AND least(abs(own.value - before.value), abs(own.value - after.value))
        > {JUMP_C} + {JUMP_C_PER_S} * extract(epoch FROM greatest(
            own.measured_at - before.measured_at, after.measured_at - own.measured_at)), false)"""
_JUDGED = f"""
WITH {EXAMINED}
SELECT n.channel_id, n.measured_at, {_LIKELY} AS is_jump,
       own.quality & {_SUSPECT} <> 0 AS is_marked
FROM suspects n
JOIN reading own ON own.channel_id = n.channel_id AND own.measured_at = n.measured_at
    AND own.quality & {_UNCOUNTED & ~_SUSPECT} = 0
{sql_neighbours(_COUNTS)}
WHERE n.jump
"""
_FOLLOW = f"""
WITH {EXAMINED}
INSERT INTO suspect (channel_id, measured_at, jump)
SELECT r.channel_id, r.measured_at, true
FROM suspects n
JOIN reading own ON own.channel_id = n.channel_id AND own.measured_at = n.measured_at
    AND own.quality & {_SUSPECT} <> 0
CROSS JOIN LATERAL (
    SELECT r.channel_id, r.measured_at FROM reading r
    WHERE r.channel_id = n.channel_id AND r.measured_at > n.measured_at
      AND r.measured_at <= n.measured_at + 2 * n.reach
      AND r.quality & {_UNCOUNTED} = 0 AND {_BEYOND.format(value="r.value")}
    ORDER BY r.measured_at LIMIT {NEXT}) r
WHERE n.jump
ON CONFLICT DO NOTHING
"""


async def mark_jumps(connection: Connection, turn: Turn) -> int:
    """Judge the candidates of a turn; return how many readings were changed."""
    rows = await connection.fetch(_JUDGED, *turn.arguments)
    if not rows:
        return 0
    changed = {
        state: [
            (row["channel_id"], row["measured_at"])
            for row in rows
            if row["is_jump"] is state and row["is_marked"] is not state
        ]
        for state in (True, False)
    }
    await marking.mark(connection, changed[True])
    await marking.clear(connection, changed[False])
    if any(row["is_jump"] for row in rows):
        await connection.execute(_FOLLOW, *turn.arguments)
    metrics.JUMPS_MARKED.inc(len(changed[True]))
    return len(changed[True]) + len(changed[False])
