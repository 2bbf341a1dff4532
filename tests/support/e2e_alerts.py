"""Alerts of a running stack, which other tests may have caused."""

import asyncio

import asyncpg

_OPEN = "SELECT kind, cause, detail, since FROM alert WHERE until IS NULL"
_HANG_S = 120
"""A hang limit: differences in the books are looked for once a minute."""


async def until_calm(owner: asyncpg.Connection) -> None:
    """Wait until no alert is open, as each may take the one banner's place.

    Raise AssertionError, which names them, if some stay open.
    """
    alerts: list[asyncpg.Record] = []
    try:
        async with asyncio.timeout(_HANG_S):
            while alerts := await owner.fetch(_OPEN):
                await owner.fetchval("SELECT pg_sleep(0.05)")
    except TimeoutError:
        raise AssertionError(f"alerts of before stay open: {list(map(dict, alerts))}") from None
