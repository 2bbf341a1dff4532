"""Early readings: released when their time has come, and bounded in number."""

from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND, columns, row

from isotherm.quality import Quality
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.latest.early import Early


def content(due: Columns | None) -> list[tuple[int, int]]:
    """Return channel and offset of each reading."""
    if due is None:
        return []
    return list(zip(due.channel_id.tolist(), (due.at - NOW).tolist(), strict=True))


READINGS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 5)), max_size=8, unique=True)


@given(st.lists(READINGS, max_size=3), st.lists(st.integers(0, 6), max_size=5).map(sorted))
def test_each_reading_is_due_once_when_its_time_has_come(
    parts: list[list[tuple[int, int]]], times: list[int]
) -> None:
    early, waiting = Early(), set[tuple[int, int]]()
    for part in parts:
        if part:
            early.add(columns(*(row(NOW + at * SECOND, 1.0, channel) for channel, at in part)))
            waiting |= {(channel, at * SECOND) for channel, at in part}
    for time in times:
        due = content(early.due(NOW + time * SECOND))
        assert due == sorted(due)
        assert set(due) == {reading for reading in waiting if reading[1] <= time * SECOND}
        waiting -= set(due)
    assert (early.due(NOW) is None) or not parts


def of_one_second(channel: int) -> list[Row]:
    """Return readings of one second: two that count, and then two faults."""
    return [
        row(NOW + SECOND + n, None if n > 1 else 1.0, channel,
            quality=int(Quality.FAULT if n > 1 else Quality.NONE)) for n in range(4)
    ]  # fmt: skip


def test_the_last_reading_of_a_second_and_the_last_that_counts_are_kept() -> None:
    early = Early()
    early.add(columns(row(NOW, 0.0), *of_one_second(1), *of_one_second(2)))
    assert content(early.due(NOW)) == [(1, 0)]
    kept = content(early.due(NOW + 2 * SECOND))
    assert kept == [(channel, SECOND + n) for channel in (1, 2) for n in (1, 3)]


def test_their_number_is_bounded_by_keeping_fewer_of_each_channel() -> None:
    early = Early(most=100)
    for n in range(1000):
        early.add(columns(row(NOW + n * SECOND, 1.0), row(NOW + n * SECOND, 1.0, 2)))
        assert len(early) <= 100
    due = early.due(NOW + 1000 * SECOND)
    assert due is not None
    assert content(due)[-1] == (2, 999 * SECOND)
    assert set(due.channel_id.tolist()) == {1, 2}
