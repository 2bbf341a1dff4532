"""An outage is logged when it begins, every five minutes, and when it ends."""

import logging

import pytest

from isotherm.process.outage import Outage


def test_an_outage_is_two_lines_whatever_the_number_of_tries(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = 0.0
    log = logging.getLogger("test")
    outage = Outage(log, "it failed", "it works again", clock=lambda: now)
    with caplog.at_level(logging.INFO):
        outage.ended()
        for _ in range(100):
            now += 1.0
            outage.began(OSError("line one\nline two"))
        outage.ended()
        outage.ended()
    assert [record.message for record in caplog.records] == ["it failed", "it works again"]
    began, ended = (record.__dict__ for record in caplog.records)
    assert began["why"] == "line one line two"
    assert (ended["after_s"], ended["tries"]) == (99.0, 100)


def test_an_outage_lasts_from_its_first_failed_attempt_to_the_next_successful_one() -> None:
    now = 5.0
    outage = Outage(logging.getLogger("test"), "it failed", "it works again", clock=lambda: now)
    assert outage.lasts_s == 0.0
    for _ in range(3):
        outage.began(OSError())
        now += 1.0
    assert outage.lasts_s == 3.0
    outage.ended()
    assert outage.lasts_s == 0.0


def test_a_long_outage_is_logged_again_every_five_minutes(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    outage = Outage(logging.getLogger("test"), "it failed", "it works again", clock=lambda: now)
    with caplog.at_level(logging.INFO):
        for _ in range(601):
            outage.began(TimeoutError())
            now += 1.0
    assert [record.__dict__["tries"] for record in caplog.records] == [1, 301, 601]
    assert caplog.records[0].__dict__["why"] == "TimeoutError()"
