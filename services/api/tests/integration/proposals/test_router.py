"""The list of proposals, and installs that are refused for their fields."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SENSOR = {"site": "s", "name": "Room"}


def minutes(count: int, value: float = 4.0) -> list[Any]:
    """Return a reading per minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


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
    [found] = (await api.get("ada", "/proposals"))["items"]
    samples = found.pop("samples")
    last = {"measured": to_ms(NOW), "received": to_ms(NOW), "value": 70.5, "quality": 0}
    guess = found.pop("unit_guess")
    assert found == {
        "device": "probe",
        "label": None,
        "site": "s",
        "channel": "temperature",
        "topic": "sensors/probe/temperature",
        "created": found["created"],
        "unit": None,
        "interval_s": 60.0,
        "count": 100,
        "count_capped": False,
        "first_measured": to_ms(NOW - 98 * MINUTE),
        "last": last,
        "rejected": 2,
    }
    assert [each["measured"] for each in samples] == [to_ms(NOW - MINUTE * n) for n in range(20)]
    assert samples[0] == last
    assert guess["unit"] == "F"
    assert "21.4 °C" in guess["why"]
    await world.connection.execute("UPDATE channel SET unit = 'C'")
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["unit"], proposal["unit_guess"]) == ("C", None)


async def test_a_channel_without_readings(api: Any, world: Any) -> None:
    await world.propose("probe")
    [found] = (await api.get("ada", "/proposals"))["items"]
    assert (found["site"], found["last"], found["samples"], found["count"]) == (None, None, [], 0)
    assert found["unit_guess"] is found["interval_s"] is found["first_measured"] is None


async def test_counting_stops_at_1000_readings(api: Any, world: Any) -> None:
    channel = await world.propose("probe")
    second = timedelta(seconds=1)
    await world.readings(channel, [(NOW - second * n, 4.0, 0) for n in range(1001)])
    [found] = (await api.get("ada", "/proposals"))["items"]
    assert (found["count"], found["count_capped"]) == (1000, True)
    assert found["first_measured"] == to_ms(NOW - second * 1000)
    await world.connection.execute("DELETE FROM reading WHERE measured_at = $1", NOW - second)
    [found] = (await api.get("ada", "/proposals"))["items"]
    assert (found["count"], found["count_capped"]) == (1000, False)


async def test_a_page_takes_four_statements_whatever_its_length(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.connection.execute(
        "INSERT INTO device (name, site_id) SELECT 'd-' || n, $1 FROM generate_series(1, 3000) n",
        site,
    )
    await world.connection.execute(
        "INSERT INTO channel (device_id, name) SELECT id, 'temperature' FROM device ORDER BY id"
    )
    last = await world.propose("newest", site)
    await world.readings(last, minutes(3))
    older = await world.connection.fetchval("SELECT min(id) + 2998 FROM channel")
    await world.readings(older, [(NOW - 40 * DAY, 21.0, 0), (NOW - 41 * DAY, 21.5, 0)])
    seen, cursor = [], None
    while len(seen) < 10:
        page = await api.get("ada", "/proposals", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += page["items"]
        cursor = page["next"]
    assert [each["device"] for each in seen][:4] == ["newest", "d-3000", "d-2999", "d-2998"]
    assert len({each["device"] for each in seen}) == len(seen)
    assert [each["count"] for each in seen[:4]] == [3, 0, 2, 0]
    # samples are searched around the channel's newest reading, not around now
    assert [each["value"] for each in seen[2]["samples"]] == [21.0, 21.5]
    assert await _statements(api, limit=100) == await _statements(api, limit=1) == 4


async def _statements(api: Any, **params: Any) -> int:
    """Return the number of SQL statements that a page takes."""
    counted: list[str] = []

    class Counting:
        """The database of the api, counting every statement."""

        @asynccontextmanager
        async def reading(self) -> AsyncIterator[Any]:
            async with parts.database.reading() as connection:
                with connection.query_logger(lambda query: counted.append(query.query)):
                    yield connection

    parts = api.services
    api.app.state.services = replace(parts, database=Counting())
    try:
        await api.get("ada", "/proposals", **params)
    finally:
        api.app.state.services = parts
    return len(counted)


async def test_only_operators_of_the_home_site_see_proposals(api: Any, world: Any) -> None:
    here, there = await world.site("s"), await world.site("t")
    await world.propose("here", here)
    await world.propose("there", there)
    await world.propose("stray")
    await world.grant(here, "operator", username="olga")
    await world.grant(there, "viewer", username="olga")
    for person, devices in (
        ("olga", ["here"]),
        ("nobody", []),
        ("ada", ["stray", "there", "here"]),
    ):
        listed = await api.get(person, "/proposals")
        assert [item["device"] for item in listed["items"]] == devices
    listed = await api.get("ada", "/proposals", site="t")
    assert [item["device"] for item in listed["items"]] == ["there"]
    body = {"new_sensor": {"site": "s", "name": "Fridge"}}
    for device in ("there", "stray", "none", "%00"):
        assert (await api.install_proposal(body, "olga", device)).status_code == 404
    assert (await api.install_proposal(body, "olga", "here")).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"sensor": "s/a", "new_sensor": SENSOR}, "body"),
        ({"sensor": "s"}, "sensor"),
        ({"sensor": "s/\x00"}, "sensor"),
        ({"sensor": "s/" + "a" * 200}, "sensor"),
        ({"new_sensor": SENSOR | {"name": " "}}, "new_sensor.name"),
        ({"new_sensor": SENSOR | {"name": "a\x00"}}, "new_sensor.name"),
        ({"new_sensor": SENSOR | {"slug": "Ä"}}, "new_sensor.slug"),
        ({"new_sensor": SENSOR | {"slug": "-a"}}, "new_sensor.slug"),
        ({"new_sensor": SENSOR | {"low": 8, "high": 2}}, "new_sensor"),
        ({"new_sensor": SENSOR | {"low": 1e300}}, "new_sensor.low"),
        ({"new_sensor": SENSOR | {"low": -300}}, "new_sensor.low"),
        ({"new_sensor": SENSOR | {"high": "NaN"}}, "new_sensor.high"),
        ({"new_sensor": SENSOR | {"expected_interval_s": 0}}, "new_sensor.expected_interval_s"),
        ({"new_sensor": SENSOR | {"expected_interval_s": 1e9}}, "new_sensor.expected_interval_s"),
        ({"new_sensor": SENSOR | {"colour": "red"}}, "new_sensor.colour"),
        ({"new_sensor": SENSOR, "since": 10**15}, "since"),
        ({"new_sensor": SENSOR, "since": 10**400}, "since"),
        ({"new_sensor": SENSOR, "since": "2026"}, "since"),
        ({"new_sensor": SENSOR, "since": True}, "since"),
        ({"new_sensor": SENSOR, "since": to_ms(NOW + HOUR)}, "since"),
        ({"new_sensor": SENSOR, "unit": "R"}, "unit"),
        ({"new_sensor": SENSOR, "replace": "maybe"}, "replace"),
        ({"new_sensor": SENSOR, "state": "known"}, "state"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_invalid_installs_name_the_field(
    api: Any, world: Any, body: dict[str, Any], field: str
) -> None:
    await world.propose("probe", await world.site("s"))
    answer = await api.install_proposal(body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert len(answer.content) < 2000
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 0
