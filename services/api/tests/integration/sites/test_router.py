"""The list of sites: its pages, and the caller's role at each."""

from typing import Any

from isotherm_api.ranges import encode_cursor


async def test_pages_of_sites_follow_each_other(api: Any, world: Any) -> None:
    for slug in ("a", "b"):
        site = await world.site(slug)
        for n in range(5):
            await world.sensor(site, f"sensor-{n}")
    sites = await api.get("ada", "/sites", limit=1)
    assert sites["items"][0]["sensors"] == 5
    rest = await api.get("ada", "/sites", limit=1, cursor=sites["next"])
    assert [site["slug"] for site in rest["items"]] == ["b"]
    assert rest["next"] is None


async def test_a_site_is_listed_with_the_callers_role(api: Any, world: Any) -> None:
    sites = [await world.site(slug) for slug in ("c", "a", "b")]
    await world.grant(sites[0], "viewer", username="vera")
    await world.grant(sites[1], "manager", username="vera")
    for person, roles in (
        ("vera", [("a", "manager"), ("c", "viewer")]),
        ("ada", [("a", "manager"), ("b", "manager"), ("c", "manager")]),
        ("nobody", []),
    ):
        listed = await api.get(person, "/sites")
        assert [(site["slug"], site["role"]) for site in listed["items"]] == roles
        assert listed["next"] is None


async def test_a_limit_or_cursor_of_another_list_is_refused(api: Any) -> None:
    for name, value in (
        ("limit", 0),
        ("limit", 501),
        ("cursor", encode_cursor(7)),
        ("cursor", encode_cursor("A b")),
    ):
        answer = await api.ask("ada", "/sites", params={name: value})
        assert answer.status_code == 422, value
        assert answer.json()["errors"][0]["field"] == name
