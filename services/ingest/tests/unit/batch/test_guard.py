"""The guard: a stage that raises costs its own messages and holds up no others."""

import logging

import pytest

from isotherm_ingest.batch.guard import guarded


def test_a_result_passes_the_guard() -> None:
    assert guarded("dividing", divmod, 7, 2) == (3, 1)


def test_a_failure_is_logged_with_its_traceback_and_returns_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        assert guarded("dividing", divmod, 1, 0) is None
    [record] = caplog.records
    assert record.getMessage() == "dividing failed; going on without it"
    assert record.exc_info is not None
