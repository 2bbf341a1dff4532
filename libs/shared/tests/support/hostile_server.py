"""A TCP server that treats its clients badly, and remembers how many it had."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

LOOPBACK = "127.0.0.1"
Treat = Callable[[socket.socket, threading.Event], None]
"""What happens to a connection; the event says that the test is over."""


class HostileServer:
    """Accepts connections and hands each to `treat`, in a thread of its own."""

    def __init__(self, treat: Treat) -> None:
        self._treat, self._over = treat, threading.Event()
        self._listening = socket.create_server((LOOPBACK, 0))
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.url = f"http://{LOOPBACK}:{self._listening.getsockname()[1]}"

    def wait_for(self, connections: int, timeout_s: float = 30) -> None:
        """Wait until so many connections were accepted; raise TimeoutError after the timeout."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.connections >= connections, timeout_s):
                raise TimeoutError(f"{self.connections} of {connections} connections came")

    def accept(self) -> None:
        """Accept until the listening socket is shut down."""
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,))
            self._threads.append(thread)
            thread.start()
            with self._changed:
                self.connections += 1
                self._changed.notify_all()

    def end(self) -> None:
        """End every connection, and accept no more."""
        self._over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def join(self) -> None:
        """Wait for the thread of every connection; none is accepted any more."""
        for thread in self._threads:
            thread.join()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):  # the client may leave
            self._treat(client, self._over)


@contextmanager
def hostile(treat: Treat) -> Iterator[HostileServer]:
    """Serve while the block runs."""
    server = HostileServer(treat)
    thread = threading.Thread(target=server.accept)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join()
        server.join()


def never_answers(client: socket.socket, over: threading.Event) -> None:
    """Read nothing and say nothing."""
    over.wait()


def answers_by_the_byte(client: socket.socket, over: threading.Event) -> None:
    """Send an answer that never ends, a byte in a while, so that no read of it times out."""
    client.recv(65536)
    for byte in b"HTTP/1.1 204 No Content\r\nX-Slow: " + b"x" * 100_000:
        client.sendall(bytes([byte]))
        if over.wait(0.02):
            return


def body_by_the_byte(client: socket.socket, over: threading.Event) -> None:
    """Send a head at once, and its body a byte in a while."""
    client.recv(65536)
    client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.02):
        client.sendall(b"x")


def hangs_up_in_the_body(client: socket.socket, over: threading.Event) -> None:
    """Close the connection before the body is complete."""
    client.recv(65536)
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")


def garbles_the_body(client: socket.socket, over: threading.Event) -> None:
    """Send a body that is not compressed as the head says."""
    client.recv(65536)
    client.sendall(b"HTTP/1.1 503 Busy\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")


def floods(client: socket.socket, over: threading.Event) -> None:
    """Send an answer without an end as fast as it is read."""
    client.recv(65536)
    client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100000000000\r\n\r\n")
    while not over.is_set():
        client.sendall(b"x" * 65536)


def hangs_up(client: socket.socket, over: threading.Event) -> None:
    """Close the connection without a word."""


def speaks_no_http(client: socket.socket, over: threading.Event) -> None:
    """Answer what is no HTTP."""
    client.recv(65536)
    client.sendall(b"\x15\x03\x01\x00\x02\x02\x46" * 10 + b"\n")
