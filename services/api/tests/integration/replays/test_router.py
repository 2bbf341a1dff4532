"""Requests for replays: who sees which jobs, and which ranges and ids are refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

from replayed import ask, reject

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}


async def test_jobs_are_visible_to_callers_who_could_have_asked(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    for device, site in (("mine", here), ("theirs", there)):
        await world.channel(device, site)
        await reject(world, device)
    for username, sites in (("olga", (here,)), ("omar", (there,)), ("otto", (here, there))):
        for site in sites:
            await world.grant(site, "operator", username=username)
    jobs = {name: (await ask(api, name, **TODAY))["id"] for name in ("olga", "omar", "otto", "ada")}
    for person, seen in (
        ("nobody", []),
        ("olga", ["olga"]),
        ("omar", ["omar"]),
        ("otto", ["otto", "omar", "olga"]),
        ("ada", ["ada", "otto", "omar", "olga"]),
    ):
        listed = await api.get(person, "/rejects/replays")
        assert [job["asked_by"] for job in listed["items"]] == seen
        for name, job_id in jobs.items():
            answer = await api.ask(person, f"/rejects/replays/{job_id}")
            assert answer.status_code == (200 if name in seen else 404)
    first = await api.get("ada", "/rejects/replays", limit=3)
    second = await api.get("ada", "/rejects/replays", limit=3, cursor=first["next"])
    assert [len(page["items"]) for page in (first, second)] == [3, 1]
    assert second["next"] is None


async def test_rejects_of_a_deleted_device_are_not_replayed_into_the_next_one_of_its_name(
    api: Any, world: Any
) -> None:
    here = await world.site("here")
    await world.grant(here, "operator", username="olga")
    await world.channel("probe", here)
    await reject(world, "probe")
    update = "UPDATE device SET credential_version = 1, created_at = $1"
    for created, matched in ((NOW + HOUR, 0), (NOW - 24 * HOUR, 1)):
        await world.connection.execute(update, created)
        assert (await ask(api, "olga", **TODAY))["matched"] == matched


async def test_a_range_that_cannot_be_is_named(api: Any) -> None:
    for body, field in (
        ({"from": 5, "to": 5}, "from"),
        ({"from": -(10**18), "to": 5}, "from"),
    ):
        answer = await api.ask("ada", "/rejects/replays", method="POST", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == field


async def test_only_a_possible_id_of_a_replay_is_looked_up(api: Any) -> None:
    assert (await api.ask("ada", "/rejects/replays/7")).status_code == 404
    assert (await api.ask("ada", "/rejects/replays/0")).status_code == 422


async def test_somebody_who_operates_nothing_is_refused_before_the_range_is_read(
    api: Any, world: Any
) -> None:
    await world.grant(await world.site("here"), "viewer", username="vera")
    for body in (TODAY, {"from": 5, "to": 5}):
        answer = await api.ask("vera", "/rejects/replays", method="POST", json=body)
        assert answer.status_code == 403, body
    assert await world.connection.fetchval("SELECT count(*) FROM replay_job") == 0
