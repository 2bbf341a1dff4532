"""The overview reports the same as the list of sensors."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Rows = list[tuple[datetime, float | None, int]]
_SAME_WORDS = (
    *("slug", "name", "place", "position", "interval_s", "channel", "silent_at", "gap_after_s"),
)


def minutes(count: int, value: float = 4.0) -> Rows:
    """A reading a minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


def listed(answer: Any) -> list[dict[str, Any]]:
    """The columns as the documents that the list of sensors gives."""
    sites, columns = answer["sites"], answer["sensors"]
    documents = []
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        place = row["site"]
        slug = sites["slug"][place]
        has_limits = row["low"] is not None or row["high"] is not None
        documents.append(
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
    return documents


async def test_the_overview_equals_the_list_of_sensors(api: Any, world: Any) -> None:
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
    early, channel = await world.fed(there, "early")
    await world.limits(early, NOW - DAY, None, 8.0)
    ahead = (NOW + timedelta(seconds=50), 4.2, 0)
    await world.readings(channel, [ahead, *minutes(5, 19.0), *minutes(60)[5:]])
    good, channel = await world.fed(there, "good")
    await world.limits(good, NOW - DAY, 2.0, 8.0)
    await world.readings(channel, minutes(10))
    _, channel = await world.fed(there, "free")
    await world.readings(channel, minutes(10))
    wanted = (await api.get("ada", "/sensors"))["items"]
    for sensor in wanted:
        assert sensor.pop("archived") is None
        del sensor["status"]
    documents = listed(await api.get("ada", "/overview"))
    assert documents == wanted
    states = {sensor["state"] for sensor in documents}
    assert states == {"never", "above", "fault", "silent", "in_range", "no_limits"}
    [shown] = [sensor for sensor in documents if sensor["slug"] == "early"]
    assert (shown["state"], shown["latest"]["value"]) == ("above", 19.0)
    assert (shown["latest"]["time"], shown["since"]) == (to_ms(NOW), to_ms(NOW - 4 * MINUTE))
    narrowed = listed(await api.get("ada", "/overview", site="there"))
    assert narrowed == [sensor for sensor in wanted if sensor["site"] == "there"]


async def test_only_visible_sensors_are_shown(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.fed(here, "a")
    await world.fed(there, "b")
    await world.grant(there, "viewer", username="vera")
    overview = await api.get("vera", "/overview")
    assert [sensor["id"] for sensor in listed(overview)] == ["there/b"]
    assert overview["sites"]["slug"] == ["there"]
    empty = await api.get("nobody", "/overview")
    assert empty["sites"]["slug"] == empty["sensors"]["slug"] == []
