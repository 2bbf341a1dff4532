"""The registry: devices and channels as ingest knows them, reloaded when the database says so.

It goes stale by NOTIFY, by the poll, and by the version that every batch's transaction compares.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import asyncpg

from isotherm.models.state import RAW_HORIZON
from isotherm.units import Unit

ASK_AGAIN_S = 30.0
Names = tuple[str, str]
"""Device and channel."""


@dataclass(slots=True, frozen=True)
class Channel:
    """What place has to know of a channel and its device."""

    channel_id: int
    unit: Unit = "C"
    fault_list: bool = True
    zone: ZoneInfo | None = None


@dataclass(slots=True)
class Registry:
    """One state of the registry; place only reads it."""

    version: int = -1
    channels: dict[Names, Channel] = field(default_factory=dict)
    full: dict[Names, float] = field(default_factory=dict)
    """Channels that were not made, because their device has too many; until when (monotonic) it
    is not asked again."""
    horizon: int | None = None
    """Before this (µs) raw readings are gone; None where nothing has been dropped yet."""

    def unknown(self, names: Iterable[Names], now: float) -> list[Names]:
        """Those that have to be proposed, in order, so that two instances do not deadlock."""
        missing = {each for each in names if each not in self.channels}
        return sorted(each for each in missing if self.full.get(each, now) <= now)

    def refused(self, full: Iterable[Names], before: "Registry", now: float) -> None:
        """Remembers for a while which channels were not made, now and before."""
        self.full = {each: until for each, until in before.full.items() if until > now}
        self.full |= dict.fromkeys(full, now + ASK_AGAIN_S)


async def load(connection: asyncpg.Connection) -> Registry:
    """Reads the whole in one snapshot."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        version = await connection.fetchval("SELECT version FROM registry_version")
        rows = await connection.fetch(
            "SELECT d.name AS device, c.name AS channel, c.id, c.unit, c.fault_list, d.time_zone"
            " FROM channel c JOIN device d ON d.id = c.device_id"
        )
        mark = await connection.fetchval("SELECT value FROM state WHERE key = $1", RAW_HORIZON)
    zones = {each: _zone(each) for each in {row["time_zone"] for row in rows}}
    channels = {
        (row["device"], row["channel"]): Channel(
            row["id"], row["unit"] or "C", row["fault_list"], zones[row["time_zone"]]
        )
        for row in rows
    }
    horizon = None if mark is None else int(json.loads(mark)) * 1000
    return Registry(version, channels, {}, horizon)


async def propose(connection: asyncpg.Connection, unknown: list[Names]) -> set[Names]:
    """Makes channels nobody knows, as proposed; gives those whose device had too many."""
    rows = await connection.fetch(
        "SELECT device, channel, propose_channel(device, channel) AS id"
        " FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t(device, channel, n) ORDER BY n",
        [device for device, _ in unknown],
        [channel for _, channel in unknown],
    )
    return {(row["device"], row["channel"]) for row in rows if row["id"] is None}


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name this machine's zone data does not have
        return None
