"""Sensors are loaded with their newest reading, the limits in force and an interval."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.sensors.current import load_by_id, load_of_sites, load_page
from isotherm.sensors.state import judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_a_sensor_is_loaded_with_all_that_its_state_needs(sensor: Any) -> None:
    await sensor.store([NOW - n * MINUTE for n in (3, 2, 1)], 9.0)
    await sensor.sql.executemany(
        "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, 2, $3, 'me')",
        [(sensor.id, NOW - MINUTE, 8.0), (sensor.id, NOW + MINUTE, 20.0)],
    )
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    assert (row["device"], row["channel"], row["value"]) == ("d", "c", 9.0)
    assert (row["low"], row["high"], row["interval_s"]) == (2.0, 8.0, 60.0)
    assert judge(row, NOW).state == "above"


async def test_sensors_are_chosen_by_site_text_and_page(sensor: Any) -> None:
    assert [row["id"] for row in await load_of_sites(sensor.sql, NOW, None)] == [sensor.id]
    assert await load_of_sites(sensor.sql, NOW, []) == []
    page = {"site_ids": None, "after": ("", ""), "limit": 10}
    assert len(await load_page(sensor.sql, NOW, matching="s", **page)) == 1
    assert await load_page(sensor.sql, NOW, matching="%", **page) == []
    after = page | {"after": ("a", "s")}
    assert await load_page(sensor.sql, NOW, matching=None, **after) == []


async def test_archived_sensors_are_loaded_only_if_asked_for(sensor: Any) -> None:
    page: dict[str, Any] = {"site_ids": None, "after": ("", ""), "limit": 10, "matching": None}
    for archive, instants in (
        ("UPDATE sensor SET archived_at = $1", (NOW, None)),
        ("UPDATE site SET archived_at = $1", (None, NOW)),
    ):
        await sensor.sql.execute(archive, NOW)
        assert await load_of_sites(sensor.sql, NOW, None) == []
        assert await load_page(sensor.sql, NOW, **page) == []
        [row] = await load_page(sensor.sql, NOW, **page, archived=True)
        assert (row["archived_at"], row["site_archived_at"]) == instants
        assert await load_by_id(sensor.sql, NOW, [sensor.id]) == [row]
        await sensor.sql.execute(archive, None)


async def test_sensors_of_a_site_follow_their_positions_then_their_names(sensor: Any) -> None:
    await sensor.sql.execute("DELETE FROM installation")
    await sensor.sql.executemany(
        "INSERT INTO sensor (site_id, slug, name, position) SELECT site_id, $1, $2, $3"
        " FROM sensor LIMIT 1",
        [("z", "b", None), ("y", "A", None), ("x", "x", 7), ("w", "w", -7)],
    )
    await sensor.sql.execute("UPDATE sensor SET name = 'last' WHERE id = $1", sensor.id)
    rows = await load_of_sites(sensor.sql, NOW, None)
    assert [row["name"] for row in rows] == ["w", "x", "A", "b", "last"]


async def test_a_moved_channel_leaves_its_last_reading_with_the_sensor(sensor: Any) -> None:
    await sensor.store([NOW - n * MINUTE for n in (3, 2, 1)], 4.0)
    moved_at = NOW - 1.5 * MINUTE
    await sensor.sql.execute("UPDATE installation SET during = tstzrange(NULL, $1)", moved_at)
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    assert row["measured_at"] == NOW - 2 * MINUTE
    assert (row["device"], row["good_value"]) == (None, 4.0)
