"""New passwords: who may make them, what is stored, and how far they have come."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from credentials import apply, opens, register, rotate, stored, unsealed
from device_changes import change, people

from isotherm_api.administration import Administration

MINUTE = timedelta(minutes=1)


async def state(api: Any) -> str:
    """Return the state of the password as an operator sees it."""
    word = (await api.get("operator", "/devices/probe"))["credential"]["state"]
    assert isinstance(word, str)
    return word


async def test_a_new_password_replaces_the_old_one_and_its_wish(api: Any, world: Any) -> None:
    await people(world)
    first = (await register(api)).json()
    answer = await rotate(api, tag=first["device"]["etag"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    second = answer.json()
    assert second["password"] != first["password"]
    assert second["device"]["credential"]["version"] == 2
    assert answer.headers["etag"] == second["device"]["etag"] != first["device"]["etag"]
    row = await stored(world)
    assert opens(row, second["password"])
    assert not opens(row, first["password"])
    assert (row["wished"], unsealed(api, row)) == (2, second["password"])
    assert await world.connection.fetchval("SELECT count(*) FROM credential_wish") == 1
    rotated = await world.connection.fetchrow("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
    assert (rotated["action"], json.loads(rotated["after"])) == (
        "device.rotate", {"credential_version": 2},
    )  # fmt: skip


async def test_the_second_of_two_managers_gets_412_and_no_password(api: Any, world: Any) -> None:
    await people(world)
    tag = (await register(api)).json()["device"]["etag"]
    assert (await rotate(api, tag=tag)).status_code == 200
    for second in (
        await rotate(api, "both", tag=tag),
        await change(api, "both", {"disabled": True}, tag=tag),
    ):
        assert second.status_code == 412
        assert "password" not in second.json()
    bare = await api.ask("manager", "/devices/probe/credential", method="POST")
    assert bare.status_code == 428
    assert (await stored(world))["credential_version"] == 2


@pytest.mark.parametrize(
    ("person", "status"), [("operator", 403), ("viewer", 404), ("elsewhere", 404)]
)
async def test_only_managers_make_passwords(api: Any, world: Any, person: str, status: int) -> None:
    await people(world)
    await register(api)
    assert (await rotate(api, person)).status_code == status
    assert (await stored(world))["credential_version"] == 1


async def test_a_device_without_a_password_gets_its_first(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    assert await state(api) == "none"
    assert (await rotate(api)).json()["device"]["credential"]["version"] == 1


async def test_the_state_follows_worker(api: Any, world: Any) -> None:
    await people(world)
    await register(api)
    await world.connection.execute("UPDATE account_state SET checked_at = now()")
    await world.connection.execute("UPDATE credential_wish SET requested_at = $1", api.clock.now())
    assert await state(api) == "waiting"
    api.clock.instant += 10 * MINUTE
    assert await state(api) == "expired"
    api.clock.instant -= MINUTE
    await apply(world, error="Internal error")
    await world.connection.execute("UPDATE broker_account SET error_at = $1", api.clock.now())
    credential = (await api.get("operator", "/devices/probe"))["credential"]
    assert (credential["state"], credential["error"], credential["applied"]) == (
        "failed", "Internal error", None,
    )  # fmt: skip
    await apply(world)
    credential = (await api.get("operator", "/devices/probe"))["credential"]
    assert (credential["state"], credential["error"]) == ("applied", None)
    assert credential["applied"] is not None
    await rotate(api)
    await world.connection.execute("DELETE FROM credential_wish")
    assert await state(api) == "expired"


async def test_the_account_of_a_deleted_device_is_not_that_of_a_new_one(
    api: Any, world: Any
) -> None:
    await people(world)
    await world.connection.execute(
        "INSERT INTO broker_account (name, version, disabled, applied_at)"
        " SELECT name, 3, false, now() FROM unnest(ARRAY['probe', 'other']) AS t (name)"
    )
    credential = (await register(api)).json()["device"]["credential"]
    assert (credential["state"], credential["version"]) == ("waiting", 4)
    answer = await api.ask(
        "manager", "/devices/import", method="POST", content=b"name\nother\nthird\n",
        params={"site": "here"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    for name, version in (("other", 4), ("third", 1)):
        credential = (await api.get("manager", f"/devices/{name}"))["credential"]
        assert (credential["state"], credential["version"]) == ("waiting", version)
        assert (await stored(world, name))["wished"] == version


async def test_nobody_makes_a_password_for_a_broker_of_somebody_else(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    api.app.state.services = replace(api.services, administration=Administration())
    assert (await rotate(api)).status_code == 409
    assert await state(api) == "elsewhere"
    assert (await stored(world))["credential_version"] == 0


async def test_of_two_at_once_one_makes_the_password(api: Any, world: Any) -> None:
    await people(world)
    tag = (await register(api)).json()["device"]["etag"]
    answers = await asyncio.gather(*(rotate(api, tag=tag) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    [rotated] = [answer.json() for answer in answers if answer.status_code == 200]
    row = await stored(world)
    assert opens(row, rotated["password"])
    assert unsealed(api, row) == rotated["password"]
