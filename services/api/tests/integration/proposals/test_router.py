"""The list of proposals: for whom, and in which pages."""

from typing import Any


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
