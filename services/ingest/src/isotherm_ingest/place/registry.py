"""The registry: devices and channels as ingest knows them, kept in memory.

New channels are added to it. Any other change raises a version in the database, which the
transaction of every batch compares; if it differs, the whole registry is loaded again. Expired
proposals are not in it, so that they are proposed again when they speak. Channels
are columns by slot, so that placing is vectorised; a `Channel` object is built only for a message
that is placed by itself.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from zoneinfo import ZoneInfo

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.marks import read_marks
from isotherm.names import TOPIC_ROOT
from isotherm.process.connections import Link
from isotherm.units import Unit
from isotherm_ingest.batch.rows import UNITS, Names
from isotherm_ingest.place.own import NOTHING, Own, OwnOfAll

PROPOSE_AGAIN_S = 30.0
"""How long a channel beyond its device's limit is not proposed again."""
MOST_OVER_LIMIT = 50_000
"""Such channels that are remembered at once; a device may invent names without end."""

VERSION = "SELECT version FROM registry_version"
_ALL = """
SELECT d.name AS device, c.name AS channel, c.id, c.unit, c.fault_list, d.time_zone,
    c.state = 'ignored' AS ignored, c.fault_values, c.plausible_low, c.plausible_high
FROM channel c JOIN device d ON d.id = c.device_id WHERE c.expired_at IS NULL
"""
_PROPOSE = """
SELECT device, channel, id, unit, fault_list, time_zone, ignored, fault_values, plausible_low,
    plausible_high
FROM propose_channels($1::text[], $2::text[])
"""


@dataclass(slots=True, frozen=True)
class Channel:
    """What placing needs to know about a channel and its device."""

    channel_id: int
    unit: Unit = "C"
    fault_list: bool = True
    zone: ZoneInfo | None = None
    ignored: bool = False
    """Whether whatever it sends is counted, but neither stored nor rejected."""
    own: Own = NOTHING


def topic_of(names: Names) -> bytes:
    """Return the topic of a channel as bytes, as messages carry it."""
    return f"{TOPIC_ROOT}/{names[0]}/{names[1]}".encode()


@dataclass(slots=True)
class Registry:
    """One state of the registry; placing only reads it."""

    version: int = -1
    slots: dict[bytes, int] = field(default_factory=dict)
    """Index into the columns, by topic."""
    channel_ids: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    units: NDArray[np.int8] = field(default_factory=lambda: np.empty(0, np.int8))
    fault_lists: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    zones: list[ZoneInfo | None] = field(default_factory=list)
    ignored: set[bytes] = field(default_factory=set)
    """Topics of the channels that are ignored."""
    own: OwnOfAll = field(default_factory=OwnOfAll)
    """Fault values and ranges that channels have of their own."""
    over_limit: dict[Names, float] = field(default_factory=dict)
    """Channels that were not created because their device has too many, and until when (monotonic
    seconds) they are not proposed again."""
    horizon: int | None = None
    """Raw readings before this instant (µs) are dropped; None before the first drop."""

    @classmethod
    def of(cls, version: int, channels: Mapping[Names, Channel]) -> "Registry":
        """Return a registry of these channels."""
        registry = cls(version)
        registry.add(channels)
        return registry

    def add(self, channels: Mapping[Names, Channel]) -> None:
        """Add the channels that are new; leave the others as they are."""
        by_topic = {topic_of(names): channel for names, channel in channels.items()}
        new = {topic: by_topic[topic] for topic in by_topic if topic not in self.slots}
        self.slots |= zip(new, range(len(self.zones), len(self.zones) + len(new)), strict=True)
        self.ignored |= {topic for topic, channel in new.items() if channel.ignored}
        added = list(new.values())
        self.zones += [channel.zone for channel in added]
        ids = np.array([channel.channel_id for channel in added], np.int32)
        units = np.array([UNITS.index(channel.unit) for channel in added], np.int8)
        lists = np.array([channel.fault_list for channel in added], np.bool_)
        self.channel_ids = np.concatenate([self.channel_ids, ids])
        self.units = np.concatenate([self.units, units])
        self.fault_lists = np.concatenate([self.fault_lists, lists])
        self.own.add([channel.own for channel in added])

    def channel(self, names: Names) -> Channel | None:
        """Return one channel, None if it is not registered."""
        topic = topic_of(names)
        slot = self.slots.get(topic)
        if slot is None:
            return None
        return Channel(
            int(self.channel_ids[slot]),
            UNITS[self.units[slot]],
            bool(self.fault_lists[slot]),
            self.zones[slot],
            topic in self.ignored,
            self.own.get(slot),
        )

    def unknown(self, names: Iterable[Names], now: float) -> list[Names]:
        """Return the names that have to be proposed, each once; `now` is monotonic (s).

        They are sorted by device, so that two instances cannot deadlock. The channels of a device
        keep their order, so that the first ones are created if there are too many.
        """
        missing = dict.fromkeys(pair for pair in names if topic_of(pair) not in self.slots)
        wanted = (pair for pair in missing if self.over_limit.get(pair, now) <= now)
        return sorted(wanted, key=itemgetter(0))

    def remember_over_limit(self, names: Iterable[Names], now: float) -> None:
        """Do not propose these channels again for a while; `now` is monotonic (s)."""
        self.over_limit = {pair: until for pair, until in self.over_limit.items() if until > now}
        self.over_limit |= dict.fromkeys(names, now + PROPOSE_AGAIN_S)
        excess = len(self.over_limit) - MOST_OVER_LIMIT
        for pair in list(islice(self.over_limit, max(0, excess))):
            del self.over_limit[pair]


