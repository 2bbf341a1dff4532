"""The binary format of COPY: lengths before fields, -1 for NULL, columns packed like rows."""

import struct

from ingest_parts import NOW, columns, row

from isotherm_ingest.store.copyformat import HEADER, TRAILER, pack


def test_copy_has_lengths_before_fields() -> None:
    data = pack(None, [row(NOW, 1.5, 7), row(NOW, None, 8, quality=1)])
    assert data.startswith(HEADER)
    assert data.endswith(TRAILER)
    body = data[len(HEADER) : -len(TRAILER)]
    first = struct.calcsize(">hiqiqidiiih")
    assert struct.unpack(">hiqiqidiiih", body[:first])[6:9] == (1.5, 4, 7)
    assert struct.unpack(">hiqiqiiiih", body[first:])[5:8] == (-1, 4, 8)


def test_columns_are_packed_as_their_rows_would_be() -> None:
    rows = [row(NOW + n, n / 7 - 50, 2**31 - 1 - n, quality=n % 16) for n in range(100)]
    assert pack(columns(*rows), []) == pack(None, rows)
    assert pack(columns(*rows[:60]), rows[60:]) == pack(None, rows)
    assert pack(columns(), []) == HEADER + TRAILER
