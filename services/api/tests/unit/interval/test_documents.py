"""The document of an interval."""

from datetime import UTC, datetime
from typing import Any

from isotherm.instants import to_ms
from isotherm_api.interval.documents import interval_history

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DATED: list[Any] = [{"since": NOW, "interval_s": 10.0}, {"since": None, "interval_s": 60.0}]


def row(set_s: float | None = 10.0, learned_s: float | None = 30.0) -> Any:
    """Return a row of `queries.read_interval`."""
    return {"set_s": set_s, "learned_s": learned_s}


def test_times_are_in_milliseconds_and_no_beginning_is_null() -> None:
    document = interval_history(row(), DATED).model_dump(exclude={"etag"})
    assert document == {
        "set_s": 10.0,
        "learned_s": 30.0,
        "items": [
            {"since": to_ms(NOW), "interval_s": 10.0}, {"since": None, "interval_s": 60.0},
        ],
    }  # fmt: skip


def test_the_tag_changes_with_every_figure() -> None:
    tag = interval_history(row(), DATED).etag
    assert tag == interval_history(row(), list(DATED)).etag
    for changed in (
        interval_history(row(set_s=11.0), DATED),
        interval_history(row(learned_s=None), DATED),
        interval_history(row(), DATED[:1]),
    ):
        assert changed.etag != tag


def test_a_sensor_of_unknown_interval_has_a_document_too() -> None:
    document = interval_history(row(None, None), [])
    assert (document.set_s, document.learned_s, document.items) == (None, None, [])
