"""Fault values and a plausible range belong to one channel, and matter to no other."""

from math import inf, nan

import numpy as np
import pytest

from isotherm_ingest.place.own import NOTHING, Own, OwnOfAll

ERRORS, RANGE, BOTH = Own(frozenset({-9.0, 0.0})), Own(low=-60.0, high=70.0), Own.of([-3.0], 2.0, 8)


def matters(settings: OwnOfAll, slot: int, sent: float, celsius: float) -> bool:
    """Return whether a single reading may matter."""
    slots = np.array([slot], np.int32)
    return bool(settings.may_matter(slots, np.array([sent]), np.array([celsius])).item())


def test_columns_without_a_setting_say_nothing() -> None:
    assert Own.of([], None, None) is NOTHING
    assert (NOTHING.fault_values, NOTHING.low, NOTHING.high) == (frozenset(), -inf, inf)


@pytest.mark.parametrize(
    ("columns", "own"),
    [
        (([0.0, -9.0, 0.0], None, None), ERRORS),
        (([], -60.0, None), Own(low=-60.0)),
        (([], None, 0.0), Own(high=0.0)),
        (([], 0.0, None), Own(low=0.0)),
    ],
)
def test_columns_with_some_settings_leave_the_others_open(
    columns: tuple[list[float], float | None, float | None], own: Own
) -> None:
    assert Own.of(*columns) == own


def test_channels_keep_the_slots_in_which_they_were_added() -> None:
    settings = OwnOfAll()
    settings.add([NOTHING, ERRORS])
    settings.add([])
    settings.add([RANGE, NOTHING, BOTH])
    assert [settings.get(slot) for slot in range(6)] == [
        NOTHING, ERRORS, RANGE, NOTHING, BOTH, NOTHING,
    ]  # fmt: skip
    assert settings.by_slot == {1: ERRORS, 2: RANGE, 4: BOTH}


def test_a_reading_matters_outside_the_range_of_its_channel() -> None:
    settings = OwnOfAll()
    settings.add([NOTHING, RANGE])
    settings.add([BOTH])
    celsius = np.array([-60.01, -60.0, 70.0, 70.01])
    sent = np.full(4, 20.0)
    outside = [[False] * 4, [True, False, False, True], [True] * 4]
    for slot, expected in enumerate(outside):
        slots = np.full(4, slot, np.int32)
        assert settings.may_matter(slots, sent, celsius).tolist() == expected


def test_fault_values_are_compared_as_sent_and_only_on_channels_that_have_some() -> None:
    settings = OwnOfAll()
    settings.add([NOTHING, RANGE, ERRORS])
    settings.add([BOTH])
    assert matters(settings, 2, sent=-9.0, celsius=5.0)
    assert matters(settings, 3, sent=-3.0, celsius=5.0)
    assert not matters(settings, 2, sent=5.0, celsius=-9.0)
    for slot in (0, 1):
        assert not matters(settings, slot, sent=-9.0, celsius=5.0)
    # a fault value of another channel: placed by itself, it is none of this one
    assert matters(settings, 2, sent=-3.0, celsius=5.0)


def test_without_any_setting_no_reading_matters() -> None:
    settings = OwnOfAll()
    settings.add([NOTHING, NOTHING])
    for value in (-1e300, 0.0, 1e300, nan):
        assert not matters(settings, 1, value, value)
