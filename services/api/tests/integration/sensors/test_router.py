"""`/sensors`: pages follow each other, also those of a search."""

from typing import Any


async def test_pages_follow_each_other(api: Any, world: Any) -> None:
    for slug in ("a", "b"):
        site = await world.site(slug)
        for n in range(5):
            await world.sensor(site, f"sensor-{n}")
    seen, cursor = [], None
    while True:
        page = await api.get("ada", "/sensors", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [sensor["id"] for sensor in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"{site}/sensor-{n}" for site in "ab" for n in range(5)]
    matching = await api.get("ada", "/sensors", q="Sensor-3")
    assert [sensor["id"] for sensor in matching["items"]] == ["a/sensor-3", "b/sensor-3"]
    assert (await api.get("ada", "/sensors", q="sensor_3"))["items"] == []
    assert (await api.get("ada", "/sensors", q="%"))["items"] == []
    await world.connection.execute("UPDATE sensor SET name = 'Kühlraum' WHERE slug = 'sensor-4'")
    accented = await api.get("ada", "/sensors", q="KUHLRAUM")
    assert [sensor["id"] for sensor in accented["items"]] == ["a/sensor-4", "b/sensor-4"]
    assert len((await api.get("ada", "/sensors", site="b"))["items"]) == 5
