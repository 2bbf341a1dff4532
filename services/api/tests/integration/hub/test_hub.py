"""No error of the hub ends the process that serves HTTP: it is retried, and streams go on."""

import asyncio
from typing import Any

import asyncpg
import pytest
from failing_database import FailingDatabase
from live_parts import PATIENCE_S, Served, speak

from isotherm.process.background import FAILURES as FAILURES_TOTAL
from isotherm_api.hub.hub import GRANTS, READINGS

FAILURES = [
    asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
    asyncpg.UndefinedTableError('relation "latest" does not exist'),
    RuntimeError("a mistake of ours"),
]


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_http_is_served_after_the_hub_failed_to_read(
    served: Served, world: Any, channels: dict[str, int], error: Exception
) -> None:
    readings = served.api.services.hub.readings
    readings._database = failing = FailingDatabase(readings._database, error, failures=2)
    async with served.stream("ada") as ada:
        await speak(world, channels["here"], 2.0)
        latest = await ada.next("latest")
        assert latest["sensors"][0]["latest"]["value"] == 2.0
    assert failing.failures == 0
    assert (await served.api.ask("ada", "/me")).status_code == 200


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_http_is_served_after_the_hub_failed_to_read_grants(
    served: Served, world: Any, channels: dict[str, int], error: Exception
) -> None:
    site = await world.connection.fetchval("SELECT id FROM site WHERE slug = 'there'")
    hub, grants = served.api.services.hub, served.api.services.grants
    async with served.stream("vera") as vera:
        grants._database = failing = FailingDatabase(grants._database, error, failures=2)
        async with asyncio.timeout(PATIENCE_S):
            while failing.failures:
                hub.heard(GRANTS, "")
                await asyncio.sleep(0.05)
        await world.grant(site, "viewer", username="vera")
        await vera.next("grants")
    assert (await served.api.ask("ada", "/me")).status_code == 200


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_failures_are_counted_and_shown_in_health_until_it_reads_again(
    served: Served, world: Any, channels: dict[str, int], error: Exception
) -> None:
    hub, background = served.api.services.hub, served.api.background
    counted = FAILURES_TOTAL.labels("live-follow")._value.get()
    readings = hub.readings
    readings._database = failing = FailingDatabase(readings._database, error, failures=1_000_000)
    await speak(world, channels["here"], 2.0)
    async with asyncio.timeout(PATIENCE_S):
        while (health := background.document())["status"] == "ok":
            hub.heard(READINGS, "")
            await asyncio.sleep(0.05)
    assert health["jobs"]["live-follow"]["why"] == type(error).__name__
    assert health["jobs"]["live-grants"] == {"ok": True}
    assert FAILURES_TOTAL.labels("live-follow")._value.get() > counted
    failing.failures = 0
    async with asyncio.timeout(PATIENCE_S):
        while background.document()["status"] != "ok":
            hub.heard(READINGS, "")
            await asyncio.sleep(0.05)
