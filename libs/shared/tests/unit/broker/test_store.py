"""Every ingest's session in Mosquitto's file gets its shared subscription; nothing else changes."""

import struct
import sys
from pathlib import Path

import pytest

from isotherm.broker import store
from isotherm.names import READINGS_FILTER

START = b"\0\xb5\0mosquitto db" + struct.pack(">II", 0, 6)
FILTER = READINGS_FILTER.encode()


def chunk(kind: int, body: bytes) -> bytes:
    return struct.pack(">II", kind, len(body)) + body


def client(client_id: bytes, username: bytes = b"service:ingest") -> bytes:
    lengths = struct.pack(">IHHHH", 0xFFFFFFFF, 7, len(client_id), 1883, len(username))
    return chunk(6, bytes(8) + lengths + bytes(4) + client_id + username)


def subscription(client_id: bytes) -> bytes:
    lengths = struct.pack(">IHHBB", 0, len(client_id), len(FILTER), 1, 0)
    return chunk(5, lengths + bytes(2) + client_id + FILTER)


MESSAGE = chunk(2, b"\x06\x05" * 50)
ONE, TWO = b"isotherm:ingest:one", b"isotherm:ingest:two"
STORE = START + chunk(1, bytes(16)) + MESSAGE + client(ONE) + client(b"fridge-1") + client(TWO)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file as Mosquitto writes it."""
    path = tmp_path / "mosquitto.db"
    path.write_bytes(STORE)
    return path


def test_each_ingest_gets_its_subscription_back(file: Path) -> None:
    store.mend(file)
    assert file.read_bytes() == STORE + subscription(ONE) + subscription(TWO)


def test_a_second_repair_changes_nothing(file: Path) -> None:
    store.mend(file)
    store.mend(file)
    assert file.read_bytes() == STORE + subscription(ONE) + subscription(TWO)


def test_an_interrupted_repair_is_completed(file: Path) -> None:
    file.write_bytes(STORE + subscription(ONE) + subscription(TWO)[:-3])
    store.mend(file)
    assert file.read_bytes() == STORE + subscription(ONE) + subscription(TWO)


@pytest.mark.parametrize(
    "strange", [b"something else", b"something else that is longer", START[:-1] + b"\x07" + STORE]
)
def test_a_file_of_another_format_is_left_alone(file: Path, strange: bytes) -> None:
    file.write_bytes(strange)
    with pytest.raises(store.UnknownStoreError):
        store.mend(file)
    assert file.read_bytes() == strange


def test_a_missing_or_empty_file_is_left_alone(tmp_path: Path) -> None:
    store.mend(tmp_path / "mosquitto.db")
    (tmp_path / "mosquitto.db").touch()
    store.mend(tmp_path / "mosquitto.db")
    assert (tmp_path / "mosquitto.db").read_bytes() == b""


def test_the_broker_is_started_whatever_the_file_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("os.execvp", lambda name, argv: started.append((name, argv)))
    monkeypatch.setattr(sys, "argv", ["store", str(file), "mosquitto", "-c", "its.conf"])
    store.main()
    file.write_bytes(b"something else")
    store.main()
    assert started == [("mosquitto", ["mosquitto", "-c", "its.conf"])] * 2
