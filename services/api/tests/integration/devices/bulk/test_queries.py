"""Devices of a file as rows: all are inserted with their passwords, or the names that are taken."""

from typing import Any

from credentials import opens, stored, unsealed

from isotherm_api.devices.bulk import queries
from isotherm_api.devices.credentials import make_credential
from isotherm_api.devices.schemas import NewDevice

PROPERTIES = {
    "label": "Fridge", "model": "TH-16", "serial": "00123", "firmware": "1.2",
    "notes": "behind the door", "time_zone": "Europe/Vienna",
}  # fmt: skip


def device(name: str, **properties: str) -> NewDevice:
    return NewDevice.model_validate({"name": name, "site": "here"} | properties)


async def test_devices_are_found_by_name_whatever_their_state(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.channel("probe", here)
    await world.propose("stray")
    await world.channel("other", here)
    await world.connection.execute("UPDATE device SET removed_at = created_at WHERE name = 'probe'")
    async with api.services.database.reading() as connection:
        rows = await queries.load_named(connection, ["stray", "probe", "Probe", "probe", "new"])
        assert await queries.load_named(connection, []) == []
    named = {row["name"]: row for row in rows}
    assert (len(rows), set(named)) == (2, {"probe", "stray"})
    probe, stray = named["probe"], named["stray"]
    assert (probe["site_id"], probe["site"], probe["removed_at"] is None) == (here, "here", False)
    assert (stray["site_id"], stray["site"], stray["removed_at"]) == (None, None, None)


async def test_each_device_gets_its_own_site_properties_and_password(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    devices = [device("probe", **PROPERTIES), device("bare")]
    credentials = [make_credential(api.services.administration, item.name) for item in devices]
    async with api.services.database.writing() as connection:
        assert await queries.insert_devices(connection, devices, [here, there], credentials)
    probe, bare = await stored(world, "probe"), await stored(world, "bare")
    assert {name: probe[name] for name in PROPERTIES} == PROPERTIES
    assert {bare[name] for name in PROPERTIES} == {None}
    assert (probe["site_id"], bare["site_id"]) == (here, there)
    for row, credential in zip((probe, bare), credentials, strict=True):
        assert (row["state"], row["credential_version"], row["wished"]) == ("known", 1, 1)
        assert row["credential_at"] is not None
        assert opens(row, credential.password)
        assert unsealed(api, row) == credential.password


async def test_a_password_is_newer_than_that_of_an_account_left_at_the_broker(
    api: Any, world: Any
) -> None:
    here = await world.site("here")
    await world.connection.execute(
        "INSERT INTO broker_account (name, version, disabled, applied_at)"
        " VALUES ('probe', 6, false, now())"
    )
    credential = make_credential(api.services.administration, "probe")
    async with api.services.database.writing() as connection:
        await queries.insert_devices(
            connection, [device("probe"), device("bare")], [here, here], [credential, None]
        )
    probe, bare = await stored(world, "probe"), await stored(world, "bare")
    assert (probe["credential_version"], probe["wished"]) == (7, 7)
    assert (bare["credential_version"], bare["credential_hash"]) == (0, None)
    assert (bare["credential_at"], bare["wished"]) == (None, None)


async def test_a_name_that_is_taken_inserts_no_password(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.channel("probe", here)
    devices = [device("new"), device("probe")]
    credentials = [make_credential(api.services.administration, item.name) for item in devices]
    async with api.services.database.writing() as connection:
        assert not await queries.insert_devices(connection, devices, [here, here], credentials)
    assert await world.connection.fetchval("SELECT count(*) FROM credential_wish") == 0
    assert (await stored(world, "probe"))["credential_hash"] is None


async def test_no_devices_are_inserted_without_an_error(api: Any, world: Any) -> None:
    async with api.services.database.writing() as connection:
        assert await queries.insert_devices(connection, [], [], [])
