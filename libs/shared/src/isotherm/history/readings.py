"""A sensor's readings as columns. Pure; `load` reads them from the database."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isotherm.history.rules import Numbers
from isotherm.instants import Micros, Times, from_postgres
from isotherm.quality import UNCOUNTED, Quality

_PACKED = np.dtype([("at", ">i8"), ("value", ">f8"), ("quality", ">i2")])


@dataclass(frozen=True, slots=True)
class Readings:
    """Instants in µs since 1970, strictly rising; values in °C, NaN if there is no value."""

    at: Times
    value: Numbers
    quality: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Whether each reading counts in statistics and buckets."""
        mask: NDArray[np.bool_] = (self.quality & int(UNCOUNTED)) == 0
        return mask

    @property
    def faulty(self) -> NDArray[np.bool_]:
        """Whether each reading is a fault: the device reported, its probe did not."""
        mask: NDArray[np.bool_] = (self.quality & int(Quality.FAULT)) != 0
        return mask

    def between(self, start: Micros, end: Micros) -> "Readings":
        """Return the readings from `start` until before `end`."""
        first, last = np.searchsorted(self.at, (start, end))
        return Readings(self.at[first:last], self.value[first:last], self.quality[first:last])

    def newest(self, limit: int) -> "Readings":
        """Return the last `limit` readings (at least 1), or all if there are fewer."""
        return Readings(self.at[-limit:], self.value[-limit:], self.quality[-limit:])

    def pick(self, which: NDArray[np.bool_]) -> "Readings":
        """Return the readings that a mask chooses."""
        return Readings(self.at[which], self.value[which], self.quality[which])

    @classmethod
    def of(cls, rows: Sequence[tuple[Micros, float | None, int]]) -> "Readings":
        """Return the readings of rows (instant, value, quality) in time order."""
        return cls(
            np.array([row[0] for row in rows], np.int64),
            np.array([row[1] for row in rows], np.float64),
            np.array([row[2] for row in rows], np.int16),
        )

    @classmethod
    def joined(cls, parts: Sequence["Readings"]) -> "Readings":
        """Return the readings of all parts, which must be in time order."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return cls.of([])
        return cls(
            np.concatenate([part.at for part in parts]),
            np.concatenate([part.value for part in parts]),
            np.concatenate([part.quality for part in parts]),
        )

    @classmethod
    def from_packed(cls, packed: bytes | None) -> "Readings":
        """Decode the binary form that a statement with `load.PACKED` returns."""
        columns = np.frombuffer(packed or b"", _PACKED)
        return cls(
            from_postgres(columns["at"]),
            columns["value"].astype(np.float64),
            columns["quality"].astype(np.int16),
        )
