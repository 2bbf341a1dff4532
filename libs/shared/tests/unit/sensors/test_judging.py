"""Values within limits are those that `isotherm.sensors.state.judge` takes for within."""

from isotherm.sensors.judging import within


def test_a_value_within_limits_may_differ_from_them_by_noise() -> None:
    lowest, highest = within((2.0, 8.0))
    assert lowest is not None
    assert highest is not None
    assert 1.9999 < lowest <= 1.99999999999997
    assert 8.00000000000003 <= highest < 8.0001


def test_a_limit_that_is_missing_bounds_nothing() -> None:
    assert within((None, None)) == (None, None)
    assert [bound is None for bound in within((2.0, None))] == [False, True]
    assert [bound is None for bound in within((None, 8.0))] == [True, False]
