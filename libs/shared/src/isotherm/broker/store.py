"""Add the shared subscriptions that Mosquitto does not save to its file of sessions.

Mosquitto saves sessions with their queued messages and plain subscriptions, but no shared ones
(`persist__subs_save` in src/persist_write.c, 2.0.11 to 2.1.2); it does read shared ones correctly.
Without this, whatever devices publish after a restart and before ingest has subscribed again is
acknowledged and dropped. `python -m isotherm.broker.store FILE [COMMAND …]` repairs the file, then
replaces itself with the command (exec), if any, which starts the broker.
"""

import logging
import mmap
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from isotherm.broker.start import start_broker
from isotherm.names import INGEST_CLIENTS, READINGS_FILTER

log = logging.getLogger(__name__)

_START = struct.Struct(">15sII")
_MAGIC, _VERSION = b"\0\xb5\0mosquitto db", 6
_CHUNK = struct.Struct(">II")
"""Kind and length of the chunk's content. All numbers are in network order."""
_SUBSCRIPTION, _CLIENT = 5, 6
_CLIENT_LENGTHS = struct.Struct(">14xHHH")
"""Length of the client id, the listener's port, length of the user name. Both texts come last."""
_SUBSCRIBED = struct.Struct(">IHHBB2x")
"""Identifier, lengths of client id and filter, QoS, options; both texts follow."""
_QOS = 1


class UnknownStoreError(Exception):
    """The file is not in the format that this module knows."""


def _chunks(store: mmap.mmap) -> Iterator[tuple[int, int, int]]:
    """Yield kind, begin and end of each complete chunk."""
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
    """Return the missing chunks and the offset to write them at.

    A torn chunk after that offset is of an earlier attempt. Raise UnknownStoreError.
    """
    required: dict[bytes, None] = {}
    stored: set[bytes] = set()
    end = _START.size
    for kind, begin, end in _chunks(store):
        if kind == _CLIENT:
            client_id = _client_id(store[begin:end])
            if client_id.startswith(INGEST_CLIENTS.encode()):
                required[_subscription(client_id)] = None
        elif kind == _SUBSCRIPTION:
            stored.add(store[begin - _CHUNK.size : end])
    return b"".join(chunk for chunk in required if chunk not in stored), end


def mend(path: Path) -> None:
    """Add the shared subscription to every ingest session that lacks it; the file may be missing.

    Raise UnknownStoreError, and leave the file unchanged, if its format is unknown.
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


def repair(path: Path) -> None:
    """Do what `mend` does, if it can be done; else log why not, as the broker starts anyway."""
    try:
        mend(path)
    except (OSError, ValueError, UnknownStoreError) as error:
        log.warning("cannot repair %s, starting the broker without: %s", path, error)


def main() -> None:
    """Repair the file named first, then run the command that follows, if any."""
    if len(sys.argv) < 2:
        raise SystemExit("usage: python -m isotherm.broker.store FILE [COMMAND ...]")
    path, *command = sys.argv[1:]
    repair(Path(path))
    if command:
        start_broker(command)


if __name__ == "__main__":
    main()
