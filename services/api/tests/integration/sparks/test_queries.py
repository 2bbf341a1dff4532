"""What sparks are drawn from is loaded for many sensors at once."""

from datetime import timedelta
from typing import Any

from rolled_fridge import DAY, HOUR, MINUTE, NOW, START, STEP, Fridge, insert_fridge, steady

from isotherm.history.readings import Readings
from isotherm.instants import to_datetime, to_micros
from isotherm_api.history.frame import Frame
from isotherm_api.sparks.queries import Stored, load_readings, load_stored

SINCE = NOW - DAY


async def bare(fridge: Fridge) -> Frame:
    """Insert a sensor that no channel feeds, and return its frame of the last day."""
    sensor = await fridge.world.sensor(fridge.site_id, "bare", STEP.total_seconds())
    return await Fridge(fridge.world, sensor, fridge.site_id, 0).frame(SINCE)


async def load(
    fridge: Fridge, *frames: Frame, minutes: int = 60, limit: int | None = None
) -> list[Readings]:
    """Load the readings of the last minutes of each frame."""
    span = to_micros(NOW - minutes * MINUTE), to_micros(NOW)
    return await load_readings(fridge.world.connection, frames, [span] * len(frames), limit)


async def test_readings_come_in_the_order_of_the_frames(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    empty = await bare(fridge)
    nothing, six, none = await load(fridge, empty, await fridge.frame(SINCE), empty)
    assert [to_datetime(at) for at in six.at.tolist()] == [NOW - STEP * n for n in range(6, 0, -1)]
    assert len(nothing) == len(none) == 0


async def test_frames_that_no_channel_feeds_have_no_readings(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    assert [len(readings) for readings in await load(fridge, await bare(fridge))] == [0]


async def test_only_the_newest_are_loaded_also_across_a_swap(world: Any) -> None:
    fridge = await insert_fridge(world, steady(), rolled=False)
    swap = NOW - 15 * MINUTE
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange(NULL, $2) WHERE sensor_id = $1", fridge.id, swap
    )
    new = await world.channel("new", fridge.site_id)
    await world.install(new, fridge.id, swap, None)
    await world.readings(new, [(at, 6.0, 0) for at, _, _ in steady()])
    frame = await fridge.frame(SINCE)
    for limit, values in ((1, [6.0]), (2, [4.0, 6.0]), (None, [4.0] * 5 + [6.0])):
        [readings] = await load(fridge, frame, limit=limit)
        assert readings.value.tolist() == values


async def test_each_frame_has_a_span_of_its_own(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    frame = await fridge.frame(SINCE)
    spans = [
        (to_micros(NOW - HOUR), to_micros(NOW)),
        (to_micros(NOW - 3 * HOUR), to_micros(NOW - 3 * HOUR) + 1),
        (to_micros(NOW), to_micros(NOW)),
    ]
    loaded = await load_readings(world.connection, [frame] * 3, spans, None)
    assert [len(readings) for readings in loaded] == [6, 1, 0]


async def test_rollups_of_the_day_come_in_the_order_of_the_sensors(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.gap(fridge.id, START, SINCE)
    await world.gap(fridge.id, SINCE - HOUR, SINCE + MINUTE)
    await world.gap(fridge.id, NOW - 2 * HOUR, None)
    await world.fault(fridge.id, SINCE - 2 * HOUR, SINCE - MINUTE)
    await world.fault(fridge.id, SINCE - 30 * MINUTE, SINCE)
    nothing, stored = await load_stored(world.connection, [999, fridge.id], to_micros(SINCE))
    assert nothing == Stored()
    assert sorted(row["least_at"] for row in stored.hours) == [SINCE + HOUR * n for n in range(23)]
    assert [row["since"] for row in stored.gaps] == [SINCE - HOUR, NOW - 2 * HOUR]
    assert [row["until"] for row in stored.faults] == [SINCE]


async def test_an_hour_without_a_reading_that_counts_has_no_point(world: Any) -> None:
    rows = [(at, None, 1) if at >= NOW - 5 * HOUR else (at, 4.0, 0) for at, _, _ in steady()]
    fridge = await insert_fridge(world, rows)
    [stored] = await load_stored(world.connection, [fridge.id], to_micros(SINCE))
    assert max(row["most_at"] for row in stored.hours) < NOW - 5 * HOUR
    assert len(stored.hours) == 19


async def test_readings_are_corrected(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    other, channel = await world.fed(fridge.site_id, "other", STEP.total_seconds())
    await world.readings(channel, [(at, 50.0, 0) for at, _, _ in steady()])
    await world.correct(fridge.id, NOW - 5 * HOUR, NOW - 4 * HOUR, "time", shift=4 * HOUR)
    await world.correct(other, NOW - HOUR, NOW - HOUR / 2, "unit", ("C", "F"))
    await world.correct(other, NOW - HOUR / 2, NOW)
    frames = [
        await fridge.frame(SINCE),
        await Fridge(world, other, fridge.site_id, channel).frame(SINCE),
    ]
    moved, marked = await load(fridge, *frames)
    assert len(moved) == 12
    assert moved.at.tolist()[:4] == [
        to_micros(NOW - HOUR) + offset + n
        for offset in (0, STEP // timedelta(microseconds=1))
        for n in (0, 1)
    ]
    assert marked.value.tolist() == [10.0, 10.0, 10.0, 50.0, 50.0, 50.0]
    assert marked.quality.tolist() == [0, 0, 0, 32, 32, 32]
    newest, _ = await load(fridge, *frames, limit=1)
    assert newest.at.tolist() == [moved.at.tolist()[-1]]
