"""One worker at a time has the turn to administer the broker, as long as its connection lasts."""

import asyncio

from account_rows import AccountRows
from accounts_world import AccountsWorld

from isotherm_worker.accounts.turn import taken


async def test_a_turn_is_one_workers_until_its_connection_ends(rows: AccountRows) -> None:
    dsn, changed = rows.database.worker, asyncio.Event()
    async with taken(dsn, changed.set) as turn:
        assert turn is not None
        async with taken(dsn, changed.set) as other:
            assert other is None
        assert not await turn.ended(0.0)
        await rows.sql.execute("SELECT pg_terminate_backend($1)", turn.connection.get_server_pid())
        assert await turn.ended(60.0)
        async with taken(dsn, changed.set) as other:
            assert other is not None
    async with taken(dsn, changed.set) as turn:
        assert turn is not None


async def test_the_holder_of_the_turn_hears_of_each_change(rows: AccountRows) -> None:
    changed = asyncio.Event()
    async with taken(rows.database.worker, changed.set), asyncio.timeout(60):
        await rows.register("fridge")
        await changed.wait()
        for assignment in ("disabled_at = now()", "removed_at = now()"):
            changed.clear()
            await rows.change("fridge", assignment)
            await changed.wait()


async def test_only_one_worker_administers(accounts: AccountsWorld) -> None:
    """Two with the same client id would cut each other off for ever."""
    async with accounts.worker():
        await accounts.register("one")
        await accounts.applied("one")
        async with accounts.worker():
            await accounts.register("two")
            await accounts.applied("two")
    await accounts.broker.stop()  # it writes its log in blocks
    log = (accounts.broker.part.home / "mosquitto.log").read_text()
    assert log.count("as isotherm:admin") == 1


async def test_another_worker_takes_over(accounts: AccountsWorld) -> None:
    async with accounts.worker():
        await accounts.register("one")
        await accounts.applied("one")
    async with accounts.worker():
        await accounts.register("two")
        await accounts.applied("two")
