"""Ports: the preferred one if it is free, otherwise another; never the same one twice."""

import socket
import subprocess
import sys

import pytest

from isotherm_devstack.host.ports import LOOPBACK, free_port, is_free


def test_the_preferred_port_is_returned_if_free() -> None:
    port = free_port()
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        preferred: int = probe.getsockname()[1]
    assert free_port(preferred) == preferred
    assert port != preferred


def test_no_port_is_returned_twice() -> None:
    port = free_port()
    assert is_free(port)
    assert free_port(port) != port


def test_a_port_reserved_by_another_process_is_not_returned() -> None:
    code = "from isotherm_devstack.host.ports import free_port; print(free_port(), flush=True)"
    argv = [sys.executable, "-c", f"import sys; {code}; sys.stdin.read()"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        assert is_free(port)
        assert free_port(port) != port
        other.communicate()
    assert free_port(port) == port


@pytest.mark.parametrize("address", [LOOPBACK, "0.0.0.0", "::1"])  # noqa: S104  a listener on all is meant
def test_a_port_with_a_listener_is_not_free(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as listener:
        try:
            listener.bind((address, 0))
        except OSError:
            pytest.skip("this machine has no such address")
        listener.listen()
        port: int = listener.getsockname()[1]
        assert not is_free(port)
        assert free_port(port) != port
