"""Read the accounts that the database wants, in one snapshot; record which the broker has."""

import asyncpg

from isotherm.broker.file import Account, Credential
from isotherm.database import Connection
from isotherm_worker.accounts.compare import Present, Wanted, has_credential

_GENERATION = "SELECT generation FROM account_state"
_DEVICES = """
SELECT name, credential_salt, credential_hash, credential_version,
    disabled_at IS NOT NULL AS disabled
FROM device WHERE credential_hash IS NOT NULL AND credential_salt IS NOT NULL AND removed_at IS NULL
ORDER BY name
"""
_WAITING = "SELECT d.name FROM credential_wish w JOIN device d ON d.id = w.device_id"
_RECORD = """
INSERT INTO broker_account (name, version, disabled, applied_at, error, error_at)
SELECT f.name, f.version, f.disabled, now(), f.error, CASE WHEN f.error IS NOT NULL THEN now() END
FROM (
    SELECT name, u.version, u.disabled,
        CASE WHEN a.version = u.wanted OR a.error = u.error THEN u.error END AS error
    FROM unnest($1::text[], $2::int[], $3::int[], $4::bool[], $5::text[])
        AS u (name, version, wanted, disabled, error)
    LEFT JOIN broker_account a USING (name)
) f
ON CONFLICT (name) DO UPDATE SET version = excluded.version, disabled = excluded.disabled,
    applied_at = now(), error = excluded.error, error_at = excluded.error_at
WHERE broker_account.version <> excluded.version OR broker_account.disabled <> excluded.disabled
    OR broker_account.error IS DISTINCT FROM excluded.error
"""
"""An account that the broker once had and has no more is an error; a password that it never got is
not, as it was never applied."""
MISSING = "the broker does not know this account"
OTHER = "the broker has another password"


async def load_wanted(pool: asyncpg.Pool) -> Wanted:
    """Return the accounts of devices that the database wants."""
    async with (
        pool.acquire(timeout=5) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        return await read_wanted(connection)


async def read_wanted(connection: Connection) -> Wanted:
    """Return the accounts of devices that the database wants, within a transaction."""
    rows = await connection.fetch(_DEVICES)
    waiting = await connection.fetch(_WAITING)
    return Wanted(
        devices={
            row["name"]: Account(
                row["name"],
                Credential(row["credential_salt"], row["credential_hash"]),
                row["disabled"],
            )
            for row in rows
        },
        waiting=frozenset(row["name"] for row in waiting),
        versions={row["name"]: row["credential_version"] for row in rows},
        generation=await connection.fetchval(_GENERATION),
    )


async def update_accounts(pool: asyncpg.Pool, wanted: Wanted, present: Present) -> None:
    """Record of each device which credential the broker has, and whether it is disabled.

    What is recorded as disabled is what the database wants: worker gives it to the broker at once,
    or shows the difference.
    """
    rows = [
        (name, *_found(wanted, present, name), wanted.versions[name], account.disabled)
        for name, account in wanted.devices.items()
        if name not in wanted.waiting
    ]
    if rows:
        names, versions, errors, current, disabled = zip(*rows, strict=True)
        await pool.execute(_RECORD, names, versions, current, disabled, errors)


def _found(wanted: Wanted, present: Present, name: str) -> tuple[int, str | None]:
    """Return the credential version that the broker has, 0 if another, and what is wrong."""
    if has_credential(wanted, present, name):
        return wanted.versions[name], None
    return 0, OTHER if name in present.clients else MISSING
