"""What is asked for in the database is done at the broker, and cuts off nobody else."""

import pytest
from accounts_world import AccountsWorld
from awaited import until


async def test_a_new_device_can_connect_with_its_password(accounts: AccountsWorld) -> None:
    async with accounts.worker():
        await accounts.register("fridge")
        await accounts.applied("fridge")
        assert await accounts.can_connect("fridge")
        assert not await accounts.can_connect("fridge", "another")


async def test_a_password_that_waits_is_applied_when_worker_comes(accounts: AccountsWorld) -> None:
    await accounts.register("fridge")
    async with accounts.worker():
        await accounts.applied("fridge")
        assert await accounts.can_connect("fridge")


@pytest.mark.parametrize("away", [True, False])
async def test_a_password_that_waited_ten_minutes_is_gone(
    accounts: AccountsWorld, away: bool
) -> None:
    await accounts.register("fridge")
    await accounts.sql.execute(
        "UPDATE credential_wish SET requested_at = now() - interval '10 min 1 s'"
    )
    async with accounts.worker(**{"mqtt_port": 1} if away else {}):

        async def gone() -> bool:
            return not await accounts.sql.fetchval("SELECT count(*) FROM credential_wish")

        await until(gone)
        if not away:
            assert await accounts.differences() == [("fridge", "missing", "render")]
    assert not await accounts.can_connect("fridge")


async def test_a_broker_that_is_away_is_told_and_waited_for(accounts: AccountsWorld) -> None:
    await accounts.broker.stop()
    await accounts.register("fridge")
    async with accounts.worker() as background:

        async def told() -> bool:
            row = await accounts.state()
            error = row["error"] or ""
            return error.startswith("the broker cannot be reached: ") and not row["connected"]

        await until(told)
        assert background.document()["status"] == "degraded"
        await accounts.broker.start()
        await accounts.applied("fridge")
        row = await accounts.state()
        assert (row["connected"], row["error"]) == (True, None)
        assert row["seen_at"] is not None
        await accounts.broker.stop()
        await until(told)


async def test_a_wrong_password_of_the_administrator_is_told(accounts: AccountsWorld) -> None:
    async with accounts.worker(mqtt_admin_password=accounts.key):

        async def told() -> bool:
            error = (await accounts.state())["error"] or ""
            return error.startswith("the broker refuses the account service:admin (")

        await until(told)


async def test_it_goes_on_after_the_database_was_away(accounts: AccountsWorld) -> None:
    async with accounts.worker():
        await accounts.register("one")
        await accounts.applied("one")
        await accounts.sql.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'isotherm-worker-accounts' AND datname = current_database()"
        )
        await accounts.register("two")
        await accounts.applied("two")


async def test_without_an_administration_nothing_is_done(accounts: AccountsWorld) -> None:
    await accounts.register("fridge")
    async with accounts.worker(broker_admin="none"):

        async def told() -> bool:
            return 'ISOTHERM_BROKER_ADMIN is "none"' in ((await accounts.state())["error"] or "")

        await until(told)
    assert not (await accounts.state())["connected"]
    assert await accounts.account("fridge") is None
    assert not await accounts.can_connect("fridge")
