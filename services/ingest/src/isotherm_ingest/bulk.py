"""The bulk client: aiomqtt keeps the connection, and whole reads of its socket come to us.

aiomqtt 2 reads a packet at a time, makes a task a message and acknowledges each by a write of its
own: 50 µs a message. Here a read of up to 256 KiB is sliced at once (see `frames`), every packet
that is no PUBLISH is handed to paho through the function it reads its socket by, and
acknowledgements go out as one write. That touches private names of both libraries, which are
pinned exactly; `tests/unit/test_bulk.py` fails where one of them changes.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from typing import Any

import aiomqtt
from paho.mqtt import client as paho

from isotherm_ingest.frames import Frames, MalformedError, slice_frames

log = logging.getLogger(__name__)

READ_BYTES = 256 * 1024
_ONE_TURN = 4 * READ_BYTES
"""Bytes read before others get their turn, where more than one read is needed (TLS)."""
_PUBACK = b"\x40\x02"
_ACKS_A_WRITE = 500

Sink = Callable[["BulkClient", Frames], None]
"""Takes the messages of one read; never called with none."""


class BulkClient(aiomqtt.Client):
    """An aiomqtt client whose messages go to a sink and are acknowledged by hand.

    `messages` stays empty and ends with the connection, as ever. The arguments are aiomqtt's.
    """

    def __init__(self, *arguments: Any, sink: Sink, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._sink = sink
        self._rest = self._feed = b""
        self._ended = self._paused = False
        self._socket: Any = None
        self._client.manual_ack_set(True)
        self._client._sock_recv = self._give  # type: ignore[method-assign]

    @property
    def inner(self) -> paho.Client:
        """The paho client, for its callbacks."""
        return self._client

    def acknowledge(self, packet_ids: Sequence[bytes]) -> None:
        """Acknowledges messages of QoS 1, in the order in which they came."""
        for first in range(0, len(packet_ids), _ACKS_A_WRITE):
            some = packet_ids[first : first + _ACKS_A_WRITE]
            data = _PUBACK + _PUBACK.join(some)
            self._client._packet_queue(paho.PUBACK, data, int.from_bytes(some[0], "big"), 1)

    def pause(self) -> None:
        """Reads nothing more until `go_on`; what was read can be acknowledged meanwhile."""
        self._paused = True
        if self._socket is not None and self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())

    def go_on(self) -> None:
        """Reads again."""
        if self._paused and self._socket is not None and self._socket.fileno() >= 0:
            self._watch(self._socket)
            # what TLS has decrypted wakes nobody
            asyncio.get_running_loop().call_soon(self._readable, self._socket)
        self._paused = False

    def _on_socket_open(self, client: paho.Client, userdata: Any, sock: Any) -> None:
        super()._on_socket_open(client, userdata, sock)
        self._rest = self._feed = b""
        self._ended = self._paused = False
        self._socket = sock
        # queued behind aiomqtt's own, whose reader it replaces; connecting runs in another thread
        self._loop.call_soon_threadsafe(self._watch, sock)

    def _on_socket_close(self, client: paho.Client, userdata: Any, sock: Any) -> None:
        super()._on_socket_close(client, userdata, sock)
        if sock is self._socket:
            self._socket = None

    def _watch(self, sock: Any) -> None:
        if sock.fileno() >= 0:
            asyncio.get_running_loop().add_reader(sock.fileno(), self._readable, sock)

    def _readable(self, sock: Any) -> None:
        """Reads once; with TLS until nothing is left, as what is decrypted wakes nobody."""
        total = 0
        while not self._paused and sock is self._socket:
            try:
                data = sock.recv(READ_BYTES)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError as error:
                log.info("broker connection broke", extra={"error": str(error)})
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
            frames = slice_frames(self._rest + data if self._rest else data)
        except MalformedError as error:
            log.warning("broker sent what is no MQTT", extra={"error": str(error)})
            self._end(self._socket)
            return
        self._rest = frames.rest
        # first what may open or end the connection: messages in the same read come after it
        if frames.others:
            self._feed += b"".join(frames.others)
            self._let_paho_read()
        if frames.topics:
            self._sink(self, frames)

    def _let_paho_read(self) -> None:
        try:
            while self._feed and self._client.socket() is not None:
                self._client.loop_read()
        except Exception as error:  # of any kind, where it meets what it cannot read
            log.warning("broker sent what is no MQTT", extra={"error": repr(error)})
            self._ended = True
            self.pause()
            self._client.disconnect()
        self._feed = b""

    def _end(self, sock: Any) -> None:
        """Lets paho see the end of the connection, as it does at an empty read."""
        if sock is not None and sock.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(sock.fileno())
        self._ended = True
        self._client.loop_read()

    def _give(self, bufsize: int) -> bytes:
        """What paho reads its socket by."""
        if self._ended:
            return b""
        if not self._feed:
            raise BlockingIOError
        given, self._feed = self._feed[:bufsize], self._feed[bufsize:]
        return given
