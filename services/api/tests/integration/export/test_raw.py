"""Export of single readings: the exact text, over swapped devices, zones and units."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms
from isotherm_api.export import raw

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HEADER = "sensor,time,time_zone,temperature_celsius,quality,received_at,device,channel,corrected"


def asked(start: datetime, end: datetime, sensor: Any = "s/fridge", **more: Any) -> dict[str, Any]:
    """Return the parameters of an export."""
    return {"sensor": sensor, "from": to_ms(start), "to": to_ms(end), **more}


async def lines(api: Any, start: datetime, end: datetime, **more: Any) -> list[str]:
    """Return the lines of an export by an admin, without the header."""
    answer = await api.ask("ada", "/export", params=asked(start, end, **more))
    assert answer.status_code == 200, answer.text
    assert answer.text.endswith("\n")
    text: list[str] = answer.text.splitlines()
    return text[1:]


async def test_every_reading_is_a_line_with_time_value_quality_and_device(
    api: Any, world: Any
) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(
        channel,
        [
            (NOW - 6 * MINUTE, 4.0, 0),
            (NOW - 5 * MINUTE, -0.0, 8),
            (NOW - 4 * MINUTE, None, 1),
            (NOW - 3 * MINUTE, 85.0, 2),
            (NOW - 2 * MINUTE, 21.38888888888889, 4 | 8),
            (NOW - MINUTE + timedelta(milliseconds=125, microseconds=7), 300.1 - 273.15, 0),
            (NOW, 1.0, 0),
        ],
    )
    await world.connection.execute(
        "UPDATE reading SET received_at = measured_at + interval '1.5 s' WHERE value = 4"
    )
    answer = await api.ask("ada", "/export", params=asked(NOW - HOUR, NOW))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        answer.headers["content-disposition"]
        == 'attachment; filename="isotherm_s_fridge_2026-11-23T1200_2026-11-23T1300_readings.csv"'
    )
    z, of = "Europe/Vienna", "device-1-fridge,temperature,"
    day = "2026-11-23T12"
    assert answer.text.splitlines() == [
        HEADER,
        f"s/fridge,{day}:54:00.000+01:00,{z},4,ok,{day}:54:01.500+01:00,{of}",
        f"s/fridge,{day}:55:00.000+01:00,{z},0,clock_ahead,{day}:55:00.000+01:00,{of}",
        f"s/fridge,{day}:56:00.000+01:00,{z},,fault,{day}:56:00.000+01:00,{of}",
        f"s/fridge,{day}:57:00.000+01:00,{z},85,suspect,{day}:57:00.000+01:00,{of}",
        f"s/fridge,{day}:58:00.000+01:00,{z},21.388888889,time_unsure+clock_ahead,"
        f"{day}:58:00.000+01:00,{of}",
        f"s/fridge,{day}:59:00.125007+01:00,{z},26.95,ok,{day}:59:00.125007+01:00,{of}",
    ]


async def test_names_that_a_spreadsheet_would_convert_are_text(api: Any, world: Any) -> None:
    """Numbers stay numbers, also negative ones."""
    site = await world.site("3")
    sensor, channel = await world.sensor(site, "12"), await world.propose("00123", site, "-1-1")
    await world.install(channel, sensor)
    await world.readings(channel, [(NOW - MINUTE, -18.5, 0)])
    [line] = await lines(api, NOW - HOUR, NOW, sensor="3/12")
    reference, *_, value, _, _, device, name, _ = line.split(",")
    assert (reference, value, device, name) == ("'3/12", "-18.5", "'00123", "'-1-1")


async def test_converted_units_have_no_float_noise(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge")
    values = [(70.5 - 32) / 1.8, 4.1, -21.8, 1e300]
    await world.readings(channel, [(NOW - n * MINUTE, v, 0) for n, v in enumerate(values, 1)])
    for unit, word, wanted in (
        ("C", "celsius", ["1e+300", "-21.8", "4.1", "21.388888889"]),
        ("F", "fahrenheit", ["1.8e+300", "-7.24", "39.38", "70.5"]),
        ("K", "kelvin", ["1e+300", "251.35", "277.25", "294.538888889"]),
    ):
        answer = await api.ask("ada", "/export", params=asked(NOW - HOUR, NOW, unit=unit))
        header, *rows = answer.text.splitlines()
        assert header.split(",")[3] == f"temperature_{word}"
        assert [row.split(",")[3] for row in rows] == wanted


@pytest.mark.parametrize(
    ("zone", "start", "wanted"),
    [
        # the hour that clocks skip, the hour that comes twice
        ("Europe/Vienna", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30+01:00 03:30+02:00"),
        ("Europe/Vienna", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30+02:00 02:30+01:00"),
        ("Asia/Kathmandu", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "06:15+05:45 07:15+05:45"),
        (
            "Australia/Lord_Howe",
            datetime(2026, 4, 4, 14, 30, tzinfo=UTC),
            "01:30+11:00 02:00+10:30",
        ),
        ("America/St_Johns", datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "09:30-02:30 10:30-02:30"),
        ("UTC", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "00:30+00:00 01:30+00:00"),
    ],
)
async def test_times_carry_the_offset_of_their_instant(
    api: Any, world: Any, zone: str, start: datetime, wanted: str
) -> None:
    _, channel = await world.fed(await world.site("s", zone), "fridge")
    await world.readings(channel, [(start, 4.0, 0), (start + HOUR, 4.0, 0)])
    for more in ({}, {"zone": zone}):
        rows = [line.split(",") for line in await lines(api, start, start + DAY, **more)]
        assert {line[2] for line in rows} == {zone}
        times = [line[1] for line in rows]
        assert " ".join(time[11:16] + time[23:] for time in times) == wanted
        assert [datetime.fromisoformat(time) for time in times] == [start, start + HOUR]


async def test_a_chosen_zone_applies_to_every_sensor(api: Any, world: Any) -> None:
    for slug, zone in (("a", "Europe/Vienna"), ("b", "America/Chicago")):
        _, channel = await world.fed(await world.site(slug, zone), "fridge")
        await world.readings(channel, [(NOW - MINUTE, 4.0, 0)])
    both = ["b/fridge", "a/fridge", "b/fridge"]
    rows = await lines(api, NOW - HOUR, NOW, sensor=both, zone="Asia/Tokyo")
    assert [",".join(line.split(",")[:3]) for line in rows] == [
        "b/fridge,2026-11-23T20:59:00.000+09:00,Asia/Tokyo",
        "a/fridge,2026-11-23T20:59:00.000+09:00,Asia/Tokyo",
    ]
    rows = await lines(api, NOW - HOUR, NOW, sensor=both)
    assert [line.split(",")[2] for line in rows] == ["America/Chicago", "Europe/Vienna"]


async def test_a_swapped_device_is_one_history(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, other = await world.sensor(site, "fridge"), await world.sensor(site, "other")
    old, new = await world.channel("old", site), await world.channel("new", site)
    swap = NOW - 30 * MINUTE
    await world.install(old, sensor, None, swap)
    await world.install(old, other, swap, None)
    await world.install(new, sensor, swap, None)
    for channel, value in ((old, 4.0), (new, 6.0)):
        await world.readings(channel, [(NOW - n * 10 * MINUTE, value, 0) for n in range(1, 6)])
    rows = [line.split(",") for line in await lines(api, NOW - HOUR, NOW)]
    assert [(line[1][14:16], line[3], line[6]) for line in rows] == [
        ("10", "4", "old"), ("20", "4", "old"), ("30", "6", "new"), ("40", "6", "new"),
        ("50", "6", "new"),
    ]  # fmt: skip


async def test_pages_join_without_gap_or_duplicate(
    api: Any, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if many readings share a millisecond, a page ends with a day, or days are empty."""
    monkeypatch.setattr(raw, "PAGE", 7)
    _, channel = await world.fed(await world.site("s", "UTC"), "fridge")
    start = NOW - 200 * DAY
    times = {start + timedelta(microseconds=n) for n in range(30)}
    times |= {start + 100 * DAY + n * HOUR for n in range(49)}
    times |= {NOW - timedelta(seconds=n + 1) for n in range(14)}
    await world.readings(channel, [(at, float(n), 0) for n, at in enumerate(sorted(times))])
    rows = await lines(api, NOW - 10 * 365 * DAY, NOW)
    assert [line.split(",")[3] for line in rows] == [str(n) for n in range(len(times))]
    assert [datetime.fromisoformat(line.split(",")[1]) for line in rows] == sorted(times)
