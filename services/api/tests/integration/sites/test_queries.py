"""Pages of sites: only those the caller sees, by slug."""

from typing import Any

from client_parts import access

from isotherm_api.access import Role
from isotherm_api.sites import queries


async def test_a_page_begins_after_a_slug_and_holds_visible_sites(api: Any, world: Any) -> None:
    ids = {slug: await world.site(slug) for slug in ("c", "a", "b", "b-2")}
    viewer = access(admin=False, **{f"site{ids[slug]}": Role.VIEWER for slug in ("b-2", "c")})
    async with api.services.database.reading() as connection:
        for caller, after, limit, slugs in (
            (access(), "", 9, ["a", "b", "b-2", "c"]),
            (access(), "a", 2, ["b", "b-2"]),
            (access(), "c", 9, []),
            (viewer, "", 9, ["b-2", "c"]),
            (viewer, "b-2", 9, ["c"]),
            (access(admin=False), "", 9, []),
        ):
            rows = await queries.load_page(connection, caller, after, limit)
            assert [row["slug"] for row in rows] == slugs, (after, limit)


async def test_each_site_counts_its_own_sensors_and_devices(api: Any, world: Any) -> None:
    first, _ = await world.site("a", "Asia/Kathmandu"), await world.site("b")
    for slug in ("fridge", "room"):
        await world.sensor(first, slug)
    await world.channel("logger", first)
    async with api.services.database.reading() as connection:
        rows = await queries.load_page(connection, access(), "", 9)
    assert [(row["slug"], row["sensors"], row["devices"]) for row in rows] == [
        ("a", 2, 1),
        ("b", 0, 0),
    ]
    assert (rows[0]["name"], rows[0]["time_zone"]) == ("A", "Asia/Kathmandu")
