"""Candidates for a jump and back: readings far from the one before, beyond what any place can have.

Worker decides what they are, from stored readings alone, once the following reading is stored. The
candidates only have to include every jump, whichever instance or replay stored it, and to be few: a
freezer at -80 °C or a kiln has none once a few of its readings were seen. An instance sees only
some of a channel's readings, so the next ones after a candidate are candidates, too; worker follows
a row of jumps by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import Micros
from isotherm.plausible import AIR_HIGH, AIR_LOW, JUMP_C
from isotherm.quality import UNCOUNTED
from isotherm_ingest.batch.rows import Columns, Row

IN_A_ROW = 3
"""Readings beyond any air that are candidates after a change to there, or without a known value."""
Key = tuple[int, Micros]
"""A channel id and an instant."""
_Ids = NDArray[np.int32]
_Instants = NDArray[np.int64]
_Values = NDArray[np.float64]
LastGood = Callable[[_Ids], tuple[_Instants, _Values]]
"""Returns when the newest reading that counts was measured (µs), and its value, by channel id."""


def _nothing_known(channel_ids: _Ids) -> tuple[_Instants, _Values]:
    return np.zeros(len(channel_ids), np.int64), np.full(len(channel_ids), np.nan)


@dataclass(slots=True)
class Jumps:
    """Finds candidates in batches; `last_good` tells what was stored before a batch."""

    last_good: LastGood = _nothing_known
    _begun: dict[int, int] = field(default_factory=dict)
    """How many readings in a row were candidates, of channels with fewer than IN_A_ROW."""
    _pending: dict[int, int] = field(default_factory=dict)

    def find(self, columns: Columns | None, rows: Sequence[Row]) -> list[Key]:
        """Return the candidates among stored readings.

        What it learns is forgotten unless the batch is `committed`, and may be asked for again.
        """
        self._pending = {}
        counting = [row for row in rows if row.value is not None and not row.quality & UNCOUNTED]
        if columns is None and not counting:
            return []
        ids, at, values = _arrays(columns, counting)
        beyond = (values < AIR_LOW) | (values > AIR_HIGH)
        if not beyond.any():
            return []
        if counting:  # columns alone are sorted by key
            order = np.lexsort((at, ids))
            ids, at, values, beyond = ids[order], at[order], values[order], beyond[order]
        far = beyond & ~(np.abs(values - self._before(ids, at, values)) <= JUMP_C)
        begun = {*self._begun, *ids[far].tolist()}
        if not begun:
            return []
        near = beyond & ~far & np.isin(ids, list(begun))
        return [
            (int(ids[n]), int(at[n]))
            for n in np.flatnonzero(far | near).tolist()
            if self._is_candidate(int(ids[n]), bool(far[n]))
        ]

    def committed(self) -> None:
        """Remember what the last `find` has learned."""
        for channel_id, count in self._pending.items():
            if count < IN_A_ROW:
                self._begun[channel_id] = count
            else:
                self._begun.pop(channel_id, None)
        self._pending = {}

    def _before(self, ids: _Ids, at: _Instants, values: _Values) -> _Values:
        """Return the value before each reading, NaN if it is not known; sorted by key."""
        known_at, known = self.last_good(ids)
        before = np.where(known_at < at, known, np.nan)
        same = ids[1:] == ids[:-1]
        before[1:][same] = values[:-1][same]
        return before

    def _is_candidate(self, channel_id: int, far: bool) -> bool:
        begun = self._begun.get(channel_id, IN_A_ROW)
        count = 1 if far else self._pending.get(channel_id, begun) + 1
        self._pending[channel_id] = min(count, IN_A_ROW)
        return count <= IN_A_ROW


def _arrays(columns: Columns | None, rows: Sequence[Row]) -> tuple[_Ids, _Instants, _Values]:
    """Return channel ids, instants and values of all readings that count."""
    ids = np.array([row.channel_id for row in rows], np.int32)
    at = np.array([row.measured_at for row in rows], np.int64)
    values = np.array([row.value for row in rows], np.float64)
    if columns is None:
        return ids, at, values
    if not rows and not (columns.quality & UNCOUNTED).any():
        return columns.channel_id, columns.at, columns.value
    plain = columns.taken(columns.quality & UNCOUNTED == 0)
    return (
        np.concatenate([plain.channel_id, ids]),
        np.concatenate([plain.at, at]),
        np.concatenate([plain.value, values]),
    )
