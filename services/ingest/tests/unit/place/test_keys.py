"""Keys: one row per channel and instant; untimed rows move, timed ones follow the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, columns, row

from isotherm_ingest.batch.rows import Row
from isotherm_ingest.place.keys import collides, one_per_key, order, repeats

Key = tuple[int, int]


def rows(*keys: Key, untimed: bool = False) -> list[Row]:
    return [row(NOW + at, float(n), channel, untimed=untimed, origin=n)
            for n, (channel, at) in enumerate(keys)]  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "others", "expected"),
    [
        ([], [(1, 0)], False),
        ([(1, 0), (1, 1), (2, 0)], [], False),
        ([(1, 0), (1, 0)], [], True),
        ([(1, 0), (2, 0)], [(1, 1), (2, 1)], False),
        ([(1, 0), (2, 0)], [(0, 0), (2, 0)], True),
    ],
)
def test_a_key_in_columns_collides_with_the_same_key_there_or_in_a_row(
    plain: list[Key], others: list[Key], expected: bool
) -> None:
    assert collides(columns(*rows(*plain)), rows(*others)) is expected


def test_without_columns_nothing_collides() -> None:
    assert not collides(None, rows((1, 0), (1, 0)))


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 3)), max_size=6))
def test_rows_repeat_if_they_have_fewer_keys_than_rows(keys: list[Key]) -> None:
    assert repeats(sorted(rows(*keys), key=order)) is (len(set(keys)) < len(keys))


READINGS = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 3), st.booleans()), max_size=8)


def key(reading: Row) -> Key:
    return reading.channel_id, reading.measured_at


@given(READINGS)
def test_untimed_rows_all_stay_and_of_timed_ones_the_first(
    readings: list[tuple[int, int, bool]],
) -> None:
    offered = [row(NOW + at, 1.0, channel, untimed=untimed) for channel, at, untimed in readings]
    first = {key(reading): reading for reading in reversed(offered) if not reading.untimed}
    kept, followers = one_per_key(offered)
    assert [key(reading) for reading in kept] == sorted({key(reading) for reading in kept})
    assert [reading for reading in kept if not reading.untimed] == sorted(first.values(), key=key)
    assert not any(reading.untimed for reading in followers)
    assert len(kept) + len(followers) == len(offered)
