"""Readings that ingest has listed for a judgement by their neighbours, a bounded number at a time.

The newest come first, and all others in turn: a probe that sends nothing else adds suspects for
days.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from isotherm.database import Connection

INTERVALS = 2
"""How far a neighbour may be, in expected intervals."""
DEFAULT_INTERVAL_S = 60.0
"""For sensors without a set or learned interval, and for channels that are not installed."""
WAITED_FOR = timedelta(days=7)
"""A neighbour may come late, from a device that buffered; after this time nothing is expected."""

Key = tuple[int, datetime]
"""A channel id and when the reading was measured."""
FIRST: Key = (0, datetime.min.replace(tzinfo=UTC))

EXAMINED = f"""
examined AS (
    (SELECT channel_id, measured_at, jump FROM suspect ORDER BY noted_at DESC LIMIT $3)
    UNION
    (SELECT channel_id, measured_at, jump FROM suspect WHERE (channel_id, measured_at) > ($1, $2)
        ORDER BY channel_id, measured_at LIMIT $3)
), suspects AS (
    SELECT s.channel_id, s.measured_at, s.jump, make_interval(secs => {INTERVALS} * coalesce(
        sensor.expected_interval_s, sensor.learned_interval_s, {DEFAULT_INTERVAL_S})) AS reach
    FROM examined s
    LEFT JOIN installation i ON i.channel_id = s.channel_id AND i.during @> s.measured_at
    LEFT JOIN sensor ON sensor.id = i.sensor_id
)"""
"""SQL of the readings to examine after the key ($1, $2), up to $3 of the newest and of the others;
`reach` is how far a neighbour may be."""
_NEAREST = """
LEFT JOIN LATERAL (
    SELECT r.value, r.measured_at FROM reading r
    WHERE r.channel_id = n.channel_id AND r.measured_at {side} AND {counts}
    ORDER BY r.measured_at {order} LIMIT 1) AS {name} ON true"""
_LAST_IN_TURN = """
SELECT channel_id, measured_at FROM suspect WHERE (channel_id, measured_at) > ($1, $2)
ORDER BY channel_id, measured_at LIMIT 1 OFFSET $3 - 1
"""
_GIVE_UP = "DELETE FROM suspect WHERE noted_at < $1"


def sql_neighbours(counts: str) -> str:
    """Return SQL that joins `before` and `after`, the readings nearest to suspect `n` on each side.

    `counts` is SQL of whether reading `r` may be one; either is null if none is within reach.
    """
    before = "< n.measured_at AND r.measured_at >= n.measured_at - n.reach"
    after = "> n.measured_at AND r.measured_at <= n.measured_at + n.reach"
    return "".join(
        _NEAREST.format(side=side, counts=counts, order=order, name=name)
        for name, side, order in (("before", before, "DESC"), ("after", after, "ASC"))
    )


@dataclass(slots=True)
class Turn:
    """Which of the listed readings are examined in this run."""

    at_once: int
    after: Key = FIRST

    @property
    def arguments(self) -> tuple[int, datetime, int]:
        """The arguments of `EXAMINED`."""
        return *self.after, self.at_once

    async def read_next(self, connection: Connection) -> "Turn":
        """Return the turn of the next run."""
        last = await connection.fetchrow(_LAST_IN_TURN, *self.arguments)
        return Turn(self.at_once, FIRST if last is None else (last[0], last[1]))


async def delete_old(connection: Connection, now: datetime) -> None:
    """Delete what has waited too long; the readings stay as they are."""
    await connection.execute(_GIVE_UP, now - WAITED_FOR)
