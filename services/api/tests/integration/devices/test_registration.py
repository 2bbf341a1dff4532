"""Registering devices: the password is answered once, and names are taken once."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from credentials import opens, register, remove, stored, unsealed
from device_changes import people

from isotherm_api.administration import Administration

ALL = {
    "label": "Fridge", "model": "TH-16", "serial": "00123", "firmware": "1.2",
    "notes": "behind the door", "time_zone": "Europe/Vienna",
}  # fmt: skip


async def test_a_manager_registers_a_device_and_gets_its_password_once(
    api: Any, world: Any, caplog: pytest.LogCaptureFixture
) -> None:
    here, _ = await people(world)
    generation = "SELECT generation FROM account_state"
    before = await world.connection.fetchval(generation)
    answer = await register(api, **ALL)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    device, password = answer.json()["device"], answer.json()["password"]
    assert answer.headers["etag"] == device["etag"]
    assert {name: device[name] for name in ALL} == ALL
    assert (device["name"], device["site"], device["state"]) == ("probe", "here", "known")
    assert (device["disabled"], device["removed"], device["channels"]) == (None, None, [])
    assert device["credential"] | {"made": None} == {
        "state": "waiting", "version": 1, "made": None, "applied": None, "error": None,
    }  # fmt: skip
    row = await stored(world)
    assert opens(row, password)
    assert (row["wished"], unsealed(api, row)) == (1, password)
    assert await world.connection.fetchval(generation) == before + 1
    assert (await api.get("operator", "/devices/probe"))["credential"]["state"] == "waiting"
    [audited] = await world.connection.fetch("SELECT * FROM audit")
    assert (audited["action"], audited["target"], audited["site_id"]) == (
        "device.add", "probe", here,
    )  # fmt: skip
    kept = json.loads(audited["after"])
    assert kept["serial"] == "00123"
    assert password not in caplog.text
    assert password not in await world.connection.fetchval("SELECT json_agg(a)::text FROM audit a")
    assert (
        await world.connection.fetchval("SELECT count(*) FROM device WHERE name LIKE $1", password)
        == 0
    )


async def test_without_an_administration_there_is_no_password(api: Any, world: Any) -> None:
    await people(world)
    api.app.state.services = replace(api.services, administration=Administration())
    answer = await register(api)
    assert answer.status_code == 201
    assert answer.json()["password"] is None
    assert answer.json()["device"]["credential"]["state"] == "elsewhere"
    row = await stored(world)
    assert (row["credential_version"], row["credential_hash"], row["wished"]) == (0, None, None)


@pytest.mark.parametrize(
    ("person", "site", "status"),
    [("operator", "here", 403), ("viewer", "here", 403), ("manager", "there", 404),
     ("manager", "nowhere", 404), ("ada", "nowhere", 404), ("both", "there", 201)],
)  # fmt: skip
async def test_only_managers_of_the_site_register(
    api: Any, world: Any, person: str, site: str, status: int
) -> None:
    await people(world)
    answer = await register(api, person, site=site)
    assert answer.status_code == status
    registered = await world.connection.fetchval("SELECT count(*) FROM device")
    assert registered == (status == 201)


async def test_an_archived_site_gets_no_devices(api: Any, world: Any) -> None:
    await people(world)
    await world.connection.execute("UPDATE site SET archived_at = now() WHERE slug = 'here'")
    answer = await register(api)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "site")


async def test_a_name_that_cannot_be_is_refused_with_a_sentence(api: Any, world: Any) -> None:
    await people(world)
    answer = await register(api, name="service:ingest")
    assert answer.status_code == 422
    sentence = "is reserved for the services of Isotherm"
    assert answer.json()["errors"] == [{"field": "name", "message": sentence}]


async def test_every_wrong_field_is_named_at_once(api: Any, world: Any) -> None:
    await people(world)
    answer = await register(api, name="a b", time_zone="Europe/Nowhere", label=" ", colour="red")
    assert answer.status_code == 422
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"name", "time_zone", "label", "colour"}


async def test_a_name_is_taken_once(api: Any, world: Any) -> None:
    await people(world)
    assert (await register(api)).status_code == 201
    for person, site, sentence, state in (
        ("both", "there", "is the name of another device at here", "known"),
        ("elsewhere", "there", None, None),
        ("ada", "there", "is the name of another device at here", "known"),
    ):
        answer = await register(api, person, site=site, adopt=True)
        if sentence is None:
            assert answer.status_code == 403
            continue
        assert answer.status_code == 409, answer.text
        problem = answer.json()
        assert problem["errors"] == [{"field": "name", "message": sentence}]
        assert problem["taken"] == {"name": "probe", "state": state, "adoptable": False}
    assert await world.connection.fetchval("SELECT credential_version FROM device") == 1
    # case counts, as it does in topics
    assert (await register(api, name="Probe")).status_code == 201


async def test_the_name_of_a_hidden_device_is_taken_but_not_where_it_is(
    api: Any, world: Any
) -> None:
    _, there = await people(world)
    await world.channel("probe", there)
    answer = await register(api)
    assert answer.status_code == 409
    assert answer.json()["taken"]["state"] == "other"
    assert "there" not in answer.text


async def test_an_administrator_takes_a_proposed_device_over(api: Any, world: Any) -> None:
    await people(world)
    await world.propose("probe")
    await world.connection.execute("UPDATE device SET notes = 'kept'")
    for person, adopt, adoptable in (("manager", True, False), ("ada", False, True)):
        answer = await register(api, person, adopt=adopt)
        assert answer.status_code == 409
        assert answer.json()["taken"] == {
            "name": "probe", "state": "proposed", "adoptable": adoptable,
        }  # fmt: skip
    taken_over = await register(api, "ada", adopt=True, label="Fridge")
    assert taken_over.status_code == 201, taken_over.text
    device = taken_over.json()["device"]
    assert (device["site"], device["state"], device["notes"]) == ("here", "known", "kept")
    assert (device["label"], len(device["channels"])) == ("Fridge", 1)
    assert opens(await stored(world), taken_over.json()["password"])
    assert (await register(api, "ada", adopt=True)).status_code == 409


async def test_the_name_of_a_removed_device_stays_taken(api: Any, world: Any) -> None:
    here, there = await people(world)
    channel = await world.channel("probe", here)
    await world.readings(channel, [(api.clock.now(), 4.0, 0)])
    assert (await remove(api)).status_code == 204
    answer = await register(api)
    assert (answer.status_code, answer.json()["taken"]["state"]) == (409, "removed")
    await world.connection.execute("UPDATE device SET site_id = $1", there)
    assert (await register(api)).json()["taken"]["state"] == "other"


async def test_of_two_at_once_one_gets_the_name(api: Any, world: Any) -> None:
    await people(world)
    answers = await asyncio.gather(*(register(api, "both") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    [registered] = [answer.json() for answer in answers if answer.status_code == 201]
    assert opens(await stored(world), registered["password"])
