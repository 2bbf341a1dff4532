"""Each start is granted by its own name, and files that are half there are no request."""

from pathlib import Path

import pytest

from isotherm_worker.keeper.handshake import Handshake


def test_a_start_waits_until_it_is_granted_also_by_another_keeper(tmp_path: Path) -> None:
    handshake = Handshake(tmp_path)
    assert handshake.waiting() is None
    assert handshake.granted() is None
    (tmp_path / "request").write_text("7 a mosquitto\n")
    request = handshake.waiting()
    assert request is not None
    assert (request.pid, request.program) == (7, "mosquitto")
    handshake.grant(request)
    assert handshake.waiting() is None
    assert Handshake(tmp_path).granted() == request
    (tmp_path / "request").write_text("7 b mosquitto\n")
    assert Handshake(tmp_path).waiting() is not None


@pytest.mark.parametrize("text", [b"", b"7", b"7 a", b"x a mosquitto", b"\xff a b"])
def test_what_is_no_request_is_ignored(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "request").write_bytes(text)
    assert Handshake(tmp_path).waiting() is None


def test_what_the_broker_has_loaded_is_remembered(tmp_path: Path) -> None:
    assert Handshake(tmp_path).loaded is None
    Handshake(tmp_path).loaded = "abc"
    assert Handshake(tmp_path).loaded == "abc"
