"""What worker does each time: apply changes, compare when it is time, mend or hold."""

import logging
import time

import asyncpg

from isotherm.process import tracing
from isotherm_worker.accounts import commands, state
from isotherm_worker.accounts.changes import Changes
from isotherm_worker.accounts.compare import LIVE, SURPLUS, Difference, compare
from isotherm_worker.accounts.listing import load_present
from isotherm_worker.accounts.mending import export_metrics, held, send_mended
from isotherm_worker.accounts.plugin import Plugin
from isotherm_worker.accounts.state import State
from isotherm_worker.accounts.wanted import load_wanted, update_accounts
from isotherm_worker.settings import WorkerSettings

log = logging.getLogger(__name__)

CHECK_EVERY_S = 300.0
RETRY_S = 30.0
"""When to compare again after the broker refused to be mended."""


class Rounds:
    """The rounds of one connection to the broker; the first one compares."""

    def __init__(self, settings: WorkerSettings, pool: asyncpg.Pool) -> None:
        key = settings.sealing_key
        self._pool = pool
        self._changes = Changes(pool, key.get_secret_value() if key else None)
        self._check_at = time.monotonic()

    async def run(self, plugin: Plugin) -> bool:
        """Do what is due now; return whether more is due at once.

        Raises what the plugin and the database raise.
        """
        broker = await plugin.read_generation()
        async with self._pool.acquire(timeout=5) as connection:
            row = await state.read_state(connection)
            await state.update_connected(connection, None)
        # a change that somebody makes is applied even while differences are held
        more = await self._changes.apply(plugin)
        ahead, is_held = row.is_ahead(broker), row.held_since is not None
        due = time.monotonic() >= self._check_at or row.check_wanted
        if due or row.apply_wanted_at or (not is_held and (ahead or broker is None)):
            with tracing.span("job accounts", root=True):
                wait_s = await self._check(plugin, row, broker)
            self._check_at = time.monotonic() + wait_s
            return more or wait_s == 0
        if not is_held and not more and broker != row.generation:
            await self._give_generation(plugin, row.generation)
        return more

    async def _check(self, plugin: Plugin, row: State, broker: int | None) -> float:
        """Compare, and mend what can be mended unless the broker is ahead.

        Return after how many seconds to compare again.
        """
        wanted, present = await load_wanted(self._pool), await load_present(plugin)
        differences = compare(wanted, present)
        hold = row.apply_wanted_at is None and _must_hold(row, broker, differences)
        if hold:
            self._log_held(row, broker, len(differences))
            remaining, short = held(differences), False
        else:
            remaining, short = await send_mended(plugin, differences)
        await update_accounts(self._pool, wanted, present)
        if hold:
            async with self._pool.acquire(timeout=5) as connection:
                await state.update_broker_generation(connection, broker)
        else:
            await self._pass(plugin, wanted.generation, broker)
        await self._record(row, remaining, hold=hold)
        if short:
            return 0.0
        return (
            RETRY_S if any(difference.cure == LIVE for difference in remaining) else CHECK_EVERY_S
        )

    async def _record(self, row: State, remaining: list[Difference], *, hold: bool) -> None:
        documents = [difference.document() for difference in remaining]
        async with self._pool.acquire(timeout=5) as connection:
            await state.update_checked(connection, documents, row.now, held=hold)
            if row.apply_wanted_at is not None:
                await state.update_applied(connection, row.apply_wanted_at)
                log.info(
                    "mended what was held, as an administrator asked"
                )  # the audit log says who
        export_metrics(remaining, is_held=hold)
        self._log_remaining(remaining)

    async def _pass(self, plugin: Plugin, generation: int, broker: int | None) -> None:
        """Tell the broker the generation it has; the database's is the greater one from now on."""
        if broker is not None and broker > generation:
            async with self._pool.acquire(timeout=5) as connection:
                generation = await state.update_generation_past(connection, broker)
        if broker != generation:
            await self._give_generation(plugin, generation)

    async def _give_generation(self, plugin: Plugin, generation: int) -> None:
        # noted first: what the broker has is never more than what is noted
        async with self._pool.acquire(timeout=5) as connection:
            await state.update_broker_generation(connection, generation)
        await commands.send_generation(plugin, generation)

    @staticmethod
    def _log_held(row: State, broker: int | None, count: int) -> None:
        if row.held_since is None:
            log.error(
                "the broker's accounts are ahead of the database, which was perhaps restored from a"
                " backup: nothing is mended until an administrator applies the database",
                extra={"broker": broker, "generation": row.generation, "differences": count},
            )

    @staticmethod
    def _log_remaining(remaining: list[Difference]) -> None:
        if remaining:
            names = [difference.name for difference in remaining[:10]]
            log.warning(
                "the broker's accounts differ from the database",
                extra={"count": len(remaining), "accounts": names},
            )


def _must_hold(row: State, broker: int | None, differences: list[Difference]) -> bool:
    """Return whether differences are only shown: others than this database made the accounts."""
    if broker is None:
        return any(difference.kind in SURPLUS for difference in differences)
    return row.is_ahead(broker)
