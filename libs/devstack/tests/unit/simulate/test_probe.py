"""A DS18B20 probe: sixteenths of a degree, -127 for a minute, and an 85 now and then."""

from dataclasses import dataclass
from itertools import groupby

import pytest

from isotherm_devstack.simulate.probe import DISCONNECTED, POWER_ON, Ds18b20
from isotherm_devstack.simulate.shapes import MINUTE, SECOND

MONTH_OF_MINUTES = range(0, 30 * 24 * 60 * MINUTE, MINUTE)


@dataclass(frozen=True, slots=True)
class Constant:
    """A place that always has the same temperature."""

    value: float

    def value_at(self, time_ms: int) -> float:
        """Return the temperature."""
        return self.value


@pytest.mark.parametrize(
    ("place", "shown"), [(4.03, 4.0), (4.04, 4.0625), (-18.2, -18.1875), (4.0625, 4.0625)]
)
def test_a_value_is_rounded_to_the_nearest_sixteenth(place: float, shown: float) -> None:
    probe = Ds18b20(7, Constant(place))
    usual = {probe.value_at(time_ms) for time_ms in MONTH_OF_MINUTES[:1_000]}
    assert usual - {DISCONNECTED, POWER_ON} == {shown}


def test_it_sometimes_reports_85_and_minus_127() -> None:
    probe = Ds18b20(7, Constant(4.0))
    values = [probe.value_at(time_ms) for time_ms in MONTH_OF_MINUTES]
    assert 30 < values.count(DISCONNECTED) < 100  # about two minutes a day
    assert 10 < values.count(POWER_ON) < 60
    assert set(values) == {4.0, DISCONNECTED, POWER_ON}


def test_a_probe_that_does_not_answer_is_silent_for_the_whole_minute() -> None:
    probe = Ds18b20(7, Constant(4.0))
    values = [
        probe.value_at(minute + second * SECOND) == DISCONNECTED
        for minute in MONTH_OF_MINUTES[:2_000]
        for second in range(0, 60, 10)
    ]
    lengths = {len(list(run)) % 6 for failed, run in groupby(values) if failed}
    assert lengths == {0}
