"""What went on before an instant is what the last judged hour before it ended with."""

from typing import Any

from isotherm.history.grace import Known
from isotherm.history.known import read_known
from isotherm.instants import FOREVER, HOUR, SECOND, to_datetime

DAY_2026 = 1_767_225_600 * SECOND


async def store(
    sensor: Any, hour: int, above: bool | None, below: bool | None, *, of: int | None = None
) -> None:
    """Store an hour that ended with such judgements; None if it had none."""
    await sensor.sql.execute(
        "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
        " covered_s, above_s, below_s, above_times, below_times,"
        " last_above, last_below, first_above, first_below)"
        " VALUES ($1, $2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $3, $4, NOT $3, NOT $4)",
        sensor.id if of is None else of, to_datetime(DAY_2026 + hour * HOUR), above, below,
    )  # fmt: skip


async def going_on(sensor: Any, *hours: int) -> list[tuple[bool, bool]]:
    """Return whether an excursion above, and below, went on before hours."""
    instants = [DAY_2026 + hour * HOUR for hour in hours]
    before = await read_known(sensor.sql, sensor.id, instants)
    assert [entry.at for entry in before] == instants
    return [(entry.above, entry.below) for entry in before]


async def test_the_last_hour_before_each_instant_decides(sensor: Any) -> None:
    await store(sensor, 0, above=True, below=False)
    await store(sensor, 1, above=False, below=True)
    await store(sensor, 2, above=False, below=False)
    assert await going_on(sensor, 3, 1, 2, 1) == [
        (False, False),
        (True, False),
        (False, True),
        (True, False),
    ]


async def test_hours_in_which_nothing_was_judged_are_passed_over(sensor: Any) -> None:
    await store(sensor, 0, above=True, below=False)
    await store(sensor, 1, above=None, below=None)
    assert await going_on(sensor, 2, 100) == [(True, False)] * 2


async def test_before_the_first_hour_nothing_went_on(sensor: Any) -> None:
    await store(sensor, 1, above=True, below=True)
    assert await going_on(sensor, 0, 1) == [(False, False)] * 2
    assert await read_known(sensor.sql, sensor.id, []) == []


async def test_the_hours_of_another_sensor_say_nothing(sensor: Any) -> None:
    other = await sensor.sql.fetchval(
        "INSERT INTO sensor (site_id, slug, name) SELECT site_id, 'o', 'O' FROM sensor RETURNING id"
    )
    await store(sensor, 0, above=True, below=True, of=other)
    assert await going_on(sensor, 1) == [(False, False)]


async def test_an_open_end_is_after_every_hour(sensor: Any) -> None:
    await store(sensor, 0, above=True, below=False)
    before = await read_known(sensor.sql, sensor.id, [FOREVER])
    assert before == [Known(FOREVER, above=True, below=False)]
