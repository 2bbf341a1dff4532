"""Installing a proposal on a new or an existing sensor, with the readings it has sent."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from minutely import minutes
from refused_installs import assert_refused

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SENSOR = {"site": "s", "name": "Room"}


async def test_a_new_sensor_gets_the_readings_already_sent(api: Any, world: Any) -> None:
    site = await world.site("s")
    channel = await world.propose("probe", site)
    await world.readings(channel, minutes(100))
    body = {
        "new_sensor": {
            "site": "s",
            "name": " Kühlschrank, oben ",
            "place": "Backroom",
            "expected_interval_s": 60,
            "low": 2,
            "high": 8,
        }
    }
    answer = await api.install_proposal(body)
    assert answer.status_code == 201, answer.text
    installed = answer.json()
    assert installed["sensor"] == "s/kuhlschrank-oben"
    assert installed["installation"]["from"] == to_ms(NOW - 99 * MINUTE)
    assert installed["installation"]["to"] is None
    sensor = await api.get("ada", "/sensors/s/kuhlschrank-oben")
    assert (sensor["name"], sensor["place"], sensor["state"]) == (
        "Kühlschrank, oben", "Backroom", "in_range",
    )  # fmt: skip
    assert sensor["limits"] == {"low": 2, "high": 8, "since": to_ms(NOW - 99 * MINUTE)}
    assert sensor["latest"]["time"] == to_ms(NOW)
    span = {"from": to_ms(NOW - 3 * HOUR), "to": to_ms(NOW + MINUTE)}
    series = await api.get("ada", "/series", sensor=installed["sensor"], **span)
    assert len(series["sensors"][0]["time"]) == 100
    assert (await api.get("ada", "/proposals"))["items"] == []
    device = await api.get("ada", "/devices/probe")
    assert (device["state"], device["channels"][0]["state"]) == ("known", "known")
    rows = await world.connection.fetch("SELECT action, target FROM audit ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("sensor.add", "s/kuhlschrank-oben"),
        ("installation.add", "s/kuhlschrank-oben: probe/temperature"),
        ("limits.set", "s/kuhlschrank-oben"),
    ]
    again = await api.install_proposal(body)
    assert again.status_code == 409
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 1


async def test_a_sensor_that_is_already_fed_is_a_conflict_unless_replaced(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    await world.install(await world.channel("old", site), sensor)
    channel = await world.propose("probe", site)
    await world.readings(channel, minutes(100))
    refused = await api.install_proposal({"sensor": "s/fridge"})
    assert refused.status_code == 409
    assert refused.json()["in_the_way"][0]["device"] == "old"
    assert (await api.get("ada", "/devices/probe"))["state"] == "proposed"
    since = to_ms(NOW - HOUR)
    answer = await api.install_proposal({"sensor": "s/fridge", "replace": True, "since": since})
    assert answer.status_code == 201
    listed = (await api.get("ada", "/sensors/s/fridge/installations"))["items"]
    assert [(item["device"], item["from"], item["to"]) for item in listed] == [
        ("probe", since, None),
        ("old", None, since),
    ]


async def test_a_slug_is_given_or_made_from_the_name(api: Any, world: Any) -> None:
    site = await world.site("s")
    for slug in ("fridge", "sensor"):
        await world.sensor(site, slug)
    for n, (wanted, status, slug) in enumerate(
        (
            ({"name": "Fridge", "slug": "fridge"}, 409, None),
            ({"name": "Fridge"}, 201, "fridge-2"),
            ({"name": "Fridge"}, 201, "fridge-3"),
            ({"name": "冰箱"}, 201, "sensor-2"),
            ({"name": "a" * 100}, 201, "a" * 60),
            ({"name": "Fridge", "slug": "my-own"}, 201, "my-own"),
        )
    ):
        await world.propose(f"probe-{n}", site)
        answer = await api.install_proposal(
            {"new_sensor": {"site": "s", **wanted}}, device=f"probe-{n}"
        )
        assert answer.status_code == status, answer.text
        if slug:
            assert answer.json()["sensor"] == f"s/{slug}"
        else:
            assert answer.json()["errors"][0]["field"] == "new_sensor.slug"


async def test_limits_of_a_new_sensor_need_a_manager(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.propose("probe", site)
    await world.grant(site, "operator", username="olga")
    await world.grant(site, "manager", username="mira")
    body = {"new_sensor": {"site": "s", "name": "Fridge", "high": 8}}
    assert (await api.install_proposal(body, "olga")).status_code == 403
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 0
    assert (await api.install_proposal(body, "mira")).status_code == 201
    assert (await api.get("mira", "/sensors/s/fridge"))["limits"]["high"] == 8


async def test_another_unit_applies_from_now_on(api: Any, world: Any) -> None:
    site = await world.site("s")
    channel = await world.propose("probe", site)
    await world.readings(channel, minutes(10, 70.5))
    body: dict[str, Any] = {"new_sensor": {"site": "s", "name": "Room"}, "unit": "F"}
    refused = await api.install_proposal(body | {"since": to_ms(NOW - HOUR)})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "since"
    assert await world.connection.fetchval("SELECT unit FROM channel") is None
    answer = await api.install_proposal(body)
    assert answer.status_code == 201
    begins = answer.json()["installation"]["from"]
    assert to_ms(NOW) < begins <= to_ms(NOW + MINUTE)
    assert await world.connection.fetchval("SELECT unit FROM channel") == "F"
    values = await world.connection.fetch("SELECT DISTINCT value FROM reading")
    assert [row["value"] for row in values] == [70.5]
    audited = await world.connection.fetchrow("SELECT * FROM audit WHERE action = 'channel.change'")
    assert json.loads(audited["after"]) == {"unit": "F"}


async def test_setting_the_unit_already_assumed_keeps_earlier_readings(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    channel = await world.propose("probe", site)
    await world.readings(channel, minutes(10))
    body = {"new_sensor": {"site": "s", "name": "Room"}, "unit": "C"}
    installed = (await api.install_proposal(body)).json()
    assert installed["installation"]["from"] == to_ms(NOW - 9 * MINUTE)


async def test_a_reading_dated_ahead_stays_outside_the_new_unit(api: Any, world: Any) -> None:
    """The clock of a device may be a few minutes ahead."""
    site = await world.site("s")
    channel = await world.propose("probe", site)
    await world.readings(channel, [(NOW + 4 * MINUTE, 70.5, 0)])
    body = {"new_sensor": {"site": "s", "name": "Room"}, "unit": "F"}
    assert (await api.install_proposal(body)).status_code == 201
    since = await world.connection.fetchval("SELECT lower(during) FROM installation")
    assert since > NOW + 4 * MINUTE
    assert (await api.get("ada", "/sensors/s/room"))["latest"] is None


async def test_only_one_of_concurrent_installs_succeeds(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.propose("probe", site)
    answers = await asyncio.gather(
        *(
            api.install_proposal({"new_sensor": {"site": "s", "name": f"Room {n}"}})
            for n in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 1
    assert await world.connection.fetchval("SELECT count(*) FROM installation") == 1


async def test_sensors_and_sites_of_others_are_not_found(api: Any, world: Any) -> None:
    here, there = await world.site("s"), await world.site("t")
    await world.propose("probe", here)
    await world.sensor(there, "secret")
    await world.sensor(here, "fridge")
    await world.grant(here, "operator", username="olga")
    for body in (
        {"sensor": "t/secret"},
        {"sensor": "t/none"},
        {"new_sensor": {"site": "t", "name": "Room"}},
        {"new_sensor": {"site": "none", "name": "Room"}},
    ):
        assert (await api.install_proposal(body, "olga")).status_code == 404
    await world.grant(there, "viewer", username="olga")
    api.services.grants.forget()
    assert (await api.install_proposal({"sensor": "t/secret"}, "olga")).status_code == 403
    assert (
        await api.install_proposal({"new_sensor": SENSOR | {"site": "t"}}, "olga")
    ).status_code == 403
    assert (await api.install_proposal({"sensor": "s/fridge"}, "olga")).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sensor": "s"}, "sensor"),
        ({"sensor": "s/\x00"}, "sensor"),
        ({"new_sensor": SENSOR, "since": to_ms(NOW + HOUR)}, "since"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_a_reference_or_instant_that_cannot_be_is_named(
    api: Any, world: Any, body: dict[str, Any], field: str
) -> None:
    await assert_refused(api, world, body, field)
