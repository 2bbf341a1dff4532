"""Sparks show every spike and gap of the last 24 hours, from rollups and readings alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Rows = list[tuple[datetime, float | None, int]]


def minutes(count: int, value: float = 4.0) -> Rows:
    """Return a reading a minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


def of_a_day() -> Rows:
    """Return two days of readings with spikes, two hours of silence, faults and a suspect."""
    rows: Rows = [(NOW - MINUTE * n, 4.0 + n % 60 / 100, 0) for n in range(2880)]
    rows[400] = (rows[400][0], 20.0, 0)
    rows[30] = (rows[30][0], 30.0, 0)
    rows[700] = (rows[700][0], 85.0, 2)
    for n in range(900, 915):
        rows[n] = (rows[n][0], None, 1)
    return [row for n, row in enumerate(rows) if not 600 < n < 720]


@pytest.mark.parametrize("rolled_to", [None, NOW - HOUR, NOW - 11 * HOUR, NOW])
async def test_a_spark_has_every_spike_gap_and_fault(
    api: Any, world: Any, rolled_to: datetime | None
) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, of_a_day())
    if rolled_to is not None:
        await world.roll(sensor, channel, rolled_to)
        silence = (NOW - 720 * MINUTE, NOW - 600 * MINUTE)
        await world.gap(sensor, silence[0], silence[1] if silence[1] < rolled_to else None)
        await world.fault(sensor, NOW - 914 * MINUTE, NOW - 899 * MINUTE)
    answer = await api.get("ada", "/sparks", sensor="s/fridge")
    assert (answer["from"], answer["to"]) == (to_ms(NOW - DAY), to_ms(NOW))
    [spark] = answer["sensors"]
    assert spark["gaps"] == [[to_ms(NOW - 720 * MINUTE), to_ms(NOW - 600 * MINUTE)]]
    assert spark["faults"] == [[to_ms(NOW - 914 * MINUTE), to_ms(NOW - 899 * MINUTE)]]
    assert spark["coverage"] == pytest.approx(22 / 24)
    points = dict(zip(spark["time"], spark["value"], strict=True))
    assert points[to_ms(NOW - 400 * MINUTE)] == 20.0
    assert points[to_ms(NOW - 30 * MINUTE)] == 30.0
    assert max(points.values()) == 30.0
    assert min(points.values()) == 4.0
    assert spark["time"] == sorted(spark["time"])
    assert 40 <= len(points) <= 50
    if rolled_to is not None:
        overview = await api.get("ada", "/overview")
        coverage = 22 / 24 if rolled_to >= NOW - 10 * HOUR else None
        if coverage is not None:
            assert overview["sensors"]["coverage"] == [pytest.approx(coverage)]


@pytest.mark.parametrize("rolled", [True, False])
async def test_all_is_gap_before_the_first_reading_and_after_the_last(
    api: Any, world: Any, rolled: bool
) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, minutes(360)[240:])
    if rolled:
        await world.roll(sensor, channel, NOW - HOUR)
        await world.gap(sensor, NOW - 240 * MINUTE, None)
    [spark] = (await api.get("ada", "/sparks", sensor="s/fridge"))["sensors"]
    assert spark["gaps"] == [
        [to_ms(NOW - DAY), to_ms(NOW - 359 * MINUTE)],
        [to_ms(NOW - 240 * MINUTE), to_ms(NOW)],
    ]
    coverage = pytest.approx(119 / 1440)
    assert spark["coverage"] == coverage
    overview = await api.get("ada", "/overview")
    assert overview["sensors"]["coverage"] == [coverage if rolled else None]
