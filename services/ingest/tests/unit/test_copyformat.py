"""The binary form of COPY: lengths before fields, -1 for nothing, columns as rows."""

import struct

from ingest_parts import NOW, row

from isotherm_ingest.copyformat import HEADER, TRAILER, pack


def test_copy_has_lengths_before_fields() -> None:
    data = pack(None, [row(NOW, 1.5, 7), row(NOW, None, 8, quality=1)])
    assert data.startswith(HEADER)
    assert data.endswith(TRAILER)
    body = data[len(HEADER) : -len(TRAILER)]
    first = struct.calcsize(">hiqiqidiiih")
    assert struct.unpack(">hiqiqidiiih", body[:first])[6:9] == (1.5, 4, 7)
    assert struct.unpack(">hiqiqiiiih", body[first:])[5:8] == (-1, 4, 8)
