"""Cold storage: a fridge's door warms it in working hours, and a freezer defrosts."""

import pytest

from isotherm_devstack.simulate.cold import Freezer, VaccineFridge
from isotherm_devstack.simulate.curve import Curve
from isotherm_devstack.simulate.shapes import DAY, HOUR, MINUTE

MONDAY = 1_752_451_200_000  # 2025-07-14 00:00 UTC
CHICAGO = -6 * HOUR


def _values(curve: Curve, start: int, days: int, step: int) -> list[float]:
    return [curve.value_at(time_ms) for time_ms in range(start, start + days * DAY, step)]


def test_a_fridge_is_mostly_within_its_limits_but_not_always() -> None:
    for seed in (7, 101):
        values = _values(VaccineFridge(seed), MONDAY, 30, 5 * MINUTE)
        outside = sum(not 2.0 <= value <= 8.0 for value in values)
        assert 0 < outside < len(values) / 50


@pytest.mark.parametrize("offset_ms", [0, CHICAGO])
def test_a_fridges_door_opens_in_local_working_hours(offset_ms: int) -> None:
    values = _values(VaccineFridge(7, offset_ms), MONDAY - offset_ms, 28, 10 * MINUTE)
    warm = {True: 0, False: 0}
    for index, value in enumerate(values):
        day, hour = divmod(index // 6, 24)
        warm[day % 7 < 5 and 8 <= hour < 19] += value > 6.2
    assert warm[True] > 3 * warm[False]


def test_a_freezer_defrosts_every_eight_hours_at_the_same_local_times() -> None:
    peaks = []
    for offset_ms in (0, CHICAGO):
        values = _values(Freezer(7, offset_ms), MONDAY - offset_ms, 5, MINUTE)
        for start in range(0, len(values), 8 * 60):
            slot = values[start : start + 8 * 60]
            assert max(slot) > -20.0
            peaks.append(slot.index(max(slot)))
    assert len(peaks) == 30
    assert max(peaks) - min(peaks) < 20


@pytest.mark.parametrize("curve", [Freezer(3), VaccineFridge(3)])
def test_cold_is_shown_in_hundredths(curve: Curve) -> None:
    values = _values(curve, MONDAY, 1, 10 * MINUTE)
    assert values == [round(value, 2) for value in values]
    assert any(value != round(value, 1) for value in values)
