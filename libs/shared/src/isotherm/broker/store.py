"""Mosquitto's file of sessions, given back the shared subscriptions that Mosquitto does not save.

It saves sessions with what waits in them and their plain subscriptions, but no shared one
(`persist__subs_save` in src/persist_write.c, 2.0.11 to 2.1.2); reading a shared one it does as it
should. Without this, what devices publish after a restart and before ingest has subscribed again is
acknowledged and kept for nobody. `python -m isotherm.broker.store FILE COMMAND …` mends the file
and becomes the command, which is the broker's.
"""

import logging
import mmap
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from isotherm.names import INGEST_CLIENTS, READINGS_FILTER

log = logging.getLogger(__name__)

_START = struct.Struct(">15sII")
_MAGIC, _VERSION = b"\0\xb5\0mosquitto db", 6
_CHUNK = struct.Struct(">II")
"""Kind and length of what follows. Of that, numbers are in network order where read here."""
_SUBSCRIPTION, _CLIENT = 5, 6
_CLIENT_LENGTHS = struct.Struct(">14xHHH")
"""Of the client id; the listener's port; of the user name. Both texts end the chunk."""
_SUBSCRIBED = struct.Struct(">IHHBB2x")
"""Identifier, length of client id and of filter, QoS, options; then both texts."""
_QOS = 1


class UnknownStoreError(Exception):
    """Not a file of the format that is known here."""


def _chunks(store: mmap.mmap) -> Iterator[tuple[int, int, int]]:
    """Kind, begin and end of each whole chunk."""
    if len(store) < _START.size:
        raise UnknownStoreError("too short")
    magic, _, version = _START.unpack_from(store)
    if magic != _MAGIC or version != _VERSION:
        raise UnknownStoreError(f"version {version}")
    end = _START.size
    while end + _CHUNK.size <= len(store):
        kind, length = _CHUNK.unpack_from(store, end)
        begin, end = end + _CHUNK.size, end + _CHUNK.size + length
        if end <= len(store):
            yield kind, begin, end


def _client_id(chunk: bytes) -> bytes:
    id_length, _, name_length = _CLIENT_LENGTHS.unpack_from(chunk)
    begin = len(chunk) - id_length - name_length
    return chunk[begin : begin + id_length]


def _subscription(client_id: bytes) -> bytes:
    filter_ = READINGS_FILTER.encode()
    body = _SUBSCRIBED.pack(0, len(client_id), len(filter_), _QOS, 0) + client_id + filter_
    return _CHUNK.pack(_SUBSCRIPTION, len(body)) + body


def missing_subscriptions(store: mmap.mmap) -> tuple[bytes, int]:
    """What is to be written at the end, and where the end is: a torn chunk is of an earlier try.

    Raises UnknownStoreError.
    """
    wanted: dict[bytes, None] = {}
    there: set[bytes] = set()
    end = _START.size
    for kind, begin, end in _chunks(store):
        if kind == _CLIENT:
            client_id = _client_id(store[begin:end])
            if client_id.startswith(INGEST_CLIENTS.encode()):
                wanted[_subscription(client_id)] = None
        elif kind == _SUBSCRIPTION:
            there.add(store[begin - _CHUNK.size : end])
    return b"".join(each for each in wanted if each not in there), end


def mend(path: Path) -> None:
    """Gives every session of an ingest its shared subscription; no file is no session.

    Raises UnknownStoreError, and leaves the file as it is.
    """
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("r+b") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as store:
            missing, end = missing_subscriptions(store)
        if missing:
            file.truncate(end)
            file.seek(end)
            file.write(missing)
            file.flush()
            os.fsync(file.fileno())


def main() -> None:
    """Mends the file named first and becomes the command that follows; never in its way."""
    path, *command = sys.argv[1:]
    try:
        mend(Path(path))
    except (OSError, ValueError, UnknownStoreError) as error:
        log.warning("%s is left as it is: %s", path, error)
    os.execvp(command[0], command)  # noqa: S606  the broker takes this process's place


if __name__ == "__main__":
    main()
