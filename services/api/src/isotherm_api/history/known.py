"""What was going on before an instant, where limits have grace: from the hours stored before it."""

from collections.abc import Sequence

from isotherm import zones
from isotherm.database import Connection
from isotherm.history.grace import Known
from isotherm.instants import ALWAYS, DAY, Micros, to_datetime_clamped, to_micros
from isotherm_api.history.frame import Frame

_EARLIEST = 366 * DAY
"""How far before a range readings are judged of a sensor that has never been rolled up."""
_KNOWN = """
SELECT h.last_above, h.last_below
FROM unnest($2::timestamptz[]) WITH ORDINALITY AS a (at, n) LEFT JOIN LATERAL (
    SELECT last_above, last_below FROM reading_hour
    WHERE sensor_id = $1 AND hour < a.at AND first_above IS NOT NULL
    ORDER BY hour DESC LIMIT 1) h ON true
ORDER BY a.n"""


async def load_known(
    connection: Connection, frame: Frame, instants: Sequence[Micros]
) -> list[Known | None]:
    """Load what is known at or before each instant; None, at no cost, if no limits have grace."""
    if not frame.rules.has_grace or not instants:
        return [None] * len(instants)
    zone = zones.zone(frame.sensor.time_zone)
    rolled_to = frame.head.rolled_to
    if rolled_to == ALWAYS:
        earliest = max(frame.head.horizon, to_micros(frame.span.start) - _EARLIEST)
        return [Known(min(at, earliest), above=False, below=False) for at in instants]
    known_at = [min(zones.hour_around(at, zone)[0], rolled_to) for at in instants]
    rows = await connection.fetch(
        _KNOWN, frame.sensor.id, [to_datetime_clamped(at) for at in known_at]
    )
    return [
        Known(at, above=bool(row["last_above"]), below=bool(row["last_below"]))
        for at, row in zip(known_at, rows, strict=True)
    ]
