"""Changed sensors are read once, and offered to every open stream."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from client_parts import access
from failing_database import FailingDatabase
from live_parts import PATIENCE_S, Served, speak
from prometheus_client import CollectorRegistry

from isotherm.instants import to_ms
from isotherm.quality import Quality
from isotherm_api.hub.client import Client
from isotherm_api.hub.readings import ReadingFollower
from isotherm_api.hub.streams import Streams
from isotherm_api.metrics import Metrics

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_a_sensor_that_turns_silent_is_sent_without_a_reading(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    await world.connection.execute("UPDATE sensor SET expected_interval_s = 0.5")
    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 2.0)
        [spoke] = (await vera.next("latest"))["sensors"]
        while spoke["state"] == "never":  # the change of its interval came by itself
            [spoke] = (await vera.next("latest"))["sensors"]
        assert spoke["state"] == "no_limits"
        [silent] = (await vera.next("latest"))["sensors"]
        assert (silent["status"], silent["state"]) == ("stale", "silent")
        assert silent["since"] == spoke["latest"]["time"]


async def test_values_that_stay_doubtful_are_sent_when_none_has_counted_for_too_long(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    """No reading comes at that moment: the gap limit since the last one that counts has passed."""
    await world.connection.execute("UPDATE sensor SET expected_interval_s = 1")
    async with served.stream("vera") as vera:
        good = datetime.now(UTC)
        doubtful = good + timedelta(milliseconds=1500)
        readings = [(good, 4.0, 0), (doubtful, 400.0, int(Quality.SUSPECT))]
        await world.readings(channels["here"], readings)
        await world.connection.execute("NOTIFY isotherm_readings")
        states = []
        while not states or states[-1] != "suspect":
            [sensor] = (await vera.next("latest"))["sensors"]
            states.append(sensor["state"])
        assert "silent" not in states
        assert (sensor["status"], sensor["since"]) == ("fault", to_ms(doubtful))
        assert sensor["latest"]["good_value"] == 4.0


async def test_limits_that_are_set_or_deleted_change_the_state_at_once(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async def told(wanted: str) -> Any:
        while (sensor := (await vera.next("latest"))["sensors"][0])["state"] != wanted:
            pass
        return sensor

    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 5.0)
        assert (await told("no_limits"))["limits"] is None
        sensor = await world.connection.fetchval(
            "SELECT sensor_id FROM installation WHERE channel_id = $1", channels["here"]
        )
        now = datetime.now(UTC)
        await world.limits(sensor, now - 2 * MINUTE, 2.0, 8.0)
        assert (await told("in_range"))["limits"]["high"] == 8.0
        await world.limits(sensor, now - MINUTE, None, None)
        assert (await told("no_limits"))["limits"] is None
        await world.connection.execute("DELETE FROM limits WHERE low IS NULL AND high IS NULL")
        assert (await told("in_range"))["limits"]["low"] == 2.0


async def test_a_correction_that_is_made_or_undone_changes_value_state_and_since_at_once(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    sensor = await world.connection.fetchval(
        "SELECT sensor_id FROM installation WHERE channel_id = $1", channels["here"]
    )
    now = datetime.now(UTC)
    await world.connection.execute("UPDATE sensor SET expected_interval_s = 600")
    await world.limits(sensor, now - 90 * MINUTE, None, 8.0)
    times = [now - n * MINUTE for n in (40, 30, 20, 10)]
    await world.readings(
        channels["here"], list(zip(times, (4.0, 19.0, 4.0, 19.0), (0,) * 4, strict=True))
    )

    async def told(time: datetime, state: str, since: datetime | None) -> Any:
        wanted = to_ms(time), state, since and to_ms(since)
        while True:
            [told] = (await vera.next("latest"))["sensors"]
            if (told["latest"]["time"], told["state"], told["since"]) == wanted:
                return told

    async with served.stream("vera") as vera:
        await world.connection.execute("NOTIFY isotherm_readings")
        await told(times[3], "above", times[3])
        dip = await world.correct(sensor, times[2], times[2] + MINUTE)
        await told(times[3], "above", times[1])
        await world.connection.execute(
            "UPDATE correction SET undone_by = 'u', undone_at = now() WHERE id = $1", dip
        )
        await told(times[3], "above", times[3])
        await world.correct(sensor, times[3], times[3] + MINUTE)
        set_aside = await told(times[3], "in_range", None)
        assert set_aside["latest"]["quality"] == 32


async def test_a_reading_is_sent_when_its_time_has_come(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera:
        now = datetime.now(UTC)
        ahead = now + timedelta(seconds=3)
        await world.readings(channels["here"], [(now, 19.0, 0), (ahead, 4.2, 0)])
        await world.connection.execute("NOTIFY isotherm_readings")
        [first] = (await vera.next("latest"))["sensors"]
        assert (first["latest"]["value"], first["latest"]["time"]) == (19.0, to_ms(now))
        [second] = (await vera.next("latest"))["sensors"]
        assert (second["latest"]["value"], second["latest"]["time"]) == (4.2, to_ms(ahead))
        assert datetime.now(UTC) >= ahead


def follower(api: Any, database: Any = None) -> tuple[ReadingFollower, Streams]:
    """Return a follower that goes by the api's clock, and the streams it follows."""
    metrics = Metrics.make(CollectorRegistry())
    streams = Streams(6, metrics)
    services = api.services
    database = database or services.database
    return ReadingFollower(database, streams, services.clock, metrics, recheck_s=600), streams


