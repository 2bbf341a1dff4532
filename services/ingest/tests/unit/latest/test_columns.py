"""Columns: rows become columns, parts are joined, and the last of each channel is found."""

import numpy as np
from ingest_parts import NOW, columns, row

from isotherm_ingest.latest.columns import columns_of, joined, last_of_each, or_none


def test_rows_become_columns() -> None:
    fault = columns_of([row(NOW, None, 3, quality=1)])
    assert (fault.channel_id.tolist(), fault.at.tolist(), fault.quality.tolist()) == (
        [3],
        [NOW],
        [1],
    )
    assert np.isnan(fault.value).all()


def test_the_last_of_each_channel_in_joined_parts() -> None:
    parts = [columns(row(NOW), row(NOW + 1)), columns(row(NOW, channel_id=2))]
    last = last_of_each(joined(parts))
    assert (last.channel_id.tolist(), last.at.tolist()) == ([1, 2], [NOW + 1, NOW])
    assert joined(parts[:1]) is parts[0]


def test_values_that_are_not_valid_are_none() -> None:
    assert or_none(np.array([1, 2]), np.array([True, False])) == [1, None]
    assert or_none(np.array([1, 2]), np.array([True, True])) == [1, 2]
