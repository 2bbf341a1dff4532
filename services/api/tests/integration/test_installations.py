"""Installations: entered at any time, never two at once, changed by those who may."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
PATH = "/sensors/s/fridge/installations"


async def spans(api: Any, path: str = PATH) -> list[tuple[str, int | None, int | None]]:
    """Device, from and to of each, newest first."""
    listed = await api.get("ada", path)
    return [(each["device"], each["from"], each["to"]) for each in listed["items"]]


async def notes(world: Any) -> list[Any]:
    """The audit: action, target, before and after."""
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    return [
        (
            row["action"],
            row["target"],
            *(json.loads(row[side]) if row[side] else None for side in ("before", "after")),
        )
        for row in rows
    ]


async def fridge(world: Any) -> tuple[int, int]:
    """A site with a fridge that `old` has always fed; site and sensor."""
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    await world.install(await world.channel("old", site), sensor)
    return site, sensor


async def test_a_sensor_begins_to_be_fed(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.channel("new", site)
    answer = await api.install("new", NOW - 3 * HOUR)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["etag"] == made.pop("etag")
    assert made == {
        "id": made["id"],
        "sensor": "s/fridge",
        "device": "new",
        "channel": "temperature",
        "from": to_ms(NOW - 3 * HOUR),
        "to": None,
    }
    assert await notes(world) == [
        (
            "installation.add",
            "s/fridge: new/temperature",
            None,
            {"from": to_ms(NOW - 3 * HOUR), "to": None},
        )
    ]


async def test_what_is_in_the_way_is_named(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    other = await world.sensor(site, "other")
    new = await world.channel("new", site)
    await world.install(new, other, NOW - DAY, NOW - HOUR)
    answer = await api.install("new", NOW - 3 * HOUR)
    assert answer.status_code == 409
    problem = answer.json()
    assert [each["field"] for each in problem["errors"]] == ["sensor", "channel"]
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
    assert await notes(world) == []


async def test_a_replacement_ends_both_at_the_change(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    other, new = await world.sensor(site, "other"), await world.channel("new", site)
    await world.install(new, other, NOW - DAY)
    change = to_ms(NOW - 3 * HOUR)
    answer = await api.install("new", NOW - 3 * HOUR, replace=True)
    assert answer.status_code == 201, answer.text
    assert await spans(api) == [("new", change, None), ("old", None, change)]
    path = "/sensors/s/other/installations"
    assert await spans(api, path) == [("new", to_ms(NOW - DAY), change)]
    assert [(action, target) for action, target, _, _ in await notes(world)] == [
        ("installation.change", "s/fridge: old/temperature"),
        ("installation.change", "s/other: new/temperature"),
        ("installation.add", "s/fridge: new/temperature"),
    ]


async def test_a_replacement_ends_nothing_that_began_later(api: Any, world: Any) -> None:
    """Entered later than a second change: that one stays, and is named."""
    site, sensor = await fridge(world)
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange(NULL, $1)", NOW - HOUR
    )
    await world.install(await world.channel("later", site), sensor, NOW - HOUR)
    await world.channel("between", site)
    refused = await api.install("between", NOW - 3 * HOUR, replace=True)
    assert refused.status_code == 409
    assert [each["device"] for each in refused.json()["in_the_way"]] == ["later"]
    assert await spans(api) == [
        ("later", to_ms(NOW - HOUR), None),
        ("old", None, to_ms(NOW - HOUR)),
    ]
    bounded = await api.install("between", NOW - 3 * HOUR, replace=True, to=to_ms(NOW - HOUR))
    assert bounded.status_code == 201
    assert await spans(api) == [
        ("later", to_ms(NOW - HOUR), None),
        ("between", to_ms(NOW - 3 * HOUR), to_ms(NOW - HOUR)),
        ("old", None, to_ms(NOW - 3 * HOUR)),
    ]


async def test_what_began_at_the_same_instant_is_not_replaced_by_nothing(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    await world.install(await world.channel("old", site), sensor, NOW - HOUR)
    await world.channel("new", site)
    assert (await api.install("new", NOW - HOUR, replace=True)).status_code == 409


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (NOW + 5 * MINUTE, None, 201),
        (NOW + 5 * MINUTE + timedelta(milliseconds=1), None, 422),
        (NOW - HOUR, NOW + 6 * MINUTE, 422),
        (NOW - HOUR, NOW - HOUR, 422),
        (NOW - HOUR, NOW - 2 * HOUR, 422),
        (NOW - 3000 * DAY, NOW - HOUR, 201),
    ],
)
async def test_the_past_is_welcome_and_the_future_is_not(
    api: Any, world: Any, since: datetime, until: datetime | None, status: int
) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.channel("new", site)
    answer = await api.install("new", since, to=None if until is None else to_ms(until))
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.json()["errors"][0]["field"] in ("from", "to")


async def test_ends_are_moved_by_who_saw_the_present_state(api: Any, world: Any) -> None:
    await fridge(world)
    [seen] = (await api.get("ada", PATH))["items"]
    url = f"{PATH}/{seen['id']}"

    async def change(body: dict[str, Any], *tag: str) -> Any:
        headers = {"If-Match": tag[0]} if tag else {}
        return await api.ask("ada", url, method="PATCH", json=body, headers=headers)

    assert (await change({"to": to_ms(NOW)})).status_code == 428
    changed = await change({"to": to_ms(NOW)}, seen["etag"])
    assert changed.status_code == 200
    assert changed.json()["to"] == to_ms(NOW)
    assert changed.headers["etag"] == changed.json()["etag"] != seen["etag"]
    raced = await change({"to": to_ms(NOW - HOUR)}, seen["etag"])
    assert raced.status_code == 412
    assert "until 2026-11-23 12:00 UTC" in raced.json()["detail"]
    begun = await change({"from": to_ms(NOW - DAY)}, changed.json()["etag"])
    assert (begun.json()["from"], begun.json()["to"]) == (to_ms(NOW - DAY), to_ms(NOW))
    empty = await change({"to": to_ms(NOW - DAY)}, begun.json()["etag"])
    assert empty.status_code == 422
    opened = await change({"from": None, "to": None}, begun.json()["etag"])
    assert (opened.json()["from"], opened.json()["to"]) == (None, None)
    assert opened.json()["etag"] == seen["etag"]
    assert (await change({"to": to_ms(NOW + HOUR)}, seen["etag"])).status_code == 422
    assert [action for action, *_ in await notes(world)] == ["installation.change"] * 3


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
    assert [each["device"] for each in answer.json()["in_the_way"]] == ["new"]
    gone = await api.ask(
        "ada", f"{PATH}/{new['id']}", method="DELETE", headers={"If-Match": new["etag"]}
    )
    assert gone.status_code == 204
    assert await spans(api) == [("old", None, to_ms(NOW - HOUR))]
    assert (await notes(world))[-1] == (
        "installation.remove",
        "s/fridge: new/temperature",
        {"from": to_ms(NOW - HOUR), "to": None},
        None,
    )


async def test_an_installation_is_found_at_its_own_sensor_alone(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    await world.sensor(site, "other")
    [seen] = (await api.get("ada", PATH))["items"]
    answer = await api.ask(
        "ada", f"/sensors/s/other/installations/{seen['id']}", method="DELETE",
        headers={"If-Match": "*"},
    )  # fmt: skip
    assert answer.status_code == 404
    stale = await api.ask(
        "ada", f"{PATH}/{seen['id']}", method="DELETE", headers={"If-Match": '"stale"'}
    )
    assert stale.status_code == 412
    assert await spans(api) == [("old", None, None)]


async def test_of_two_at_once_one_is_told(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    devices = [f"new-{n}" for n in range(6)]
    for each in devices:
        await world.channel(each, site)
    since = NOW - HOUR
    answers = await asyncio.gather(
        *(api.install(each, since + MINUTE * n, replace=True) for n, each in enumerate(devices))
    )
    statuses = sorted(each.status_code for each in answers)
    assert set(statuses) <= {201, 409}
    assert statuses.count(201) >= 1
    found = await spans(api)
    assert len(found) == 1 + statuses.count(201)
    # one after another without a hole: whoever came second ended the first, or was refused
    for later, earlier in pairwise(found):
        assert earlier[2] == later[1]


async def test_the_constraints_are_the_truth(api: Any, world: Any) -> None:
    """Someone who does not take the lock, as by psql, is not overwritten."""
    site, sensor = await fridge(world)
    await world.connection.execute("DELETE FROM installation")
    other = await world.channel("other", site)
    await world.channel("new", site)
    by_hand = world.connection.transaction()
    await by_hand.start()
    await world.install(other, sensor, NOW - DAY)
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(api.install("new", NOW - HOUR))
        await _waits(world)
        await by_hand.commit()
    answer = asked.result()
    assert answer.status_code == 409
    assert [each["device"] for each in answer.json()["in_the_way"]] == ["other"]


async def _waits(world: Any) -> None:
    """Until somebody waits for a transaction that is not yet decided."""
    async with asyncio.timeout(60):
        while not await world.connection.fetchval(_WAITING):  # noqa: ASYNC110  sets no event
            await asyncio.sleep(0.01)


async def test_installing_makes_channel_and_device_known(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.propose("new", site)
    version = "SELECT version FROM registry_version"
    before = await world.connection.fetchval(version)
    assert (await api.install("new", NOW - HOUR)).status_code == 201
    states = await world.connection.fetchrow(
        "SELECT c.state AS channel, d.state AS device FROM channel c"
        " JOIN device d ON d.id = c.device_id"
    )
    assert tuple(states) == ("known", "known")
    # where a reading goes is another matter: ingest has nothing to place otherwise
    assert await world.connection.fetchval(version) == before
