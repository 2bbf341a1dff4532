"""Trouble is told once, again after minutes, and when it is over."""

import logging

import pytest

from isotherm.trouble import Trouble


def test_an_outage_is_two_lines_however_often_it_was_tried(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = 0.0
    log = logging.getLogger("test")
    trouble = Trouble(log, "it is away", "it is back", clock=lambda: now)
    with caplog.at_level(logging.INFO):
        trouble.over()
        for _ in range(100):
            now += 1.0
            trouble.came(OSError("line one\nline two"))
        trouble.over()
        trouble.over()
    assert [each.message for each in caplog.records] == ["it is away", "it is back"]
    went, came_back = (each.__dict__ for each in caplog.records)
    assert went["why"] == "line one line two"
    assert (came_back["after_s"], came_back["tries"]) == (99.0, 100)


def test_a_long_outage_is_told_again_every_five_minutes(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    trouble = Trouble(logging.getLogger("test"), "it is away", "it is back", clock=lambda: now)
    with caplog.at_level(logging.INFO):
        for _ in range(601):
            trouble.came(TimeoutError())
            now += 1.0
    assert [each.__dict__["tries"] for each in caplog.records] == [1, 301, 601]
    assert caplog.records[0].__dict__["why"] == "TimeoutError()"
