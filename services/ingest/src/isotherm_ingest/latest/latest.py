"""The newest reading of each channel at or before now, kept in memory until it is written.

Writing it in the transaction of the batch would double the cost of a batch. What a crash leaves
unwritten is rebuilt from the readings at the next start. Columns by channel id, so that remembering
a batch is vectorised.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.instants import Micros, SystemClock, to_micros
from isotherm.quality import UNCOUNTED, Quality, counts
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.latest import table
from isotherm_ingest.latest.columns import columns_of, last_of_each, or_none
from isotherm_ingest.latest.early import Early
from isotherm_ingest.place.careful import DEFAULT_RETENTION
from isotherm_ingest.store.stored import Stored

AT_ONCE = 10_000
"""Most channels written by one flush."""
_NEVER = np.iinfo(np.int64).min


def _system_now() -> Micros:
    return to_micros(SystemClock().now())


def _instants() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(slots=True)
class Latest:
    """The newest readings, and which of them are not written yet; columns by channel id."""

    now: Callable[[], Micros] = _system_now
    at: NDArray[np.int64] = field(default_factory=_instants)
    received: NDArray[np.int64] = field(default_factory=_instants)
    value: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    quality: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    good_at: NDArray[np.int64] = field(default_factory=_instants)
    good_value: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    unwritten: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    early: Early = field(default_factory=Early)
    """Readings whose time has not come yet."""
    turn: int = 0
    """The channel id at which the next flush begins."""
    rebuilt: int = 0
    """The channel id up to which `rebuild` has come."""

    @property
    def waiting(self) -> bool:
        """Whether anything is waiting to be written."""
        return bool(self.unwritten.any())

    def last_good(
        self, channel_ids: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return when the newest reading that counts was measured, and its value, by channel.

        The value is NaN if none is known.
        """
        if len(channel_ids):
            self._reach(int(channel_ids.max()))
        return self.good_at[channel_ids], self.good_value[channel_ids]

    def committed(self, stored: Stored) -> None:
        """Remember what a committed batch stored."""
        for channel_id, at in stored.doubted:
            self._doubt(channel_id, at)
        if stored.columns is not None:
            self.remember_columns(stored.columns)
        self.remember(stored.kept.stored)

    def _doubt(self, channel_id: int, at: int) -> None:
        """Remember that the time of a reading is unsure: it counts no longer.

        The table knows the newest reading before it that counts.
        """
        if channel_id < len(self.at) and self.at[channel_id] == at:
            self.quality[channel_id] |= Quality.TIME_UNSURE
        if channel_id < len(self.at) and self.good_at[channel_id] == at:
            self.good_at[channel_id], self.good_value[channel_id] = _NEVER, np.nan

    def remember(self, stored: Iterable[Row]) -> None:
        """Remember committed rows."""
        now, early = self.now(), list[Row]()
        for row in stored:
            if row.measured_at > now:
                early.append(row)
                continue
            channel, at = row.channel_id, row.measured_at
            self._reach(channel)
            if at > self.at[channel]:
                self.at[channel], self.received[channel] = at, row.received_at
                self.value[channel] = np.nan if row.value is None else row.value
                self.quality[channel] = row.quality
                self.unwritten[channel] = True
            if counts(row.quality) and at > self.good_at[channel]:
                self.good_at[channel], self.good_value[channel] = at, row.value
                self.unwritten[channel] = True
        if early:
            self.early.add(columns_of(early))

    def remember_columns(self, stored: Columns) -> None:
        """Remember committed plain readings, sorted by key."""
        early = stored.at > self.now()
        if early.any():
            self.early.add(stored.taken(early))
            stored = stored.taken(~early)
        self._remember_columns(stored)

    def release(self) -> None:
        """Remember the early readings whose time has come."""
        if (due := self.early.due(self.now())) is not None:
            self._remember_columns(due)

    def _remember_columns(self, stored: Columns) -> None:
        if not len(stored):
            return
        self._reach(int(stored.channel_id[-1]))
        self._take(last_of_each(stored))
        good = stored.quality & UNCOUNTED == 0
        self._take_good(last_of_each(stored if good.all() else stored.taken(good)))

    def _take(self, last: Columns) -> None:
        new = last.taken(last.at > self.at[last.channel_id])
        ids = new.channel_id
        self.at[ids], self.received[ids] = new.at, new.received
        self.value[ids], self.quality[ids] = new.value, new.quality
        self.unwritten[ids] = True

    def _take_good(self, last: Columns) -> None:
        new = last.taken(last.at > self.good_at[last.channel_id])
        self.good_at[new.channel_id], self.good_value[new.channel_id] = new.at, new.value
        self.unwritten[new.channel_id] = True

    def _reach(self, channel_id: int) -> None:
        """Make the columns long enough for a channel id."""
        more = channel_id + 1 - len(self.at)
        if more <= 0:
            return
        more = max(more, len(self.at) // 2, 1024)
        for name, filling in _FILLINGS.items():
            column = getattr(self, name)
            setattr(self, name, np.concatenate([column, np.full(more, filling, column.dtype)]))

    async def flush(self, connection: asyncpg.Connection) -> None:
        """Write the next AT_ONCE channels that are waiting, in turn, and notify readers.

        After a failure they keep waiting.
        """
        ids = np.flatnonzero(self.unwritten)
        first = int(np.searchsorted(ids, self.turn)) % max(len(ids), 1)
        chosen = ids[first : first + AT_ONCE]
        self.turn = 0 if first + AT_ONCE >= len(ids) else int(chosen[-1]) + 1
        self.unwritten[chosen] = False
        try:
            changed = await table.write(connection, chosen.tolist(), self._columns(chosen))
        except BaseException:
            self.unwritten[chosen] = True
            raise
        if changed:
            await table.notify(connection)

    def _columns(self, ids: NDArray[np.intp]) -> list[list[Any]]:
        good = self.good_at[ids] != _NEVER
        value, known = self.value[ids], self.at[ids] != _NEVER
        return [
            self.at[ids].tolist(),
            self.received[ids].tolist(),
            or_none(value, known & ~np.isnan(value)),
            self.quality[ids].tolist(),
            or_none(self.good_at[ids], good),
            or_none(self.good_value[ids], good),
        ]

    async def rebuild(self, connection: asyncpg.Connection, now: int) -> bool:
        """Write what a crash left unwritten of the next channels, and load their newest readings.

        The search covers every day that is kept, so that all channels at once would take long.
        Return False when no channel is left. `now` is in µs since 1970.
        """
        ids = await table.read_channels(connection, self.rebuilt)
        if not ids:
            return False
        present = self.now()
        for newest in await table.rebuild(connection, ids, now - DEFAULT_RETENTION, present):
            self._remember_written(*newest)
        early = await table.read_early(connection, ids, present)
        if len(early):
            self.early.add(early)
        self.rebuilt = ids[-1]
        return True

    def _remember_written(
        self, channel: int, at: int, received: int, value: float | None, quality: int,
        good_at: int | None, good_value: float | None,
    ) -> None:  # fmt: skip
        """Remember what the table holds of a channel, unless something newer is known."""
        self._reach(channel)
        if self.at[channel] == _NEVER:
            self.at[channel], self.received[channel] = at, received
            self.value[channel] = np.nan if value is None else value
            self.quality[channel] = quality
        if good_at is not None and self.good_at[channel] == _NEVER:
            self.good_at[channel], self.good_value[channel] = good_at, good_value


_FILLINGS = {
    "at": _NEVER, "received": 0, "value": np.nan, "quality": 0, "good_at": _NEVER,
    "good_value": np.nan, "unwritten": False,
}  # fmt: skip