async def load(connection: asyncpg.Connection) -> Registry:
    """Load the whole registry in one snapshot."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        registry = await load_empty(connection)
        registry.add(_channels(await connection.fetch(_ALL)))
    return registry


async def load_empty(connection: asyncpg.Connection) -> Registry:
    """Load version and horizon without any channel; channels come by `propose`."""
    version = await connection.fetchval(VERSION)
    return Registry(version, horizon=(await read_marks(connection)).raw_horizon)


async def propose(
    connection: asyncpg.Connection, registry: Registry, unknown: list[Names], now: float
) -> None:
    """Propose unknown and expired channels; add them and those that others proposed meanwhile."""
    rows = await connection.fetch(
        _PROPOSE, [device for device, _ in unknown], [channel for _, channel in unknown]
    )
    channels = _channels(rows)
    registry.add(channels)
    registry.remember_over_limit((names for names in unknown if names not in channels), now)


def _channels(rows: Iterable[asyncpg.Record]) -> dict[Names, Channel]:
    zones: dict[str | None, ZoneInfo | None] = {}
    channels = {}
    for device, channel, channel_id, unit, fault_list, zone, ignored, *own in rows:
        if zone not in zones:
            zones[zone] = _zone(zone)
        channels[device, channel] = Channel(
            channel_id, unit or "C", fault_list, zones[zone], ignored, Own.of(*own)
        )
    return channels


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # this machine's zone data does not have the name
        return None


@dataclass(slots=True)
class CurrentRegistry:
    """The registry in use; `refresh` loads it again after `invalidate`."""

    now: Registry = field(default_factory=Registry)
    _stale: bool = True

    def invalidate(self) -> None:
        """Have the registry loaded again before the next batch is placed."""
        self._stale = True

    async def refresh(self, link: Link, names: Iterable[Names]) -> Registry:
        """Return the registry with all these channels, proposed if they are new."""
        if self._stale:
            over_limit = self.now.over_limit
            self.now = await load(await link.get())
            self.now.over_limit = over_limit
            self._stale = False
        now = time.monotonic()
        if unknown := self.now.unknown(names, now):
            await propose(await link.get(), self.now, unknown, now)
        return self.now
