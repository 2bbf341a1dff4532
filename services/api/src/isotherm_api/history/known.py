"""What was going on before an instant, where limits have grace: from the hours stored before it."""

from collections.abc import Sequence

from isotherm import zones
from isotherm.database import Connection
from isotherm.history.grace import Known
from isotherm.history.known import read_known
from isotherm.instants import ALWAYS, DAY, Micros, to_micros
from isotherm_api.history.frame import Frame

_EARLIEST = 366 * DAY
"""How far before a range readings are judged of a sensor that has never been rolled up."""


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
    return [*await read_known(connection, frame.sensor.id, known_at)]
