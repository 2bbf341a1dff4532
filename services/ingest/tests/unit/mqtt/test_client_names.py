"""The private names of aiomqtt and paho that the bulk client uses."""

import ast
import asyncio
import inspect
import socket
import textwrap
import time
from collections.abc import Callable
from importlib.metadata import requires, version
from types import SimpleNamespace

import aiomqtt
import pytest
from bulk_parts import Sink
from paho.mqtt import client as paho

from isotherm_ingest.mqtt.client import BulkClient


def test_versions_are_those_whose_private_names_are_used() -> None:
    pins = {"aiomqtt": "2.5.1", "paho-mqtt": "2.1.0"}
    assert {name: version(name) for name in pins} == pins
    assert {f"{name}=={pin}" for name, pin in pins.items()} <= set(
        requires("isotherm-ingest") or ()
    )


def parameters(of: Callable[..., object]) -> list[str]:
    return list(inspect.signature(of).parameters)


def test_names_of_aiomqtt() -> None:
    for name in ("_on_socket_open", "_on_socket_close"):
        assert parameters(getattr(aiomqtt.Client, name)) == ["self", "client", "userdata", "sock"]


async def test_names_of_aiomqtt_in_an_instance() -> None:
    client = BulkClient("nowhere", sink=Sink())
    assert isinstance(client._client, paho.Client)
    assert client._loop is asyncio.get_running_loop()
    # paho calls what is replaced here
    assert client._client.on_socket_open == client._on_socket_open
    assert client._client.on_socket_close == client._on_socket_close
    assert client._client._sock_recv == client._give
    assert client._client._manual_ack


async def test_aiomqtt_puts_its_reader_before_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both calls are queued to the loop in this order."""
    client = BulkClient("nowhere", sink=Sink())
    queued: list[Callable[..., object]] = []
    loop = SimpleNamespace(
        call_soon_threadsafe=lambda call, *_: queued.append(call), add_reader="add_reader"
    )
    monkeypatch.setattr(client, "_loop", loop)
    one, other = socket.socketpair()
    with one, other:
        client._on_socket_open(client.inner, None, one)
    assert queued[0] == "add_reader"
    assert queued[-1] == client._watch


def test_names_of_paho() -> None:
    assert parameters(paho.Client._sock_recv) == ["self", "bufsize"]
    assert parameters(paho.Client._packet_queue) == [
        *("self", "command", "packet", "mid", "qos", "info"),
    ]
    client = paho.Client(paho.CallbackAPIVersion.VERSION2)
    assert isinstance(client._last_msg_in, float)
    assert paho.time_func is time.monotonic


def test_paho_reads_its_socket_with_one_function_only() -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(paho.Client)))
    readers = {
        (method.name, ast.unparse(call.func))
        for method in ast.walk(tree)
        if isinstance(method, ast.FunctionDef)
        for call in ast.walk(method)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("recv", "recv_into", "recvfrom", "read", "makefile")
    }
    own = {("_loop", "self._sockpairR.recv")}  # wakes its own thread, which is not used
    assert readers - own == {("_sock_recv", "self._sock.recv")}
