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


def test_a_follower_of_a_value_from_before_rounding_is_a_duplicate() -> None:
    kept = Kept(conflicts=[(row(value=1.0), -17.99999999999997)])
    follower = [row(value=-18.0), row(value=-17.9999), row(value=None)]
    kept.follow(follower)
    assert kept.duplicates == follower[:1]
    assert [reading for reading, _ in kept.conflicts[1:]] == follower[1:]
