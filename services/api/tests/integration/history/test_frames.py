"""Frames of several sensors: their order, rules, heads and segments."""

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from client_parts import access
from rolled_fridge import DAY, HOUR, NOW, ROLLED_TO, START, STEP, insert_fridge, steady

from isotherm.history.segments import Segment
from isotherm.instants import ALWAYS, just_after, to_micros
from isotherm_api.access import Role
from isotherm_api.history.frame import Frame
from isotherm_api.history.frames import load_frames
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.problem import NotFound
from isotherm_api.ranges import Range
from isotherm_api.visible import Reference


async def load(
    world: Any,
    *sensors: str,
    start: datetime = START,
    end: datetime = NOW,
    caller: Any = None,
) -> list[Frame]:
    """Load the frames of sensors at NOW, by default as an admin."""
    references = [Reference.parse(sensor) for sensor in sensors]
    span = Range(start, end)
    return await load_frames(
        world.connection, caller or access(), references, span, NOW, PartitionDays()
    )


async def test_frames_come_in_the_order_asked_and_each_once(world: Any) -> None:
    site = await world.site("s")
    for slug in ("a", "b", "c"):
        await world.sensor(site, slug)
    frames = await load(world, "s/c", "s/a", "s/c", "s/b")
    assert [str(frame.sensor.reference) for frame in frames] == ["s/c", "s/a", "s/b"]


async def test_a_sensor_that_is_missing_or_hidden_is_not_found(world: Any) -> None:
    here = await world.site("here")
    await world.sensor(here, "a")
    await world.sensor(await world.site("there"), "a")
    viewer = access(False, **{f"site{here}": Role.VIEWER})
    assert len(await load(world, "here/a", caller=viewer)) == 1
    details = []
    for hidden in ("there/a", "here/b"):
        with pytest.raises(NotFound) as missing:
            await load(world, "here/a", hidden, caller=viewer)
        details.append(missing.value.detail.replace(hidden, "…"))
    assert details[0] == details[1]


async def test_a_frame_of_one_sensor_is_the_same_as_among_several(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.sensor(fridge.site_id, "other")
    [alone], [_, among] = await load(world, "s/fridge"), await load(world, "s/other", "s/fridge")
    own = await fridge.frame(START)
    for frame in (alone, among):
        assert (frame.start, frame.end, frame.now) == (own.start, own.end, own.now)
        assert (frame.head, frame.segments, frame.interval_s) == (
            own.head,
            own.segments,
            own.interval_s,
        )


async def test_the_head_says_how_far_a_sensor_is_rolled_up(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.sensor(fridge.site_id, "bare")
    rolled, bare = await load(world, "s/fridge", "s/bare")
    assert (rolled.head.rolled_to, rolled.head.first) == (to_micros(ROLLED_TO), to_micros(START))
    assert (bare.head.rolled_to, bare.head.first, bare.segments) == (ALWAYS, None, ())
    await world.connection.execute("SELECT drop_day($1)", START.date())
    dropped, _ = await load(world, "s/fridge", "s/bare")
    assert dropped.head.horizon == to_micros(START + DAY)


async def test_late_data_of_a_channel_changes_the_state_of_its_sensor_only(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.fed(fridge.site_id, "other")
    before = [frame.head.state for frame in await load(world, "s/fridge", "s/other")]
    await world.connection.execute(
        "INSERT INTO dirty (channel_id, since, until) VALUES ($1, $2, $2)", fridge.channel, START
    )
    after = [frame.head.state for frame in await load(world, "s/fridge", "s/other")]
    assert after[0] != before[0]
    assert after[1] == before[1]


async def test_segments_reach_as_far_around_the_range_as_a_reading_holds(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    end = NOW - HOUR
    [frame] = await load(world, "s/fridge", start=end - HOUR, end=end)
    [segment] = frame.segments
    assert segment.channel == fridge.channel
    assert segment.start == end - HOUR - 3 * STEP
    assert segment.end == just_after(end + 3 * STEP)
    for later in (NOW, NOW + HOUR):
        [frame] = await load(world, "s/fridge", end=later)
        assert frame.segments[0].end == just_after(NOW), "what is ahead of now is not read"


async def test_the_present_of_a_clock_that_lags_is_before_now(world: Any) -> None:
    await insert_fridge(world, steady())
    for skew, lag_ms in ((None, 0), (90_000, 0), (-90_000, 90_000)):
        await world.connection.execute("UPDATE device SET clock_skew_ms = $1", skew)
        [frame] = await load(world, "s/fridge")
        assert frame.now == to_micros(NOW) - 1000 * lag_ms


async def test_channels_that_no_longer_matter_to_the_range_are_left_out(world: Any) -> None:
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge", STEP.total_seconds())
    ends = (NOW - 2 * HOUR, NOW - HOUR - STEP, NOW - STEP, NOW + DAY, None)
    since, channels = None, []
    for number, until in enumerate(ends):
        channels.append(await world.channel(f"device-{number}", site))
        await world.install(channels[-1], sensor, since, until)
        since = until
    [frame] = await load(world, "s/fridge", start=NOW - HOUR)
    assert [segment.channel for segment in frame.segments] == channels[1:4]
    assert frame.segments[1] == Segment(channels[2], NOW - HOUR - STEP, NOW - STEP)


async def test_an_interval_that_nobody_set_is_that_of_the_readings(world: Any) -> None:
    site = await world.site("s")
    for slug in ("paced", "earlier", "never"):
        sensor = await world.sensor(site, slug, None)
        channel = await world.channel(slug, site)
        await world.install(channel, sensor)
        if slug != "never":
            end = NOW if slug == "paced" else NOW - 5 * HOUR
            await world.readings(channel, steady(end=end))
    paced, earlier, never = await load(world, "s/paced", "s/earlier", "s/never", start=NOW - HOUR)
    assert paced.interval_s == earlier.interval_s == STEP.total_seconds()
    assert never.interval_s is None
    assert np.isnan(never.rules.interval_s).all()
