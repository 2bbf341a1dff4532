"""What was received from a device in each of the last 48 hours."""

from datetime import timedelta
from typing import Any

from device_changes import people

from isotherm.instants import to_ms

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def test_readings_and_rejects_are_counted_by_the_hour(api: Any, world: Any) -> None:
    here, _ = await people(world)
    now = api.clock.now()
    channel, other = await world.channel("probe", here), await world.channel("other", here)
    times = [now, now - MINUTE, now - 2 * MINUTE, now - 47 * HOUR, now - 48 * HOUR]
    await world.readings(channel, [(at, 4.0, 0) for at in times])
    await world.readings(other, [(now, 4.0, 0)])
    # measured yesterday, received now
    await world.connection.execute(
        "INSERT INTO reading (channel_id, measured_at, received_at, value, quality)"
        " VALUES ($1, $2, $3, 1, 0)",
        channel, now - 47 * HOUR - MINUTE, now,
    )  # fmt: skip
    for table, at, name in (
        ("reject_hour", now, "probe"), ("reject_count", now, "probe"),
        ("reject_hour", now - 48 * HOUR, "probe"), ("reject_hour", now, "other"),
    ):  # fmt: skip
        await world.connection.execute(
            f"INSERT INTO {table} (hour, device_name, reason, count, kept, kept_bytes)"
            " VALUES ($1, $2, 'unit', 3, 0, 0)",
            at, name,
        )  # fmt: skip
    hours = (await api.get("operator", "/devices/probe/activity"))["hours"]
    assert [hour["hour"] for hour in hours] == [to_ms(now - n * HOUR) for n in range(47, -1, -1)]
    counted = {
        hour["hour"]: (hour["readings"], hour["rejects"])
        for hour in hours
        if hour["readings"] or hour["rejects"]
    }
    assert counted == {
        to_ms(now): (2, 6), to_ms(now - HOUR): (2, 0), to_ms(now - 47 * HOUR): (1, 0),
    }  # fmt: skip
    assert (await api.ask("viewer", "/devices/probe/activity")).status_code == 404
