"""Columns: a selection by indices or by a mask keeps the columns aligned."""

import numpy as np
from ingest_parts import NOW, columns, row

from isotherm_ingest.batch.rows import Columns


def test_columns_are_taken_by_index_or_by_mask() -> None:
    whole = columns(*(row(NOW + n, n / 2, n + 1, quality=n) for n in range(4)))
    by_index = whole.taken(np.array([3, 1]))
    assert len(by_index) == 2
    assert by_index.channel_id.tolist() == [4, 2]
    assert by_index.at.tolist() == [NOW + 3, NOW + 1]
    assert by_index.value.tolist() == [1.5, 0.5]
    by_mask = whole.taken(np.array([False, True, False, True]))
    for name in Columns.__slots__:
        assert getattr(by_mask, name).tolist() == getattr(by_index, name).tolist()[::-1]
