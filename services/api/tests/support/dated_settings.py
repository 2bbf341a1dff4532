"""A fridge whose limits and interval are changed, and requests that change them."""

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LIMITS, INTERVAL = "/sensors/s/fridge/limits", "/sensors/s/fridge/interval"


async def insert_fridge(world: Any) -> int:
    """Insert a sensor at 9 °C with viewer `vera`, operator `otto`, managers `mira` and `tom`."""
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge")
    await world.readings(channel, [(NOW - 10 * DAY, 9.0, 0), (NOW - MINUTE, 9.0, 0)])
    for name, role in (("vera", "viewer"), ("otto", "operator"), ("mira", "manager")):
        await world.grant(site, role, username=name)
    await world.grant(site, "manager", username="tom")
    assert isinstance(sensor, int)
    return sensor


async def change(api: Any, path: str, etag: str | None, person: str = "mira", **body: Any) -> Any:
    """Return the response to a change with that If-Match."""
    headers = {} if etag is None else {"If-Match": etag}
    return await api.ask(person, path, method="PUT", json=body, headers=headers)


async def put(api: Any, path: str, person: str = "mira", **body: Any) -> Any:
    """Change the current state and return the new document."""
    answer = await change(api, path, (await api.get(person, path))["etag"], person, **body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == answer.json()["etag"]
    return answer.json()


def bounds(document: Any) -> list[tuple[int, float | None, float | None]]:
    """Return since, low and high of each limits of a document, newest first."""
    return [(limits["since"], limits["low"], limits["high"]) for limits in document["items"]]
