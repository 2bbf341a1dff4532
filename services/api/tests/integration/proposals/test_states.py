"""Dismissing, ignoring and restoring channels: what is listed, counted, refused and audited."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from minutely import minutes

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HIDDEN = ("dismissed", "expired", "ignored")


async def act(api: Any, action: str, device: str = "probe", person: str = "ada") -> Any:
    return await api.ask(person, f"/proposals/{device}/temperature/{action}", method="POST")


async def listed(api: Any, **asked: Any) -> list[str]:
    return [item["device"] for item in (await api.get("ada", "/proposals", **asked))["items"]]


async def counts(api: Any, **asked: Any) -> tuple[int, ...]:
    page = await api.get("ada", "/proposals", **asked)
    return tuple(page[kind] for kind in HIDDEN)


async def read_channel(api: Any, device: str = "probe") -> dict[str, Any]:
    [channel] = (await api.get("ada", f"/devices/{device}"))["channels"]
    assert isinstance(channel, dict)
    return channel


async def test_a_dismissed_proposal_is_counted_and_comes_back(api: Any, world: Any) -> None:
    site = await world.site("s")
    channel = await world.propose("probe", site)
    await world.propose("other", site)
    await world.readings(channel, minutes(3))
    answer = await act(api, "dismiss")
    assert answer.status_code == 200, answer.text
    assert answer.json() == await read_channel(api)
    assert (answer.json()["dismissed"], answer.json()["ignored"]) == (to_ms(NOW), False)
    assert answer.headers["etag"] == answer.json()["etag"]
    assert await listed(api) == ["other"]
    assert await counts(api) == (1, 0, 0)
    assert (await api.get("ada", "/devices/probe"))["proposed_count"] == 0
    [item] = (await api.get("ada", "/proposals", dismissed=True))["items"]
    assert (item["device"], item["dismissed"], item["count"]) == ("probe", to_ms(NOW), 3)
    assert (item["expired"], item["ignored"]) == (None, False)
    assert (await act(api, "dismiss")).status_code == 200
    assert (await act(api, "restore")).json()["dismissed"] is None
    assert (await act(api, "restore")).status_code == 200
    assert await listed(api) == ["other", "probe"]
    assert await counts(api) == (0, 0, 0)
    rows = await world.connection.fetch("SELECT action, target FROM audit ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("channel.dismiss", "probe/temperature"), ("channel.restore", "probe/temperature"),
    ]  # fmt: skip


async def test_an_ignored_channel_is_listed_apart_and_comes_back(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.propose("probe", site)
    await act(api, "dismiss")
    version = "SELECT version FROM registry_version"
    before = await world.connection.fetchval(version)
    answer = await act(api, "ignore")
    assert (answer.json()["state"], answer.json()["ignored"]) == ("ignored", True)
    assert answer.json()["dismissed"] is None
    assert await world.connection.fetchval(version) == before + 1
    assert await listed(api) == []
    assert await listed(api, ignored=True) == ["probe"]
    assert await counts(api) == (0, 0, 1)
    details = await api.get("ada", "/devices/probe")
    assert (details["proposed_count"], details["channels_used"]) == (0, 0)
    assert (await act(api, "dismiss")).status_code == 409
    assert (await act(api, "ignore")).status_code == 200
    await act(api, "restore")
    assert await listed(api) == ["probe"]
    assert await world.connection.fetchval(version) == before + 2


async def test_what_is_installed_is_neither_ignored_nor_dismissed(api: Any, world: Any) -> None:
    site = await world.site("s")
    fridge = await world.sensor(site, "fridge")
    channel = await world.channel("probe", site)
    later = NOW + timedelta(days=1)
    for since, until in ((None, None), (NOW - timedelta(days=1), later), (later, None)):
        await world.connection.execute("DELETE FROM installation")
        await world.install(channel, fridge, since, until)
        for action in ("dismiss", "ignore"):
            refused = await act(api, action)
            assert refused.status_code == 409
            assert "probe/temperature is installed" in refused.json()["detail"]
    await world.connection.execute("DELETE FROM installation")
    await world.install(channel, fridge, NOW - timedelta(days=2), NOW)
    assert "can be ignored" in (await act(api, "dismiss")).json()["detail"]
    assert (await act(api, "ignore")).status_code == 200
    # what was a sensor's stays known
    assert (await act(api, "restore")).json()["state"] == "known"


async def test_an_ignored_channel_is_not_installed_before_it_is_restored(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    fridge = await world.sensor(site, "fridge")
    channel = await world.channel("probe", site)
    await world.install(channel, fridge, None, NOW - timedelta(hours=1))
    await act(api, "ignore")
    new = {"new_sensor": {"site": "s", "name": "Room"}}
    body = {"device": "probe", "channel": "temperature", "from": to_ms(NOW)}
    path = "/sensors/s/fridge/installations"
    [installation] = (await api.get("ada", path))["items"]
    url, match = f"{path}/{installation['id']}", {"If-Match": installation["etag"]}
    refused = (
        await api.install_proposal(new),
        await api.ask("ada", path, method="POST", json=body),
        await api.ask("ada", url, method="PATCH", json={"to": None}, headers=match),
    )
    for answer in refused:
        assert answer.status_code == 409, answer.text
        assert "Restore it first" in answer.json()["detail"]
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 1
    # its past may be corrected
    ended = {"to": to_ms(NOW - timedelta(hours=2))}
    answer = await api.ask("ada", url, method="PATCH", json=ended, headers=match)
    assert answer.status_code == 200, answer.text


async def test_expired_proposals_are_counted_installed_and_restored(api: Any, world: Any) -> None:
    site = await world.site("s")
    for name in ("probe", "other"):
        await world.readings(await world.propose(name, site), minutes(3))
    await act(api, "dismiss")
    await world.connection.execute("UPDATE channel SET expired_at = $1", NOW)
    assert await listed(api) == []
    assert await counts(api) == (0, 2, 0)
    assert await listed(api, expired=True) == ["other", "probe"]
    [item, _] = (await api.get("ada", "/proposals", expired=True))["items"]
    assert (item["expired"], item["count"]) == (to_ms(NOW), 3)
    details = await api.get("ada", "/devices/probe")
    assert (details["channels"], details["expired"], details["channels_used"]) == ([], 1, 0)
    assert (details["channel_count"], details["proposed_count"]) == (0, 0)
    answer = await api.install_proposal({"new_sensor": {"site": "s", "name": "Room"}}, "ada")
    assert answer.status_code == 201, answer.text
    assert (await read_channel(api))["dismissed"] is None
    assert (await act(api, "restore", "other")).status_code == 200
    assert await listed(api) == ["other"]
    assert await counts(api) == (0, 0, 0)


async def test_a_full_device_has_no_room_to_restore(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.propose("probe", site)
    await act(api, "ignore")
    for number in range(64):
        await world.propose("probe", site, f"c{number:02}")
    assert (await api.get("ada", "/devices/probe"))["channels_used"] == 64
    refused = await act(api, "restore")
    assert refused.status_code == 409
    assert "64 channels" in refused.json()["detail"]
    await world.connection.execute("UPDATE channel SET expired_at = now() WHERE name = 'c07'")
    assert (await act(api, "restore")).status_code == 200
    new = {"new_sensor": {"site": "s", "name": "Room"}}
    answer = await api.ask("ada", "/proposals/probe/c07/install", method="POST", json=new)
    assert answer.status_code == 409
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 0


async def test_of_an_installation_and_an_ignoring_at_once_one_is_refused(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    await world.propose("probe", site)
    body = {"new_sensor": {"site": "s", "name": "Room"}}
    installed, ignored = await asyncio.gather(api.install_proposal(body), act(api, "ignore"))
    assert sorted((installed.status_code == 201, ignored.status_code == 200)) == [False, True]
    assert 409 in (installed.status_code, ignored.status_code)


async def test_counts_are_those_of_the_sites_that_are_seen(api: Any, world: Any) -> None:
    here, there = await world.site("s"), await world.site("t")
    for name, site in (("probe", here), ("far", there), ("stray", None)):
        await world.propose(name, site)
        await act(api, "dismiss", name)
    await world.grant(here, "operator", username="olga")
    assert (await api.get("olga", "/proposals"))["dismissed"] == 1
    assert await counts(api) == (3, 0, 0)
    assert await counts(api, site="t") == (1, 0, 0)
    for name in ("far", "stray", "none"):
        assert (await act(api, "restore", name, "olga")).status_code == 404
    page = await api.get("ada", "/proposals", dismissed=True, limit=2)
    assert [item["device"] for item in page["items"]] == ["stray", "far"]
    rest = await api.get("ada", "/proposals", dismissed=True, cursor=page["next"])
    assert [item["device"] for item in rest["items"]] == ["probe"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"dismissed": "true", "expired": "true"}, "expired"),
        ({"dismissed": "maybe"}, "dismissed"),
    ],
)
async def test_one_kind_may_be_asked_for(api: Any, asked: dict[str, str], field: str) -> None:
    answer = await api.ask("ada", "/proposals", params=asked)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_several_proposals_of_a_device_are_dismissed_and_restored_together(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    await world.grant(site, "operator", username="olga")
    await world.grant(site, "viewer", username="vera")
    for name in ("temperature", "humidity", "battery"):
        await world.propose("probe", site, name)

    async def together(action: str, *names: str, person: str = "olga") -> Any:
        path, body = f"/proposals/probe/{action}", {"channels": names}
        return await api.ask(person, path, method="POST", json=body)

    async def shown() -> list[str]:
        page = await api.get("olga", "/proposals")
        return [item["channel"] for item in page["items"]]

    assert (await together("dismiss", "humidity", "none")).status_code == 404
    assert await shown() == ["temperature", "battery", "humidity"]
    assert (await together("dismiss", "humidity", person="vera")).status_code == 404
    assert (await together("dismiss")).status_code == 422
    answer = await together("dismiss", "humidity", "battery", "humidity")
    assert answer.status_code == 200, answer.text
    assert [channel["name"] for channel in answer.json()["items"]] == ["battery", "humidity"]
    assert all(channel["dismissed"] == to_ms(NOW) for channel in answer.json()["items"])
    assert await shown() == ["temperature"]
    assert (await counts(api)) == (2, 0, 0)
    answer = await together("restore", "humidity", "battery")
    assert [channel["dismissed"] for channel in answer.json()["items"]] == [None, None]
    assert await shown() == ["temperature", "battery", "humidity"]
    audited = await world.connection.fetch("SELECT action, target, actor FROM audit ORDER BY id")
    assert [tuple(row) for row in audited] == [
        (action, f"probe/{name}", "olga")
        for action in ("channel.dismiss", "channel.restore")
        for name in ("battery", "humidity")
    ]
