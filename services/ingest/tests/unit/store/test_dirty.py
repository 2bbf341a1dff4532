"""Late readings of a batch: the first and last instant by channel and day."""

import struct
from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, columns, row

from isotherm.instants import DAY
from isotherm_ingest.store.copyformat import HEADER, TRAILER, pack_ranges
from isotherm_ingest.store.dirty import late

MIDNIGHT = NOW - NOW % DAY
PLACES = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(-2, 2).flatmap(lambda day: st.integers(-2, 2).map(lambda n: day * DAY + n)),
    ),
    max_size=12,
)
Places = list[tuple[int, int]]


@given(PLACES, PLACES, st.integers(-2 * DAY, 2 * DAY) | st.integers(-3, 3))
def test_late_readings_make_one_range_per_channel_and_day(
    of_columns: Places, of_rows: Places, before: int
) -> None:
    """Days are UTC days; a reading at the mark itself is not late."""
    taken = columns(*(row(MIDNIGHT + at, 1.0, channel) for channel, at in sorted(of_columns)))
    rows = [row(MIDNIGHT + at, None, channel) for channel, at in of_rows]
    ranges = late(taken, rows, MIDNIGHT + before)
    lists = ranges.channel_id.tolist(), ranges.since.tolist(), ranges.until.tolist()
    wanted = sorted((channel, at) for channel, at in of_columns + of_rows if at < before)
    groups = groupby(wanted, lambda reading: (reading[0], reading[1] // DAY))
    expected = [(channel, [at for _, at in group]) for (channel, _), group in groups]
    assert list(zip(*lists, strict=True)) == [
        (channel, MIDNIGHT + at[0], MIDNIGHT + at[-1]) for channel, at in expected
    ]


def test_an_empty_batch_has_no_late_readings() -> None:
    for nothing in (None, columns()):
        assert len(late(nothing, [], NOW)) == 0


def test_before_1970_a_day_begins_at_midnight_too() -> None:
    ranges = late(columns(row(-DAY - 1), row(-DAY), row(-1), row(0)), [], 1)
    assert (ranges.since.tolist(), ranges.until.tolist()) == (
        [-DAY - 1, -DAY, 0],
        [-DAY - 1, -1, 0],
    )


def test_ranges_are_packed_for_copy() -> None:
    since, until = np.array([NOW, -1]), np.array([NOW + 1, 0])
    data = pack_ranges(np.array([7, 2**31 - 1], np.int32), since, until)
    body = data.removeprefix(HEADER).removesuffix(TRAILER)
    since_2000 = 946_684_800_000_000
    assert list(struct.iter_unpack(">hiiiqiq", body)) == [
        (3, 4, 7, 8, NOW - since_2000, 8, NOW + 1 - since_2000),
        (3, 4, 2**31 - 1, 8, -1 - since_2000, 8, -since_2000),
    ]
