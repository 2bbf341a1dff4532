"""The budget of rejects: how many are kept, so that a flood of bad messages cannot fill the disk.

What has been kept is read from the counts in the database, so that a restart forgets nothing. What
other instances keep is seen within a minute, so that N of them keep at most N times as much as one.
The database is asked once for a new key, and never again for one that is used up.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import asyncpg

from isotherm.instants import DAY, to_datetime
from isotherm.reasons import CURABLE
from isotherm_ingest.store.accounts import Accounts

log = logging.getLogger(__name__)

EACH_HOUR = 100
"""Incurable rejects kept per device, reason and hour."""
ROW_BYTES = 256
"""Bytes a row takes beside its payload and its texts, with its indexes."""
_MOST_KEYS = 20_000

Key = tuple[str, int, str]
"""Device (empty if the topic names none), hour of receipt (µs), and reason."""
DeviceDay = tuple[str, int]

_KEPT = """
SELECT coalesce(sum(c.kept), 0)::int8 AS used
FROM unnest($1::text[], $2::timestamptz[], $3::text[]) WITH ORDINALITY
    AS k(device_name, hour, reason, n)
LEFT JOIN reject_counted c USING (device_name, hour, reason) GROUP BY k.n ORDER BY k.n
"""
_DEVICE_BYTES = """
SELECT coalesce(sum(c.kept_bytes), 0)::int8 AS used
FROM unnest($1::text[], $2::timestamptz[]) WITH ORDINALITY AS k(device_name, day, n)
LEFT JOIN reject_counted c ON c.device_name = k.device_name AND c.hour >= k.day
    AND c.hour < k.day + interval '24 hours'
GROUP BY k.n ORDER BY k.n
"""
_TOTAL_BYTES = """
SELECT coalesce(sum(c.kept_bytes), 0)::int8 AS used
FROM unnest($1::timestamptz[]) WITH ORDINALITY AS k(day, n)
LEFT JOIN reject_counted c ON c.hour >= k.day AND c.hour < k.day + interval '24 hours'
GROUP BY k.n ORDER BY k.n
"""


@dataclass(frozen=True, slots=True)
class Budgets:
    """Bytes that may be kept per UTC day, including the rows themselves.

    Incurable rejects are not kept once half of a budget is used up.
    """

    device_bytes: int = 32 * 1024 * 1024
    """All rejects of one device."""
    total_bytes: int = 1024 * 1024 * 1024
    """All rejects."""


class Budget:
    """Decides which rejects may still be kept.

    A batch begins with `learn`, calls `take` for each reject, and `committed` after its COMMIT. A
    batch that was rolled back begins again with `learn`.
    """

    def __init__(
        self, budgets: Budgets | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        budgets = budgets or Budgets()
        self._monotonic = monotonic
        self._hours = Accounts[Key](EACH_HOUR)
        self._devices = Accounts[DeviceDay](budgets.device_bytes)
        self._totals = Accounts[int](budgets.total_bytes)
        self._all: tuple[Accounts[Any], ...] = (self._hours, self._devices, self._totals)
        self._exhausted: set[DeviceDay] = set()
        self._warned: set[DeviceDay] = set()

    async def learn(self, connection: asyncpg.Connection, keys: Collection[Key]) -> None:
        """Load the counts of a batch's keys that are unknown or outdated."""
        self._exhausted = set()
        for accounts in self._all:
            accounts.roll_back()
        if len(self._hours) + len(self._devices) > _MOST_KEYS:
            for accounts in self._all:
                accounts.clear()
            self._warned.clear()
        now = self._monotonic()
        await self._learn_hours(connection, [key for key in keys if key[2] not in CURABLE], now)
        await self._learn_devices(connection, {_device_day(key) for key in keys}, now)
        await self._learn_totals(connection, {_device_day(key)[1] for key in keys}, now)

    async def _learn_hours(
        self, connection: asyncpg.Connection, keys: Iterable[Key], now: float
    ) -> None:
        if hours := self._hours.unknown(keys, now):
            names, at, reasons = zip(*hours, strict=True)
            rows = await connection.fetch(_KEPT, names, [to_datetime(hour) for hour in at], reasons)
            self._hours.learn(hours, _used(rows), now)

    async def _learn_devices(
        self, connection: asyncpg.Connection, keys: Iterable[DeviceDay], now: float
    ) -> None:
        if devices := self._devices.unknown(keys, now):
            names, at = zip(*devices, strict=True)
            days = [to_datetime(day) for day in at]
            rows = await connection.fetch(_DEVICE_BYTES, names, days)
            self._devices.learn(devices, _used(rows), now)

    async def _learn_totals(
        self, connection: asyncpg.Connection, keys: Iterable[int], now: float
    ) -> None:
        if totals := self._totals.unknown(keys, now):
            rows = await connection.fetch(_TOTAL_BYTES, [to_datetime(day) for day in totals])
            self._totals.learn(totals, _used(rows), now)

    def open(self, key: Key) -> bool:
        """Return whether anything of this key may be kept at all."""
        return self._may(key, ROW_BYTES)

    def take(self, key: Key, size: int) -> int | None:
        """Take the bytes of one reject; return them, or None if the budget is used up.

        `size` is that of its payload and its texts.
        """
        cost = size + ROW_BYTES
        if not self._may(key, cost):
            return None
        device_day = _device_day(key)
        if key[2] not in CURABLE:
            self._hours.take(key, 1)
        self._devices.take(device_day, cost)
        self._totals.take(device_day[1], cost)
        return cost

    def _may(self, key: Key, cost: int) -> bool:
        device_day = _device_day(key)
        device, total = self._devices.room(device_day), self._totals.room(device_day[1])
        if key[2] not in CURABLE:
            device, total = device - self._devices.limit // 2, total - self._totals.limit // 2
            return self._hours.room(key) > 0 and min(device, total) >= cost
        may = min(device, total) >= cost
        if not may:
            self._exhausted.add(device_day)
        return may

    def committed(self) -> None:
        """Count what was taken as used, after COMMIT."""
        for accounts in self._all:
            accounts.commit()
        for device, day in self._exhausted - self._warned:
            detail = "budget used up: curable rejects are only counted until the UTC day ends"
            log.warning("rejects are not kept", extra={"device": device, "detail": detail})
            self._warned.add((device, day))
        self._exhausted = set()


def _used(rows: Iterable[asyncpg.Record]) -> Iterable[int]:
    return (row["used"] for row in rows)


def _device_day(key: Key) -> DeviceDay:
    device, hour, _ = key
    return device, hour - hour % DAY
