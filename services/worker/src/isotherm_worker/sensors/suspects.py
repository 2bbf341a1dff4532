"""Clear the suspect bit of readings that their stored neighbours make plausible.

A DS18B20 sends exactly 85.0 when it was switched on and has not measured yet; a steriliser may
really have 85 °C. The neighbours decide: the nearest reading that counts on either side, within 2
expected intervals. At least one must exist, and each must be within 20 °C. The result depends on
stored readings alone, so that a replay and another instance come to the same.
"""

from datetime import UTC, datetime, timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.quality import UNCOUNTED, Quality
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

WITHIN_C = 20.0
INTERVALS = 2
DEFAULT_INTERVAL_S = 60.0
"""For sensors without a set or learned interval, and for channels that are not installed."""
WAITED_FOR = timedelta(days=7)
"""A neighbour may come late, from a device that buffered; after this time nothing is expected."""
AT_ONCE = 1_000
"""Suspects examined in a run: this many of the newest, and this many of all in turn."""
_FIRST = (0, datetime.min.replace(tzinfo=UTC))

_NEIGHBOUR = f"""
    SELECT value FROM reading r
    WHERE r.channel_id = n.channel_id AND quality & {int(UNCOUNTED)} = 0
      AND r.measured_at {{side}} ORDER BY r.measured_at {{order}} LIMIT 1
"""
_BEFORE = _NEIGHBOUR.format(
    side="< n.measured_at AND r.measured_at >= n.measured_at - n.reach", order="DESC"
)
_AFTER = _NEIGHBOUR.format(
    side="> n.measured_at AND r.measured_at <= n.measured_at + n.reach", order="ASC"
)
_PLAUSIBLE = f"""
WITH examined AS (
    (SELECT channel_id, measured_at FROM suspect ORDER BY noted_at DESC LIMIT $3)
    UNION
    (SELECT channel_id, measured_at FROM suspect WHERE (channel_id, measured_at) > ($1, $2)
        ORDER BY channel_id, measured_at LIMIT $3)
), suspects AS (
    SELECT s.channel_id, s.measured_at, make_interval(secs => {INTERVALS} * coalesce(
        sensor.expected_interval_s, sensor.learned_interval_s, {DEFAULT_INTERVAL_S})) AS reach
    FROM examined s
    LEFT JOIN installation i ON i.channel_id = s.channel_id AND i.during @> s.measured_at
    LEFT JOIN sensor ON sensor.id = i.sensor_id
)
SELECT n.channel_id, n.measured_at
FROM suspects n
JOIN reading own ON own.channel_id = n.channel_id AND own.measured_at = n.measured_at
LEFT JOIN LATERAL ({_BEFORE}) AS before ON true
LEFT JOIN LATERAL ({_AFTER}) AS after ON true
WHERE num_nonnulls(before.value, after.value) > 0
  AND coalesce(abs(before.value - own.value) <= {WITHIN_C}, true)
  AND coalesce(abs(after.value - own.value) <= {WITHIN_C}, true)
"""
# leaves a dirty range in any case, because this job does not know how far the sensor is rolled up
_CLEAR = f"""
WITH cleared AS (
    UPDATE reading SET quality = quality & ~{int(Quality.SUSPECT)}
    WHERE (channel_id, measured_at) = ($1, $2) RETURNING channel_id, measured_at
)
INSERT INTO dirty (channel_id, since, until)
SELECT channel_id, measured_at, measured_at FROM cleared
"""
_LATEST = f"""
UPDATE latest SET quality = quality & ~{int(Quality.SUSPECT)}, written_at = clock_timestamp(),
    good_at = CASE WHEN quality & {int(UNCOUNTED)} = {int(Quality.SUSPECT)}
              THEN measured_at ELSE good_at END,
    good_value = CASE WHEN quality & {int(UNCOUNTED)} = {int(Quality.SUSPECT)}
                 THEN value ELSE good_value END
WHERE (channel_id, measured_at) = ($1, $2)
"""
_DELETE = "DELETE FROM suspect WHERE (channel_id, measured_at) = ($1, $2)"
_LAST_IN_TURN = """
SELECT channel_id, measured_at FROM suspect WHERE (channel_id, measured_at) > ($1, $2)
ORDER BY channel_id, measured_at LIMIT 1 OFFSET $3 - 1
"""
_GIVE_UP = "DELETE FROM suspect WHERE noted_at < $1"


def clear_suspects(clock: Clock, at_once: int = AT_ONCE) -> Job:
    """Return the job that clears plausible readings and gives up those that have waited too long.

    Its result is the number of readings cleared. A probe that sends nothing but 85.0 adds suspects
    for days, so the newest of all are examined in each run, too.
    """
    turn = _FIRST

    async def run(connection: Connection) -> int:
        nonlocal turn
        plausible = [tuple(row) for row in await connection.fetch(_PLAUSIBLE, *turn, at_once)]
        last = await connection.fetchrow(_LAST_IN_TURN, *turn, at_once)
        turn = _FIRST if last is None else (last["channel_id"], last["measured_at"])
        for statement in (_CLEAR, _LATEST, _DELETE):
            await connection.executemany(statement, plausible)
        await connection.execute(_GIVE_UP, clock.now() - WAITED_FOR)
        metrics.SUSPECTS_CLEARED.inc(len(plausible))
        return len(plausible)

    return Job("suspects", 10.0, run)
