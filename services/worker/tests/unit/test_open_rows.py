"""Open rows follow the conditions that hold: inserted, updated and closed."""

from dataclasses import dataclass

from isotherm_worker.open_rows import Changes, reconcile

Row = dict[str, object]


@dataclass(frozen=True)
class Condition:
    """A condition that holds."""

    kind: str
    cause: str
    count: int = 0


def row(number: int, kind: str, cause: str, count: int = 0) -> Row:
    """Return an open row."""
    return {"id": number, "kind": kind, "cause": cause, "count": count}


def changes(conditions: list[Condition], rows: list[Row]) -> Changes[Condition, Row]:
    """Reconcile by kind and cause; the count may change."""
    return reconcile(conditions, rows, key=("kind", "cause"), values=("count",))


def test_a_condition_without_a_row_is_opened() -> None:
    new = Condition("blind", "broker")
    assert changes([new], [row(1, "blind", "ingest")]).opened == [new]


def test_a_row_changes_only_when_its_values_differ() -> None:
    same, other = Condition("lost", "dropped", 3), Condition("queued", "broker", 5)
    rows = [row(1, "lost", "dropped", 3), row(2, "queued", "broker", 4)]
    assert changes([same, other], rows) == Changes([], [(2, other)], [])


def test_a_row_whose_condition_is_over_is_closed() -> None:
    over = row(7, "blind", "broker")
    assert changes([], [over]) == Changes([], [], [over])


def test_nothing_changes_if_nothing_holds_and_nothing_is_open() -> None:
    assert changes([], []) == Changes([], [], [])
