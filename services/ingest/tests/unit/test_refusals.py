"""Warnings of refused readings: once a device and reason."""

import logging

import pytest

from isotherm_ingest.refusals import Warner


def test_a_device_and_reason_are_warned_of_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    warner = Warner()
    with caplog.at_level(logging.WARNING):
        for now in (0.0, 1.0, 3599.0, 3601.0):
            warner.warn("a", "bad_unit", "x", now)
        warner.warn("b", "bad_unit", "x", 1.0)
        warner.warn(None, "bad_topic", "x", 1.0)
    assert len(caplog.records) == 4
