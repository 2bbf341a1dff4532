"""Limits with a least duration and a hysteresis: set, kept, and what they make of excursions."""

from datetime import timedelta
from typing import Any

import pytest
from api_rollups import roll_up
from dated_settings import DAY, LIMITS, NOW, change, insert_fridge, put

from isotherm.instants import to_ms

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
START = NOW - DAY


def grace(entry: Any) -> tuple[float, float]:
    """Return the least duration and the hysteresis of limits."""
    return entry["min_duration_s"], entry["hysteresis"]


async def test_grace_is_kept_with_the_limits_and_in_their_changes(api: Any, world: Any) -> None:
    await insert_fridge(world)
    since = to_ms(NOW - DAY)
    await put(api, LIMITS, since=since, low=2, high=8)
    set_now = await put(api, LIMITS, since=since, low=2, high=8, min_duration_s=900, hysteresis=0.5)
    assert [grace(entry) for entry in set_now["items"]] == [(900, 0.5)]
    newest, oldest = (await api.get("vera", f"{LIMITS}/changes"))["items"]
    assert (grace(newest["before"]), grace(newest["after"])) == ((0, 0), (900, 0.5))
    assert grace(oldest["after"]) == (0, 0)
    again = await put(api, LIMITS, since=since, low=2, high=8)
    assert [grace(entry) for entry in again["items"]] == [(0, 0)]


async def test_records_of_before_there_was_grace_have_none(api: Any, world: Any) -> None:
    sensor = await insert_fridge(world)
    await world.connection.execute(
        "INSERT INTO audit (actor, action, target, after, sensor_id)"
        """ VALUES ('mira', 'limits.set', 's/fridge', '{"since": 0, "low": 2, "high": 8}', $1)""",
        sensor,
    )
    [record] = (await api.get("vera", f"{LIMITS}/changes"))["items"]
    assert grace(record["after"]) == (0, 0)


async def test_the_second_of_two_edits_hears_of_the_grace(api: Any, world: Any) -> None:
    await insert_fridge(world)
    seen = (await api.get("mira", LIMITS))["etag"]
    wish = {"since": None, "low": 2, "high": 8}
    await change(api, LIMITS, seen, "tom", **wish, min_duration_s=600, hysteresis=0.5)
    raced = await change(api, LIMITS, seen, **wish)
    assert raced.json()["detail"].endswith(
        "set 2.0 to 8.0 °C with a least duration of 600 s and a hysteresis of 0.5 °C meanwhile."
    )


@pytest.mark.parametrize("rolled", [False, True])
@pytest.mark.parametrize(
    ("wish", "times"),
    [({}, 90), ({"hysteresis": 0.2}, 1), ({"min_duration_s": 300}, 0)],
)
async def test_a_value_that_moves_around_its_limit(
    api: Any, world: Any, wish: dict[str, float], times: int, rolled: bool
) -> None:
    """7.95 and 8.05 °C by turns, for three hours; then 5 °C."""
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge")
    await world.grant(site, "manager", username="mira")
    rows = [(START + MINUTE * n, 8.05 if n % 2 else 7.95, 0) for n in range(180)]
    await world.readings(channel, [*rows, *((START + MINUTE * n, 5.0, 0) for n in range(180, 600))])
    await put(api, LIMITS, since=to_ms(START - HOUR), low=2, high=8, **wish)
    if rolled:
        await roll_up(world.connection, sensor, "UTC", NOW - HOUR, NOW)
    ranges = [(START, NOW), (START - HOUR, START + 6 * HOUR), (START + 47 * MINUTE, NOW)]
    for start, end in ranges:
        span = {"from": to_ms(start), "to": to_ms(end), "sensor": "s/fridge"}
        [figures] = (await api.get("mira", "/statistics", **span))["sensors"]
        [listed] = (await api.get("mira", "/excursions", **span, limit=1000))["sensors"]
        seconds = sum(item["seconds"] for item in listed["items"])
        assert figures["above"]["seconds"] == pytest.approx(seconds)
        assert listed["total"] == figures["above"]["times"] == len(listed["items"])
        if start == START:
            assert listed["total"] == times
        else:
            assert min(times, 1) <= listed["total"] <= times
    [series] = (await api.get("mira", "/series", **span))["sensors"]
    [limits] = series["limits"]
    assert grace(limits) == (wish.get("min_duration_s", 0), wish.get("hysteresis", 0))
