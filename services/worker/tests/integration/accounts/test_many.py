"""Ten thousand accounts: the broker is never held up for longer than one command takes."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from accounts_world import AccountsWorld

from isotherm.process import connections as databases
from isotherm_worker.accounts.pace import LARGEST_PAGE, Pace
from isotherm_worker.accounts.plugin import connected
from isotherm_worker.accounts.rounds import Rounds

MANY = 10_000
_DEVICES = """
INSERT INTO device (name, state, credential_salt, credential_hash, credential_version)
SELECT 'd' || n, 'known', salt, hash, 1 FROM generate_series(1, $1::int) AS n,
    (SELECT credential_salt AS salt, credential_hash AS hash FROM device WHERE name = 'fridge') AS f
"""


@dataclass(frozen=True)
class Busy:
    """When the broker worked on one command, by the monotonic clock."""

    begun: float
    ended: float


class RecordingPace(Pace):
    """Remembers when each command was sent and answered."""

    def __init__(self) -> None:
        super().__init__()
        self.busy: list[Busy] = []

    @asynccontextmanager
    async def command(self) -> AsyncIterator[None]:
        """Remember the times of a command."""
        async with super().command():
            begun = time.monotonic()
            try:
                yield
            finally:
                self.busy.append(Busy(begun, time.monotonic()))

    def assert_paused(self) -> None:
        """Check that after each command the broker was free for at least as long."""
        for before, after in zip(self.busy, self.busy[1:], strict=False):
            assert after.begun >= before.ended + (before.ended - before.begun)


async def test_ten_thousand_accounts_are_kept(accounts: AccountsWorld) -> None:
    await accounts.register("fridge")
    await accounts.sql.execute("DELETE FROM credential_wish")
    await accounts.sql.execute(_DEVICES, MANY)
    await accounts.restart_rendered()
    passwords = accounts.broker.passwords
    passwords |= {f"d{n}": passwords["fridge"] for n in range(1, MANY + 1)}
    for name in ("d1", f"d{MANY}"):
        assert await accounts.can_connect(name)
    pace = RecordingPace()
    async with (
        databases.pool(accounts.database.worker) as pool,
        connected(accounts.settings(), pace) as plugin,
        accounts.broker.device("d2") as other,
    ):
        rounds = Rounds(accounts.settings(), pool)
        await rounds.run(plugin)
        row = await accounts.state()
        assert (row["difference_count"], row["held_since"]) == (0, None)
        assert await accounts.sql.fetchval("SELECT count(*) FROM broker_account") == MANY + 1
        listed = len(pace.busy)
        assert listed >= 2 * MANY / LARGEST_PAGE  # in pages, clients and roles
        await accounts.rotate("d1")
        await accounts.change("d3", "disabled_at = now()")
        await accounts.change("d4", "removed_at = now()")
        await rounds.run(plugin)
        assert len(pace.busy) - listed <= 7  # a change costs commands for itself alone
        await other.publish("sensors/d2/temperature", "4", qos=1)
    pace.assert_paused()
    assert await accounts.can_connect("d1")
    for name in ("d3", "d4"):
        assert not await accounts.can_connect(name)
