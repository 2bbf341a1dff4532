"""Ports: the usual one where it is free, another where it is not, never one twice."""

import socket
import subprocess
import sys

import pytest

from isotherm_devstack.host.ports import LOOPBACK, free_port, is_free


def test_the_preferred_port_is_taken_when_free() -> None:
    port = free_port()
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        preferred: int = probe.getsockname()[1]
    assert free_port(preferred) == preferred
    assert port != preferred


def test_no_port_is_given_twice() -> None:
    port = free_port()
    assert is_free(port)
    assert free_port(port) != port


def test_a_port_given_to_another_process_is_not_given_again() -> None:
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
def test_a_port_somebody_listens_on_is_not_free(address: str) -> None:
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
