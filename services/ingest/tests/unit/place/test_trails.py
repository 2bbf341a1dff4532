"""Trails: kept once their batch is committed, and never more than a bound."""

import pytest

from isotherm_ingest.place import trails as module
from isotherm_ingest.place.trail import Trail
from isotherm_ingest.place.trails import Trails


def test_a_batch_that_is_not_committed_leaves_no_trail() -> None:
    trails, one, other = Trails(), Trail(1, 1), Trail(2, 2)
    trails.committed({7: one})
    overlay = trails.overlay(alone=True)
    overlay.put(7, other)
    overlay.put(8, other)
    assert (overlay.get(7), overlay.get(8), overlay.get(9)) == (other, other, None)
    fresh = trails.overlay(alone=True)
    assert (fresh.get(7), fresh.get(8)) == (one, None)
    trails.committed(overlay.changed)
    assert trails.overlay(alone=True).get(8) == other


def test_the_trail_that_was_not_changed_for_longest_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_TRAILS", 2)
    trails = Trails()
    for channel_id in (1, 2, 1, 3):
        trails.committed({channel_id: Trail(channel_id, channel_id)})
    overlay = trails.overlay(alone=False)
    assert [channel_id for channel_id in (1, 2, 3) if overlay.get(channel_id)] == [1, 3]
