"""Adding, renaming and archiving sites, and their time zone while it can change."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from isotherm_devstack.testing.database import Database

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
VIENNA = {"time_zone": "Europe/Vienna"}


async def add(api: Any, **body: Any) -> Any:
    """Return the response to a new site."""
    return await api.ask("ada", "/sites", method="POST", json=VIENNA | body)


async def change(api: Any, slug: str, etag: str | None = None, /, **body: Any) -> Any:
    """Return the response to a change of the current state, or of that etag."""
    etag = etag or (await api.get("ada", f"/sites/{slug}"))["etag"]
    headers = {"If-Match": etag}
    return await api.ask("ada", f"/sites/{slug}", method="PATCH", json=body, headers=headers)


def error(answer: Any, status: int) -> tuple[str, str]:
    """Return field and message of the only error of a refused request."""
    assert answer.status_code == status, answer.text
    [only] = answer.json()["errors"]
    return only["field"], only["message"]


async def test_the_slug_is_made_from_the_name_and_numbered(api: Any) -> None:
    slugs = []
    for name in ("Apotheke Süd", "Apotheke Sud", "冰箱", "New"):
        answer = await add(api, name=name)
        assert answer.status_code == 201, answer.text
        assert answer.headers["etag"] == answer.json()["etag"]
        slugs.append(answer.json()["slug"])
    assert slugs == ["apotheke-sud", "apotheke-sud-2", "site", "new-2"]
    site = await api.get("ada", "/sites/apotheke-sud")
    assert site == {
        **{"slug": "apotheke-sud", "name": "Apotheke Süd", "time_zone": "Europe/Vienna"},
        **{"role": "manager", "sensors": 0, "archived_sensors": 0, "devices": 0},
        **{"archived": None, "zone_fixed": False},
        **{"created": site["created"], "etag": site["etag"]},
    }


async def test_a_given_slug_that_is_taken_or_reserved_is_refused(api: Any, world: Any) -> None:
    await world.site("here")
    field, message = error(await add(api, name="Here", slug="here"), 409)
    assert (field, message) == ("slug", "belongs to another site")
    field, message = error(await add(api, name="New", slug="new"), 422)
    assert (field, "address of a page" in message) == ("slug", True)
    field, _ = error(await add(api, name="Here", slug="No Slug"), 422)
    assert field == "slug"


@pytest.mark.parametrize("zone", ["Europe/Erewhon", "europe/vienna", "CEST", "localtime", "+01:00"])
async def test_a_zone_that_does_not_exist_is_refused(api: Any, world: Any, zone: str) -> None:
    await world.site("here")
    assert error(await add(api, name="X", time_zone=zone), 422)[0] == "time_zone"
    assert error(await change(api, "here", time_zone=zone), 422)[0] == "time_zone"


@pytest.mark.parametrize("body", [{"name": " "}, {"name": None}, {"archived": None}, {"slug": "x"}])
async def test_what_cannot_be_set_is_refused(api: Any, world: Any, body: dict[str, Any]) -> None:
    await world.site("here")
    assert error(await change(api, "here", **body), 422)[0] == next(iter(body))


async def test_a_renamed_site_keeps_its_slug_and_is_audited(api: Any, world: Any) -> None:
    await world.site("here")
    changed = await change(api, "here", name=" Over here ")
    assert (changed.json()["name"], changed.json()["slug"]) == ("Over here", "here")
    assert changed.headers["etag"] == changed.json()["etag"]
    assert (await change(api, "here", name="Over here")).status_code == 200
    rows = await world.connection.fetch("SELECT actor, action, target, before, after FROM audit")
    assert [tuple(row) for row in rows] == [
        ("ada", "site.change", "here", '{"name": "Here"}', '{"name": "Over here"}')
    ]


async def test_the_second_of_two_administrators_gets_412(api: Any, world: Any) -> None:
    await world.site("here")
    seen = (await api.get("ada", "/sites/here"))["etag"]
    answers = await asyncio.gather(
        *(change(api, "here", seen, name=name) for name in ("One", "Two"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    without = await api.ask("ada", "/sites/here", method="PATCH", json={"name": "Three"})
    assert without.status_code == 428


async def test_the_zone_is_fixed_once_a_sensor_is_rolled_up(api: Any, world: Any) -> None:
    site = await world.site("here")
    sensor, channel = await world.fed(site, "fridge")
    await world.readings(channel, [(NOW - 2 * HOUR, 4.0, 0)])
    changed = await change(api, "here", time_zone="Asia/Kathmandu")
    assert (changed.json()["time_zone"], changed.json()["zone_fixed"]) == ("Asia/Kathmandu", False)
    await world.roll(sensor, channel, NOW)
    assert (await api.get("ada", "/sites/here"))["zone_fixed"] is True
    answer = await change(api, "here", name="Elsewhere", time_zone="Europe/Vienna")
    field, message = error(answer, 409)
    assert (field, "stays Asia/Kathmandu" in message) == ("time_zone", True)
    assert (await api.get("ada", "/sites/here"))["name"] == "Here", "nothing is half done"
    assert (await change(api, "here", time_zone="Asia/Kathmandu")).status_code == 200


async def test_a_change_of_zone_waits_for_a_worker_that_is_rolling_up(
    api: Any, world: Any, database: Database
) -> None:
    sensor = await world.sensor(await world.site("here"), "fridge")
    worker = await asyncpg.connect(database.worker)
    try:
        rolling = worker.transaction()
        await rolling.start()
        await worker.execute("SELECT FROM rollup WHERE sensor_id = $1 FOR UPDATE", sensor)
        await worker.execute("UPDATE rollup SET rolled_to = $2 WHERE sensor_id = $1", sensor, NOW)
        async with asyncio.TaskGroup() as group:
            changing = group.create_task(change(api, "here", time_zone="UTC"), name="change")
            await _until_blocked(world.connection)
            assert not changing.done()
            await rolling.commit()
        assert error(changing.result(), 409)[0] == "time_zone"
    finally:
        await worker.close()


async def _until_blocked(connection: asyncpg.Connection) -> None:
    """Return once a session waits for a lock of another."""
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    async with asyncio.timeout(20):
        while not await connection.fetchval(waits):
            pass
