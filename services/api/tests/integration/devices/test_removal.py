"""Devices that are disabled, deleted, removed and restored."""

import json
from datetime import timedelta
from typing import Any

import pytest
from credentials import apply, register, remove, rotate, stored
from device_changes import change, people

from isotherm.instants import to_ms

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
GENERATION = "SELECT generation FROM account_state"


async def test_a_disabled_device_keeps_its_password(api: Any, world: Any) -> None:
    await people(world)
    await register(api)
    await apply(world)
    before = await world.connection.fetchval(GENERATION)
    assert (await change(api, "operator", {"disabled": True})).status_code == 403
    disabled = await change(api, "manager", {"disabled": True})
    assert disabled.json()["disabled"] == to_ms(api.clock.now())
    assert disabled.json()["credential"]["state"] == "applied"
    assert await world.connection.fetchval(GENERATION) == before + 1
    again = await change(api, "manager", {"disabled": True}, tag=disabled.headers["etag"])
    assert again.json()["etag"] == disabled.headers["etag"]
    assert await world.connection.fetchval(GENERATION) == before + 1
    enabled = await change(api, "manager", {"disabled": False, "label": "x"})
    assert (enabled.json()["disabled"], enabled.json()["label"]) == (None, "x")
    assert await world.connection.fetchval(GENERATION) == before + 2
    rows = await world.connection.fetch(
        "SELECT after FROM audit WHERE action = 'device.change' ORDER BY id"
    )
    assert json.loads(rows[0]["after"]) == {"disabled_at": to_ms(api.clock.now())}
    assert json.loads(rows[1]["after"]) == {"label": "x", "disabled_at": None}


