"""Whether a device is alive: what it said last, and what it has sent since. Pure."""

from datetime import datetime
from typing import Literal, NamedTuple

import asyncpg

ConnectionWord = Literal["online", "offline", "asleep"]


class Life(NamedTuple):
    """The connection of a device."""

    connection: ConnectionWord | None
    """None if the device does not say."""
    said_at: datetime | None
    """When it said so; None if a later reading says otherwise than the device."""
    offline_at: datetime | None
    """When it counts as offline unless it sends something; None if that is not to be expected."""


def judge_life(row: asyncpg.Record, now: datetime) -> Life:
    """Judge a row of `queries.load_page`.

    A reading that was received after `offline` is life. A device that said `offline` after its last
    reading is asleep until it misses three intervals.
    """
    said, said_at = row["connection"], row["connection_at"]
    heard_at, alive_until = row["heard_at"], row["alive_until"]
    if said != "offline" or alive_until is None or alive_until < now:
        return Life(said, said_at, None)
    if said_at is None or heard_at > said_at:
        return Life("online", None, alive_until)
    return Life("asleep", said_at, alive_until)
