"""The registry: devices and channels as ingest knows them.

A channel that is new adds itself; what changes otherwise raises a version, which every batch's
transaction compares, and the whole is read again. Columns by slot, so that placing thousands of
readings takes a few steps; a `Channel` is made only of one that is looked at by itself.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from zoneinfo import ZoneInfo

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.marks import RAW_HORIZON
from isotherm.names import TOPIC_ROOT
from isotherm.units import Unit

ASK_AGAIN_S = 30.0
UNITS: tuple[Unit, ...] = ("C", "F", "K")
"""A unit's number in columns is its place here."""
Names = tuple[str, str]
"""Device and channel."""

VERSION = "SELECT version FROM registry_version"
_FACTS = "d.name AS device, c.name AS channel, c.id, c.unit, c.fault_list, d.time_zone"
_ALL = f"SELECT {_FACTS} FROM channel c JOIN device d ON d.id = c.device_id"  # noqa: S608  constants
_PROPOSE = """
SELECT device, channel, id, unit, fault_list, time_zone
FROM propose_channels($1::text[], $2::text[])
"""


@dataclass(slots=True, frozen=True)
class Channel:
    """What place has to know of a channel and its device."""

    channel_id: int
    unit: Unit = "C"
    fault_list: bool = True
    zone: ZoneInfo | None = None


def topic_of(names: Names) -> bytes:
    """The topic of a channel, as it stands in a message."""
    return f"{TOPIC_ROOT}/{names[0]}/{names[1]}".encode()


@dataclass(slots=True)
class Registry:
    """One state of the registry; place only reads it."""

    version: int = -1
    slots: dict[bytes, int] = field(default_factory=dict)
    """By topic; the index into the columns."""
    channel_ids: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    units: NDArray[np.int8] = field(default_factory=lambda: np.empty(0, np.int8))
    fault_lists: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    zones: list[ZoneInfo | None] = field(default_factory=list)
    full: dict[Names, float] = field(default_factory=dict)
    """Channels that were not made, because their device has too many; until when (monotonic) it
    is not asked again."""
    horizon: int | None = None
    """Before this (µs) raw readings are gone; None where nothing has been dropped yet."""

    @classmethod
    def of(cls, version: int, channels: Mapping[Names, Channel]) -> "Registry":
        """A registry of these channels."""
        made = cls(version)
        made.add(channels)
        return made

    def add(self, channels: Mapping[Names, Channel]) -> None:
        """Takes up channels that it did not know."""
        new = {topic_of(names): each for names, each in channels.items()}
        new = {topic: each for topic, each in new.items() if topic not in self.slots}
        self.slots |= zip(new, range(len(self.zones), len(self.zones) + len(new)), strict=True)
        added = list(new.values())
        self.zones += [each.zone for each in added]
        ids = np.array([each.channel_id for each in added], np.int32)
        units = np.array([UNITS.index(each.unit) for each in added], np.int8)
        lists = np.array([each.fault_list for each in added], np.bool_)
        self.channel_ids = np.concatenate([self.channel_ids, ids])
        self.units = np.concatenate([self.units, units])
        self.fault_lists = np.concatenate([self.fault_lists, lists])

    def channel(self, names: Names) -> Channel | None:
        """One channel by itself; None where nobody knows it."""
        slot = self.slots.get(topic_of(names))
        if slot is None:
            return None
        return Channel(
            int(self.channel_ids[slot]),
            UNITS[self.units[slot]],
            bool(self.fault_lists[slot]),
            self.zones[slot],
        )

    def unknown(self, names: Iterable[Names], now: float) -> list[Names]:
        """Those that have to be proposed, each once.

        By device, so that two instances do not deadlock; of a device the first to come first, as
        there may be too many.
        """
        missing = dict.fromkeys(each for each in names if topic_of(each) not in self.slots)
        wanted = (each for each in missing if self.full.get(each, now) <= now)
        return sorted(wanted, key=itemgetter(0))

    def refused(self, full: Iterable[Names], now: float) -> None:
        """Remembers for a while which channels were not made."""
        self.full = {each: until for each, until in self.full.items() if until > now}
        self.full |= dict.fromkeys(full, now + ASK_AGAIN_S)


async def load(connection: asyncpg.Connection) -> Registry:
    """Reads the whole in one snapshot."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        registry = await blank(connection)
        registry.add(_channels(await connection.fetch(_ALL)))
    return registry


async def blank(connection: asyncpg.Connection) -> Registry:
    """One that knows no channel yet, and takes up what is proposed."""
    version = await connection.fetchval(VERSION)
    mark = await connection.fetchval("SELECT value FROM state WHERE key = $1", RAW_HORIZON)
    return Registry(version, horizon=None if mark is None else int(json.loads(mark)) * 1000)


async def propose(
    connection: asyncpg.Connection, registry: Registry, unknown: list[Names], now: float
) -> None:
    """Makes channels nobody knows, as proposed, and takes them up; also what others have made."""
    rows = await connection.fetch(
        _PROPOSE, [device for device, _ in unknown], [channel for _, channel in unknown]
    )
    made = _channels(rows)
    registry.add(made)
    registry.refused((each for each in unknown if each not in made), now)


def _channels(rows: Iterable[asyncpg.Record]) -> dict[Names, Channel]:
    zones: dict[str | None, ZoneInfo | None] = {}
    channels = {}
    for device, channel, channel_id, unit, fault_list, zone in rows:
        if zone not in zones:
            zones[zone] = _zone(zone)
        channels[device, channel] = Channel(channel_id, unit or "C", fault_list, zones[zone])
    return channels


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name this machine's zone data does not have
        return None
