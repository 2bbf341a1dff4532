"""What is asked for in the database is done at the broker, and cuts off nobody else."""

import asyncio
from functools import partial

import asyncpg
import pytest
from accounts_world import AccountsWorld, cut_off
from awaited import until

from isotherm.names import ADMIN_ACCOUNT, ADMIN_CLIENT
from isotherm.process.background import FAILURES, Background
from isotherm_worker.accounts.plugin import Plugin
from isotherm_worker.accounts.rounds import Rounds

JOB = "broker administration"
END_TURN = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'isotherm-worker-accounts' AND datname = current_database()"
)
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
TAKE_TURN = "SELECT pg_advisory_lock(hashtext('isotherm.worker'), hashtext('broker accounts'))"


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
        await accounts.sql.execute(END_TURN)
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


async def _awaited(background: Background, *, ok: bool) -> None:
    """Wait until health shows that the administration works, or that it fails."""

    async def shown() -> bool:
        return background.document()["jobs"][JOB]["ok"] is ok

    await until(shown)


async def _take_over(accounts: AccountsWorld) -> None:
    """Take worker's connection by its client id, and wait until worker takes it back."""
    async with accounts.broker.service(ADMIN_ACCOUNT, identifier=ADMIN_CLIENT) as client:
        await cut_off(client)


async def test_a_connection_that_is_lost_before_a_round_is_done_is_a_failure(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def endless(*_: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    before = FAILURES.labels(JOB)._value.get()
    async with accounts.worker(polite_s=0.01) as background:
        with monkeypatch.context() as patched:
            patched.setattr(Rounds, "run", endless)
            await begun.wait()
            begun.clear()
            await _take_over(accounts)
            await begun.wait()
            assert not background.document()["jobs"][JOB]["ok"], "connecting again is no success"
        await _take_over(accounts)
        await _awaited(background, ok=True)
    assert FAILURES.labels(JOB)._value.get() == before + 2


async def test_a_connection_that_is_lost_after_a_round_is_no_failure(
    accounts: AccountsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, successful = Rounds.run, set[Rounds]()

    async def observed(rounds: Rounds, plugin: Plugin) -> bool:
        more = await run(rounds, plugin)
        successful.add(rounds)
        return more

    async def connections(number: int) -> bool:
        return len(successful) == number

    monkeypatch.setattr(Rounds, "run", observed)
    before = FAILURES.labels(JOB)._value.get()
    async with accounts.worker(polite_s=0.01):
        for number in (1, 2, 3):
            await until(partial(connections, number))
            await _take_over(accounts)
    assert FAILURES.labels(JOB)._value.get() == before


async def test_health_forgets_failures_once_another_worker_administers(
    accounts: AccountsWorld,
) -> None:
    other = await asyncpg.connect(accounts.database.worker)
    try:
        async with accounts.worker(mqtt_port=1) as background:
            await _awaited(background, ok=False)
            async with asyncio.TaskGroup() as group:
                group.create_task(other.execute(TAKE_TURN), name="the other worker")
                await until(lambda: accounts.sql.fetchval(WAITING))
                await accounts.sql.execute(END_TURN)
            await _awaited(background, ok=True)
    finally:
        other.terminate()
