"""A sensor's part of a series is joined from the parts that its pieces make."""

from datetime import timedelta

import numpy as np
import pytest
from frame_parts import frame

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.window import Window
from isotherm.instants import HOUR, MINUTE
from isotherm.spans import Span
from isotherm_api.history.brief import Brief
from isotherm_api.history.pieces import Read
from isotherm_api.series.part import Part, bucket_edges
from isotherm_api.series.points import Points

RULES = Rules.of([], [(0, 60.0)])
NOTHING = Readings.of([])
Row = tuple[int, float | None, int]


def read(start: int, end: int, rows: list[Row]) -> Read:
    """Return the piece of readings that are due each minute; instants in minutes."""
    readings = Readings.of([(at * MINUTE, value, quality) for at, value, quality in rows])
    return Read.of(Window(np.array([start, end]) * MINUTE, readings, RULES, end * MINUTE))


def brief(
    *hours: tuple[int, int, int], gaps: list[Span] | None = None, faults: list[Span] | None = None
) -> Brief:
    """Return sums of hours (number, readings at 4 °C, readings that do not count)."""
    n = np.array([n for _, n, _ in hours], np.int64)
    four = np.full(len(hours), 4.0)
    return Brief(
        at=np.array([hour * HOUR for hour, _, _ in hours], np.int64),
        n=n,
        uncounted=np.array([uncounted for _, _, uncounted in hours], np.int64),
        total=four * n,
        least=four,
        most=four,
        covered_s=np.full(len(hours), 3600.0),
        gaps=gaps or [],
        gaps_total=len(gaps or []),
        faults=faults or [],
    )


def part(
    *,
    gaps: list[Span] | None = None,
    gaps_total: int | None = None,
    faults: list[Span] | None = None,
    uncounted: Readings = NOTHING,
    covered_s: float = 0.0,
) -> Part:
    """Return a part without points."""
    return Part(
        points=Points.raw(NOTHING),
        covered_s=covered_s,
        gaps=gaps or [],
        gaps_total=len(gaps or []) if gaps_total is None else gaps_total,
        faults=faults or [],
        uncounted=uncounted,
        uncounted_total=len(uncounted),
    )


def joined(*parts: Part, limit: int = 200) -> Part:
    """Return the part of ten hours of which all are past."""
    return Part.joined(frame(0, 10 * HOUR), parts, timedelta(hours=1), limit)


def test_readings_make_a_point_each_if_they_count_and_are_listed_if_not() -> None:
    raw = Part.of_readings(read(0, 60, [(0, 4.0, 0), (1, 85.0, 2), (2, None, 1), (3, 5.0, 8)]))
    assert raw.points.at.tolist() == [0, 3 * MINUTE]
    assert raw.points.n.tolist() == [1, 1]
    assert raw.uncounted.quality.tolist() == [2, 1]
    assert (raw.uncounted_total, raw.gaps_total) == (2, 1)
    assert raw.gaps == [(3 * MINUTE, 60 * MINUTE)]
    assert raw.faults == [(2 * MINUTE, 3 * MINUTE)]
    assert raw.covered_s == 180.0


def test_rollups_make_a_point_for_each_hour_with_a_reading_that_counts() -> None:
    rolled = Part.of_rollups(brief((1, 60, 0), (2, 0, 3), (3, 59, 1)), (0, 4 * HOUR), 0, NOTHING)
    assert rolled.points.at.tolist() == [HOUR, 3 * HOUR]
    assert rolled.uncounted_total == 4
    assert rolled.covered_s == 3 * 3600.0


@pytest.mark.parametrize(
    ("first", "gaps"),
    [
        (None, [(HOUR, 4 * HOUR)]),
        (3 * HOUR, [(HOUR, 3 * HOUR)]),
        (HOUR, []),
        (0, []),
    ],
)
def test_the_time_before_the_first_reading_is_a_gap(first: int | None, gaps: list[Span]) -> None:
    rolled = Part.of_rollups(brief(), (HOUR, 4 * HOUR), first, NOTHING)
    assert (rolled.gaps, rolled.gaps_total) == (gaps, len(gaps))


def test_the_gap_before_the_first_reading_comes_before_the_stored_ones() -> None:
    stored = [(3 * HOUR, 4 * HOUR)]
    rolled = Part.of_rollups(brief(gaps=stored), (HOUR, 5 * HOUR), 2 * HOUR, NOTHING)
    assert (rolled.gaps, rolled.gaps_total) == ([(HOUR, 2 * HOUR), *stored], 2)


def test_a_gap_that_goes_on_in_the_next_piece_is_one_gap() -> None:
    whole = joined(
        part(gaps=[(HOUR, 2 * HOUR), (3 * HOUR, 5 * HOUR)]),
        part(gaps=[(5 * HOUR, 6 * HOUR), (7 * HOUR, 8 * HOUR)]),
    )
    assert whole.gaps == [(HOUR, 2 * HOUR), (3 * HOUR, 6 * HOUR), (7 * HOUR, 8 * HOUR)]
    assert whole.gaps_total == 3


def test_gaps_that_are_not_listed_are_counted() -> None:
    whole = joined(
        part(gaps=[(HOUR, 2 * HOUR)], gaps_total=5000), part(gaps=[(2 * HOUR, 3 * HOUR)])
    )
    assert (whole.gaps, whole.gaps_total) == ([(HOUR, 3 * HOUR)], 5000)


def test_gaps_and_faults_end_at_now() -> None:
    going_on = part(gaps=[(HOUR, 9 * HOUR)], faults=[(HOUR, 9 * HOUR)])
    whole = Part.joined(frame(0, 10 * HOUR, now=2 * HOUR), [going_on], timedelta(hours=1), 200)
    assert whole.gaps == whole.faults == [(HOUR, 2 * HOUR)]


def test_faults_of_neighbouring_pieces_are_one_run_and_single_instants_stay() -> None:
    whole = joined(
        part(faults=[(HOUR, HOUR), (2 * HOUR, 3 * HOUR)]), part(faults=[(3 * HOUR, 4 * HOUR)])
    )
    assert whole.faults == [(HOUR, HOUR), (2 * HOUR, 4 * HOUR)]


def test_the_newest_readings_that_do_not_count_are_listed_and_all_are_counted() -> None:
    first, second = (
        Readings.of([(hour * HOUR + n * MINUTE, 85.0, 2) for n in range(3)]) for hour in (1, 2)
    )
    whole = joined(part(uncounted=first), part(uncounted=second), limit=4)
    assert whole.uncounted.at.tolist() == [HOUR + 2 * MINUTE, *second.at.tolist()]
    assert whole.uncounted_total == 6


def test_seconds_and_points_of_all_pieces_add_up() -> None:
    rolled = Part.of_rollups(brief((0, 60, 0), (1, 60, 0)), (0, 2 * HOUR), 0, NOTHING)
    raw = Part.of_readings(read(120, 180, [(120 + n, 6.0, 0) for n in range(60)]))
    whole = Part.joined(frame(0, 3 * HOUR), [rolled, raw], timedelta(hours=2), 200)
    assert whole.points.document() == {
        "time": [0, 2 * 3_600_000],
        "min": [4.0, 6.0],
        "avg": [4.0, 6.0],
        "max": [4.0, 6.0],
        "count": [120, 60],
    }
    assert whole.covered_s == 3 * 3600.0


def test_a_range_ends_with_its_last_bucket() -> None:
    edges = bucket_edges(frame(HOUR + MINUTE, 4 * HOUR - MINUTE), timedelta(hours=1))
    assert edges.tolist() == [HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR - MINUTE]
