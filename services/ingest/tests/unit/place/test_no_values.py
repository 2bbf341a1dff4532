"""The table of values that are none: no air, no duplicates, and the bulk way agrees."""

import numpy as np
import pytest

from isotherm.plausible import AIR_HIGH, AIR_LOW
from isotherm.units import HOTTEST, Unit, from_celsius, rounded, to_celsius
from isotherm_ingest.batch.rows import UNITS
from isotherm_ingest.place.no_values import FAULT_VALUES, KINDS, SUSPECT, may_be_none


@pytest.mark.parametrize("unit", UNITS)
def test_what_any_place_can_have_is_never_suspect(unit: Unit) -> None:
    assert all(value < AIR_LOW or value > AIR_HIGH for value in SUSPECT[unit])
    for celsius in np.arange(AIR_LOW, AIR_HIGH + 0.05, 0.05).tolist():
        for digits in (0, 1, 2, 4):
            sent = round(from_celsius(celsius, unit), digits)
            assert rounded(to_celsius(sent, unit)) not in SUSPECT[unit]


def test_temperatures_at_which_plants_are_run_are_not_suspect() -> None:
    for value in (-80, -86, -60, -70, -150, -196, 65, 70, 72, 80, 90, 95, 100, 121, 134, 180, 1300):
        for unit in UNITS:
            assert rounded(to_celsius(from_celsius(value, unit), unit)) not in SUSPECT[unit]


def test_every_kind_says_where_its_values_come_from_and_reaches_the_table() -> None:
    for kind in KINDS:
        assert len(kind.source) > 10
        assert set(map(rounded, map(float, kind.values))) & {*SUSPECT["C"], *FAULT_VALUES}
    assert len({kind.source for kind in KINDS}) == len(KINDS)


def test_the_bulk_way_finds_the_same_as_the_table() -> None:
    values = sorted(set().union(*SUSPECT.values(), FAULT_VALUES, (4.0, 84.9, HOTTEST - 1)))
    for number, unit in enumerate(UNITS):
        found = may_be_none(np.array(values), np.full(len(values), number, np.int8))
        assert found.tolist() == [v in SUSPECT[unit] or v in FAULT_VALUES for v in values]


def test_the_bulk_way_tells_units_apart_in_one_batch() -> None:
    fahrenheit = rounded(to_celsius(999.0, "F"))
    values, units = np.array([fahrenheit] * 3), np.arange(3, dtype=np.int8)
    assert may_be_none(values, units).tolist() == [False, True, False]
