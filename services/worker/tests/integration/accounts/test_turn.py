"""One worker at a time has the turn to administer the broker, as long as its connection lasts."""

from accounts_world import AccountsWorld


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
