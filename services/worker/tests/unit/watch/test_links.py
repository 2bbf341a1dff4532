"""What notices change about connections, and that what is held of them is bounded."""

from datetime import UTC, datetime, timedelta

import pytest

from isotherm.links import Attempt, Ending
from isotherm_worker.watch import links as module
from isotherm_worker.watch.links import AttemptCount, LinkChange, Links
from isotherm_worker.watch.notice import Ended, LoggedIn, Opened, TakenOver, TlsClosed

NOW = datetime(2026, 11, 29, 12, 0, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=5)
LOGIN = LoggedIn("10.0.0.7", 4, "fridge")


def test_a_login_and_its_end_are_one_change() -> None:
    links = Links()
    links.add(LOGIN, NOW, 0.0)
    links.add(Ended("fridge", Ending.TIMEOUT), LATER, 5.0)
    [link] = links.take(LATER, 5.0).links
    assert link == LinkChange("fridge", False, LATER, NOW, "10.0.0.7", LATER, Ending.TIMEOUT)
    assert links.take(LATER, 5.0).links == []


def test_a_take_over_is_counted_and_leaves_the_name_connected() -> None:
    links = Links()
    for moment in (NOW, LATER):
        links.add(TakenOver("fridge"), moment, 0.0)
        links.add(LOGIN, moment, 0.0)
    links.add(Ended("freezer", Ending.TAKEN_OVER, "10.0.0.8", 4), NOW, 0.0)
    changes = links.take(LATER, 0.0)
    fridge, freezer = changes.links
    assert fridge == LinkChange("fridge", True, LATER, LATER, "10.0.0.7", LATER, Ending.TAKEN_OVER)
    assert (freezer.connected, freezer.ending) == (True, Ending.TAKEN_OVER)
    assert changes.takeovers == {"fridge": (2, LATER), "freezer": (1, NOW)}


def test_the_login_of_a_service_is_no_devices() -> None:
    links = Links()
    links.add(LoggedIn("10.0.0.7", 4, None), NOW, 0.0)
    assert links.take(NOW, 0.0).links == []


def test_refused_logins_are_counted_by_minute_and_address() -> None:
    links = Links()
    for moment in (NOW, NOW, NOW + timedelta(minutes=1)):
        links.add(Opened("10.0.0.9", 4), moment, 0.0)
        links.add(Ended(None, Ending.REFUSED), moment, 0.0)
    minute = NOW.replace(second=0)
    next_minute = minute + timedelta(minutes=1)
    assert links.take(NOW, 0.0).attempts == [
        AttemptCount(minute, Attempt.REFUSED, "10.0.0.9", 2, NOW),
        AttemptCount(next_minute, Attempt.REFUSED, "10.0.0.9", 1, NOW + timedelta(minutes=1)),
    ]


def test_a_tls_connection_that_is_only_opened_and_closed_is_no_attempt() -> None:
    links = Links()
    for first in (TlsClosed(), TakenOver("fridge")):
        links.add(Opened("10.0.0.9", 4), NOW, 0.0)
        links.add(first, NOW, 0.0)
        links.add(Ended(None, Ending.FAILED), NOW, 0.0)
    [attempt] = links.take(NOW, 0.0).attempts
    assert (attempt.attempt, attempt.address, attempt.count) == (Attempt.GARBLED, "10.0.0.9", 1)


def test_addresses_beyond_the_bound_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ADDRESSES", 2)
    links = Links()
    for taken in range(2):
        for address in "abcd":
            links.add(Opened(address, 4), NOW, 0.0)
            links.add(Ended(None, Ending.REFUSED), NOW, 0.0)
        counts = {row.address: row.count for row in links.take(NOW, 0.0).attempts}
        assert counts == {"a": 1, "b": 1, "": 2}, taken


def test_changes_beyond_the_bound_are_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NAMES", 1)
    links = Links()
    links.add(LOGIN, NOW, 0.0)
    links.add(LoggedIn("10.0.0.7", 5, "freezer"), NOW, 0.0)
    links.add(TakenOver("freezer"), NOW, 0.0)
    links.add(Ended("fridge", Ending.CLOSED), LATER, 0.0)
    changes = links.take(LATER, 0.0)
    assert [(link.name, link.ending) for link in changes.links] == [("fridge", Ending.CLOSED)]
    assert (links.missed, changes.takeovers) == (2, {})
