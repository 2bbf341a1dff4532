"""Those who install and those who delete lock in one order, so that no two wait for each other."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from isotherm_api import installing
from isotherm_api.problem import Unavailable

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANY = {"If-Match": "*"}


async def test_a_channel_that_was_installed_meanwhile_is_said(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.sensor(site, "fridge"), await world.channel("probe", site)
    async with api.services.database.writing() as connection:
        fed = await installing.lock_fed(connection, site)
        assert fed.channel_ids == frozenset()
        await world.install(channel, sensor)
        with pytest.raises(Unavailable):
            await installing.lock_all_installations(connection, fed)
        fed = await installing.lock_fed(connection, site, sensor)
        assert fed.channel_ids == {channel}
        await installing.lock_all_installations(connection, fed)


async def test_everybody_changes_everything_at_once(api: Any, world: Any) -> None:
    """Each request is answered as one of those that came before or after the others."""
    home = await world.site("home")
    for device in ("a", "b", "c"):
        await world.propose(device, home)
    for round_number in range(4):
        site = await world.site("s")
        await world.connection.execute("UPDATE device SET site_id = $1 WHERE name <> 'c'", site)
        for slug in ("fridge", "room"):
            await world.sensor(site, slug)
        await world.grant(site, "viewer", username="vera")
        answers = await asyncio.gather(
            *(api.install(device, NOW, sensor=sensor, replace=True)
              for device in ("a", "b", "c") for sensor in ("s/fridge", "s/room")),
            *(api.install_proposal({"new_sensor": {"site": "s", "name": "New"}}, device=device)
              for device in ("a", "b", "c")),
            api.ask("ada", "/sensors/s/fridge", method="DELETE", headers=ANY),
            api.ask("ada", "/sensors/s/room", method="DELETE", headers=ANY),
            *(api.ask("ada", f"/sensors/s/{slug}", method="PATCH", json=body, headers=ANY)
              for slug in ("fridge", "room") for body in ({"after": None}, {"archived": True})),
            *(api.ask("ada", f"/devices/{device}", method="PATCH", json={"site": slug}, headers=ANY)
              for device in ("a", "c") for slug in ("s", "home")),
            api.ask("ada", "/sites/s", method="DELETE", headers=ANY),
            api.ask("ada", "/sites/s", method="PATCH", json={"name": "Site"}, headers=ANY),
        )  # fmt: skip
        # what is to be deleted may get a channel that the deletion has not locked
        again = [answer for answer in answers if answer.status_code == 503]
        for answer in again:
            assert answer.request.method == "DELETE"
            assert answer.json()["detail"].startswith("Somebody is installing a channel there.")
        statuses = [answer.status_code for answer in answers if answer not in again]
        wanted = {200, 201, 204, 404, 409, 422}
        assert set(statuses) <= wanted, (round_number, statuses)
        await api.ask("ada", "/sites/s", method="DELETE", headers=ANY)
        assert await world.connection.fetchval("SELECT count(*) FROM site") == 1
        assert await world.connection.fetchval("SELECT count(*) FROM installation") == 0
