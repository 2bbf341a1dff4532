"""Overlapping installations are conflicts that name what overlaps, as far as the caller may see."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from installed import PATH, audited, fridge, spans

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


async def test_a_conflict_names_every_overlapping_installation(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    other = await world.sensor(site, "other")
    new = await world.channel("new", site)
    await world.install(new, other, NOW - DAY, NOW - HOUR)
    answer = await api.install("new", NOW - 3 * HOUR)
    assert answer.status_code == 409
    problem = answer.json()
    assert [error["field"] for error in problem["errors"]] == ["sensor", "channel"]
    assert "old/temperature" in problem["detail"]
    assert "s/other" in problem["detail"]
    assert problem["in_the_way"] == [
        {"sensor": "s/fridge", "device": "old", "channel": "temperature", "from": None, "to": None},
        {
            "sensor": "s/other",
            "device": "new",
            "channel": "temperature",
            "from": to_ms(NOW - DAY),
            "to": to_ms(NOW - HOUR),
        },
    ]
    assert await spans(api) == [("old", None, None)]
    assert await audited(world) == []


async def test_an_end_cannot_be_moved_into_another_installation(api: Any, world: Any) -> None:
    site, sensor = await fridge(world)
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange(NULL, $1)", NOW - HOUR
    )
    await world.install(await world.channel("new", site), sensor, NOW - HOUR)
    new, old = (await api.get("ada", PATH))["items"]
    answer = await api.ask(
        "ada", f"{PATH}/{old['id']}", method="PATCH", json={"to": None},
        headers={"If-Match": old["etag"]},
    )  # fmt: skip
    assert answer.status_code == 409
    assert [installation["device"] for installation in answer.json()["in_the_way"]] == ["new"]
    gone = await api.ask(
        "ada", f"{PATH}/{new['id']}", method="DELETE", headers={"If-Match": new["etag"]}
    )
    assert gone.status_code == 204
    assert await spans(api) == [("old", None, to_ms(NOW - HOUR))]
    assert (await audited(world))[-1] == (
        "installation.remove",
        "s/fridge: new/temperature",
        {"from": to_ms(NOW - HOUR), "to": None},
        None,
    )


async def test_concurrent_replacements_never_overlap(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    devices = [f"new-{n}" for n in range(6)]
    for device in devices:
        await world.channel(device, site)
    since = NOW - HOUR
    answers = await asyncio.gather(
        *(api.install(device, since + MINUTE * n, replace=True) for n, device in enumerate(devices))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert set(statuses) <= {201, 409}
    assert statuses.count(201) >= 1
    installed = await spans(api)
    assert len(installed) == 1 + statuses.count(201)
    # without a hole: each later one ended the one before it, or was refused
    for later, earlier in pairwise(installed):
        assert earlier[2] == later[1]


async def test_an_overlap_written_without_the_lock_is_a_conflict(api: Any, world: Any) -> None:
    """An installation inserted by hand, as with psql, is not overwritten."""
    site, sensor = await fridge(world)
    await world.connection.execute("DELETE FROM installation")
    other = await world.channel("other", site)
    await world.channel("new", site)
    by_hand = world.connection.transaction()
    await by_hand.start()
    await world.install(other, sensor, NOW - DAY)
    async with asyncio.TaskGroup() as group:
        request = group.create_task(api.install("new", NOW - HOUR))
        await _wait_for_lock(world)
        await by_hand.commit()
    answer = request.result()
    assert answer.status_code == 409
    assert [installation["device"] for installation in answer.json()["in_the_way"]] == ["other"]


async def _wait_for_lock(world: Any) -> None:
    """Wait until a session waits for a transaction that is still open."""
    async with asyncio.timeout(60):
        while not await world.connection.fetchval(_WAITING):  # noqa: ASYNC110  sets no event
            await asyncio.sleep(0.01)


async def test_a_sensor_of_another_site_is_neither_named_nor_ended(api: Any, world: Any) -> None:
    """The channel is mine, the sensor it feeds is not: it is neither named nor ended."""
    here, there = await world.site("s"), await world.site("t")
    await world.sensor(here, "fridge")
    mine = await world.channel("mine", here)
    await world.install(mine, await world.sensor(there, "secret"))
    await world.grant(here, "operator", username="olga")
    await world.grant(here, "operator", username="vic")
    await world.grant(there, "viewer", username="vic")
    before = (await api.get("ada", "/sensors/t/secret/installations"))["items"]
    for replace in (False, True):
        answer = await api.install("mine", NOW - HOUR, "olga", replace=replace)
        assert answer.status_code == 409
        assert "secret" not in answer.text
        assert answer.json()["in_the_way"][0]["sensor"] is None
    assert (await api.install("mine", NOW - HOUR, "vic")).status_code == 409
    assert (await api.install("mine", NOW - HOUR, "vic", replace=True)).status_code == 403
    assert (await api.get("ada", "/sensors/t/secret/installations"))["items"] == before
