"""Apply what somebody changed: devices removed, disabled, enabled, and new passwords.

These are the differences between what devices shall be and what worker has given the broker
(`broker_account`), so that one change costs a few commands, however many accounts there are.
"""

import logging
import time

import asyncpg

from isotherm.sealing import SealError
from isotherm_worker.accounts import commands, wishes
from isotherm_worker.accounts.plugin import Plugin, RefusedError
from isotherm_worker.accounts.wanted import MISSING
from isotherm_worker.accounts.wishes import Wish

log = logging.getLogger(__name__)

_REMOVED = """
SELECT a.name FROM broker_account a WHERE NOT EXISTS (
    SELECT FROM device d
    WHERE d.name = a.name AND d.removed_at IS NULL AND d.credential_hash IS NOT NULL
        AND d.created_at <= a.applied_at)
ORDER BY a.name
"""
"""An account that is older than the device of its name is that of a deleted device, whose password
must not open the new one, even if its own never arrives."""
_SWITCHED = """
SELECT a.name, d.disabled_at IS NOT NULL AS disabled
FROM broker_account a JOIN device d USING (name)
WHERE d.removed_at IS NULL AND d.credential_hash IS NOT NULL
    AND a.disabled <> (d.disabled_at IS NOT NULL)
ORDER BY disabled DESC, a.name
"""
_DELETE_ACCOUNT = "DELETE FROM broker_account WHERE name = $1"
_SET_DISABLED = """
UPDATE broker_account SET disabled = $2, applied_at = now(), error = NULL, error_at = NULL
WHERE name = $1
"""
_SET_UNKNOWN = """
UPDATE broker_account SET version = 0, disabled = $2, error = $3, error_at = now() WHERE name = $1
"""
_SET_ERROR = "UPDATE broker_account SET error = $2, error_at = now() WHERE name = $1"
BUDGET_S = 5.0
"""How long worker gives passwords before it looks again for devices to cut off."""
NO_KEY = "ISOTHERM_SEALING_KEY of worker is not set"


class Changes:
    """Changes of the database that the broker does not have yet.

    `key` opens sealed passwords. A command that the plugin refuses is recorded at its device and
    holds up no other.
    """

    def __init__(self, pool: asyncpg.Pool, key: str | None) -> None:
        self._pool, self._key = pool, key

    async def apply(self, plugin: Plugin) -> bool:
        """Apply changes, those that cut off first; return whether passwords remain to be given.

        Raises what the plugin and the database raise.
        """
        await self._remove(plugin)
        await self._switch(plugin)
        return await self._give_passwords(plugin)

    async def _remove(self, plugin: Plugin) -> None:
        for row in await self._pool.fetch(_REMOVED):
            try:
                await commands.send_deleted(plugin, row["name"])
            except RefusedError as error:
                await self._record(row["name"], error)
            else:
                await self._pool.execute(_DELETE_ACCOUNT, row["name"])
                log.info("deleted an account at the broker", extra={"device": row["name"]})

    async def _switch(self, plugin: Plugin) -> None:
        for row in await self._pool.fetch(_SWITCHED):
            name, disabled = row["name"], row["disabled"]
            try:
                known = await commands.send_disabled(plugin, name, disabled=disabled)
            except RefusedError as error:
                await self._record(name, error)
                continue
            if known:
                await self._pool.execute(_SET_DISABLED, name, disabled)
                verb = "disabled" if disabled else "enabled"
                log.info(f"{verb} an account at the broker", extra={"device": name})
            else:
                await self._pool.execute(_SET_UNKNOWN, name, disabled, MISSING)

    async def _give_passwords(self, plugin: Plugin) -> bool:
        begun = time.monotonic()
        async with self._pool.acquire(timeout=5) as connection:
            waiting = await wishes.load_wishes(connection)
        for number, wish in enumerate(waiting, 1):
            why = await self._give_password(plugin, wish)
            async with self._pool.acquire(timeout=5) as connection:
                if why is None:
                    await wishes.update_applied(connection, wish)
                else:
                    await wishes.update_failed(connection, wish, why)
            if why is None and time.monotonic() - begun >= BUDGET_S:
                return number < len(waiting)
        return False

    async def _give_password(self, plugin: Plugin, wish: Wish) -> str | None:
        """Return why the broker did not get the password, or None if it has it."""
        if self._key is None:
            return NO_KEY
        try:
            await commands.send_password(plugin, wish.account, wish.password(self._key))
        except SealError as error:
            return f"the password cannot be opened: {error}"
        except RefusedError as error:
            return f"the broker refused it: {error}"
        return None

    async def _record(self, name: str, error: RefusedError) -> None:
        await self._pool.execute(_SET_ERROR, name, f"the broker refused it: {error}")
        log.warning(
            "the broker refused a change of an account, trying again",
            extra={"device": name, "why": str(error)},
        )
