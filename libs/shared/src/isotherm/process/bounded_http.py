"""Requests whose answers arrive within the timeout as a whole, or not at all.

The timeout of `requests` begins anew with each byte, so that a server which sends one in a while
would hold its client for ever.
"""

import http.client
import io
import socket
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


def bounded_session() -> requests.Session:
    """Return a session; of each request, connecting, sending and the answer take a timeout each."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _BoundedAdapter())
    return session


class _BoundedRead(io.RawIOBase):
    """The bytes of an answer, until a deadline: a socket's own timeout begins anew at each byte."""

    def __init__(self, sock: socket.socket, file: io.BufferedIOBase) -> None:
        super().__init__()
        self._socket, self._file = sock, file
        self._deadline = time.monotonic() + (sock.gettimeout() or 0.0)

    def readable(self) -> bool:
        """Tell io.BufferedReader that it may read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Receive some bytes; raise TimeoutError after the deadline."""
        remaining_s = self._deadline - time.monotonic()
        if remaining_s <= 0:
            raise TimeoutError("the answer takes too long")
        self._socket.settimeout(remaining_s)
        return self._socket.recv_into(buffer)

    def close(self) -> None:
        """Let go of the socket, which stays open as long as a file of it does."""
        self._file.close()
        super().close()


class _BoundedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp = io.BufferedReader(_BoundedRead(sock, self.fp))


class _Http(HTTPConnection):
    response_class = _BoundedResponse


class _Https(HTTPSConnection):
    response_class = _BoundedResponse


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


_POOLS = {"http": _HttpPool, "https": _HttpsPool}


class _BoundedAdapter(HTTPAdapter):
    """Requests' transport, also through a proxy, over connections that read within bounds."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """Make the pools of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **more)
        manager.pool_classes_by_scheme = _POOLS
        return manager
