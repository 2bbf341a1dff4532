"""What the broker says of itself, and how its counters are compared."""

import pytest

from isotherm_worker.watch.readout import FIELDS, Readout, rise


def _topic(field: str) -> str:
    [topic] = [topic for topic, name in FIELDS.items() if name == field]
    return topic


def test_nothing_said_is_unknown() -> None:
    assert Readout() == Readout(None, None, None, None)
    assert Readout().queued is None


def test_what_is_said_is_kept_and_what_is_no_number_is_unknown() -> None:
    readout = Readout()
    readout.update(_topic("dropped"), b"80")
    readout.update(_topic("stored"), b"73")
    readout.update(_topic("retained"), b"53")
    readout.update("$SYS/broker/uptime", b"6 seconds")
    assert (readout.dropped, readout.queued) == (80, 20)
    readout.update(_topic("dropped"), b"many")
    assert readout.dropped is None


def test_a_queue_is_never_below_nothing() -> None:
    assert Readout(stored=35, retained=40).queued == 0


@pytest.mark.parametrize(
    ("before", "now", "risen"),
    [
        (None, 80, 0),  # before anybody looked
        (80, None, 0),
        (0, 0, 0),
        (0, 80, 80),
        (80, 81, 1),
        (80, 0, 0),  # the broker began anew
        (80, 3, 3),
    ],
)
def test_a_rise(before: int | None, now: int | None, risen: int) -> None:
    assert rise(before, now) == risen
