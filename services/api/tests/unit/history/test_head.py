"""How far a sensor is rolled up, from a row that may lack all of it."""

from datetime import UTC, datetime
from typing import Any

from isotherm.instants import ALWAYS, SECOND
from isotherm_api.history.head import Head

AT = datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


def head(**columns: Any) -> Head:
    """Return the head of a row that has only these columns."""
    marks = "rolled_to", "horizon", "closed_to", "first_at", "revision", "dirty", "corrections"
    row: Any = {name: columns.get(name) for name in marks}
    return Head.from_row(row)


def test_marks_that_nobody_has_set_are_before_every_instant() -> None:
    assert head() == Head(ALWAYS, ALWAYS, ALWAYS, None, (None, None))


def test_instants_are_micros_and_marks_are_taken_as_stored() -> None:
    sensor_head = head(rolled_to=AT, first_at=AT, horizon=7 * SECOND, closed_to=9 * SECOND)
    assert (sensor_head.rolled_to, sensor_head.first) == (5 * SECOND, 5 * SECOND)
    assert (sensor_head.horizon, sensor_head.closed_to) == (7 * SECOND, 9 * SECOND)


def test_a_horizon_of_1970_is_not_taken_for_none() -> None:
    assert (head(horizon=0).horizon, head(closed_to=0).closed_to) == (0, 0)


def test_the_state_changes_with_the_revision_and_with_late_data() -> None:
    states = {
        head().state,
        head(revision=1).state,
        head(revision=2).state,
        head(revision=1, dirty=1).state,
        head(revision=1, dirty=2).state,
    }
    assert len(states) == 5
