"""Readings in the binary form of COPY, packed straight from rows.

Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
"""

from collections.abc import Iterable
from struct import Struct

from isotherm_ingest.place import Row

COLUMNS = ("measured_at", "received_at", "value", "channel_id", "quality")
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_SINCE_2000 = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000-01-01 UTC."""

_with_value = Struct(">hiqiqidiiih").pack
_without_value = Struct(">hiqiqiiiih").pack


def pack(rows: Iterable[Row]) -> bytes:
    """The whole of a COPY's data."""
    parts = [HEADER]
    for row in rows:
        at, received = row.measured_at - _SINCE_2000, row.received_at - _SINCE_2000
        if row.value is None:
            parts.append(
                _without_value(5, 8, at, 8, received, -1, 4, row.channel_id, 2, row.quality)
            )
        else:
            parts.append(
                _with_value(5, 8, at, 8, received, 8, row.value, 4, row.channel_id, 2, row.quality)
            )
    parts.append(TRAILER)
    return b"".join(parts)
