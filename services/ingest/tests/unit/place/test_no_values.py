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
    freezers = (-50.5, -60, -70, -80, -86, -150, -196)
    for value in (*freezers, 65, 70, 72, 80, 84, 84.5, 85.5, 86, 90, 95, 100, 121, 134, 180, 1300):
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
        mask = may_be_none(np.array(values), np.full(len(values), number, np.int8))
        assert mask.tolist() == [v in SUSPECT[unit] or v in FAULT_VALUES for v in values]


def test_the_bulk_way_tells_units_apart_in_one_batch() -> None:
    fahrenheit = rounded(to_celsius(999.0, "F"))
    values, units = np.array([fahrenheit] * 3), np.arange(3, dtype=np.int8)
    assert may_be_none(values, units).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("unit", "printed"),
    [
        ("C", (327.7, 163.8, -242.0, 988.8, -46.9, -46.8, 1023.8, -126.75)),
        ("F", (185.0, 621.81, 621.8, -148.0, -195.7, -403.6)),
        ("K", (358.15, 358.1, 358.2, 1272.1, 1272.2, 600.8, 146.6, 146.7)),
    ],
)
def test_values_are_known_as_firmwares_print_them(unit: Unit, printed: tuple[float, ...]) -> None:
    """Converted, and with one or two decimals, whichever way a firmware rounds a half."""
    assert [v for v in printed if rounded(to_celsius(v, unit)) not in SUSPECT[unit]] == []
