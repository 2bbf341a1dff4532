"""Kept: further rows of a key are judged by what is stored for it."""

from ingest_parts import (
    NOW,
    row,
)

from isotherm_ingest.store.readings import Kept


def test_followers_are_judged_by_what_is_stored() -> None:
    stored, gone, taken, bad = row(NOW), row(NOW + 1), row(NOW + 2), row(NOW + 3)
    kept = Kept([stored], [gone], [(taken, 5.0)], [(bad, "no")])
    follower = [
        row(NOW),
        row(NOW, 1.0),
        row(NOW + 1),
        row(NOW + 2),
        row(NOW + 2, 5.0),
        row(NOW + 3),
    ]
    kept.follow(follower)
    assert kept.duplicates == [gone, follower[0], follower[2], follower[4]]
    assert kept.conflicts[1:] == [(follower[1], 21.4), (follower[3], 5.0)]
    assert kept.poison[1:] == [(follower[5], "no")]
