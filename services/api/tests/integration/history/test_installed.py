"""Before a device was first installed nothing is unknown; between two installations it is."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api_rollups import roll_up

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BEGIN = NOW - 10 * HOUR + 20 * MINUTE
"""When the first device was installed: at no full hour."""
EVERY = (False, True)


async def insert(world: Any, *spans: tuple[datetime, datetime | None], rolled: bool) -> int:
    """Insert a sensor with a device for each span, which sends each minute of it."""
    site = await world.site("s", "UTC")
    sensor: int = await world.sensor(site, "fridge")
    for number, (since, until) in enumerate(spans):
        channel = await world.channel(f"device-{number}", site)
        await world.install(channel, sensor, since, until)
        count = ((until or NOW) - since) // MINUTE
        await world.readings(channel, [(since + n * MINUTE, 4.0, 0) for n in range(count)])
    if rolled:
        await roll_up(world.connection, sensor, "UTC", NOW - HOUR, NOW)
    return sensor


async def figures(api: Any, start: datetime, end: datetime = NOW) -> tuple[Any, Any]:
    """Return the statistics and the series of a range."""
    ask = {"sensor": "s/fridge", "from": to_ms(start), "to": to_ms(end)}
    [statistics] = (await api.get("ada", "/statistics", **ask))["sensors"]
    [series] = (await api.get("ada", "/series", **ask))["sensors"]
    assert series["coverage"] == statistics["coverage"]
    return statistics, series


@pytest.mark.parametrize("rolled", EVERY)
@pytest.mark.parametrize("start", [NOW - DAY, NOW - 30 * DAY])
async def test_the_time_before_the_first_installation_is_not_unknown(
    api: Any, world: Any, start: datetime, rolled: bool
) -> None:
    await insert(world, (BEGIN, None), rolled=rolled)
    statistics, series = await figures(api, start)
    assert (statistics["coverage"], statistics["unknown_s"]) == (1.0, 0.0)
    assert statistics["expected"] == statistics["n"] == (NOW - BEGIN) // MINUTE
    assert (series["gaps"], series["gaps_total"]) == ([], 0)


@pytest.mark.parametrize("rolled", EVERY)
async def test_a_device_that_was_installed_and_did_not_send_leaves_a_gap(
    api: Any, world: Any, rolled: bool
) -> None:
    await insert(world, (BEGIN, None), rolled=False)
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange($1, NULL)", BEGIN - HOUR
    )
    if rolled:
        [sensor] = await world.connection.fetch("SELECT id FROM sensor")
        await roll_up(world.connection, sensor["id"], "UTC", NOW - HOUR, NOW)
    statistics, series = await figures(api, NOW - DAY)
    assert statistics["unknown_s"] == 3600.0
    assert series["gaps"] == [[to_ms(BEGIN - HOUR), to_ms(BEGIN)]]
    assert series["gaps_total"] == 1


@pytest.mark.parametrize("rolled", EVERY)
async def test_the_time_between_two_installations_is_unknown(
    api: Any, world: Any, rolled: bool
) -> None:
    out, back = NOW - 6 * HOUR, NOW - 4 * HOUR
    await insert(world, (BEGIN, out), (back, None), rolled=rolled)
    statistics, series = await figures(api, NOW - DAY)
    assert series["gaps"] == [[to_ms(out - MINUTE), to_ms(back)]]
    assert statistics["unknown_s"] == (back - out + MINUTE).total_seconds()


@pytest.mark.parametrize("end", [BEGIN, BEGIN - HOUR])
async def test_a_range_before_the_first_installation_is_empty(
    api: Any, world: Any, end: datetime
) -> None:
    await insert(world, (BEGIN, None), rolled=True)
    statistics, series = await figures(api, NOW - DAY, end)
    assert (statistics["coverage"], statistics["unknown_s"]) == (None, 0.0)
    assert (statistics["expected"], series["gaps"]) == (0, [])


async def test_of_a_sensor_without_a_device_nothing_is_expected(api: Any, world: Any) -> None:
    await insert(world, rolled=False)
    statistics, series = await figures(api, NOW - DAY)
    assert (statistics["coverage"], statistics["unknown_s"]) == (None, 0.0)
    assert (statistics["expected"], series["gaps"]) == (0, [])


@pytest.mark.parametrize("of", ["sensor", "site"])
async def test_of_an_archived_sensor_without_a_device_nothing_more_is_expected(
    api: Any, world: Any, of: str
) -> None:
    out, archived = NOW - 6 * HOUR, NOW - 5 * HOUR
    await insert(world, (BEGIN, out), rolled=False)
    archive = {
        "sensor": "UPDATE sensor SET archived_at = $1",
        "site": "UPDATE site SET archived_at = $1",
    }
    await world.connection.execute(archive[of], archived)
    statistics, series = await figures(api, NOW - DAY)
    assert series["gaps"] == [[to_ms(out - MINUTE), to_ms(archived)]]
    assert statistics["unknown_s"] == (archived - out + MINUTE).total_seconds()


async def test_an_archived_sensor_with_a_device_goes_on(api: Any, world: Any) -> None:
    await insert(world, (BEGIN, None), rolled=False)
    await world.connection.execute("UPDATE sensor SET archived_at = $1", NOW - 5 * HOUR)
    statistics, _ = await figures(api, NOW - DAY)
    assert (statistics["coverage"], statistics["unknown_s"]) == (1.0, 0.0)


@pytest.mark.parametrize("rolled", EVERY)
async def test_sparks_and_overview_say_the_same(api: Any, world: Any, rolled: bool) -> None:
    await insert(world, (BEGIN, None), rolled=rolled)
    [spark] = (await api.get("ada", "/sparks", sensor="s/fridge"))["sensors"]
    assert (spark["gaps"], spark["coverage"]) == ([], 1.0)
    overview = await api.get("ada", "/overview")
    assert overview["sensors"]["coverage"] == [1.0 if rolled else None]


@pytest.mark.parametrize("rolled", EVERY)
async def test_the_first_hour_of_an_export_is_covered_since_the_installation(
    api: Any, world: Any, rolled: bool
) -> None:
    await insert(world, (BEGIN, None), rolled=rolled)
    params = {
        "sensor": "s/fridge", "from": to_ms(NOW - DAY), "to": to_ms(NOW), "resolution": "hour",
    }  # fmt: skip
    text = (await api.ask("ada", "/export", params=params)).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 10
    assert {line["coverage"] for line in lines} == {"1"}
