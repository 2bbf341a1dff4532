"""Readings whose time has not come yet; they become the latest when it has.

A device's clock may be up to a minute ahead. Such a reading must not hide those that come after it.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import DAY, FOREVER, SECOND, Micros
from isotherm.quality import UNCOUNTED
from isotherm_ingest.batch.rows import Columns
from isotherm_ingest.latest.columns import joined

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
        everything = joined(self._parts)
        come = everything.at <= now
        self._parts, self._first = [], FOREVER
        if not come.all():
            self.add(_last_of_grains(everything.taken(~come), _GRAIN))
        due = everything.taken(come)
        return due.taken(np.lexsort((due.at, due.channel_id)))

    def _thin(self) -> None:
        """Keep one reading of each channel a second; or in a longer time, if those are too many.

        Only if this machine's clock was set back can there be so many.
        """
        everything, grain = joined(self._parts), _GRAIN
        thinned = _last_of_grains(everything, grain)
        while len(thinned) > self.most // 2 and grain < DAY:
            grain *= 2
            thinned = _last_of_grains(thinned, grain)
        self._parts = [thinned]


def _last_of_grains(readings: Columns, grain: Micros) -> Columns:
    """Return the last reading, and the last that counts, of each channel and grain of time."""
    grains = readings.at // grain
    counted: NDArray[np.bool_] = readings.quality & UNCOUNTED == 0
    order = np.lexsort((readings.at, counted, grains, readings.channel_id))
    keys = np.stack([readings.channel_id, grains, counted])[:, order]
    last = np.append((keys[:, 1:] != keys[:, :-1]).any(axis=0), True)
    return readings.taken(order[last])
