"""Replay jobs as the API answers them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from isotherm.instants import to_ms
from isotherm.replays import Filter
from isotherm_api.replays.documents import replay_job

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(**changes: Any) -> Any:
    """Return a row of `queries`: a job that waits."""
    return {
        "id": 7,
        "asked_at": NOW,
        "asked_by": "ada",
        "filter": '{"ids": [1]}',
        "state": "waiting",
        "matched": 1,
        "replayed": 0,
        "duplicate": 0,
        "refused_again": 0,
        "done_at": None,
        "error": None,
    } | changes


def test_times_of_a_job_are_in_milliseconds() -> None:
    assert (replay_job(row()).asked, replay_job(row()).done) == (to_ms(NOW), None)
    failed = replay_job(row(state="failed", done_at=NOW, error="no partition"))
    assert (failed.state, failed.done, failed.error) == ("failed", to_ms(NOW), "no partition")


@pytest.mark.parametrize(
    ("wanted", "document"),
    [
        ('{"ids": [1, 2]}', {"ids": [1, 2]}),
        ('{"from": 0, "to": 5, "device": "d"}', {"from": 0, "to": 5, "device": "d"}),
        ("{}", {}),
    ],
)
def test_the_filter_is_shown_as_it_was_asked_for(wanted: str, document: dict[str, Any]) -> None:
    shown = replay_job(row(filter=wanted)).filter.model_dump(by_alias=True, exclude_none=True)
    assert shown == document == Filter.of(document).document()
