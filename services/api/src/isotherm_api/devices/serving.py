"""Which sensors devices supply now, and whether they ever supplied one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.devices.schemas import Served

_SERVED = """
SELECT c.device_id, c.name AS channel, s.site_id, site.slug || '/' || s.slug AS sensor, s.name,
       site.name AS site_name, i.during @> $2::timestamptz AS now
FROM channel c JOIN installation i ON i.channel_id = c.id
JOIN sensor s ON s.id = i.sensor_id JOIN site ON site.id = s.site_id
WHERE c.device_id = ANY($1::int[]) ORDER BY s.name, sensor, c.name"""


@dataclass(slots=True)
class Serving:
    """What a device supplies."""

    count: int = 0
    """Sensors now."""
    sensors: list[Served] = field(default_factory=list)
    """Those of sites that the caller may see."""
    ever: bool = False


async def load_serving(
    connection: Connection, access: Access, device_ids: Sequence[int], now: datetime
) -> dict[int, Serving]:
    """Return what each of the devices supplies; those that never supplied a sensor are absent."""
    by_device: dict[int, Serving] = {}
    for row in await connection.fetch(_SERVED, list(device_ids), now):
        serving = by_device.setdefault(row["device_id"], Serving(ever=True))
        if not row["now"]:
            continue
        serving.count += 1
        if access.sees(row["site_id"]):
            names = ("sensor", "name", "site_name", "channel")
            serving.sensors.append(Served(**{name: row[name] for name in names}))
    return by_device
