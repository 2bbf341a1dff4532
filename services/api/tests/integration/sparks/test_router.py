"""`GET /sparks`: the sensors of the request, in its order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Rows = list[tuple[datetime, float | None, int]]


def minutes(count: int, value: float = 4.0) -> Rows:
    """Return a reading a minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


async def test_sparks_come_in_the_order_of_the_request(api: Any, world: Any) -> None:
    site = await world.site("s")
    for name in ("a", "b", "never"):
        _, channel = await world.fed(site, name)
        if name != "never":
            await world.readings(channel, minutes(1500))
    asked = ["s/b", "s/never", "s/a"]
    sparks = (await api.get("ada", "/sparks", sensor=asked))["sensors"]
    assert [spark["id"] for spark in sparks] == asked
    assert [spark["coverage"] for spark in sparks] == [1.0, 0.0, 1.0]
    assert sparks[1]["gaps"] == [[to_ms(NOW - DAY), to_ms(NOW)]]
    many = await api.ask("ada", "/sparks", params={"sensor": ["s/a"] * 101})
    assert many.status_code == 422
    assert (await api.ask("ada", "/sparks", params={"sensor": "s/none"})).status_code == 404
