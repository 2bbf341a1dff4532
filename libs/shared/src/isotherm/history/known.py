"""Read what was going on before full hours, from the hours that are stored before them."""

from collections.abc import Sequence

from isotherm.database import Connection
from isotherm.history.grace import Known
from isotherm.instants import Micros, to_datetime_clamped

_LAST_JUDGED = """
SELECT h.last_above, h.last_below
FROM unnest($2::timestamptz[]) WITH ORDINALITY AS a (at, n) LEFT JOIN LATERAL (
    SELECT last_above, last_below FROM reading_hour
    WHERE sensor_id = $1 AND hour < a.at AND first_above IS NOT NULL
    ORDER BY hour DESC LIMIT 1) h ON true
ORDER BY a.n"""


async def read_known(
    connection: Connection, sensor_id: int, instants: Sequence[Micros]
) -> list[Known]:
    """Return what the stored hours before each instant know, by the last one that was judged.

    If none was, nothing was going on.
    """
    rows = await connection.fetch(
        _LAST_JUDGED, sensor_id, [to_datetime_clamped(at) for at in instants]
    )
    return [
        Known(at, above=bool(row["last_above"]), below=bool(row["last_below"]))
        for at, row in zip(instants, rows, strict=True)
    ]
