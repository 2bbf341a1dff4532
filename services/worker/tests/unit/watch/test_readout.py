"""The broker's counters are read from its topics and compared."""

import pytest

from isotherm_worker.watch.readout import FIELDS, Readout, rise


def _topic(field: str) -> str:
    [topic] = [topic for topic, name in FIELDS.items() if name == field]
    return topic


def test_a_counter_is_unknown_until_it_is_published() -> None:
    assert Readout() == Readout(None, None, None, None, None, None)
    assert Readout().queued is None


def test_numbers_are_kept_and_anything_else_is_unknown() -> None:
    readout = Readout()
    readout.update(_topic("dropped"), b"80")
    readout.update(_topic("stored"), b"73")
    readout.update(_topic("retained"), b"53")
    readout.update("$SYS/broker/uptime", b"6 seconds")
    assert (readout.dropped, readout.queued) == (80, 20)
    readout.update(_topic("dropped"), b"many")
    assert readout.dropped is None


@pytest.mark.parametrize(
    ("payload", "version"),
    [
        (b"mosquitto version 2.0.18", "mosquitto version 2.0.18"),
        (b"", None),
        (b"2.0\x00", None),
        ("2.0 ä".encode(), None),
        (b"9" * 101, None),
    ],
)
def test_a_version_is_what_can_be_shown(payload: bytes, version: str | None) -> None:
    readout = Readout(version="old")
    readout.update(_topic("version"), payload)
    assert readout.version == version


def test_a_queue_is_never_negative() -> None:
    assert Readout(stored=35, retained=40).queued == 0


@pytest.mark.parametrize(
    ("before", "now", "risen"),
    [
        (None, 80, 0),  # nobody counted before
        (80, None, 0),
        (0, 0, 0),
        (0, 80, 80),
        (80, 81, 1),
        (80, 0, 0),  # the broker restarted
        (80, 3, 3),
    ],
)
def test_the_rise_of_a_counter(before: int | None, now: int | None, risen: int) -> None:
    assert rise(before, now) == risen
