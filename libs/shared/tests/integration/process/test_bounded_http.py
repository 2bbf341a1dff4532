"""A request ends within its timeout, however slowly the server sends its answer."""

import socket
import threading
from pathlib import Path

import hostile_server
import pytest
import requests
from hostile_server import Treat, hostile
from tls_parts import broker_context

from isotherm.process.bounded_http import bounded_session

SLOW = [hostile_server.answers_by_the_byte, hostile_server.body_by_the_byte]
each_slow_server = pytest.mark.parametrize("treat", SLOW, ids=lambda treat: treat.__name__)
TIMEOUT_S = 0.2


def _answers(client: socket.socket, over: threading.Event) -> None:
    """Answer each request at once, and keep the connection."""
    while client.recv(65536):
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")


def test_answers_arrive_whole_over_a_connection_that_is_kept() -> None:
    with hostile(_answers) as server, bounded_session() as session:
        assert [session.get(server.url, timeout=20).text for _ in range(3)] == ["hello"] * 3
    assert server.connections == 1


@pytest.mark.parametrize(
    "treat", [hostile_server.never_answers, *SLOW], ids=lambda treat: treat.__name__
)
def test_an_answer_that_takes_too_long_is_none(treat: Treat) -> None:
    with (
        hostile(treat) as server,
        bounded_session() as session,
        pytest.raises(requests.RequestException),
    ):
        session.get(server.url, timeout=TIMEOUT_S)


@each_slow_server
def test_an_answer_through_a_proxy_is_bounded(treat: Treat) -> None:
    with hostile(treat) as proxy, bounded_session() as session:
        session.proxies = {"http": proxy.url}
        with pytest.raises(requests.RequestException):
            session.get("http://collector.invalid/", timeout=TIMEOUT_S)
        proxy.wait_for(1)


@each_slow_server
def test_an_answer_over_tls_is_bounded(treat: Treat, tmp_path: Path) -> None:
    context = broker_context(tmp_path)

    def treat_over_tls(client: socket.socket, over: threading.Event) -> None:
        with context.wrap_socket(client, server_side=True) as encrypted:
            treat(encrypted, over)

    with (
        hostile(treat_over_tls) as server,
        bounded_session() as session,
        pytest.raises(requests.RequestException, match=r"[Tt]ime|too long"),
    ):
        session.get(
            server.url.replace("http:", "https:"),
            timeout=TIMEOUT_S,
            verify=str(tmp_path / "certificate.pem"),
        )
