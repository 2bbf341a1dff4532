"""Free TCP ports on the loopback interface; a part's preferred port if that is free.

A returned port is reserved until this process ends: a part may take minutes until it listens,
and another stack or test session must not get the same port in the meantime.
"""

import errno
import fcntl
import os
import random
import socket
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

LOOPBACK = "127.0.0.1"
# below the ephemeral ports, which systems use for outgoing connections
_RANGE = range(20_000, 32_000)
_reserved: set[int] = set()


def is_free(port: int) -> bool:
    """Return whether nothing listens on the port, on either loopback address."""
    addresses = ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, "::1"))
    return all(_free_at(family, address, port) for family, address in addresses)


def _free_at(family: socket.AddressFamily, address: str, port: int) -> bool:
    try:
        probe = socket.socket(family, socket.SOCK_STREAM)
    except OSError:  # no IPv6 on this machine
        return True
    with closing(probe):
        probe.settimeout(1.0)
        if probe.connect_ex((address, port)) == 0:
            return False
    with closing(socket.socket(family, socket.SOCK_STREAM)) as listener:
        # allows a port in TIME_WAIT; bind still fails if something listens
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except OSError as error:
            return error.errno == errno.EADDRNOTAVAIL  # no such loopback address here
    return True


def free_port(preferred: int | None = None) -> int:
    """Return the preferred port if it is free, else another; never the same port twice.

    Raise OSError if no port is free.
    """
    if preferred is not None and _take(preferred):
        return preferred
    for _ in range(1_000):
        port = random.choice(_RANGE)  # noqa: S311  no secret
        if _take(port):
            return port
    raise OSError("no free TCP port between 20000 and 32000")


def _take(port: int) -> bool:
    if port in _reserved or not is_free(port) or not _reserve(port):
        return False
    _reserved.add(port)
    return True


@cache
def _reservations() -> int:
    """Return the file whose byte at offset N is locked by the process that reserved port N."""
    path = Path(tempfile.gettempdir()) / f"isotherm-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _reserve(port: int) -> bool:
    try:
        fcntl.lockf(_reservations(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except BlockingIOError:
        return False
    return True
