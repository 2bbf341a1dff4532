"""Columns, silences and uncounted readings of one channel over one stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from isotherm.quality import UNCOUNTED, Quality
from isotherm_api.database import Connection
from isotherm_api.history.segments import Segment
from isotherm_api.history.silence import Seen, Step

_BAD, _FAULT = int(UNCOUNTED), int(Quality.FAULT)
MAX_STEPS = 4000
"""Gaps, and changes between faulty and not, listed a segment; more could not be drawn apart."""

_WITHIN = "FROM reading WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3"
_COUNTS = f"quality & {_BAD} = 0"


@dataclass(frozen=True, slots=True)
class Steps:
    """Where silence or fault begin or end in a segment, the longest silences first kept."""

    steps: list[Step]
    silent: timedelta
    """Of all gaps, listed or not."""


async def count_up_to(connection: Connection, segment: Segment, most: int) -> int:
    """How many readings count, or `most` where there are that many or more."""
    found = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT {_WITHIN} AND {_COUNTS} LIMIT $4) x",  # noqa: S608
        segment.channel, segment.start, segment.end, most,
    )  # fmt: skip
    return int(found)


async def raw(connection: Connection, segment: Segment, most: int) -> list[asyncpg.Record]:
    """The readings that count, by time: `at`, `value`."""
    return await connection.fetch(
        f"SELECT measured_at AS at, value {_WITHIN} AND {_COUNTS}"
        " ORDER BY measured_at LIMIT $4",
        segment.channel, segment.start, segment.end, most,
    )  # fmt: skip


async def bucketed(
    connection: Connection, segment: Segment, starts: Sequence[datetime]
) -> list[asyncpg.Record]:
    """By bucket, `number` from 0: `least`, `total`, `most`, `n` of what counts, and `uncounted`.

    Empty ones lack. Asks for every reading and sorts out what counts afterwards: the planner thinks
    that few readings count, and would sort them all instead of summing them.
    """
    return await connection.fetch(
        "SELECT width_bucket(measured_at, $4::timestamptz[]) - 1 AS number,"
        f" min(value) FILTER (WHERE {_COUNTS}) AS least,"
        f" sum(value) FILTER (WHERE {_COUNTS}) AS total,"
        f" max(value) FILTER (WHERE {_COUNTS}) AS most,"
        f" count(*) FILTER (WHERE {_COUNTS}) AS n,"
        f" count(*) FILTER (WHERE NOT {_COUNTS}) AS uncounted"
        f" {_WITHIN} GROUP BY 1",
        segment.channel, segment.start, segment.end, list(starts),
    )  # fmt: skip


async def steps(connection: Connection, segment: Segment, limit: timedelta) -> Steps:
    """Gaps and changes between faulty and not, by time."""
    rows = await connection.fetch(
        f"""SELECT before, before_quality, measured_at, quality,
                   sum(measured_at - before) FILTER (WHERE measured_at - before > $4) OVER ()
                   AS silent
            FROM (SELECT measured_at, quality, lag(measured_at) OVER w AS before,
                         lag(quality) OVER w AS before_quality
                  {_WITHIN} WINDOW w AS (ORDER BY measured_at)) x
            WHERE measured_at - before > $4
               OR quality & {_FAULT} <> before_quality & {_FAULT}
            ORDER BY measured_at - before DESC LIMIT {MAX_STEPS}""",  # noqa: S608
        segment.channel, segment.start, segment.end, limit,
    )  # fmt: skip
    found = [
        (Seen(row["before"], row["before_quality"]), Seen(row["measured_at"], row["quality"]))
        for row in rows
    ]
    found.sort(key=lambda step: step[0].at)
    return Steps(found, (rows[0]["silent"] if rows else None) or timedelta())


async def count_uncounted(connection: Connection, segment: Segment) -> int:
    """How many readings do not count."""
    found = await connection.fetchval(
        f"SELECT count(*) {_WITHIN} AND NOT {_COUNTS}",
        segment.channel, segment.start, segment.end,
    )  # fmt: skip
    return int(found)


async def uncounted(
    connection: Connection, segment: Segment, since: datetime, most: int
) -> list[asyncpg.Record]:
    """The newest readings that do not count and came since an instant, newest first."""
    return await connection.fetch(
        f"SELECT measured_at AS at, value, quality {_WITHIN} AND NOT {_COUNTS}"
        " ORDER BY measured_at DESC LIMIT $4",
        segment.channel, max(segment.start, since), segment.end, most,
    )  # fmt: skip
