"""The overview says what the list of sensors says; its sparks leave nothing out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Rows = list[tuple[datetime, float | None, int]]
_SAME_WORDS = ("slug", "name", "place", "interval_s", "channel", "silent_at", "gap_after_s")


def minutes(count: int, value: float = 4.0) -> Rows:
    """A reading a minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


def listed(answer: Any) -> list[dict[str, Any]]:
    """The columns as the documents that the list of sensors gives."""
    sites, columns = answer["sites"], answer["sensors"]
    found = []
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        place = row["site"]
        slug = sites["slug"][place]
        has_limits = row["low"] is not None or row["high"] is not None
        found.append(
            {
                "id": f"{slug}/{row['slug']}",
                "site": slug,
                "site_name": sites["name"][place],
                "time_zone": sites["time_zone"][place],
                **{name: row[name] for name in _SAME_WORDS},
                "limits": {"low": row["low"], "high": row["high"], "since": row["limits_since"]}
                if has_limits
                else None,
                "device": {"name": row["device"], "label": row["label"]} if row["device"] else None,
                "state": row["state"],
                "since": row["since"],
                "latest": None
                if row["time"] is None
                else {
                    name: row[name]
                    for name in ("time", "received", "value", "quality", "good_time", "good_value")
                },
            }
        )
    return found


async def test_it_says_what_the_list_says(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there", "Asia/Kathmandu")
    await world.fed(there, "never")
    await world.sensor(here, "bare", None)
    fridge, channel = await world.fed(here, "fridge")
    await world.limits(fridge, NOW - DAY, 0.0, 3.0)
    await world.limits(fridge, NOW - HOUR, 2.0, 8.0)
    await world.limits(fridge, NOW + HOUR, None, None)
    await world.readings(channel, [*minutes(30, 9.0), *minutes(60)[30:]])
    _, channel = await world.fed(there, "fault", None)
    await world.readings(channel, [(NOW, None, 1), *minutes(10)[1:]])
    _, channel = await world.fed(here, "silent")
    await world.readings(channel, minutes(20)[10:])
    swapped, other = await world.sensor(here, "swapped"), await world.sensor(there, "other")
    old, new = await world.channel("old", here), await world.channel("new", here)
    await world.install(old, swapped, None, NOW - 10 * MINUTE)
    await world.install(old, other, NOW - 10 * MINUTE, None)
    await world.install(new, swapped, NOW - 10 * MINUTE, None)
    await world.readings(old, minutes(30))
    wanted = (await api.get("ada", "/sensors"))["items"]
    for each in wanted:
        del each["status"]
    found = listed(await api.get("ada", "/overview"))
    assert found == wanted
    states = {each["state"] for each in found}
    assert states == {"never", "above", "fault", "silent", "in_range"}
    one = listed(await api.get("ada", "/overview", site="there"))
    assert one == [each for each in wanted if each["site"] == "there"]


async def test_it_shows_only_what_one_may_see(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.fed(here, "a")
    await world.fed(there, "b")
    await world.grant(there, "viewer", username="vera")
    found = await api.get("vera", "/overview")
    assert [each["id"] for each in listed(found)] == ["there/b"]
    assert found["sites"]["slug"] == ["there"]
    empty = await api.get("nobody", "/overview")
    assert empty["sites"]["slug"] == empty["sensors"]["slug"] == []


def of_a_day() -> Rows:
    """A reading a minute for two days: a spike, two hours of silence, some faults, one suspect."""
    rows: Rows = [(NOW - MINUTE * n, 4.0 + n % 60 / 100, 0) for n in range(2880)]
    rows[400] = (rows[400][0], 20.0, 0)
    rows[30] = (rows[30][0], 30.0, 0)
    rows[700] = (rows[700][0], 85.0, 2)
    for n in range(900, 915):
        rows[n] = (rows[n][0], None, 1)
    return [row for n, row in enumerate(rows) if not 600 < n < 720]


@pytest.mark.parametrize("rolled_to", [None, NOW - HOUR, NOW - 11 * HOUR, NOW])
async def test_a_spark_leaves_nothing_out(api: Any, world: Any, rolled_to: datetime | None) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, of_a_day())
    if rolled_to is not None:
        await world.roll(sensor, channel, rolled_to)
        silence = (NOW - 720 * MINUTE, NOW - 600 * MINUTE)
        await world.gap(sensor, silence[0], silence[1] if silence[1] < rolled_to else None)
        await world.fault(sensor, NOW - 914 * MINUTE, NOW - 899 * MINUTE)
    answer = await api.get("ada", "/sparks", sensor="s/fridge")
    assert (answer["from"], answer["to"]) == (to_ms(NOW - DAY), to_ms(NOW))
    [spark] = answer["sensors"]
    assert spark["gaps"] == [[to_ms(NOW - 720 * MINUTE), to_ms(NOW - 600 * MINUTE)]]
    assert spark["faults"] == [[to_ms(NOW - 914 * MINUTE), to_ms(NOW - 899 * MINUTE)]]
    assert spark["coverage"] == pytest.approx(22 / 24)
    points = dict(zip(spark["time"], spark["value"], strict=True))
    assert points[to_ms(NOW - 400 * MINUTE)] == 20.0
    assert points[to_ms(NOW - 30 * MINUTE)] == 30.0
    assert max(points.values()) == 30.0
    assert min(points.values()) == 4.0
    assert spark["time"] == sorted(spark["time"])
    assert 40 <= len(points) <= 50
    if rolled_to is not None:
        overview = await api.get("ada", "/overview")
        known = 22 / 24 if rolled_to >= NOW - 10 * HOUR else None
        if known is not None:
            assert overview["sensors"]["coverage"] == [pytest.approx(known)]


@pytest.mark.parametrize("rolled", [True, False])
async def test_before_the_first_reading_and_after_the_last_nothing_is_known(
    api: Any, world: Any, rolled: bool
) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, minutes(360)[240:])
    if rolled:
        await world.roll(sensor, channel, NOW - HOUR)
        await world.gap(sensor, NOW - 240 * MINUTE, None)
    [spark] = (await api.get("ada", "/sparks", sensor="s/fridge"))["sensors"]
    assert spark["gaps"] == [
        [to_ms(NOW - DAY), to_ms(NOW - 359 * MINUTE)],
        [to_ms(NOW - 240 * MINUTE), to_ms(NOW)],
    ]
    known = pytest.approx(119 / 1440)
    assert spark["coverage"] == known
    overview = await api.get("ada", "/overview")
    assert overview["sensors"]["coverage"] == [known if rolled else None]


