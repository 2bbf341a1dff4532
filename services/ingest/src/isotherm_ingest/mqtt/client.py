"""The bulk client: aiomqtt keeps the connection, but messages are read in bulk.

aiomqtt 2 reads one packet at a time, creates a task per message and acknowledges each message with
a write of its own: 50 µs per message. Here a read of up to 256 KiB is sliced at once (by `frames`),
packets other than PUBLISH are handed to paho through the function by which it reads its socket,
and acknowledgements go out in one write. This uses private names of both libraries, which are
pinned exactly; `tests/unit/mqtt/test_client_names.py` fails if one of them changes.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from typing import Any

import aiomqtt
from paho.mqtt import client as paho

from isotherm.process import tracing
from isotherm_ingest.mqtt.frames import Frames, MalformedError, slice_frames

log = logging.getLogger(__name__)

READ_BYTES = 256 * 1024
_ONE_TURN = 4 * READ_BYTES
"""Bytes to read before other tasks get their turn, if it takes several reads (TLS)."""
_PUBACK = b"\x40\x02"
_ACKS_A_WRITE = 500

Sink = Callable[["BulkClient", Frames], None]
"""Receives the messages of one read; never called without any."""


class BulkClient(aiomqtt.Client):
    """An aiomqtt client that hands its messages to a sink; they are acknowledged by `acknowledge`.

    `messages` yields nothing and ends with the connection. The other arguments are aiomqtt's.
    """

    def __init__(self, *args: Any, sink: Sink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sink = sink
        self._rest = self._feed = b""
        self._ended = self._paused = False
        self._socket: Any = None
        self._client.manual_ack_set(True)
        self._client._sock_recv = self._give  # type: ignore[method-assign]  # see above

    @property
    def inner(self) -> paho.Client:
        """The paho client, for its callbacks."""
        return self._client

    def acknowledge(self, packet_ids: Sequence[bytes]) -> None:
        """Acknowledge messages of QoS 1, in the order of their arrival."""
        for first in range(0, len(packet_ids), _ACKS_A_WRITE):
            chunk = packet_ids[first : first + _ACKS_A_WRITE]
            data = _PUBACK + _PUBACK.join(chunk)
            self._client._packet_queue(paho.PUBACK, data, int.from_bytes(chunk[0], "big"), 1)

    def pause(self) -> None:
        """Read nothing more until `resume`; messages can be acknowledged meanwhile."""
        self._paused = True
        if self._socket is not None and self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())

    def resume(self) -> None:
        """Read again."""
        if self._paused and self._socket is not None and self._socket.fileno() >= 0:
            self._watch(self._socket)
            # data that TLS has decrypted already does not make the socket readable
            asyncio.get_running_loop().call_soon(self._readable, self._socket)
        self._paused = False

    def _on_socket_open(self, client: paho.Client, userdata: Any, sock: Any) -> None:
        super()._on_socket_open(client, userdata, sock)
        self._rest = self._feed = b""
        self._ended = self._paused = False
        self._socket = sock
        # runs after aiomqtt's own callback, whose reader it replaces; this is another thread
        self._loop.call_soon_threadsafe(self._watch, sock)

    def _on_socket_close(self, client: paho.Client, userdata: Any, sock: Any) -> None:
        super()._on_socket_close(client, userdata, sock)
        if sock is self._socket:
            self._socket = None

    def _watch(self, sock: Any) -> None:
        if sock.fileno() >= 0:
            asyncio.get_running_loop().add_reader(sock.fileno(), self._readable, sock)

    def _readable(self, sock: Any) -> None:
        """Read once; with TLS until nothing is left, as decrypted data makes no socket readable."""
        total = 0
        while not self._paused and sock is self._socket:
            try:
                data = sock.recv(READ_BYTES)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError as error:
                log.info("connection to the broker broke", extra={"error": str(error)})
                data = b""
            if not data:
                self._end(sock)
                return
            self._take(data)
            total += len(data)
            if not isinstance(sock, ssl.SSLSocket):
                return
            if total >= _ONE_TURN:
                asyncio.get_running_loop().call_soon(self._readable, sock)
                return

    def _take(self, data: bytes) -> None:
        self._client._last_msg_in = time.monotonic()
        try:
            whole = self._rest + data if self._rest else data
            frames = slice_frames(whole, traced=tracing.is_on())
        except MalformedError as error:
            log.warning("broker sent malformed MQTT, reconnecting", extra={"error": str(error)})
            self._end(self._socket)
            return
        self._rest = frames.rest
        # CONNACK or DISCONNECT in the same read take effect before its messages
        if frames.others:
            self._feed += b"".join(frames.others)
            self._let_paho_read()
        if frames.topics:
            self._sink(self, frames)

    def _let_paho_read(self) -> None:
        try:
            while self._feed and self._client.socket() is not None:
                self._client.loop_read()
        except Exception as error:  # paho raises all kinds of errors for malformed packets
            log.warning("broker sent malformed MQTT, reconnecting", extra={"error": repr(error)})
            self._ended = True
            self.pause()
            self._client.disconnect()
        self._feed = b""

    def _end(self, sock: Any) -> None:
        """Let paho find the end of the connection, by an empty read."""
        if sock is not None and sock.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(sock.fileno())
        self._ended = True
        self._client.loop_read()

    def _give(self, bufsize: int) -> bytes:
        """Stand in for paho's function that reads from its socket."""
        if self._ended:
            return b""
        if not self._feed:
            raise BlockingIOError
        data, self._feed = self._feed[:bufsize], self._feed[bufsize:]
        return data
