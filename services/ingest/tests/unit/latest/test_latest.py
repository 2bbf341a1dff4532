"""Latest: columns and rows are remembered alike, and only the newest reading counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, columns, row

from isotherm.instants import DAY, SECOND
from isotherm.quality import Quality
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.store.readings import Kept
from isotherm_ingest.store.stored import Stored

QUALITIES = [Quality.NONE, Quality.SUSPECT, Quality.TIME_UNSURE, Quality.CLOCK_AHEAD]
READINGS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 1500]), st.integers(0, 5), st.floats(-50, 50),
        st.sampled_from(QUALITIES),
    ),
    max_size=12, unique_by=lambda reading: reading[:2],
)  # fmt: skip


def content(latest: Latest) -> list[tuple[float | None, ...]]:
    """Return the columns to write, and the newest instants."""
    ids = np.flatnonzero(latest.unwritten)
    written = zip(ids.tolist(), *latest._columns(ids), strict=True)
    return [*written, *sorted(newest(latest).items())]


def newest(latest: Latest) -> dict[int, int]:
    """Return the newest instants by channel id."""
    channels = np.flatnonzero(latest.at > 0)
    return dict(zip(channels.tolist(), latest.at[channels].tolist(), strict=True))


@given(READINGS, READINGS)
def test_columns_are_remembered_like_their_rows(
    first: list[tuple[int, int, float, int]], second: list[tuple[int, int, float, int]]
) -> None:
    as_rows, as_columns = Latest(lambda: NOW + DAY), Latest(lambda: NOW + DAY)
    for readings in (first, second):
        rows = [row(NOW + at, value, channel, quality=int(quality))
                for channel, at, value, quality in sorted(readings)]  # fmt: skip
        as_rows.remember(rows)
        as_columns.remember_columns(columns(*rows))
        assert content(as_columns) == content(as_rows)


def last(latest: Latest, channel: int = 1) -> tuple[float | None, ...]:
    """Return at, received, value, quality, good_at and good_value of a channel."""
    return tuple(column[0] for column in latest._columns(np.array([channel])))


def test_the_newest_and_the_newest_good_reading_are_remembered() -> None:
    latest = Latest(lambda: NOW + DAY)
    latest.remember([row(NOW, 1.0), row(NOW + 2, None, quality=Quality.FAULT), row(NOW + 1, 2.0)])
    assert last(latest) == (NOW + 2, NOW, None, Quality.FAULT, NOW + 1, 2.0)
    latest.remember([row(NOW + 2, 9.0), row(NOW - 5, 8.0)])
    assert last(latest) == (NOW + 2, NOW, None, Quality.FAULT, NOW + 2, 9.0)
    latest.remember([row(NOW + 3, 4.0, quality=Quality.CLOCK_AHEAD)])
    assert last(latest) == (NOW + 3, NOW, 4.0, Quality.CLOCK_AHEAD, NOW + 3, 4.0)


@pytest.mark.parametrize("quality", [Quality.FAULT, Quality.SUSPECT, Quality.TIME_UNSURE])
def test_a_reading_that_is_not_good_sets_no_good_value(quality: Quality) -> None:
    latest = Latest(lambda: NOW + DAY)
    latest.remember([row(NOW, None if quality is Quality.FAULT else 1.0, quality=quality)])
    assert last(latest)[4:] == (None, None)


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.mark.parametrize("as_columns", [True, False])
def test_a_reading_whose_time_has_not_come_waits_and_hides_nothing(as_columns: bool) -> None:
    time = Time()
    latest = Latest(time)
    early = [row(NOW + 50 * SECOND, 9.0), row(NOW + 60 * SECOND, None, quality=Quality.FAULT)]
    if as_columns:
        latest.remember_columns(columns(row(NOW, 1.0), *early[:1], row(NOW + 1, channel_id=2)))
        latest.remember(early[1:])
    else:
        latest.remember([early[1], row(NOW, 1.0), early[0], row(NOW + 1, channel_id=2)])
    assert last(latest) == (NOW, NOW, 1.0, 0, NOW, 1.0)
    assert newest(latest) == {1: NOW}
    time.now = NOW + 20 * SECOND
    latest.remember([row(NOW + 20 * SECOND, 2.0)])
    latest.release()
    assert last(latest)[:3] == (NOW + 20 * SECOND, NOW, 2.0)
    assert newest(latest) == {1: NOW + 20 * SECOND, 2: NOW + 1}
    latest.unwritten[:] = False
    latest.release()
    assert not latest.waiting
    time.now = NOW + 50 * SECOND
    latest.release()
    assert last(latest) == (NOW + 50 * SECOND, NOW, 9.0, 0, NOW + 50 * SECOND, 9.0)
    assert np.flatnonzero(latest.unwritten).tolist() == [1]
    time.now = NOW + 60 * SECOND
    latest.release()
    assert last(latest)[:4] == (NOW + 60 * SECOND, NOW, None, Quality.FAULT)
    assert last(latest)[4:] == (NOW + 50 * SECOND, 9.0)
    assert not len(latest.early)


def test_an_early_reading_that_is_no_longer_the_newest_changes_nothing() -> None:
    time = Time()
    latest = Latest(time)
    latest.remember([row(NOW + SECOND, 9.0)])
    time.now = NOW + 3 * SECOND
    latest.remember([row(NOW + 2 * SECOND, 2.0)])
    latest.release()
    assert last(latest) == (NOW + 2 * SECOND, NOW, 2.0, 0, NOW + 2 * SECOND, 2.0)


def test_only_channels_with_a_reading_wait_to_be_written() -> None:
    latest = Latest()
    assert not latest.waiting
    latest.remember([row(NOW, channel_id=3), row(NOW, channel_id=5000)])
    assert latest.waiting
    assert np.flatnonzero(latest.unwritten).tolist() == [3, 5000]


class Refusing:
    """A connection that fails at one of its statements."""

    def __init__(self, fails_at: int) -> None:
        self.left, self.written, self.notified = fails_at, list[list[int]](), 0
        self.newer = True

    async def execute(self, _statement: str, *arguments: list[int]) -> str:
        """Record what is written, or that readers are notified."""
        self.left -= 1
        if self.left == 0:
            raise OSError
        if not arguments:
            self.notified += 1
            return "SELECT 1"
        self.written.append(arguments[0])
        return f"INSERT 0 {len(arguments[0]) if self.newer else 0}"


async def test_many_channels_are_written_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isotherm_ingest.latest.latest.AT_ONCE", 2)
    latest, connection = Latest(lambda: NOW + DAY), Refusing(fails_at=0)
    latest.remember([row(NOW, channel_id=n) for n in range(1, 6)])
    for n in range(3):
        assert latest.waiting
        await latest.flush(connection)  # type: ignore[arg-type]  # a stand-in
        latest.remember([row(NOW + 1 + n, channel_id=1)])  # one that has news all the time
    await latest.flush(connection)  # type: ignore[arg-type]  # a stand-in
    assert connection.written == [[1, 2], [3, 4], [5], [1]]
    assert not latest.waiting


async def test_readings_that_could_not_be_written_keep_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("isotherm_ingest.latest.latest.AT_ONCE", 2)
    latest, connection = Latest(lambda: NOW + DAY), Refusing(fails_at=1)
    latest.remember([row(NOW, channel_id=n) for n in range(1, 6)])
    with pytest.raises(OSError):  # noqa: PT011  it is ours
        await latest.flush(connection)  # type: ignore[arg-type]  # a stand-in
    assert np.flatnonzero(latest.unwritten).tolist() == [1, 2, 3, 4, 5]
    for _ in range(3):
        await latest.flush(connection)  # type: ignore[arg-type]  # a stand-in
    assert sorted(connection.written) == [[1, 2], [3, 4], [5]]
    assert not latest.waiting


async def test_readings_that_arrive_during_a_flush_keep_waiting() -> None:
    latest = Latest(lambda: NOW + DAY)
    latest.remember([row(NOW, channel_id=1)])

    class Slow(Refusing):
        """Commits another batch during a write, so large that the columns grow."""

        async def execute(self, _statement: str, *arguments: list[int]) -> str:
            status = await super().execute(_statement, *arguments)
            if len(self.written) == 1 and arguments:
                late: list[Row] = [row(NOW + 1, channel_id=1), row(NOW, channel_id=90_000)]
                latest.remember(late)
            return status

    await latest.flush(Slow(fails_at=0))  # type: ignore[arg-type]  # a stand-in
    assert np.flatnonzero(latest.unwritten).tolist() == [1, 90_000]


@pytest.mark.parametrize("newer", [True, False])
async def test_readers_are_notified_only_if_something_was_written(newer: bool) -> None:
    """Another instance may have written something newer."""
    latest, connection = Latest(lambda: NOW + DAY), Refusing(fails_at=0)
    connection.newer = newer
    latest.remember([row(NOW)])
    await latest.flush(connection)  # type: ignore[arg-type]  # a stand-in
    assert connection.notified == newer


def test_a_doubted_reading_counts_no_longer() -> None:
    latest = Latest(lambda: NOW + DAY)
    latest.remember([row(NOW, 1.0)])
    kept = Kept([row(NOW + 1, 2.0, quality=Quality.TIME_UNSURE)])
    latest.committed(Stored(kept, None, [], {}, [(1, NOW), (9999, NOW)]))
    assert last(latest) == (NOW + 1, NOW, 2.0, Quality.TIME_UNSURE, None, None)
