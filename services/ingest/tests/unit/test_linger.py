"""Linger: no wait when nearly idle, a least time between commits when busy."""

import pytest

from isotherm_ingest.linger import Linger


def test_linger_is_nothing_when_nearly_idle() -> None:
    linger, now = Linger(0.02), 100.0
    for _ in range(100):
        assert linger.wait_s(now) == 0.0
        linger.began(now, 1)
        now += 0.1


def test_linger_keeps_commits_apart_when_busy() -> None:
    linger, now = Linger(0.02), 100.0
    for _ in range(200):
        linger.began(now, 100)
        now += 0.01
    assert linger.wait_s(now) == pytest.approx(0.01)
    assert linger.wait_s(now + 1) == 0.0
