"""`GET /export`: its parameters, and the file that its answer is."""

import csv
import gzip
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HEADER = "sensor,time,time_zone,temperature_celsius,quality,received_at,device,channel,corrected"


def asked(start: datetime, end: datetime, sensor: Any = "s/fridge", **more: Any) -> dict[str, Any]:
    """Return the parameters of an export."""
    return {"sensor": sensor, "from": to_ms(start), "to": to_ms(end), **more}


async def test_a_gzip_file_is_the_same_text(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, [(NOW - n * MINUTE, 4.0, 0) for n in range(1, 500)])
    plain = await api.ask("ada", "/export", params=asked(NOW - DAY, NOW))
    packed = await api.ask("ada", "/export", params=asked(NOW - DAY, NOW, compress="gzip"))
    assert packed.headers["content-type"] == "application/gzip"
    assert packed.headers["content-disposition"].endswith('readings.csv.gz"')
    assert "content-encoding" not in packed.headers
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 5


@pytest.mark.parametrize("resolution", ["raw", "hour", "day"])
async def test_the_comma_form_says_the_same_as_the_point_form(
    api: Any, world: Any, resolution: str
) -> None:
    """Names that a spreadsheet would convert stay text in both, and are read back."""
    site = await world.site("3")
    sensor, channel = await world.sensor(site, "12"), await world.propose("1e5", site, "-2")
    await world.install(channel, sensor)
    values = [-18.5, 1e-7, None, 4.0, 21.38888888888889]
    await world.readings(
        channel, [(NOW - n * 7 * MINUTE, v, int(v is None)) for n, v in enumerate(values, 1)]
    )
    params = asked(NOW - HOUR, NOW, "3/12", resolution=resolution, unit="F")
    point = await api.ask("ada", "/export", params=params)
    comma = await api.ask("ada", "/export", params=params | {"form": "comma"})
    assert comma.content.startswith(b"\xef\xbb\xbfsensor;")
    assert (
        comma.content.count(b"\n")
        == comma.content.count(b"\r\n")
        == len(point.content.splitlines())
    )
    header, *rows = csv.reader(io.StringIO(comma.content.decode("utf-8-sig")), delimiter=";")
    plain_header, *plain = csv.reader(io.StringIO(point.text))
    assert header == plain_header
    assert rows
    numbers = ("temperature_", "min_", "average_", "max_", "coverage", "above_s", "below_s")
    assert any("," in cell for row in rows for cell in row)
    for row, wanted in zip(rows, plain, strict=True):
        for column, cell, same in zip(header, row, wanted, strict=True):
            is_number = column.startswith(numbers)
            assert (cell.replace(",", ".") if is_number else cell) == same
        assert row[0].removeprefix("'") == "3/12"
        if resolution == "raw":
            assert row[-3:] == ["'1e5", "'-2", ""]


async def test_a_range_without_readings_is_a_header(api: Any, world: Any) -> None:
    await world.sensor(await world.site("s"), "bare")
    for start, end in ((NOW - DAY, NOW), (NOW + DAY, NOW + 2 * DAY)):
        answer = await api.ask("ada", "/export", params=asked(start, end, "s/bare"))
        assert answer.text == HEADER + "\n"
        params = asked(start, end, "s/bare", form="comma")
        answer = await api.ask("ada", "/export", params=params)
        assert answer.content.decode() == "\ufeff" + HEADER.replace(",", ";") + "\r\n"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"to": to_ms(NOW - 2 * DAY)}, "from"),
        ({"from": -(10**17)}, "from"),
        ({"from": to_ms(NOW - 12 * 366 * DAY)}, "from"),
        ({"sensor": ["s/fridge"] * 21}, "sensor"),
        ({"sensor": "fridge"}, "sensor"),
        ({"zone": "Middle/Earth"}, "zone"),
        ({"zone": "localtime"}, "zone"),
        ({"unit": "R"}, "unit"),
        ({"resolution": "week"}, "resolution"),
        ({"compress": "zip"}, "compress"),
        ({"form": "tabs"}, "form"),
    ],
)
async def test_an_invalid_parameter_is_named(
    api: Any, world: Any, more: dict[str, Any], field: str
) -> None:
    await world.fed(await world.site("s"), "fridge")
    answer = await api.ask("ada", "/export", params=asked(NOW - DAY, NOW) | more)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"].startswith(field)


async def test_a_sensor_of_another_site_is_not_found(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.fed(here, "fridge")
    await world.fed(there, "fridge")
    await world.grant(here, "viewer", username="vera")
    params = asked(NOW - DAY, NOW, ["here/fridge", "there/fridge"])
    answer = await api.ask("vera", "/export", params=params)
    assert answer.status_code == 404
    assert "there/fridge" in answer.json()["detail"]


async def test_sensors_follow_each_other_in_the_order_of_the_request(api: Any, world: Any) -> None:
    site = await world.site("s")
    for slug in ("a", "b"):
        _, channel = await world.fed(site, slug)
        await world.readings(channel, [(NOW - n * MINUTE, 4.0, 0) for n in (1, 2)])
    await world.sensor(site, "bare")
    sensors = ["s/b", "s/bare", "s/a", "s/b"]
    for resolution, count in (("raw", 2), ("hour", 1)):
        params = asked(NOW - HOUR, NOW, sensors, resolution=resolution)
        header, *rows = (await api.ask("ada", "/export", params=params)).text.splitlines()
        assert header.startswith("sensor,")
        assert [row.split(",")[0] for row in rows] == ["s/b"] * count + ["s/a"] * count
