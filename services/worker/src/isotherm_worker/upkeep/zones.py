"""Compare the rules of the sites' time zones with PostgreSQL's, and warn where they differ.

Nothing of ours asks PostgreSQL for local times, but people's queries may, and one of the two is
old then.
"""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from isotherm import zones
from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)

EVERY_S = 86_400.0
_DAYS = 366
_USED = """
SELECT time_zone, EXISTS (SELECT FROM pg_timezone_names WHERE name = time_zone) AS known
FROM (SELECT DISTINCT time_zone FROM site) AS used ORDER BY time_zone
"""
_OFFSETS = """
SELECT array_agg(at AT TIME ZONE $1 - at AT TIME ZONE 'UTC' ORDER BY at)
FROM unnest($2::timestamptz[]) AS at
"""


def compare_zones(clock: Clock) -> Job:
    """Return the job that logs the sites' zones whose offsets differ from now on for a year.

    Its result is the number of them.
    """

    async def run(connection: Connection) -> int:
        now = clock.now()
        days = [now + timedelta(days=n) for n in range(_DAYS)]
        differing = [
            row["time_zone"]
            for row in await connection.fetch(_USED)
            if not row["known"] or await _differs(connection, row["time_zone"], days)
        ]
        if differing:
            log.warning(
                "PostgreSQL has other rules of time zones: queries with AT TIME ZONE differ",
                extra={"zones": differing},
            )
        return len(differing)

    return Job("time zones", EVERY_S, run)


async def _differs(connection: Connection, name: str, days: list[datetime]) -> bool:
    try:
        here: ZoneInfo = zones.zone(name)
    except zones.UnknownZoneError:
        return True
    ours = [day.astimezone(here).utcoffset() for day in days]
    return bool(await connection.fetchval(_OFFSETS, name, days) != ours)
