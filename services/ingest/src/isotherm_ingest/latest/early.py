"""Readings whose time has not come yet; they become the latest when it has.

A device's clock may be up to a minute ahead. Such a reading must not hide those that come after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import DAY, FOREVER, SECOND, Micros
from isotherm.quality import UNCOUNTED
from isotherm_ingest.batch.rows import Columns, Row

MOST = 200_000
"""Beyond this number only one reading in a longer time is kept of each channel."""
_GRAIN = SECOND


@dataclass(slots=True)
class Early:
    """Early readings, of each channel at most one a second, and one that counts."""

    most: int = MOST
    _parts: list[Columns] = field(default_factory=list)
    _first: Micros = FOREVER
    """The earliest of them (µs)."""

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def add(self, readings: Columns) -> None:
        """Keep readings, in any order, until their time has come."""
        self._parts.append(readings)
        self._first = min(self._first, int(readings.at.min()))
        if len(self._parts) > 1 and len(self) > self.most:
            self._thin()

    def due(self, now: Micros) -> Columns | None:
        """Return the readings whose time has come, sorted by key, and forget them."""
        if now < self._first:
            return None
        everything = _joined(self._parts)
        come = everything.at <= now
        self._parts, self._first = [], FOREVER
        if not come.all():
            self.add(_last_of_each(everything.taken(~come), _GRAIN))
        due = everything.taken(come)
        return due.taken(np.lexsort((due.at, due.channel_id)))

    def _thin(self) -> None:
        """Keep one reading of each channel a second; or in a longer time, if those are too many.

        Only if this machine's clock was set back can there be so many.
        """
        everything, grain = _joined(self._parts), _GRAIN
        thinned = _last_of_each(everything, grain)
        while len(thinned) > self.most // 2 and grain < DAY:
            grain *= 2
            thinned = _last_of_each(thinned, grain)
        self._parts = [thinned]


def columns_of(rows: Sequence[Row]) -> Columns:
    """Return rows as columns, in their order; a missing value is NaN."""
    return Columns(
        np.array([row.channel_id for row in rows], np.int32),
        np.array([row.measured_at for row in rows], np.int64),
        np.array([row.received_at for row in rows], np.int64),
        np.array([np.nan if row.value is None else row.value for row in rows], np.float64),
        np.array([row.quality for row in rows], np.int16),
        np.array([row.untimed for row in rows], np.bool_),
        np.array([row.origin for row in rows], np.int32),
    )


def _joined(parts: Sequence[Columns]) -> Columns:
    if len(parts) == 1:
        return parts[0]
    return Columns(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Columns.__slots__)
    )


def _last_of_each(readings: Columns, grain: Micros) -> Columns:
    """Return the last reading, and the last that counts, of each channel and grain of time."""
    grains = readings.at // grain
    counted: NDArray[np.bool_] = readings.quality & UNCOUNTED == 0
    order = np.lexsort((readings.at, counted, grains, readings.channel_id))
    keys = np.stack([readings.channel_id, grains, counted])[:, order]
    last = np.append((keys[:, 1:] != keys[:, :-1]).any(axis=0), True)
    return readings.taken(order[last])
