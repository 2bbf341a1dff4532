"""The document of an interval."""

from datetime import UTC, datetime
from typing import Any

from isotherm.instants import to_ms
from isotherm_api.interval.documents import interval_history

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DATED: list[Any] = [{"since": NOW, "interval_s": 10.0}, {"since": None, "interval_s": 60.0}]


def row(set_s: float | None = 10.0, learned_s: float | None = 30.0, **observed: Any) -> Any:
    """Return a row of `queries.read_interval`."""
    names = ("usual_s", "heartbeat_s", "messages", "span_s", "learned_at")
    return {"set_s": set_s, "learned_s": learned_s} | {name: observed.get(name) for name in names}


def test_times_are_in_milliseconds_and_no_beginning_is_null() -> None:
    document = interval_history(row(), DATED).model_dump(exclude={"etag"})
    assert document == {
        "set_s": 10.0,
        "learned_s": 30.0,
        "observed": None,
        "contradicted": True,
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


def test_what_was_observed_is_told_without_changing_the_tag() -> None:
    facts = {"usual_s": 60.0, "heartbeat_s": 3600.0, "messages": 50, "span_s": 50_400.0}
    document = interval_history(row(None, 3600.0, learned_at=NOW, **facts), DATED)
    assert document.observed is not None
    assert document.observed.model_dump() == {**facts, "too_fast": False, "at": to_ms(NOW)}
    assert document.etag == interval_history(row(None, 3600.0), DATED).etag
    assert not document.contradicted


def test_what_was_set_and_observed_contradict_each_other() -> None:
    for set_s, learned_s in ((60.0, 100.0), (60.0, 39.0), (60.0, 3600.0)):
        assert interval_history(row(set_s, learned_s), DATED).contradicted
    for set_s, learned_s in ((60.0, 80.0), (60.0, 45.0), (None, 45.0), (60.0, None)):
        assert not interval_history(row(set_s, learned_s), DATED).contradicted


def test_a_cadence_below_a_second_is_asked_about() -> None:
    facts = {"usual_s": 0.2, "messages": 101, "span_s": 20.0, "learned_at": NOW}
    document = interval_history(row(None, None, **facts), [])
    assert document.observed is not None
    assert document.observed.too_fast
    assert interval_history(row(10.0, None, **facts), []).contradicted


def test_a_sensor_of_unknown_interval_has_a_document_too() -> None:
    document = interval_history(row(None, None), [])
    assert (document.set_s, document.learned_s, document.items) == (None, None, [])
