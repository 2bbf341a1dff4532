"""Requests for installations: whom they are listed for, and which are refused at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from installed import PATH, audited, fridge, spans

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_viewers_list_installations_and_change_none(api: Any, world: Any) -> None:
    site, _ = await fridge(world)
    await world.grant(site, "viewer", username="vera")
    [seen] = (await api.get("vera", PATH))["items"]
    assert (seen["sensor"], seen["device"], seen["to"]) == ("s/fridge", "old", None)
    assert (await api.install("old", NOW - HOUR, "vera")).status_code == 403
    for method, body in (("PATCH", {"to": to_ms(NOW)}), ("DELETE", None)):
        answer = await api.ask(
            "vera", f"{PATH}/{seen['id']}", method=method, json=body, headers={"If-Match": "*"}
        )
        assert answer.status_code == 403, method
    assert await spans(api) == [("old", None, None)]
    assert await audited(world) == []


async def test_the_etag_of_a_response_allows_the_next_change(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.channel("new", site)
    added = await api.install("new", NOW - HOUR)
    url = f"{PATH}/{added.json()['id']}"
    tag = {"If-Match": added.headers["etag"]}
    changed = await api.ask("ada", url, method="PATCH", json={"to": to_ms(NOW)}, headers=tag)
    assert changed.status_code == 200
    assert (await api.ask("ada", url, method="DELETE", headers=tag)).status_code == 412
    tag = {"If-Match": changed.headers["etag"]}
    assert (await api.ask("ada", url, method="DELETE", headers=tag)).status_code == 204
    assert await spans(api) == []


@pytest.mark.parametrize(
    ("key", "status"),
    [("1", 404), (str(2**31 - 1), 404), ("0", 422), (str(2**31), 422), ("x", 422)],
)
async def test_only_a_possible_id_of_an_installation_is_looked_up(
    api: Any, world: Any, key: str, status: int
) -> None:
    await world.sensor(await world.site("s"), "fridge")
    headers = {"If-Match": "*"}
    answer = await api.ask("ada", f"{PATH}/{key}", method="DELETE", headers=headers)
    assert answer.status_code == status


async def test_an_unknown_device_or_channel_is_not_installed(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.channel("new", site)
    for device, channel in (("none", "temperature"), ("new", "humidity")):
        answer = await api.install(device, NOW - HOUR, channel=channel)
        assert answer.status_code == 404, (device, channel)
    assert await spans(api) == []
