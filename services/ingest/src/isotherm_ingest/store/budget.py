"""The budget of rejects: how many of them are kept, so that a flood of bad messages fills no disk.

What has been kept is known from the counts that every batch adds to, so that a restart forgets
nothing; what other instances kept is seen within a minute, so that N of them keep at worst N times
what one may. Asked for is what is new, by its key; what is used up is not asked for again.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import asyncpg

from isotherm.instants import DAY, to_datetime
from isotherm.reasons import CURABLE

log = logging.getLogger(__name__)

EACH_HOUR = 100
"""So many rejects of a device and reason are kept each hour, where nothing can cure them."""
ROW_BYTES = 256
"""What a row costs beside its payload, with its indexes."""
ASK_AGAIN_S = 60.0
_MOST_KEYS = 20_000

Key = tuple[str, int, str]
"""Device (empty where the topic tells none), hour of receipt (µs), and reason."""
DeviceDay = tuple[str, int]
K = TypeVar("K")

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
    AND c.hour < k.day + interval '24 hours' AND c.reason = ANY($3::text[])
GROUP BY k.n ORDER BY k.n
"""
_TOTAL_BYTES = """
SELECT coalesce(sum(c.kept_bytes), 0)::int8 AS used
FROM unnest($1::timestamptz[]) WITH ORDINALITY AS k(day, n)
LEFT JOIN reject_counted c ON c.hour >= k.day AND c.hour < k.day + interval '24 hours'
GROUP BY k.n ORDER BY k.n
"""
_CURABLE = sorted(each.value for each in CURABLE)


@dataclass(frozen=True, slots=True)
class Budgets:
    """Bytes that may be kept each UTC day, what the rows themselves cost included."""

    device_bytes: int = 32 * 1024 * 1024
    """Curable rejects of one device."""
    total_bytes: int = 1024 * 1024 * 1024
    """All rejects; those that nothing cures may take half of it."""


@dataclass(slots=True)
class _Used(Generic[K]):
    """How much of each thing is used: as the database said, added since, and taken just now."""

    limit: int
    _used: dict[K, int] = field(default_factory=dict)
    _asked_at: dict[K, float] = field(default_factory=dict)
    _taken: dict[K, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._used)

    def unknown(self, keys: Iterable[K], now: float) -> list[K]:
        """Those never asked for, or not used up and long ago."""
        used, asked_at, before = self._used, self._asked_at, now - ASK_AGAIN_S
        return [
            key
            for key in keys
            if key not in used or (used[key] < self.limit and asked_at[key] < before)
        ]

    def know(self, keys: Iterable[K], rows: Sequence[asyncpg.Record], now: float) -> None:
        """What the database says of each."""
        for key, row in zip(keys, rows, strict=True):
            self._used[key], self._asked_at[key] = row["used"], now

    def room(self, key: K) -> int:
        """What is left of it."""
        return self.limit - self._used[key] - self._taken.get(key, 0)

    def take(self, key: K, amount: int) -> None:
        """Uses some of it, for now."""
        self._taken[key] = self._taken.get(key, 0) + amount

    def roll_back(self) -> None:
        """What was taken is not."""
        self._taken = {}

    def commit(self) -> None:
        """What was taken stays so."""
        for key, amount in self._taken.items():
            self._used[key] += amount
        self._taken = {}

    def clear(self) -> None:
        """Forgets what is known; it will be asked for."""
        self._used, self._asked_at = {}, {}


class Budget:
    """What may still be kept. Begin a batch with `learn`, ask `take` for each reject, and say
    `committed` once that is so; a batch that was rolled back begins again with `learn`.
    """

    def __init__(
        self, budgets: Budgets | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        budgets = budgets or Budgets()
        self._monotonic = monotonic
        self._hours = _Used[Key](EACH_HOUR)
        self._devices = _Used[DeviceDay](budgets.device_bytes)
        self._totals = _Used[int](budgets.total_bytes)
        self._refused: set[DeviceDay] = set()
        self._said: set[DeviceDay] = set()

    async def learn(self, connection: asyncpg.Connection, keys: Collection[Key]) -> None:
        """Asks for what is not known of the keys of a batch."""
        self._refused = set()
        for each in (self._hours, self._devices, self._totals):
            each.roll_back()
        if len(self._hours) + len(self._devices) > _MOST_KEYS:
            for each in (self._hours, self._devices, self._totals):
                each.clear()
            self._said.clear()
        now = self._monotonic()
        if hours := self._hours.unknown((key for key in keys if key[2] not in CURABLE), now):
            names, at, reasons = zip(*hours, strict=True)
            rows = await connection.fetch(_KEPT, names, [to_datetime(each) for each in at], reasons)
            self._hours.know(hours, rows, now)
        wanted = {_device_day(key) for key in keys if key[2] in CURABLE}
        if devices := self._devices.unknown(wanted, now):
            names, at = zip(*devices, strict=True)
            days = [to_datetime(each) for each in at]
            rows = await connection.fetch(_DEVICE_BYTES, names, days, _CURABLE)
            self._devices.know(devices, rows, now)
        if totals := self._totals.unknown({_device_day(key)[1] for key in keys}, now):
            rows = await connection.fetch(_TOTAL_BYTES, [to_datetime(day) for day in totals])
            self._totals.know(totals, rows, now)

    def open(self, key: Key) -> bool:
        """Whether anything of this may be kept; else its bytes need not be looked at."""
        return self._may(key, ROW_BYTES)

    def take(self, key: Key, payload_bytes: int) -> int | None:
        """What keeping one reject costs (bytes); None where the budget is used up."""
        cost = payload_bytes + ROW_BYTES
        if not self._may(key, cost):
            return None
        device_day = _device_day(key)
        if key[2] in CURABLE:
            self._devices.take(device_day, cost)
        else:
            self._hours.take(key, 1)
        self._totals.take(device_day[1], cost)
        return cost

    def _may(self, key: Key, cost: int) -> bool:
        device_day = _device_day(key)
        total = self._totals.room(device_day[1])
        if key[2] not in CURABLE:
            return self._hours.room(key) > 0 and total - self._totals.limit // 2 >= cost
        may = min(self._devices.room(device_day), total) >= cost
        if not may:
            self._refused.add(device_day)
        return may

    def committed(self) -> None:
        """What was taken is in the database."""
        for each in (self._hours, self._devices, self._totals):
            each.commit()
        for device, day in self._refused - self._said:
            detail = "budget used up: what could be cured is only counted until the UTC day ends"
            log.warning("rejects are not kept", extra={"device": device, "detail": detail})
            self._said.add((device, day))
        self._refused = set()


def _device_day(key: Key) -> DeviceDay:
    device, hour, _ = key
    return device, hour - hour % DAY
