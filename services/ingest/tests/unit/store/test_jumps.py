"""Candidates for a jump and back: all jumps, and little of ordinary hot and cold places."""

import numpy as np
import pytest
from ingest_parts import NOW, SECOND, columns, row

from isotherm.quality import Quality
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.store.jumps import IN_A_ROW, Jumps

MINUTE = 60 * SECOND


class Instance:
    """An instance that stores readings of channel 1 in batches, and lists candidates."""

    def __init__(self) -> None:
        self.latest = Latest(now=lambda: NOW + 10**12)
        self.jumps = Jumps(self.latest.last_good)
        self.found: list[int] = []

    def store(self, *readings: tuple[int, float], as_rows: bool = False) -> None:
        """Store readings of minute and value as one batch."""
        rows = [row(NOW + minute * MINUTE, value) for minute, value in readings]
        batch = (None, rows) if as_rows else (columns(*rows), [])
        jumps = self.jumps.find(*batch)
        assert self.jumps.find(*batch) == jumps  # the batch may have to be stored again
        self.jumps.committed()
        self.latest.remember(rows)
        self.found += [(at - NOW) // MINUTE for _, at in jumps]


@pytest.mark.parametrize("as_rows", [False, True])
@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_a_single_jump_is_a_candidate(as_rows: bool, at_once: int) -> None:
    instance = Instance()
    values = [4.0, 4.1, 4.0, 327.0, 4.1, 4.0, -90.0, 4.1, 4.0, 4.1]
    readings = list(enumerate(values))
    for n in range(0, len(readings), at_once):
        instance.store(*readings[n : n + at_once], as_rows=as_rows)
    assert instance.found == [3, 6]


def test_places_that_any_air_can_have_list_nothing() -> None:
    instance = Instance()
    instance.store(*enumerate([-40.0, 60.0, -40.0, 20.0, -18.0, 59.9]))
    assert instance.found == []


@pytest.mark.parametrize("values", [[-80.0, -79.0] * 50, [1000 + 5.0 * n for n in range(100)]])
def test_a_cold_freezer_and_a_kiln_list_only_their_first_readings(values: list[float]) -> None:
    instance = Instance()
    for reading in enumerate(values):
        instance.store(reading)
    assert instance.found == list(range(IN_A_ROW))


def test_what_the_last_run_stored_is_known_after_a_restart() -> None:
    before, after = Instance(), Instance()
    before.store((0, -80.0))
    after.latest._remember_written(1, NOW, NOW, -80.0, 0, NOW, -80.0)
    for n in range(1, 10):
        after.store((n, -80.0))
    assert after.found == []


def test_slow_heating_through_the_edge_lists_nothing() -> None:
    instance = Instance()
    for n in range(100):
        instance.store((n, 20.0 + 9.0 * n))
    assert instance.found == []


def test_a_late_reading_is_a_candidate_as_what_was_before_it_is_not_known() -> None:
    instance = Instance()
    instance.store((0, 900.0))
    instance.store(*[(n, 900.0) for n in range(1, 10)])
    instance.found.clear()
    instance.store((-30, 900.0))
    assert instance.found == [-30]


def test_an_instance_that_sees_only_jumps_of_a_channel_lists_the_first_ones() -> None:
    """The other instance takes the readings in between; worker follows the rest."""
    one, other = Instance(), Instance()
    for n in range(0, 20, 2):
        one.store((n, 4.0))
        other.store((n + 1, 327.0))
    assert one.found == []
    assert other.found == [1, 3, 5]


def test_what_does_not_count_is_no_candidate_and_no_neighbour() -> None:
    instance = Instance()
    instance.store((0, 4.0))
    unsure = row(NOW + MINUTE, 900.0, quality=int(Quality.TIME_UNSURE))
    assert instance.jumps.find(columns(unsure), []) == []
    assert instance.jumps.find(None, [unsure]) == []
    fault = row(NOW + MINUTE, None, quality=int(Quality.FAULT))
    assert instance.jumps.find(None, [fault]) == []
    between = row(NOW + 2 * MINUTE, 905.0)
    assert instance.jumps.find(columns(unsure, between), []) == [(1, NOW + 2 * MINUTE)]


def test_channels_are_kept_apart() -> None:
    instance = Instance()
    mixed = columns(row(NOW, -80.0, 3), row(NOW, 4.0, 2), row(NOW + 1, -81.0, 3), row(NOW, 70.0, 9))
    assert instance.jumps.find(mixed, [row(NOW + 1, 500.0, 2)]) == [
        (2, NOW + 1), (3, NOW), (3, NOW + 1), (9, NOW),
    ]  # fmt: skip
    assert np.isnan(instance.latest.last_good(np.array([9999], np.int32))[1]).all()
