"""Series: columns, gaps, faults, limits, over swapped devices and time zones."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def every(step: timedelta, start: datetime, end: datetime, value: float = 4.0) -> list[Any]:
    """Return readings of one value at a steady pace."""
    return [(start + step * n, value, 0) for n in range((end - start) // step)]


async def series(api: Any, sensor: str, start: datetime, end: datetime, **more: Any) -> Any:
    """Return a sensor's series, asked for by an admin."""
    document = await api.get(
        "ada", "/series", sensor=sensor, **{"from": to_ms(start), "to": to_ms(end)}, **more
    )
    return document | document["sensors"][0]


async def test_a_short_range_has_single_readings(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    start = NOW - HOUR
    await world.readings(channel, [(start, 4.0, 0), (start + MINUTE, 5.5, 0)])
    document = await series(api, "s/fridge", start, NOW)
    assert document["bucket_ms"] is None
    assert document["time"] == [to_ms(start), to_ms(start + MINUTE)]
    assert document["min"] == document["avg"] == document["max"] == [4.0, 5.5]
    assert document["count"] == [1, 1]
    assert document["first"] == to_ms(start)
    assert document["time_zone"] == "Europe/Vienna"


async def test_a_spike_of_one_reading_survives_every_bucket(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    start = NOW - 3 * DAY
    rows = every(MINUTE, start, NOW)
    rows[1234] = (rows[1234][0], 20.0, 0)
    await world.readings(channel, rows)
    for points in (2, 10, 100, 720, 2000):
        document = await series(api, "s/fridge", start, NOW, points=points)
        assert len(document["time"]) <= points
        assert sum(document["count"]) == len(rows)
        assert max(document["max"]) == 20.0
        assert min(document["min"]) == 4.0
        assert document["gaps"] == []
        assert document["coverage"] == 1.0
        width = document["bucket_ms"]
        assert document["time"] == sorted(document["time"])
        at = document["time"][document["max"].index(20.0)]
        assert at <= to_ms(rows[1234][0]) < at + width


async def test_a_silence_is_a_gap_at_every_resolution(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    start, silent = NOW - 2 * DAY, NOW - DAY
    before, after = every(MINUTE, start, silent), every(MINUTE, silent + 2 * HOUR, NOW)
    await world.readings(channel, before + after)
    gap = [to_ms(before[-1][0]), to_ms(silent + 2 * HOUR)]
    for points in (10, 720, 2000):
        document = await series(api, "s/fridge", start, NOW, points=points)
        assert document["gaps"] == [gap]
        assert abs(document["coverage"] - (1 - (2 * HOUR + MINUTE) / (2 * DAY))) < 1e-6


async def test_a_reading_that_waits_for_its_time_is_not_drawn_yet(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    ahead, end = NOW + timedelta(seconds=50), NOW + HOUR
    rows = [(NOW - MINUTE, 19.0, 0), (NOW, 19.0, 0), (ahead, 4.2, 0), (ahead + MINUTE, 85.0, 2)]
    await world.readings(channel, rows)
    document = await series(api, "s/fridge", NOW - HOUR, end)
    sensor = await api.get("ada", "/sensors/s/fridge")
    assert document["time"] == [to_ms(NOW - MINUTE), to_ms(NOW)]
    assert document["time"][-1] == sensor["latest"]["time"]
    assert document["uncounted"] == []
    api.services.clock.instant = ahead
    document = await series(api, "s/fridge", NOW - HOUR, end)
    assert document["time"][-1] == to_ms(ahead)


async def test_a_clock_that_lags_leaves_no_gap_at_the_end(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    await world.readings(channel, every(MINUTE, NOW - 2 * DAY, NOW - 5 * MINUTE))
    for skew, gaps in ((None, 1), (300_000, 1), (-300_000, 0)):
        await world.connection.execute("UPDATE device SET clock_skew_ms = $1", skew)
        for points in (2000, 10):
            document = await series(api, "s/fridge", NOW - DAY, NOW, points=points)
            assert len(document["gaps"]) == gaps, (skew, points)
            assert (document["coverage"] == 1.0) is (gaps == 0)
        [spark] = (await api.get("ada", "/sparks", sensor="s/fridge"))["sensors"]
        assert (len(spark["gaps"]), spark["coverage"] == 1.0) == (gaps, gaps == 0)


async def test_a_range_inside_a_silence_is_all_gap(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    await world.readings(channel, every(MINUTE, NOW - 2 * DAY, NOW - DAY))
    document = await series(api, "s/fridge", NOW - 12 * HOUR, NOW + HOUR)
    assert document["time"] == []
    assert document["gaps"] == [[to_ms(NOW - 12 * HOUR), to_ms(NOW)]]
    assert document["coverage"] == 0


async def test_readings_that_do_not_count_are_listed_apart(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    start = NOW - HOUR
    rows = every(MINUTE, start, NOW)
    rows[10] = (rows[10][0], 85.0, 2)
    for n in (20, 21, 22):
        rows[n] = (rows[n][0], None, 1)
    rows[30] = (rows[30][0], 7.0, 8)
    await world.readings(channel, rows)
    document = await series(api, "s/fridge", start, NOW)
    assert len(document["time"]) == 56
    assert max(document["max"]) == 7.0
    assert document["faults"] == [[to_ms(rows[20][0]), to_ms(rows[23][0])]]
    assert document["uncounted_total"] == 4
    assert document["uncounted"][0] == {"time": to_ms(rows[10][0]), "value": 85.0, "quality": 2}
    assert [reading["quality"] for reading in document["uncounted"]] == [2, 1, 1, 1]
    assert document["gaps"] == []


async def test_history_follows_a_swapped_device(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    other = await world.sensor(site, "other")
    old, new = await world.channel("old", site), await world.channel("new", site)
    swap = NOW - 6 * HOUR
    await world.install(old, sensor, None, swap)
    await world.install(old, other, swap, None)
    await world.install(new, sensor, swap, None)
    await world.readings(old, every(MINUTE, NOW - DAY, NOW, value=4.0))
    await world.readings(new, every(MINUTE, NOW - DAY, NOW, value=6.0))
    document = await series(api, "s/fridge", NOW - DAY, NOW, points=24)
    assert sum(document["count"]) == 24 * 60
    assert document["gaps"] == []
    assert set(document["avg"]) == {4.0, 6.0}
    assert document["first"] == to_ms(NOW - DAY)
    moved = await series(api, "s/other", NOW - DAY, NOW)
    assert moved["first"] == to_ms(swap)
    assert moved["gaps"] == []  # nothing was installed before


async def test_a_bucket_joins_the_readings_of_two_devices(api: Any, world: Any) -> None:
    site = await world.site("s", "UTC")
    sensor = await world.sensor(site, "fridge", 1.0)
    old, new = await world.channel("old", site), await world.channel("new", site)
    swap = NOW - timedelta(minutes=45)
    await world.install(old, sensor, None, swap)
    await world.install(new, sensor, swap, None)
    second = timedelta(seconds=1)
    await world.readings(old, every(second, NOW - HOUR, swap, value=4.0))
    await world.readings(new, every(second, swap, NOW, value=6.0))
    document = await series(api, "s/fridge", NOW - HOUR, NOW, points=2)
    assert (document["min"], document["avg"], document["max"]) == (
        [4.0, 6.0],
        [5.0, 6.0],
        [6.0, 6.0],
    )
    assert document["count"] == [1800, 1800]


async def test_days_of_23_and_25_hours_are_whole(api: Any, world: Any) -> None:
    for slug, zone, day, hours in (
        ("vienna", "Europe/Vienna", datetime(2026, 3, 29, tzinfo=UTC), 23),
        ("vienna2", "Europe/Vienna", datetime(2026, 10, 25, tzinfo=UTC), 25),
        ("kathmandu", "Asia/Kathmandu", datetime(2026, 10, 25, tzinfo=UTC), 24),
        ("chicago", "America/Chicago", datetime(2026, 11, 1, tzinfo=UTC), 25),
    ):
        site = await world.site(slug, zone)
        _, channel = await world.fed(site, "fridge", 600)
        start, end = day - 20 * DAY, day + 20 * DAY
        await world.readings(channel, every(10 * MINUTE, start, end))
        document = await series(api, f"{slug}/fridge", start, end, points=50)
        assert document["bucket_ms"] == 86_400_000
        lengths = {(b - a) / 3_600_000 for a, b in zip(document["time"], document["time"][1:])}  # noqa: B905
        assert lengths == {24.0, hours}
        assert set(document["count"][1:-1]) == {144, hours * 6}


async def test_an_interval_that_is_not_set_is_estimated(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge", None)
    await world.readings(channel, every(10 * MINUTE, NOW - DAY, NOW))
    document = await series(api, "s/fridge", NOW - DAY, NOW)
    assert document["interval_s"] == 600
    assert document["gaps"] == []
    narrow = await series(api, "s/fridge", NOW - 15 * MINUTE, NOW)
    assert narrow["interval_s"] == 600
    assert narrow["gaps"] == []


async def test_a_sensor_without_readings_has_an_empty_series(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "bare")
    document = await series(api, "s/bare", NOW - DAY, NOW)
    assert document["time"] == []
    assert document["first"] is None
    assert (document["coverage"], document["gaps"]) == (None, [])
    await world.fed(site, "silent")
    document = await series(api, "s/silent", NOW - DAY, NOW)
    assert document["coverage"] == 0
    assert document["gaps"] == [[to_ms(NOW - DAY), to_ms(NOW)]]
    future = await series(api, "s/bare", NOW + DAY, NOW + 2 * DAY)
    assert future["gaps"] == []
    assert future["coverage"] is None


async def test_several_sensors_share_a_width(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, dense = await world.fed(site, "dense")
    _, sparse = await world.fed(site, "sparse", 3600)
    await world.readings(dense, every(MINUTE, NOW - DAY, NOW))
    await world.readings(sparse, every(HOUR, NOW - DAY, NOW))
    document = await api.get(
        "ada",
        "/series",
        sensor=["s/sparse", "s/dense", "s/sparse"],
        points=200,
        **{"from": to_ms(NOW - DAY), "to": to_ms(NOW)},
    )
    assert [part["id"] for part in document["sensors"]] == ["s/sparse", "s/dense"]
    assert document["bucket_ms"] == 600_000
    assert sum(document["sensors"][0]["count"]) == 24
