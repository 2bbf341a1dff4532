"""Readings and dirty ranges in the binary form of COPY, packed from columns and rows.

Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
"""

from collections.abc import Iterable
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import POSTGRES_EPOCH
from isotherm_ingest.batch.rows import Columns, Row

COLUMNS = ("measured_at", "received_at", "value", "channel_id", "quality")
RANGE_COLUMNS = ("channel_id", "since", "until")
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_with_value = Struct(">hiqiqidiiih").pack
_without_value = Struct(">hiqiqiiiih").pack


_PLAIN = np.dtype(
    [
        ("fields", ">i2"), ("at_size", ">i4"), ("at", ">i8"), ("received_size", ">i4"),
        ("received", ">i8"), ("value_size", ">i4"), ("value", ">f8"), ("channel_size", ">i4"),
        ("channel_id", ">i4"), ("quality_size", ">i4"), ("quality", ">i2"),
    ]
)  # fmt: skip
_SIZES = {
    "fields": 5, "at_size": 8, "received_size": 8, "value_size": 8, "channel_size": 4,
    "quality_size": 2,
}  # fmt: skip
_RANGE = np.dtype(
    [
        ("fields", ">i2"), ("channel_size", ">i4"), ("channel_id", ">i4"), ("since_size", ">i4"),
        ("since", ">i8"), ("until_size", ">i4"), ("until", ">i8"),
    ]
)  # fmt: skip
_RANGE_SIZES = {"fields": 3, "channel_size": 4, "since_size": 8, "until_size": 8}


def pack(columns: Columns | None, rows: Iterable[Row]) -> bytes:
    """Return all data of a COPY of readings."""
    parts = [HEADER]
    if columns is not None:
        parts.append(_pack_columns(columns))
    parts += map(_pack_row, rows)
    parts.append(TRAILER)
    return b"".join(parts)


def _pack_columns(columns: Columns) -> bytes:
    packed = np.empty(len(columns), _PLAIN)
    for name, size in _SIZES.items():
        packed[name] = size
    packed["at"] = columns.at - POSTGRES_EPOCH
    packed["received"] = columns.received - POSTGRES_EPOCH
    packed["value"] = columns.value
    packed["channel_id"] = columns.channel_id
    packed["quality"] = columns.quality
    return packed.tobytes()


def pack_ranges(
    channel_id: NDArray[np.int32], since: NDArray[np.int64], until: NDArray[np.int64]
) -> bytes:
    """Return all data of a COPY of dirty ranges (µs)."""
    packed = np.empty(len(channel_id), _RANGE)
    for name, size in _RANGE_SIZES.items():
        packed[name] = size
    packed["channel_id"] = channel_id
    packed["since"] = since - POSTGRES_EPOCH
    packed["until"] = until - POSTGRES_EPOCH
    return HEADER + packed.tobytes() + TRAILER


def _pack_row(row: Row) -> bytes:
    at, received = row.measured_at - POSTGRES_EPOCH, row.received_at - POSTGRES_EPOCH
    if row.value is None:
        return _without_value(5, 8, at, 8, received, -1, 4, row.channel_id, 2, row.quality)
    return _with_value(5, 8, at, 8, received, 8, row.value, 4, row.channel_id, 2, row.quality)
