"""Reading one sensor with all that its page shows."""

from datetime import datetime

from isotherm.database import Connection
from isotherm.sensors import current
from isotherm_api.current.queries import load_judged
from isotherm_api.sensors import documents, queries
from isotherm_api.sensors.schemas import SensorDetails
from isotherm_api.visible import Visible


async def read_details(connection: Connection, sensor: Visible, now: datetime) -> SensorDetails:
    """Read a sensor, judged at `now`, with its installations."""
    rows = await current.load_by_id(connection, now, [sensor.id])
    [judged] = await load_judged(connection, rows, now)
    return documents.details(
        rows[0],
        judged.sensor,
        await queries.load_installations(connection, sensor.id),
        sensor.role.word,
        deletable=not await queries.has_history(connection, sensor.id),
    )
