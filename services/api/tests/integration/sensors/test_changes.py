"""Adding, renaming, archiving and deleting sensors."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sensor_changes import add, change, delete, order

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_a_sensor_is_added_without_a_device(api: Any, world: Any, site: int) -> None:
    answer = await add(api, name="Kühlschrank", place="Keller")
    assert answer.status_code == 201, answer.text
    sensor = answer.json()
    assert answer.headers["etag"] == sensor["etag"]
    assert (sensor["id"], sensor["name"], sensor["place"]) == (
        "s/kuhlschrank", "Kühlschrank", "Keller",
    )  # fmt: skip
    assert (sensor["state"], sensor["deletable"], sensor["installations"]) == ("never", True, [])
    assert sensor == await api.get("otto", "/sensors/s/kuhlschrank")
    assert (await add(api, name="Kuhlschrank")).json()["slug"] == "kuhlschrank-2"
    row = await world.connection.fetchrow("SELECT actor, action, target, after FROM audit LIMIT 1")
    assert (row["actor"], row["action"], row["target"]) == ("otto", "sensor.add", "s/kuhlschrank")
    assert json.loads(row["after"]) == {"name": "Kühlschrank", "place": "Keller"}


async def test_a_taken_slug_and_an_archived_site_are_refused(
    api: Any, world: Any, site: int
) -> None:
    await world.sensor(site, "fridge")
    taken = await add(api, name="Fridge", slug="fridge")
    assert taken.status_code == 409
    assert taken.json()["errors"] == [{"field": "slug", "message": "belongs to another sensor"}]
    await world.connection.execute("UPDATE site SET archived_at = now()")
    archived = await add(api, name="Room")
    assert archived.status_code == 409
    assert archived.json()["errors"] == [
        {"field": "site", "message": "is archived; restore it first"}
    ]
    foreign = await add(api, name="Room", site="elsewhere")
    assert foreign.status_code == 404
    assert [error["field"] for error in foreign.json()["errors"]] == ["site"]


async def test_a_renamed_sensor_keeps_its_slug_and_is_audited(
    api: Any, world: Any, site: int
) -> None:
    await world.sensor(site, "fridge")
    changed = (await change(api, "fridge", name="Cold", place="Cellar")).json()
    assert (changed["name"], changed["place"], changed["slug"]) == ("Cold", "Cellar", "fridge")
    assert (await change(api, "fridge", place=None)).json()["place"] is None
    rows = await world.connection.fetch("SELECT action, target, before, after FROM audit")
    assert [(row["action"], row["target"]) for row in rows] == [("sensor.change", "s/fridge")] * 2
    assert json.loads(rows[0]["before"]) == {"name": "Fridge", "place": None}
    assert json.loads(rows[0]["after"]) == {"name": "Cold", "place": "Cellar"}


@pytest.mark.parametrize("body", [{"name": None}, {"name": ""}, {"archived": None}, {"slug": "x"}])
async def test_what_cannot_be_set_is_refused(
    api: Any, world: Any, site: int, body: dict[str, Any]
) -> None:
    await world.sensor(site, "fridge")
    answer = await change(api, "fridge", **body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(body)


async def test_the_second_of_two_operators_gets_412(api: Any, world: Any, site: int) -> None:
    await world.sensor(site, "fridge")
    seen = (await api.get("otto", "/sensors/s/fridge"))["etag"]
    answers = await asyncio.gather(
        *(change(api, "fridge", seen, name=name) for name in ("One", "Two"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert (await delete(api, "fridge", seen)).status_code == 412
    path = "/sensors/s/fridge"
    for method in ("PATCH", "DELETE"):
        body = {"json": {"name": "x"}} if method == "PATCH" else {}
        assert (await api.ask("otto", path, method=method, **body)).status_code == 428


async def test_an_archived_sensor_is_in_no_list_but_at_its_address(
    api: Any, world: Any, site: int
) -> None:
    _, channel = await world.fed(site, "fridge")
    await world.sensor(site, "room")
    await world.readings(channel, [(NOW - MINUTE, 4.0, 0)])
    assert (await change(api, "fridge", archived=True)).json()["archived"] == to_ms(NOW)
    assert await order(api) == ["room"]
    assert [sensor["slug"] for sensor in (await api.get("otto", "/sensors"))["items"]] == ["room"]
    listed = (await api.get("otto", "/sensors", archived="true"))["items"]
    assert [(sensor["slug"], sensor["archived"]) for sensor in listed] == [
        ("fridge", to_ms(NOW)), ("room", None),
    ]  # fmt: skip
    assert (await api.get("otto", "/sites"))["items"][0]["sensors"] == 1
    assert (await api.get("otto", "/sites/s"))["archived_sensors"] == 1
    span = {"from": to_ms(NOW - HOUR), "to": to_ms(NOW)}
    for path in ("/series", "/statistics", "/sparks", "/export"):
        times = {} if path == "/sparks" else span
        answer = await api.ask("otto", path, params={"sensor": "s/fridge"} | times)
        assert answer.status_code == 200, path
    assert (await api.get("otto", "/sensors/s/fridge"))["latest"]["value"] == 4.0
    api.clock.instant = NOW + HOUR
    assert (await change(api, "fridge", archived=True)).json()["archived"] == to_ms(NOW)
    assert (await change(api, "fridge", archived=False)).json()["archived"] is None
    assert await order(api) == ["fridge", "room"]


async def test_a_sensor_of_an_archived_site_is_hidden_with_it(
    api: Any, world: Any, site: int
) -> None:
    await world.fed(site, "fridge")
    await world.connection.execute("UPDATE site SET archived_at = $1", NOW)
    assert await order(api) == []
    assert (await api.get("otto", "/sensors"))["items"] == []
    assert len((await api.get("otto", "/sensors", archived="true"))["items"]) == 1
    details = await api.get("otto", "/sensors/s/fridge")
    assert (details["archived"], details["site_archived"]) == (None, to_ms(NOW))


async def test_a_sensor_without_history_is_deleted_and_its_channel_proposed_again(
    api: Any, world: Any, site: int
) -> None:
    sensor, _ = await world.fed(site, "fridge")
    await world.limits(sensor, NOW, 2, 8)
    details = await api.get("otto", "/sensors/s/fridge")
    assert details["deletable"] is True
    assert (await delete(api, "fridge", details["etag"])).status_code == 204
    assert (await delete(api, "fridge")).status_code == 404
    for table in ("sensor", "installation", "limits", "rollup", "dirty"):
        assert await world.connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    proposed = (await api.get("otto", "/proposals"))["items"]
    assert [proposal["channel"] for proposal in proposed] == ["temperature"]
    row = await world.connection.fetchrow("SELECT action, target, before, after FROM audit")
    assert (row["action"], row["target"], row["after"]) == ("sensor.delete", "s/fridge", None)
    assert json.loads(row["before"])["name"] == "Fridge"


@pytest.mark.parametrize("stored", ["early", "now", "rollup", "gap", "hour"])
async def test_a_sensor_with_history_cannot_be_deleted(
    api: Any, world: Any, site: int, stored: str
) -> None:
    sensor, channel = await world.fed(site, "fridge")
    if stored in ("now", "rollup", "hour"):
        await world.readings(channel, [(NOW - HOUR, 4.0, 0)])
    if stored == "early":
        await world.readings(channel, [(NOW + HOUR, 4.0, 0)])
        await world.connection.execute("DELETE FROM latest")
    if stored == "rollup":
        await world.roll(sensor, channel, NOW)
        await world.connection.execute("DELETE FROM installation")
        await world.connection.execute("DELETE FROM reading_hour")
    if stored == "hour":
        await world.roll(sensor, channel, NOW)
        await world.connection.execute("DELETE FROM installation")
        await world.connection.execute("UPDATE rollup SET rolled_to = NULL")
    if stored == "gap":
        await world.gap(sensor, NOW - HOUR, NOW)
    assert (await api.get("otto", "/sensors/s/fridge"))["deletable"] is False
    answer = await delete(api, "fridge")
    assert answer.status_code == 409
    assert "Archive it instead" in answer.json()["detail"]
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 1
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_readings_from_outside_its_installation_do_not_count(
    api: Any, world: Any, site: int
) -> None:
    sensor, channel = await world.sensor(site, "fridge"), await world.channel("probe", site)
    await world.install(channel, sensor, NOW - HOUR, NOW)
    await world.readings(channel, [(NOW - 2 * HOUR, 4.0, 0), (NOW, 4.0, 0)])
    assert (await delete(api, "fridge")).status_code == 204
    state = "SELECT state FROM channel"
    assert await world.connection.fetchval(state) == "proposed"


async def test_a_channel_that_feeds_another_sensor_stays_there(
    api: Any, world: Any, site: int
) -> None:
    sensor, other = await world.sensor(site, "fridge"), await world.sensor(site, "other")
    channel = await world.channel("probe", site)
    await world.install(channel, sensor, NOW - 2 * HOUR, NOW - HOUR)
    await world.install(channel, other, NOW - HOUR)
    assert (await delete(api, "fridge")).status_code == 204
    assert await world.connection.fetchval("SELECT state FROM channel") == "known"
    assert await world.connection.fetchval("SELECT count(*) FROM installation") == 1


@pytest.mark.parametrize("table", ["sensor", "site"])
async def test_no_channel_is_installed_on_an_archived_sensor(
    api: Any, world: Any, site: int, table: str
) -> None:
    await world.sensor(site, "fridge")
    await world.channel("known", site)
    await world.propose("probe", site)
    await world.connection.execute(f"UPDATE {table} SET archived_at = now()")
    for answer in (
        await api.install("known", NOW, "otto"),
        await api.install_proposal({"sensor": "s/fridge"}, "otto"),
    ):
        assert answer.status_code == 409, answer.text
        assert [error["field"] for error in answer.json()["errors"]] == ["sensor"]
    assert await world.connection.fetchval("SELECT count(*) FROM installation") == 0