async def step(readings: ReadingFollower) -> None:
    """Take one step, which must have a reason not to wait."""
    async with asyncio.timeout(PATIENCE_S):
        await readings.step()


def taken(client: Client) -> list[str]:
    """Return the references of the sensors that a client is sent."""
    events = [json.loads(event.data) for event in client.take()]
    return [sensor["id"] for event in events for sensor in event["sensors"]]


async def test_every_sensor_is_read_first_and_then_only_those_with_new_readings(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "a")
    await world.sensor(site, "b")
    readings, streams = follower(api)
    with streams.open(access(), None, None) as client:
        assert not readings.ready.is_set()
        readings.changed()
        await step(readings)
        assert readings.ready.is_set()
        assert taken(client) == ["s/a", "s/b"]
        await world.readings(channel, [(NOW, 4.0, 0)])
        readings.changed()
        await step(readings)
        assert taken(client) == ["s/a"]
        readings.changed()
        await step(readings)
        assert taken(client) == []


async def test_a_change_of_the_registry_reads_every_sensor(api: Any, world: Any) -> None:
    sensor, _ = await world.fed(await world.site("s"), "a")
    readings, streams = follower(api)
    with streams.open(access(), None, None) as client:
        readings.changed()
        await step(readings)
        client.take()
        await world.limits(sensor, NOW - timedelta(days=1), 2.0, 8.0)
        readings.changed()
        await step(readings)
        assert taken(client) == []
        readings.registry_changed()
        await step(readings)
        assert taken(client) == ["s/a"]


async def test_the_mark_is_when_the_newest_reading_was_written(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "a")
    readings, _ = follower(api)
    assert readings.mark() == to_ms(NOW)
    await world.readings(channel, [(NOW - timedelta(days=1), 4.0, 0)])
    for written_at, mark in ((timedelta(hours=1), 1), (timedelta(hours=2), 2), (-MINUTE, 2)):
        await world.connection.execute("UPDATE latest SET written_at = $1", NOW + written_at)
        readings.changed()
        await step(readings)
        assert readings.mark() == to_ms(NOW + timedelta(hours=mark)), "it never goes back"


async def test_a_sensor_is_judged_again_when_its_time_has_come(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "a")
    await world.limits(sensor, NOW - timedelta(days=1), 2.0, 8.0)
    ahead = timedelta(seconds=50)
    await world.readings(channel, [(NOW, 19.0, 0), (NOW + ahead, 4.2, 0)])
    readings, streams = follower(api)
    readings.changed()
    with streams.open(access(), None, None) as client:
        for instant, state in ((NOW, "above"), (NOW + ahead, "in_range")):
            api.services.clock.instant = instant
            await step(readings)
            [event] = client.take()
            [sent] = json.loads(event.data)["sensors"]
            assert (sent["state"], sent["latest"]["time"]) == (state, to_ms(instant))


async def test_a_step_that_failed_is_taken_again_at_once(api: Any, world: Any) -> None:
    await world.fed(await world.site("s"), "a")
    failing = FailingDatabase(api.services.database, ConnectionError(), failures=1)
    readings, streams = follower(api, failing)
    with streams.open(access(), None, None) as client:
        readings.changed()
        with pytest.raises(ConnectionError):
            await step(readings)
        assert not readings.ready.is_set()
        await step(readings)
        assert taken(client) == ["s/a"]


async def test_a_sensor_that_was_deleted_is_forgotten(api: Any, world: Any) -> None:
    sensor = await world.sensor(await world.site("s"), "a")
    readings, streams = follower(api)
    readings.changed()
    await step(readings)
    await world.connection.execute("DELETE FROM sensor WHERE id = $1", sensor)
    readings.registry_changed()
    await step(readings)
    with streams.open(access(), None, 0) as client:
        readings.changed()
        await step(readings)
        assert taken(client) == []
