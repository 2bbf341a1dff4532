"""Sensors are judged for the streams as they are for lists."""

from datetime import UTC, datetime, timedelta
from typing import Any

from live_parts import Served, speak

from isotherm.instants import to_ms
from isotherm_api.hub.board import Board
from isotherm_api.hub.judged import load_judged

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_since_is_kept_while_a_state_goes_on(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    sensor = await world.connection.fetchval("SELECT min(id) FROM sensor")
    now = datetime.now(UTC)
    await world.limits(sensor, now - timedelta(days=1), 2.0, 8.0)
    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 5.0, now - timedelta(seconds=20))
        while (await vera.next("latest"))["sensors"][0]["latest"] is None:
            pass
        await speak(world, channels["here"], 9.0, now - timedelta(seconds=10))
        [above] = (await vera.next("latest"))["sensors"]
        await speak(world, channels["here"], 9.5, now)
        [still] = (await vera.next("latest"))["sensors"]
        assert (above["state"], still["state"]) == ("above", "above")
        assert above["since"] == still["since"] == above["latest"]["time"]
        listed = await served.api.get("vera", "/sensors/here/fridge")
        assert listed["since"] == still["since"]


async def test_a_sensor_that_the_board_does_not_know_has_its_beginning_read(world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - 60 * MINUTE, 2.0, 8.0)
    rows = [(NOW - MINUTE * n, 9.0 if n < 5 else 4.0, 0) for n in range(20)]
    await world.readings(channel, rows)
    board = Board()
    [judged] = await load_judged(world.connection, board, [sensor], NOW)
    assert (judged.sensor.state, judged.sensor.since) == ("above", to_ms(NOW - 4 * MINUTE))
    board.update([judged], to_ms(NOW))
    await world.connection.execute("DELETE FROM reading")
    [known] = await load_judged(world.connection, board, [sensor], NOW)
    assert known == judged, "the board knows since when, so readings are not read"


async def test_a_state_that_the_board_does_not_know_began_with_the_newest_reading(
    world: Any,
) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, [(NOW - 2 * MINUTE, 4.0, 0)])
    board = Board()
    board.update(await load_judged(world.connection, board, [sensor], NOW), to_ms(NOW))
    await world.readings(channel, [(NOW - MINUTE, None, 1)])
    [judged] = await load_judged(world.connection, board, [sensor], NOW)
    assert (judged.sensor.state, judged.sensor.since) == ("fault", to_ms(NOW - MINUTE))


async def test_a_state_that_changed_without_a_reading_has_its_beginning_read(world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - 60 * MINUTE, 2.0, 20.0)
    await world.readings(channel, [(NOW - MINUTE * n, 9.0, 0) for n in range(5)])
    board = Board()
    board.update(await load_judged(world.connection, board, [sensor], NOW), to_ms(NOW))
    await world.connection.execute("UPDATE limits SET high = 8")
    [judged] = await load_judged(world.connection, board, [sensor], NOW)
    assert (judged.sensor.state, judged.sensor.since) == ("above", to_ms(NOW - 4 * MINUTE))


async def test_an_excursion_began_before_the_gap_in_it_and_before_the_newest_reading(
    world: Any,
) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - timedelta(days=2), 2.0, 8.0)
    board = Board()

    async def sent(now: datetime, rows: list[Any]) -> tuple[str, int | None]:
        await world.readings(channel, rows)
        [judged] = await load_judged(world.connection, board, [sensor], now)
        board.update([judged], to_ms(now))
        return judged.sensor.state, judged.sensor.since

    buffered = [(NOW - MINUTE * n, 9.0, 0) for n in range(56, 60)]
    began = to_ms(NOW - 59 * MINUTE)
    assert await sent(NOW - 60 * MINUTE, [(NOW - 60 * MINUTE, 4.0, 0)]) == ("in_range", None)
    assert await sent(NOW - 56 * MINUTE, buffered) == ("above", began)
    assert await sent(NOW - 20 * MINUTE, []) == ("silent", to_ms(NOW - 56 * MINUTE))
    assert await sent(NOW, [(NOW, 9.0, 0)]) == ("above", began)


async def test_other_limits_change_since_when_a_sensor_is_out_of_range(world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - timedelta(days=2), 2.0, 8.0)
    rows = [(NOW - MINUTE * n, 9.0 if n < 50 else 4.0, 0) for n in range(60)]
    await world.readings(channel, rows)
    board = Board()
    board.update(await load_judged(world.connection, board, [sensor], NOW), to_ms(NOW))
    await world.limits(sensor, NOW - 30 * MINUTE, 2.0, 10.0)
    await world.limits(sensor, NOW - 10 * MINUTE, 2.0, 8.0)
    [judged] = await load_judged(world.connection, board, [sensor], NOW)
    assert (judged.sensor.state, judged.sensor.since) == ("above", to_ms(NOW - 10 * MINUTE))


async def test_sensors_that_have_been_deleted_are_left_out(world: Any) -> None:
    sensor = await world.sensor(await world.site("s"), "fridge")
    for sensor_ids, count in (([sensor, 999], 1), ([999], 0), ([], 0)):
        assert len(await load_judged(world.connection, Board(), sensor_ids, NOW)) == count
