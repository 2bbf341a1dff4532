"""The path from the newest release to today's code, and back, while a device publishes."""

from contextlib import AsyncExitStack

from isotherm_devstack.testing.database import Databases
from isotherm_releases.checkout import Checkout
from isotherm_releases.parts import Parts, migrate
from isotherm_releases.people import ADA, people_at
from release_kept import Kept, PartsOn
from release_traffic import Books, Sender, books

DEVICE = "mover-1"
ORDER = ("worker", "api", "ingest")
"""In which parts are replaced; ingest stops before its successor starts, as in its StatefulSet."""


async def test_no_reading_is_lost_on_the_way_there_and_back(
    kept: Kept, databases: Databases, parts_on: PartsOn, old: Checkout
) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(databases.copied(kept.database.name))
        parts = parts_on(database)
        sql = await stack.enter_async_context(books(database.superuser))
        running = {name: AsyncExitStack() for name in ORDER}
        for name in ORDER:
            await stack.enter_async_context(running[name])
            await running[name].enter_async_context(parts.running(name, old))
        parts.broker.passwords[DEVICE] = await _register(parts, sql)
        sender = Sender(parts.broker, DEVICE)
        async with sender.running():
            await sql.until_more(sender)
            await migrate(database.owner, None)
            await sql.until_more(sender)
            for programs in (None, old):  # the upgrade, and its rollback
                for name in ORDER:
                    await running[name].aclose()
                    await running[name].enter_async_context(parts.running(name, programs))
                    await sql.until_more(sender)
        await sql.verdict(sender)
        assert len(sender.acknowledged) > 150


async def _register(parts: Parts, sql: Books) -> str:
    """Register the device at the release's api; return its password, once the broker has it."""
    async with people_at(parts.api_url, parts.identity) as people:
        device = {"site": "cold-store", "name": DEVICE}
        answer = await people.ask(ADA, "POST", "/devices", json=device)
    await sql.until("SELECT count(*) = 1 FROM broker_account WHERE name = $1", DEVICE)
    return str(answer["password"])
