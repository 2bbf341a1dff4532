"""Marks: the instants, stored in table `state`, up to which readings are closed or were dropped."""

from dataclasses import dataclass

from isotherm.cadence import DEFAULT_INTERVAL_S, LONGEST_S, SILENCE_INTERVALS
from isotherm.database import Connection
from isotherm.instants import Micros

RAW_HORIZON = "raw_horizon"
"""Key of the instant before which raw readings have been dropped; ms since 1970, as all marks."""

CLOSED_TO = "closed_to"
"""Key of the instant before which ingest inserts a dirty range for every reading it stores."""

_CLOSING = "hashtext('isotherm.closed_to')"
STORING = f"pg_advisory_xact_lock_shared({_CLOSING})"
"""SQL of a lock that ingest holds from before it reads `closed_to` until its COMMIT.

The mark must be read in a later statement than the one that takes the lock.
"""
CLOSING = f"pg_advisory_xact_lock({_CLOSING})"
"""SQL of the lock under which worker moves `closed_to`.

Once worker holds it, all readings stored without a dirty range have been committed. It must be
released soon, because no batch is stored meanwhile.
"""


def sql_mark(key: str) -> str:
    """Return SQL of a subquery for one mark, as bigint in µs since 1970; NULL if it is not set."""
    return f"(SELECT (value #>> '{{}}')::bigint * 1000 FROM state WHERE key = '{key}')"


_READ = f"SELECT {sql_mark(CLOSED_TO)}, {sql_mark(RAW_HORIZON)}"

SQL_PROGRESS = f"""
SELECT extract(epoch FROM now() - min(rolled_to))::float8 AS lag_s,
    -- the hour of a sensor waits until it is known whether a gap follows its last reading, and
    -- whether an excursion counts: for as long as its intervals and limits say
    count(*) FILTER (WHERE rolled_to < now() - interval '2 hours'
        - make_interval(secs => least({LONGEST_S}, {SILENCE_INTERVALS} * coalesce(
            (SELECT max(interval_s) FROM sensor_interval i WHERE i.sensor_id = r.sensor_id),
            {DEFAULT_INTERVAL_S})))
        - make_interval(secs => coalesce(
            (SELECT max(min_duration_s) FROM limits l WHERE l.sensor_id = r.sensor_id), 0))
    ) AS behind,
    (SELECT count(*) FROM dirty) AS dirty
FROM rollup r
"""
"""SQL of one row: how far the rollups of all sensors have come."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Both marks, in µs since 1970; None if they are not set."""

    closed_to: Micros | None
    """Readings before it are stored, or ingest will insert a dirty range for them."""
    raw_horizon: Micros | None
    """Raw readings before it have been dropped."""


async def read_marks(connection: Connection) -> Marks:
    """Read both marks in one statement."""
    return Marks(*(await connection.fetchrow(_READ) or (None, None)))
