"""A proposal as the API answers it: the readings of its channel, counts and guesses."""

from datetime import UTC, datetime, timedelta
from typing import Any

from minutely import minutes

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_a_proposal_shows_the_readings_of_its_channel(api: Any, world: Any) -> None:
    site = await world.site("s")
    channel = await world.propose("probe", site)
    await world.readings(channel, [*minutes(99, 70.5), (NOW - HOUR - MINUTE / 2, None, 1)])
    await world.connection.execute(
        "INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail,"
        " payload, payload_bytes, instance) SELECT $1, 't', 'probe', c, 'impossible', '', '', 0,"
        " 'i' FROM unnest($2::text[]) c",
        NOW - HOUR,
        ["temperature", "temperature", "other"],
    )
    [document] = (await api.get("ada", "/proposals"))["items"]
    samples = document.pop("samples")
    last = {"measured": to_ms(NOW), "received": to_ms(NOW), "value": 70.5, "quality": 0}
    guess = document.pop("unit_guess")
    assert document == {
        "device": "probe",
        "label": None,
        "site": "s",
        "channel": "temperature",
        "topic": "sensors/probe/temperature",
        "created": document["created"],
        "unit": None,
        "name_says": None,
        "interval_s": 60.0,
        "count": 100,
        "count_capped": False,
        "first_measured": to_ms(NOW - 98 * MINUTE),
        "last": last,
        "rejected": 2,
        "dismissed": None,
        "expired": None,
        "ignored": False,
    }
    assert [sample["measured"] for sample in samples] == [
        to_ms(NOW - MINUTE * n) for n in range(20)
    ]
    assert samples[0] == last
    assert guess["unit"] == "F"
    assert "21.4 °C" in guess["why"]
    await world.connection.execute("UPDATE channel SET unit = 'C'")
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["unit"], proposal["unit_guess"]) == ("C", None)


async def test_a_channel_without_readings(api: Any, world: Any) -> None:
    await world.propose("probe")
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["site"], proposal["last"], proposal["samples"], proposal["count"]) == (
        None, None, [], 0,
    )  # fmt: skip
    assert proposal["unit_guess"] is proposal["interval_s"] is proposal["first_measured"] is None


async def test_a_reading_that_waits_for_its_time_is_not_shown(api: Any, world: Any) -> None:
    channel = await world.propose("probe")
    ahead = NOW + timedelta(seconds=50)
    await world.readings(channel, [*minutes(3, 19.0), (ahead, 4.2, 0)])
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["last"]["measured"], proposal["last"]["value"]) == (to_ms(NOW), 19.0)
    assert proposal["samples"][0] == proposal["last"]
    assert proposal["count"] == 3
    api.services.clock.instant = ahead
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["last"]["measured"], proposal["count"]) == (to_ms(ahead), 4)


async def test_the_interval_is_that_of_messages(api: Any, world: Any) -> None:
    channel = await world.propose("probe", await world.site("s"))
    await world.readings(channel, minutes(180))
    await world.connection.execute(
        "INSERT INTO bundle SELECT $1, hour - interval '59 minutes', hour, hour"
        " FROM unnest($2::timestamptz[]) hour", channel, [NOW, NOW - HOUR, NOW - 2 * HOUR],
    )  # fmt: skip
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert proposal["interval_s"] == 3600.0


async def test_the_interval_of_a_flush_is_unclear(api: Any, world: Any) -> None:
    channel = await world.propose("probe", await world.site("s"))
    flushed = [(NOW - n * timedelta(microseconds=10), 4.5, 0) for n in range(60)]
    await world.readings(channel, flushed)
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert proposal["interval_s"] is None
