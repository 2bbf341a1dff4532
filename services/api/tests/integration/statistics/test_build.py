"""Statistics equal a plain computation over every reading."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_statistics import NOW, STEP, Row, at, check, limit_changes, statistics, write

from isotherm.instants import to_ms

readings = st.lists(
    st.tuples(
        st.integers(-20, 365),
        st.integers(-3, 12).map(lambda tenths: tenths * 0.75),
        st.sampled_from([0, 0, 0, 0, 8, 1, 2, 4]),
    ),
    unique_by=lambda row: row[0],
    max_size=60,
)
dense = st.integers(-10, 340).flatmap(
    lambda first: st.lists(
        st.tuples(st.integers(0, 8).map(float), st.sampled_from([0, 0, 0, 0, 0, 2, 1])),
        max_size=60,
    ).map(lambda rows: [(first + n, value, quality) for n, (value, quality) in enumerate(rows)])
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    drawn=st.one_of(readings, dense),
    changes=limit_changes(380),
    swap=st.none() | st.integers(-5, 360),
    start=st.integers(-25, 350),
    length=st.integers(1, 400),
)
async def test_statistics_equal_a_plain_computation(
    api: Any, world: Any, drawn: Any, changes: Any, swap: int | None, start: int, length: int
) -> None:
    await world.connection.execute(
        "TRUNCATE site, device, sensor, channel, installation, limits, reading, latest,"
        " access_grant CASCADE"
    )
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge", STEP.total_seconds())
    channels = [await world.channel("one", site)]
    rows: list[Row] = [
        (at(step), None if quality & 1 else value, quality)
        for step, value, quality in sorted(drawn)
        if at(step) <= NOW
    ]
    if swap is None:
        await world.install(channels[0], sensor)
        await write(world, channels[0], rows)
    else:
        channels.append(await world.channel("two", site))
        await world.install(channels[0], sensor, None, at(swap))
        await world.install(channels[1], sensor, at(swap), None)
        await write(world, channels[0], [row for row in rows if row[0] < at(swap)])
        await write(world, channels[1], [row for row in rows if row[0] >= at(swap)])
    limits = sorted((at(since), low, high) for since, low, high in changes)
    for since, low, high in limits:
        await world.limits(sensor, since, low, high)
    begin, end = at(start), at(start + length)
    check(await statistics(api, begin, end), rows, limits, begin, end)
    document = await api.get(
        "ada", "/series", sensor="s/fridge", **{"from": to_ms(begin), "to": to_ms(end)}
    )
    [series] = document["sensors"]
    counted = [row for row in rows if begin <= row[0] < end and row[2] & 7 == 0]
    assert series["avg"] == [value for _, value, _ in counted]
    assert series["coverage"] == (await statistics(api, begin, end))["coverage"]


async def test_the_mean_is_weighted_by_time(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge", 10)
    await world.readings(channel, [(at(0), 0.0, 0), (at(3), 10.0, 0), (at(4), 10.0, 0)])
    figures = await statistics(api, at(0), at(4))
    assert figures["mean"] == pytest.approx(2.5)
    assert figures["unknown_s"] == 0
    assert figures["expected"] == 4


async def test_an_excursion_that_has_not_ended_is_open(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge", 10)
    await world.limits(sensor, at(-1000), 2.0, 8.0)
    rows = [(at(n), 9.0 if n in (5, 6) or n >= 358 else 4.0, 0) for n in range(361)]
    await world.readings(channel, rows)
    figures = await statistics(api, at(0), at(1000))
    assert figures["above"] == {"seconds": 40.0, "times": 2, "open": True}
    assert figures["below"] == {"seconds": 0.0, "times": 0, "open": False}


async def test_readings_are_judged_by_the_limits_of_their_time(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge", 10)
    await world.limits(sensor, at(-1000), None, 8.0)
    await world.limits(sensor, at(10.5), None, 3.0)
    await world.readings(channel, [(at(n), 4.0, 0) for n in range(20)])
    figures = await statistics(api, at(0), at(19))
    assert figures["above"] == {"seconds": 85.0, "times": 1, "open": True}