async def test_a_device_that_sent_nothing_is_deleted(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await register(api)
    await world.propose("probe", here)
    fridge = await world.sensor(here, "fridge")
    channel = await world.connection.fetchval("SELECT id FROM channel")
    await world.install(channel, fridge)
    await world.connection.execute(
        "INSERT INTO reject_count (hour, device_name, reason, count, kept, kept_bytes)"
        " VALUES (now(), 'probe', 'unit', 1, 0, 0)"
    )
    before = await world.connection.fetchval(GENERATION)
    assert (await remove(api)).status_code == 204
    for table in ("device", "channel", "installation", "credential_wish"):
        assert await world.connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    assert await world.connection.fetchval(GENERATION) > before
    assert (await remove(api)).status_code == 404
    audited = await world.connection.fetchrow("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
    assert (audited["action"], audited["after"]) == ("device.remove", None)
    assert (await register(api)).status_code == 201


@pytest.mark.parametrize("lead", [-HOUR, HOUR])
async def test_a_device_with_readings_is_removed_and_can_be_restored(
    api: Any, world: Any, lead: timedelta
) -> None:
    here, there = await people(world)
    channel = await world.channel("probe", here)
    now = api.clock.now()
    await world.readings(channel, [(now + lead, 4.0, 0)])
    if lead > timedelta():  # a reading that waits for its time has no row in latest
        await world.connection.execute("DELETE FROM latest")
    fridge, ice = await world.sensor(there, "fridge"), await world.sensor(here, "ice")
    await world.install(channel, ice, None, now - 3 * HOUR)
    await world.install(channel, fridge, now - 3 * HOUR)
    await rotate(api)
    assert (await remove(api)).status_code == 204
    row = await stored(world)
    assert (row["removed_at"], row["credential_hash"], row["wished"]) == (now, None, None)
    spans = await world.connection.fetch(
        "SELECT upper(during) AS until FROM installation ORDER BY id"
    )
    assert [span["until"] for span in spans] == [now - 3 * HOUR, now]
    assert await world.connection.fetchval("SELECT count(*) FROM reading") == 1
    device = await api.get("manager", "/devices/probe")
    assert (device["removed"], device["credential"]["state"]) == (to_ms(now), "none")
    restored = await change(api, "manager", {"removed": False})
    assert (restored.status_code, restored.json()["removed"]) == (200, None)
    again = await rotate(api)
    assert (again.status_code, again.json()["device"]["credential"]["version"]) == (200, 2)


async def test_an_installation_that_has_not_begun_is_deleted(api: Any, world: Any) -> None:
    here, _ = await people(world)
    channel = await world.channel("probe", here)
    await world.readings(channel, [(api.clock.now(), 4.0, 0)])
    await world.install(channel, await world.sensor(here, "fridge"), api.clock.now() + HOUR)
    assert (await remove(api)).status_code == 204
    assert await world.connection.fetchval("SELECT count(*) FROM installation") == 0


async def test_nothing_but_a_restore_is_done_with_a_removed_device(api: Any, world: Any) -> None:
    here, _ = await people(world)
    channel = await world.channel("probe", here)
    await world.propose("probe", here, "outside")
    await world.readings(channel, [(api.clock.now(), 4.0, 0)])
    await world.sensor(here, "fridge")
    assert (await remove(api)).status_code == 204
    assert (await api.get("manager", "/proposals"))["items"] == []
    body = {"new_sensor": {"site": "here", "name": "Fridge"}}
    install = "/proposals/probe/outside/install"
    for answer in (
        await remove(api),
        await rotate(api),
        await change(api, "manager", {"label": "x"}),
        await change(api, "manager", {"disabled": True}),
        await change(api, "manager", {"unit": "F"}, "/devices/probe/channels/temperature"),
        await api.install("probe", api.clock.now(), "manager", sensor="here/fridge"),
        await api.ask("manager", install, method="POST", json=body),
    ):
        assert answer.status_code == 409, answer.text
        assert answer.json()["detail"] == "probe was removed. Restore it first."
    assert (await change(api, "manager", {"removed": True})).status_code == 422


async def test_an_installation_of_a_removed_device_is_corrected_but_not_reopened(
    api: Any, world: Any
) -> None:
    here, _ = await people(world)
    channel, now = await world.channel("probe", here), api.clock.now()
    await world.readings(channel, [(now, 4.0, 0)])
    await world.install(channel, await world.sensor(here, "fridge"), now - 3 * HOUR)
    assert (await remove(api)).status_code == 204
    [ended] = (await api.get("operator", "/sensors/here/fridge/installations"))["items"]
    assert ended["to"] == to_ms(now)
    path = f"/sensors/here/fridge/installations/{ended['id']}"
    for body, status in (
        ({"to": None}, 409),
        ({"to": to_ms(now + MINUTE)}, 409),
        ({"from": to_ms(now - 4 * HOUR)}, 200),
        ({"to": to_ms(now - HOUR)}, 200),
        ({"to": to_ms(now)}, 200),
    ):
        assert (await change(api, "operator", body, path)).status_code == status, body


@pytest.mark.parametrize(("person", "status"), [("operator", 403), ("viewer", 404)])
async def test_only_managers_remove(api: Any, world: Any, person: str, status: int) -> None:
    await people(world)
    tag = (await register(api)).json()["device"]["etag"]
    assert (await remove(api, person)).status_code == status
    assert (await change(api, "manager", {"label": "x"})).status_code == 200
    assert (await remove(api, tag=tag)).status_code == 412
    bare = await api.ask("manager", "/devices/probe", method="DELETE")
    assert bare.status_code == 428
    assert await world.connection.fetchval("SELECT count(*) FROM device") == 1


async def test_the_database_deletes_no_device_with_readings(api: Any, world: Any) -> None:
    here, _ = await people(world)
    channel = await world.channel("probe", here)
    await world.readings(channel, [(api.clock.now(), 4.0, 0)])
    device = await world.connection.fetchval("SELECT id FROM device")
    async with api.services.database.writing() as connection:
        assert await connection.fetchval("SELECT delete_device($1)", device) is False
        assert await connection.fetchval("SELECT delete_device($1)", 0) is False
    assert await world.connection.fetchval("SELECT count(*) FROM channel") == 1
