"""Columns of readings: made of rows, joined, and reduced to the last of each channel."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isotherm_ingest.batch.rows import Columns, Row


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


def joined(parts: Sequence[Columns]) -> Columns:
    """Return readings of several parts, in order."""
    if len(parts) == 1:
        return parts[0]
    return Columns(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Columns.__slots__)
    )


def last_of_each(columns: Columns) -> Columns:
    """Return the newest reading of each channel, of columns sorted by key."""
    ids = columns.channel_id
    last = np.ones(len(ids), np.bool_)
    last[:-1] = ids[1:] != ids[:-1]
    return columns.taken(last)


def or_none(values: NDArray[Any], valid: NDArray[np.bool_]) -> list[Any]:
    """Return the values as a list, None for those that are not valid."""
    listed: list[Any] = values.tolist()
    if valid.all():
        return listed
    return [value if is_valid else None for value, is_valid in zip(listed, valid, strict=True)]
