"""Export of full hours and days of the site, from rollups and from readings."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HEADER = (
    "sensor,from,to,time_zone,min_celsius,average_celsius,max_celsius,count,uncounted,coverage,"
    "above_s,below_s"
)


async def lines(api: Any, start: datetime, end: datetime, kind: str, **more: Any) -> list[str]:
    """Return the lines of an export of the fridge, without header and sensor."""
    params = {"sensor": "s/fridge", "from": to_ms(start), "to": to_ms(end), "resolution": kind}
    answer = await api.ask("ada", "/export", params=params | more)
    assert answer.status_code == 200, answer.text
    assert f"_{kind}s.csv" in answer.headers["content-disposition"]
    header, *rows = answer.text.splitlines()
    assert header == HEADER or more
    return [row.removeprefix("s/fridge,") for row in rows]


async def test_hours_are_exact_sums_of_their_readings(api: Any, world: Any) -> None:
    """With a gap, a fault, a crossed limit, an hour of silence, and an hour that has not ended."""
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - DAY, 2.0, 8.0)
    start = NOW - 4 * HOUR
    rows: list[Any] = [(start + n * MINUTE, 4.0 + n % 2, 0) for n in range(60)]
    rows[10] = (rows[10][0], 9.0, 0)
    rows[20] = (rows[20][0], None, 1)
    rows += [(start + 2 * HOUR + n * MINUTE, -0.5, 0) for n in range(150)]
    api.clock.instant = NOW + 30 * MINUTE
    await world.readings(channel, [row for row in rows if row[0] < api.clock.instant])
    z = "Europe/Vienna"
    assert await lines(api, NOW - 10 * HOUR, NOW + 5 * HOUR, "hour") == [
        f"2026-11-23T09:00:00+01:00,2026-11-23T10:00:00+01:00,{z},4,4.593220339,9,59,1,0.983333,60,0",
        f"2026-11-23T10:00:00+01:00,2026-11-23T11:00:00+01:00,{z},,,,0,0,0,0,0",
        f"2026-11-23T11:00:00+01:00,2026-11-23T12:00:00+01:00,{z},-0.5,-0.5,-0.5,60,0,1,0,3600",
        f"2026-11-23T12:00:00+01:00,2026-11-23T13:00:00+01:00,{z},-0.5,-0.5,-0.5,60,0,1,0,3600",
        f"2026-11-23T13:00:00+01:00,2026-11-23T14:00:00+01:00,{z},-0.5,-0.5,-0.5,30,0,1,0,1800",
    ]


async def test_a_sensor_that_a_spreadsheet_would_take_for_a_date_is_text(
    api: Any, world: Any
) -> None:
    _, channel = await world.fed(await world.site("3"), "12")
    await world.readings(channel, [(NOW - MINUTE, -18.5, 0)])
    for kind in ("hour", "day"):
        params = {"sensor": "3/12", "from": to_ms(NOW - HOUR), "to": to_ms(NOW)}
        answer = await api.ask("ada", "/export", params=params | {"resolution": kind})
        [line] = answer.text.splitlines()[1:]
        assert line.startswith("'3/12,2026-11-23T")
        assert line.split(",")[4:7] == ["-18.5"] * 3


@pytest.mark.parametrize(
    ("zone", "day", "wanted", "long"),
    [
        ("Europe/Vienna", date(2026, 3, 29), "00:00+01:00 00:00+02:00", 23),
        ("Europe/Vienna", date(2026, 10, 25), "00:00+02:00 00:00+01:00", 25),
        ("Asia/Kathmandu", date(2026, 10, 25), "00:00+05:45 00:00+05:45", 24),
        ("Australia/Lord_Howe", date(2026, 4, 5), "00:00+11:00 00:00+10:30", 24.5),
        ("America/Santiago", date(2026, 9, 6), "01:00-03:00 00:00-03:00", 23),
    ],
)
async def test_days_are_days_of_the_site(
    api: Any, world: Any, zone: str, day: date, wanted: str, long: float
) -> None:
    _, channel = await world.fed(await world.site("s", zone), "fridge", 600.0)
    here = ZoneInfo(zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=here).astimezone(UTC)
    rows = [(noon + n * 10 * MINUTE, 4.0, 0) for n in range(-3 * 144, 3 * 144)]
    await world.readings(channel, rows)
    [text] = await lines(api, noon, noon + HOUR, "day")
    line = text.split(",")
    assert line[0][11:16] + line[0][19:] + " " + line[1][11:16] + line[1][19:] == wanted
    begin, end = (datetime.fromisoformat(at) for at in line[:2])
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=long)
    assert line[6] == str(int(long * 6))
    assert line[8] == "1"
    hourly = [row.split(",") for row in await lines(api, begin, end, "hour")]
    assert sum(int(row[6]) for row in hourly) == int(long * 6)
    assert {row[8] for row in hourly} == {"1"}
    for row, following in pairwise(hourly):
        assert row[1] == following[0]
    assert (hourly[0][0], hourly[-1][1]) == (line[0], line[1])
    elsewhere = (await lines(api, noon, noon + HOUR, "day", zone="UTC"))[0].split(",")
    assert [datetime.fromisoformat(at) for at in elsewhere[:2]] == [begin, end]


async def test_rollups_serve_hours_before_rolled_to_and_readings_the_rest(
    api: Any, world: Any
) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge", 600.0)
    midnight = datetime(2026, 11, 22, 23, tzinfo=UTC)
    rows = [(midnight - n * 10 * MINUTE, n % 7, 0) for n in range(-70, 5 * 144)]
    await world.readings(channel, rows)
    start = midnight - 4 * DAY
    before = {kind: await lines(api, start, NOW, kind) for kind in ("hour", "day")}
    await world.connection.execute(
        "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
        " covered_s, least, most, above_s, below_s, above_times, below_times, first_at)"
        " VALUES ($1, $2, 77, 1, 154, 0, 0, 1800, 1.5, 3, 6, 7.25, 0, 0, $3)",
        sensor, midnight - HOUR, start,
    )  # fmt: skip
    await world.connection.execute(
        "INSERT INTO reading_day (sensor_id, day, n, uncounted, total, integral, known_s,"
        " covered_s, least, most, above_s, below_s, above_times, below_times)"
        " VALUES ($1, '2026-11-22', 88, 2, 176, 0, 0, 43200, 1.5, 3, 6, 7.25, 0, 0)",
        sensor,
    )
    assert {kind: await lines(api, start, NOW, kind) for kind in ("hour", "day")} == before
    await world.connection.execute(
        "UPDATE rollup SET rolled_to = $2 WHERE sensor_id = $1", sensor, midnight
    )
    for kind, of in (("hour", "77,1,0.5"), ("day", "88,2,0.5")):
        after = await lines(api, start, NOW, kind)
        assert len(after) == len(before[kind])
        first = next(n for n, line in enumerate(after) if line.split(",")[6] != "0")
        assert f",1.5,2,3,{of},6,7.25" in after[first]
        assert after[first + 1 :] == before[kind][first + 1 :]
        assert all(line.endswith(",,,,0,0,0,0,0") for line in after[:first])


async def test_units_apply_only_to_values(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, [(NOW - n * MINUTE, 4.1, 0) for n in range(1, 61)])
    [line] = await lines(api, NOW - HOUR, NOW, "hour", unit="F")
    assert line.split(",")[3:9] == ["39.38", "39.38", "39.38", "60", "0", "1"]


async def test_there_are_no_lines_before_the_first_reading_and_after_now(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    await world.sensor(site, "bare")
    _, channel = await world.fed(site, "fridge")
    await world.readings(channel, [(NOW - DAY, 4.1, 0)])
    assert await lines(api, NOW - 3000 * DAY, NOW - 2 * DAY, "day") == []
    assert await lines(api, NOW + DAY, NOW + 2 * DAY, "hour") == []
    assert len(await lines(api, NOW - 3000 * DAY, NOW + 10 * DAY, "day")) == 2
    params = {"sensor": "s/bare", "from": 0, "to": to_ms(NOW), "resolution": "day"}
    params["from"] = to_ms(NOW - DAY)
    assert (await api.ask("ada", "/export", params=params)).text == HEADER + "\n"
