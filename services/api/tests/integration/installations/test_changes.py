"""Adding, replacing, moving and removing installations, and who may do it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from installed import PATH, audited, fridge, spans

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_adding_an_installation_is_audited(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.channel("new", site)
    answer = await api.install("new", NOW - 3 * HOUR)
    assert answer.status_code == 201
    installation = answer.json()
    assert answer.headers["etag"] == installation.pop("etag")
    assert installation == {
        "id": installation["id"],
        "sensor": "s/fridge",
        "device": "new",
        "channel": "temperature",
        "from": to_ms(NOW - 3 * HOUR),
        "to": None,
    }
    assert await audited(world) == [
        (
            "installation.add",
            "s/fridge: new/temperature",
            None,
            {"from": to_ms(NOW - 3 * HOUR), "to": None},
        )
    ]


async def test_a_replacement_ends_the_old_installations_where_it_begins(
    api: Any, world: Any
) -> None:
    site, _ = await fridge(world)
    other, new = await world.sensor(site, "other"), await world.channel("new", site)
    await world.install(new, other, NOW - DAY)
    change = to_ms(NOW - 3 * HOUR)
    answer = await api.install("new", NOW - 3 * HOUR, replace=True)
    assert answer.status_code == 201, answer.text
    assert await spans(api) == [("new", change, None), ("old", None, change)]
    path = "/sensors/s/other/installations"
    assert await spans(api, path) == [("new", to_ms(NOW - DAY), change)]
    assert [(action, target) for action, target, _, _ in await audited(world)] == [
        ("installation.change", "s/fridge: old/temperature"),
        ("installation.change", "s/other: new/temperature"),
        ("installation.add", "s/fridge: new/temperature"),
    ]


async def test_a_replacement_does_not_end_an_installation_that_began_later(
    api: Any, world: Any
) -> None:
    """Entered after a later replacement: that one stays, and the conflict names it."""
    site, sensor = await fridge(world)
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange(NULL, $1)", NOW - HOUR
    )
    await world.install(await world.channel("later", site), sensor, NOW - HOUR)
    await world.channel("between", site)
    refused = await api.install("between", NOW - 3 * HOUR, replace=True)
    assert refused.status_code == 409
    assert [installation["device"] for installation in refused.json()["in_the_way"]] == ["later"]
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


async def test_an_installation_that_began_at_the_same_instant_is_not_replaced(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    await world.install(await world.channel("old", site), sensor, NOW - HOUR)
    await world.channel("new", site)
    assert (await api.install("new", NOW - HOUR, replace=True)).status_code == 409


async def test_moving_the_ends_needs_the_current_etag(api: Any, world: Any) -> None:
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
    assert [action for action, *_ in await audited(world)] == ["installation.change"] * 3


async def test_an_installation_is_only_found_at_its_own_sensor(api: Any, world: Any) -> None:
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
    # ingest has nothing to reload: installations do not change how it places readings
    assert await world.connection.fetchval(version) == before


async def test_installing_a_device_of_another_site_needs_operator_at_both(
    api: Any, world: Any
) -> None:
    """A device without a home site needs an administrator."""
    here, there = await world.site("s"), await world.site("t")
    await world.sensor(here, "fridge")
    await world.channel("stray", None)
    await world.channel("theirs", there)
    for person, at_here, at_there in (
        ("one", "operator", None),
        ("two", "operator", "viewer"),
        ("three", "viewer", "operator"),
        ("both", "operator", "operator"),
    ):
        await world.grant(here, at_here, username=person)
        if at_there:
            await world.grant(there, at_there, username=person)
    for person, status in (("one", 404), ("two", 404), ("three", 403)):
        answer = await api.install("theirs", NOW - HOUR, person)
        assert answer.status_code == status, person
    assert (await api.install("stray", NOW - HOUR, "both")).status_code == 404
    added = await api.install("theirs", NOW - HOUR, "both")
    assert added.status_code == 201

    async def change(person: str, body: dict[str, Any]) -> int:
        url = f"{PATH}/{added.json()['id']}"
        answer = await api.ask(person, url, method="PATCH", json=body, headers={"If-Match": "*"})
        return int(answer.status_code)

    # an operator of the sensor's site may shorten an installation but not lengthen it
    assert await change("two", {"to": to_ms(NOW - MINUTE)}) == 200
    assert await change("two", {"to": to_ms(NOW)}) == 403
    assert await change("two", {"from": to_ms(NOW - 2 * HOUR)}) == 403
    assert await change("both", {"from": to_ms(NOW - 2 * HOUR), "to": None}) == 200
    assert (await api.install("stray", NOW, "ada", replace=True)).status_code == 201
