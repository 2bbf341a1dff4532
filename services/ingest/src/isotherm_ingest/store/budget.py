"""The budget of rejects: how many are kept, so that a flood of bad messages cannot fill the disk.

What has been kept is read from the counts in the database, so that a restart forgets nothing. What
other instances keep is seen within a minute, so that N of them keep at most N times as much as one.
The database is asked once for a new key, and never again for one that is used up.
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
"""Incurable rejects kept per device, reason and hour."""
ROW_BYTES = 256
"""Bytes a row takes beside its payload, with its indexes."""
ASK_AGAIN_S = 60.0
_MOST_KEYS = 20_000

Key = tuple[str, int, str]
"""Device (empty if the topic names none), hour of receipt (µs), and reason."""
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
_CURABLE = sorted(reason.value for reason in CURABLE)


@dataclass(frozen=True, slots=True)
class Budgets:
    """Bytes that may be kept per UTC day, including the rows themselves."""

    device_bytes: int = 32 * 1024 * 1024
    """Curable rejects of one device."""
    total_bytes: int = 1024 * 1024 * 1024
    """All rejects; incurable ones may take half of it."""


@dataclass(slots=True)
class _Account:
    """How much of one thing is used: by the database's count, and taken by the open transaction."""

    used: int
    asked_at: float
    """When the database was asked (monotonic s)."""
    taken: int = 0


@dataclass(slots=True)
class _Accounts(Generic[K]):
    """The accounts of one kind of thing, each with the same limit."""

    limit: int
    _accounts: dict[K, _Account] = field(default_factory=dict)
    _open: list[_Account] = field(default_factory=list)
    """Those from which the open transaction took."""

    def __len__(self) -> int:
        return len(self._accounts)

    def unknown(self, keys: Iterable[K], now: float) -> list[K]:
        """Return the keys to ask the database for: new ones, and those not used up but outdated."""
        return [key for key in keys if self._is_unknown(self._accounts.get(key), now)]

    def _is_unknown(self, account: _Account | None, now: float) -> bool:
        if account is None:
            return True
        return account.used < self.limit and account.asked_at < now - ASK_AGAIN_S

    def learn(self, keys: Iterable[K], rows: Sequence[asyncpg.Record], now: float) -> None:
        """Set what the database says is used of each key."""
        for key, row in zip(keys, rows, strict=True):
            self._accounts[key] = _Account(row["used"], now)

    def room(self, key: K) -> int:
        """Return what is left."""
        account = self._accounts[key]
        return self.limit - account.used - account.taken

    def take(self, key: K, amount: int) -> None:
        """Take some for the open transaction."""
        account = self._accounts[key]
        account.taken += amount
        self._open.append(account)

    def roll_back(self) -> None:
        """Give back what the open transaction took."""
        for account in self._open:
            account.taken = 0
        self._open = []

    def commit(self) -> None:
        """Count what the transaction took as used."""
        for account in self._open:
            account.used += account.taken
            account.taken = 0
        self._open = []

    def clear(self) -> None:
        """Forget everything, so that the database is asked again."""
        self._accounts = {}


class Budget:
    """What may still be kept.

    A batch begins with `learn`, calls `take` for each reject, and `committed` after its COMMIT. A
    batch that was rolled back begins again with `learn`.
    """

    def __init__(
        self, budgets: Budgets | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        budgets = budgets or Budgets()
        self._monotonic = monotonic
        self._hours = _Accounts[Key](EACH_HOUR)
        self._devices = _Accounts[DeviceDay](budgets.device_bytes)
        self._totals = _Accounts[int](budgets.total_bytes)
        self._exhausted: set[DeviceDay] = set()
        self._warned: set[DeviceDay] = set()

    async def learn(self, connection: asyncpg.Connection, keys: Collection[Key]) -> None:
        """Load what is not known about the keys of a batch."""
        self._exhausted = set()
        for accounts in (self._hours, self._devices, self._totals):
            accounts.roll_back()
        if len(self._hours) + len(self._devices) > _MOST_KEYS:
            for accounts in (self._hours, self._devices, self._totals):
                accounts.clear()
            self._warned.clear()
        now = self._monotonic()
        if hours := self._hours.unknown((key for key in keys if key[2] not in CURABLE), now):
            names, at, reasons = zip(*hours, strict=True)
            rows = await connection.fetch(_KEPT, names, [to_datetime(hour) for hour in at], reasons)
            self._hours.learn(hours, rows, now)
        device_days = {_device_day(key) for key in keys if key[2] in CURABLE}
        if devices := self._devices.unknown(device_days, now):
            names, at = zip(*devices, strict=True)
            days = [to_datetime(day) for day in at]
            rows = await connection.fetch(_DEVICE_BYTES, names, days, _CURABLE)
            self._devices.learn(devices, rows, now)
        if totals := self._totals.unknown({_device_day(key)[1] for key in keys}, now):
            rows = await connection.fetch(_TOTAL_BYTES, [to_datetime(day) for day in totals])
            self._totals.learn(totals, rows, now)

    def open(self, key: Key) -> bool:
        """Return whether anything of this key may be kept at all."""
        return self._may(key, ROW_BYTES)

    def take(self, key: Key, payload_bytes: int) -> int | None:
        """Take the bytes of one reject; return them, or None if the budget is used up."""
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
            self._exhausted.add(device_day)
        return may

    def committed(self) -> None:
        """Count what was taken as used, after COMMIT."""
        for accounts in (self._hours, self._devices, self._totals):
            accounts.commit()
        for device, day in self._exhausted - self._warned:
            detail = "budget used up: curable rejects are only counted until the UTC day ends"
            log.warning("rejects are not kept", extra={"device": device, "detail": detail})
            self._warned.add((device, day))
        self._exhausted = set()


def _device_day(key: Key) -> DeviceDay:
    device, hour, _ = key
    return device, hour - hour % DAY