async def test_several_silences_of_a_day_are_all_missing(api: Any, world: Any) -> None:
    site = await world.site("s")
    ends: dict[str, list[tuple[int, int]]] = {
        "never": [],
        "long ago": [(50, 40)],
        "reaches in": [(50, 40), (25, 22)],
        "within": [(50, 40), (5, 4)],
        "several": [(50, 40), (25, 22), (8, 6), (3, 2)],
    }
    for name, gaps in ends.items():
        sensor, channel = await world.fed(site, name.replace(" ", "-"))
        await world.readings(channel, [(NOW - HOUR * 60, 4.0, 0), *minutes(120)])
        await world.roll(sensor, channel, NOW - HOUR)
        for since, until in gaps:
            await world.gap(sensor, NOW - HOUR * since, NOW - HOUR * until)
    found = await api.get("ada", "/overview")
    share = dict(zip(found["sensors"]["slug"], found["sensors"]["coverage"], strict=True))
    lost = {"never": 0, "long-ago": 0, "reaches-in": 2, "within": 1, "several": 5}
    assert share == {name: pytest.approx(1 - hours / 24) for name, hours in lost.items()}


async def test_sparks_of_many_come_in_the_order_asked(api: Any, world: Any) -> None:
    site = await world.site("s")
    for name in ("a", "b", "never"):
        _, channel = await world.fed(site, name)
        if name != "never":
            await world.readings(channel, minutes(1500))
    asked = ["s/b", "s/never", "s/a"]
    found = (await api.get("ada", "/sparks", sensor=asked))["sensors"]
    assert [each["id"] for each in found] == asked
    assert [each["coverage"] for each in found] == [1.0, 0.0, 1.0]
    assert found[1]["gaps"] == [[to_ms(NOW - DAY), to_ms(NOW)]]
    many = await api.ask("ada", "/sparks", params={"sensor": ["s/a"] * 101})
    assert many.status_code == 422
    assert (await api.ask("ada", "/sparks", params={"sensor": "s/none"})).status_code == 404
