"""Devices get a TLS listener once a certificate and its key lie in the state folder."""

from pathlib import Path

import pytest

from isotherm_devstack.state.folder import State
from isotherm_devstack.state.tls import IncompleteTlsError, TlsFiles, tls_files


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / "own")
    state.create()
    state.tls.mkdir()
    return state


def test_without_files_there_is_no_listener(state: State) -> None:
    assert tls_files(state) is None
    state.tls.rmdir()
    assert tls_files(state) is None


def test_a_certificate_and_its_key_are_enough(state: State) -> None:
    certificate, key = state.tls / "mqtt.crt", state.tls / "mqtt.key"
    for file in (certificate, key):
        file.touch()
    assert tls_files(state) == TlsFiles(certificate, key, None)
    authority = state.tls / "ca.crt"
    authority.touch()
    assert tls_files(state) == TlsFiles(certificate, key, authority)


@pytest.mark.parametrize(("there", "missing"), [("crt", "key"), ("key", "crt")])
def test_one_without_the_other_is_an_error(state: State, there: str, missing: str) -> None:
    (state.tls / f"mqtt.{there}").touch()
    with pytest.raises(IncompleteTlsError, match=f"mqtt.{missing} is missing"):
        tls_files(state)
