"""An outage is logged when it begins, every five minutes, and when it ends."""

import logging

import pytest

from isotherm.process.outage import Outage


def test_an_outage_is_two_lines_however_often_it_was_tried(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = 0.0
    log = logging.getLogger("test")
    outage = Outage(log, "it is away", "it is back", clock=lambda: now)
    with caplog.at_level(logging.INFO):
        outage.ended()
        for _ in range(100):
            now += 1.0
            outage.began(OSError("line one\nline two"))
        outage.ended()
        outage.ended()
    assert [each.message for each in caplog.records] == ["it is away", "it is back"]
    went, came_back = (each.__dict__ for each in caplog.records)
    assert went["why"] == "line one line two"
    assert (came_back["after_s"], came_back["tries"]) == (99.0, 100)


def test_a_long_outage_is_told_again_every_five_minutes(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    outage = Outage(logging.getLogger("test"), "it is away", "it is back", clock=lambda: now)
    with caplog.at_level(logging.INFO):
        for _ in range(601):
            outage.began(TimeoutError())
            now += 1.0
    assert [each.__dict__["tries"] for each in caplog.records] == [1, 301, 601]
    assert caplog.records[0].__dict__["why"] == "TimeoutError()"
