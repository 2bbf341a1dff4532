"""A sensor whose limits have changed is out of range since the limits in force then say so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.quality import Quality
from isotherm.sensors.current import load_by_id
from isotherm.sensors.since import load_since
from isotherm.sensors.state import judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Values = dict[int, float]
"""Values by the minutes ago from which they are measured."""


async def since(sensor: Any, limits: Values, values: Values, silent: range) -> int | None:
    """Return how many minutes a sensor has been above; it reports each minute but when silent."""
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 60")
    for ago, high in limits.items():
        await sensor.sql.execute(
            "INSERT INTO limits (sensor_id, since, high, set_by) VALUES ($1, $2, $3, 'me')",
            sensor.id, NOW - ago * MINUTE, high,
        )  # fmt: skip
    for ago in range(max(values), -1, -1):
        if ago not in silent:
            value = values[min(began for began in values if began >= ago)]
            await sensor.store([NOW - ago * MINUTE], value)
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    assert judge(row, NOW).state == "above"
    began = (await load_since(sensor.sql, [(row, "above")], NOW)).get(sensor.id)
    return None if began is None else round((NOW - began) / MINUTE)


NEVER = range(0)


@pytest.mark.parametrize(
    ("limits", "values", "silent", "ago"),
    [
        ({20: 8.0}, {60: 9.0}, NEVER, 20),
        ({2000: 10.0, 20: 8.0}, {60: 9.0}, NEVER, 20),
        ({2000: 8.0, 20: 10.0}, {90: 4.0, 60: 9.0, 40: 11.0}, NEVER, 60),
        ({2000: 8.0, 20: 10.0}, {90: 4.0, 60: 9.0, 10: 11.0}, NEVER, 10),
        ({2000: 10.0, 20: 8.0}, {60: 9.0}, range(10, 40), 9),
        ({2000: 8.0, 20: 8.000000000001}, {90: 4.0, 60: 9.0}, range(10, 40), 60),
        ({2000: 9.5, 30: 8.0, 20: 8.5}, {90: 9.0}, NEVER, 30),
        ({2000: 8.0, 20: 9.00000000000003}, {90: 4.0, 60: 9.0, 10: 9.0001}, NEVER, 10),
        ({2000: 10.0, 21: 8.0}, {60: 9.0, 20: 9.5}, NEVER, 21),
    ],
)
async def test_since_the_limits_in_force_say_so(
    sensor: Any, limits: Values, values: Values, silent: range, ago: int
) -> None:
    assert await since(sensor, limits, values, silent) == ago


async def test_an_excursion_goes_on_after_a_fault(sensor: Any) -> None:
    for old in (20, 2000):
        await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 60")
        await sensor.sql.execute("DELETE FROM limits")
        await sensor.sql.execute(
            "INSERT INTO limits (sensor_id, since, high, set_by) VALUES ($1, $2, 8, 'me')",
            sensor.id, NOW - old * MINUTE,
        )  # fmt: skip
        await sensor.sql.execute("DELETE FROM reading")
        await sensor.store([NOW - 9 * MINUTE], 4.0)
        await sensor.store([NOW - 8 * MINUTE, NOW - 7 * MINUTE], 9.0)
        await sensor.store([NOW - 6 * MINUTE], None, int(Quality.FAULT))
        await sensor.store([NOW - n * MINUTE for n in range(5, -1, -1)], 9.0)
        [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
        assert await load_since(sensor.sql, [(row, "above")], NOW) == {sensor.id: NOW - 8 * MINUTE}
