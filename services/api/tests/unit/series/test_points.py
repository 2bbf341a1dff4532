"""Points are folded into buckets."""

import numpy as np

from isotherm_api.series.points import Points, fold


def points(at: list[int], values: list[float]) -> Points:
    """Return a point for each reading."""
    value = np.array(values, np.float64)
    return Points(np.array(at, np.int64), value, value, value, np.ones(len(at), np.int64))


def test_parts_in_any_order_fold_into_one_point_a_bucket() -> None:
    folded = fold(np.array([0, 10, 20, 30], np.int64), [points([21, 29], [3, 5]), points([1], [9])])
    assert folded.document() == {
        "time": [0, 0],
        "min": [9.0, 3.0],
        "avg": [9.0, 4.0],
        "max": [9.0, 5.0],
        "count": [1, 2],
    }
    assert folded.at.tolist() == [0, 20]


def test_a_point_before_the_first_bucket_is_in_it() -> None:
    folded = fold(np.array([10, 20, 30], np.int64), [points([5, 12, 25], [1, 2, 7])])
    assert folded.at.tolist() == [10, 20]
    assert folded.least.tolist() == [1, 7]
