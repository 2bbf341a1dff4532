"""The state of the broker's accounts as rows, and what people ask worker for."""

import json
from typing import Any

import asyncpg

from isotherm.database import Connection

_PENDING = """
SELECT count(*) FROM (
    SELECT FROM device d LEFT JOIN broker_account a ON a.name = d.name
    WHERE d.removed_at IS NULL AND d.credential_at IS NOT NULL
      AND (a.name IS NULL OR a.version <> d.credential_version
           OR a.disabled <> (d.disabled_at IS NOT NULL))
    UNION ALL
    SELECT FROM broker_account a LEFT JOIN device d ON d.name = a.name AND d.removed_at IS NULL
    WHERE d.id IS NULL) x"""


async def read_state(connection: Connection) -> asyncpg.Record:
    """Return the one row of the administration."""
    row = await connection.fetchrow("SELECT * FROM account_state")
    if row is None:
        raise RuntimeError("account_state has lost its row")
    return row


def differences(row: asyncpg.Record) -> list[dict[str, Any]]:
    """Return the differences that a row of `read_state` holds."""
    documents: list[dict[str, Any]] = json.loads(row["differences"])
    return documents


async def count_pending(connection: Connection) -> int:
    """Return the number of accounts that are not at the broker as the database wants them."""
    return int(await connection.fetchval(_PENDING))


async def want_check(connection: Connection, by: str) -> None:
    """Ask worker to compare the broker with the database."""
    await connection.execute(
        "UPDATE account_state SET check_wanted_at = clock_timestamp(), wanted_by = $1", by
    )


async def want_apply(connection: Connection, by: str) -> None:
    """Ask worker to mend what differs, even if it is held."""
    await connection.execute(
        "UPDATE account_state SET apply_wanted_at = clock_timestamp(), wanted_by = $1", by
    )
