"""Sites' time zones are compared with PostgreSQL's, and those that differ are named."""

import logging
from zoneinfo import ZoneInfo

import pytest
from history_world import World

from isotherm import zones
from isotherm_worker.jobs import run_once
from isotherm_worker.upkeep.zones import compare_zones


async def compare(world: World, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Run the job; return the zones that it names."""
    caplog.clear()
    with caplog.at_level(logging.WARNING, "isotherm_worker.upkeep.zones"):
        amount = await run_once(world.pool, compare_zones(world.clock))
    named = [zone for record in caplog.records for zone in record.__dict__["zones"]]
    assert amount == len(named)
    return named


async def test_equal_rules_are_not_mentioned(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for zone in ("Europe/Vienna", "Asia/Kathmandu", "Australia/Lord_Howe"):
        await world.sensor(zone)
    assert await compare(world, caplog) == []


async def test_zones_that_differ_within_a_year_are_named(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone in ("Asia/Kathmandu", "Europe/Vienna"):
        await world.sensor(zone)
    # the same in winter, another in summer
    monkeypatch.setattr(
        zones, "zone", lambda name: ZoneInfo(name.replace("Europe/Vienna", "Africa/Lagos"))
    )
    assert await compare(world, caplog) == ["Europe/Vienna"]


async def test_a_zone_that_only_one_of_them_has_is_named(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.sensor("Europe/Vienna")
    insert = "INSERT INTO site (slug, name, time_zone) VALUES ('x', 'x', 'Made/Up')"
    await world.sql.execute(insert)
    vienna = ZoneInfo("Europe/Vienna")
    monkeypatch.setattr(zones, "zone", lambda name: vienna)
    assert await compare(world, caplog) == ["Made/Up"]
    await world.sql.execute("DELETE FROM site WHERE slug = 'x'")

    def unknown(name: str) -> ZoneInfo:
        raise zones.UnknownZoneError(name)

    monkeypatch.setattr(zones, "zone", unknown)
    assert await compare(world, caplog) == ["Europe/Vienna"]
