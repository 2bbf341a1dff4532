"""Doubts: readings stored as measured at an instant that a later message shows to be unsure.

The first messages of a burst may arrive alone, and are stored before the burst shows.
"""

from collections.abc import Sequence

import asyncpg

from isotherm.instants import to_datetime

_DOUBT = "SELECT doubt_readings($1::int4[], $2::timestamptz[])"


async def doubt(connection: asyncpg.Connection, readings: Sequence[tuple[int, int]]) -> None:
    """Make the time of stored readings unsure, given by channel id and instant (µs).

    They stay what they are, but count no longer, here and in `latest`; what was computed from them
    is computed again.
    """
    if readings:
        channel_ids, instants = zip(*readings, strict=True)
        await connection.execute(_DOUBT, list(channel_ids), [to_datetime(at) for at in instants])
