"""The sentence for the second of two concurrent edits of limits."""

from datetime import UTC, datetime
from typing import Any

import pytest

from isotherm_api.limits.documents import audited, limits_etag, raced

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(low: float | None, high: float | None, **more: Any) -> Any:
    """Return a row of `queries.load_limits`."""
    fields = {"id": 1, "since": NOW, "set_by": "tom", "set_by_name": None, "set_at": NOW}
    grace = {"min_duration_s": 0.0, "hysteresis": 0.0}
    return fields | {"low": low, "high": high} | grace | more


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (2, 8, "2.0 to 8.0 °C"),
        (2, None, "from 2.0 °C"),
        (None, 8, "up to 8.0 °C"),
        (None, None, "no limits"),
        (2.25, 4.444444444444445, "2.25 to 4.4444 °C"),
        (-0.00001, None, "from 0.0 °C"),
    ],
)
def test_it_names_who_set_which_limits(low: Any, high: Any, words: str) -> None:
    assert raced([row(low, high)]) == f"tom set {words} meanwhile."
    assert raced([row(low, high, set_by_name="Tom")]) == f"Tom set {words} meanwhile."


def test_removed_limits_have_a_sentence_too() -> None:
    assert "removed" in raced([])


def test_the_tag_changes_with_a_bound_but_not_with_a_persons_name() -> None:
    tag = limits_etag([row(2, 8)])
    assert tag == limits_etag([row(2, 8, set_by_name="Tom")])
    assert tag != limits_etag([row(2, 9)])
    assert tag != limits_etag([row(2, 8, min_duration_s=60.0)])
    assert tag != limits_etag([row(2, 8, hysteresis=0.1)])


def test_the_audit_keeps_since_and_bounds() -> None:
    assert audited(None) is None
    assert audited(row(2, None, min_duration_s=60.0)) == {
        "since": 1_795_435_200_000, "low": 2, "high": None, "min_duration_s": 60.0,
        "hysteresis": 0.0,
    }  # fmt: skip
