"""The limits of a series, as they were set."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def series(api: Any, sensor: str, start: datetime, end: datetime) -> Any:
    """Return a sensor's series, asked for by an admin."""
    document = await api.get(
        "ada", "/series", sensor=sensor, **{"from": to_ms(start), "to": to_ms(end)}
    )
    return document["sensors"][0]


async def test_limits_are_those_in_force_during_the_range(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, _ = await world.fed(site, "fridge")
    for days, high in ((30, 7.0), (10, 8.0), (1, 9.0)):
        await world.limits(sensor, NOW - days * DAY, 2.0, high)
    document = await series(api, "s/fridge", NOW - 5 * DAY, NOW)
    assert [limits["high"] for limits in document["limits"]] == [8.0, 9.0]
    assert document["limits"][0]["since"] == to_ms(NOW - 10 * DAY)
