"""The list of proposals: for whom, and in which pages."""

from typing import Any

from minutely import minutes


async def test_only_operators_of_the_home_site_see_proposals(api: Any, world: Any) -> None:
    here, there = await world.site("s"), await world.site("t")
    await world.propose("here", here)
    await world.propose("there", there)
    await world.propose("stray")
    await world.grant(here, "operator", username="olga")
    await world.grant(there, "viewer", username="olga")
    for person, devices in (
        ("olga", ["here"]),
        ("nobody", []),
        ("ada", ["stray", "there", "here"]),
    ):
        listed = await api.get(person, "/proposals")
        assert [item["device"] for item in listed["items"]] == devices
    listed = await api.get("ada", "/proposals", site="t")
    assert [item["device"] for item in listed["items"]] == ["there"]
    body = {"new_sensor": {"site": "s", "name": "Fridge"}}
    for device in ("there", "stray", "none", "%00"):
        assert (await api.install_proposal(body, "olga", device)).status_code == 404
    assert (await api.install_proposal(body, "olga", "here")).status_code == 201


async def test_pages_of_proposals_follow_each_other(api: Any, world: Any) -> None:
    site = await world.site("s")
    for name in ("a", "b", "c"):
        await world.propose(name, site)
    first = await api.get("ada", "/proposals", limit=2)
    assert [item["device"] for item in first["items"]] == ["c", "b"]
    rest = await api.get("ada", "/proposals", limit=2, cursor=first["next"])
    assert [item["device"] for item in rest["items"]] == ["a"]
    assert rest["next"] is None
    assert (await api.get("ada", "/proposals", limit=3))["next"] is None


async def test_an_install_answers_with_the_etag_of_its_installation(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.propose("probe", site)
    answer = await api.install_proposal({"sensor": "s/fridge"})
    installation = answer.json()["installation"]
    assert answer.headers["etag"] == installation["etag"]
    assert (await api.get("ada", "/sensors/s/fridge/installations"))["items"] == [installation]


async def test_what_is_no_temperature_by_its_name_comes_last_on_whatever_page(
    api: Any, world: Any
) -> None:
    site = await world.site("s")
    for channel in ("temperature", "humidity", "rssi", "f4", "target_temperature", "battery_temp"):
        await world.readings(await world.propose("probe", site, channel), minutes(3, 41.0))
    listed: list[Any] = []
    cursor = None
    while not listed or cursor:
        asked = {"cursor": cursor} if cursor else {}
        page = await api.get("ada", "/proposals", limit=2, **asked)
        listed, cursor = [*listed, *page["items"]], page["next"]
    assert [item["channel"] for item in listed] == [
        "battery_temp", "f4", "temperature", "target_temperature", "rssi", "humidity",
    ]  # fmt: skip
    says = {item["channel"]: item["name_says"] for item in listed}
    assert says["humidity"] == {
        "temperature": False,
        "what": "humidity",
        "why": "Probably not a temperature: its name is humidity.",
    }
    assert says["battery_temp"]["temperature"]
    assert (says["f4"], says["temperature"]) == (None, None)
    guesses = {item["channel"]: (item["unit_guess"] or {}).get("unit") for item in listed}
    assert guesses == {
        "battery_temp": "F", "f4": "F", "temperature": "F",
        "target_temperature": None, "rssi": None, "humidity": None,
    }  # fmt: skip
    # everything is stored, and only what may be a temperature waits for somebody
    assert [item["count"] for item in listed] == [3] * 6
    device = await api.get("ada", "/devices/probe")
    assert device["proposed_count"] == 3
    assert {channel["name"]: channel["name_says"] for channel in device["channels"]} == says
    assert (await api.get("ada", "/devices", state="proposed_channels"))["total"] == 1
