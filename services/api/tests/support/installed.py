"""A fridge with installations, and how tests read them back."""

import json
from typing import Any

PATH = "/sensors/s/fridge/installations"


async def fridge(world: Any) -> tuple[int, int]:
    """Insert a site with a fridge that `old` has always fed; return the ids of site and sensor."""
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    await world.install(await world.channel("old", site), sensor)
    return site, sensor


async def spans(api: Any, path: str = PATH) -> list[tuple[str, int | None, int | None]]:
    """Return device, from and to of each installation, newest first."""
    listed = await api.get("ada", path)
    return [(item["device"], item["from"], item["to"]) for item in listed["items"]]


async def audited(world: Any) -> list[Any]:
    """Return action, target, before and after of each row of the audit."""
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    return [
        (
            row["action"],
            row["target"],
            *(json.loads(row[side]) if row[side] else None for side in ("before", "after")),
        )
        for row in rows
    ]
