"""The listener receives notifications, and again after its connection was lost."""

import asyncio

from isotherm.process.connections import connect
from isotherm.process.listener import Listener
from isotherm_devstack.testing.database import Database


async def test_notifications_arrive_again_after_a_lost_connection(database: Database) -> None:
    received: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    listener = Listener(
        database.api,
        ["isotherm_grants"],
        lambda channel, payload: received.put_nowait((channel, payload)),
        application="test-listener",
    )
    admin = await connect(database.superuser)
    try:
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            task = group.create_task(listener.run(), name="listener")
            assert await received.get() == ("isotherm_grants", "")
            await admin.execute("SELECT pg_notify('isotherm_grants', 'one')")
            assert await received.get() == ("isotherm_grants", "one")
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'test-listener'"
            )
            assert await received.get() == ("isotherm_grants", "")
            await admin.execute("SELECT pg_notify('isotherm_grants', 'two')")
            assert await received.get() == ("isotherm_grants", "two")
            task.cancel()
    finally:
        await admin.close()
