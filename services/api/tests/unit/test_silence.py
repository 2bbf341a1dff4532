"""Gaps and runs of faults, compared with a plain walk over every reading."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from isotherm_api.history.silence import Seen, Span, Window, coverage, faults, gaps, length

T0 = datetime(2026, 11, 1, tzinfo=UTC)
LIMIT = timedelta(seconds=3)


def at(seconds: float) -> datetime:
    """So many seconds after T0."""
    return T0 + timedelta(seconds=seconds)


def seen(*seconds: float, quality: int = 0) -> list[Seen]:
    """Readings at these seconds."""
    return [Seen(at(each), quality) for each in seconds]


def window(start: float, end: float, now: float = 1000) -> Window:
    """A window of seconds after T0."""
    return Window(at(start), at(min(end, now)), at(now), LIMIT)


def of(where: Window, lead: Seen | None, inside: list[Seen], trail: Seen | None) -> list[Span]:
    """The gaps of a list of readings."""
    known = [lead, *inside] if lead else inside
    return gaps(where, (known[0], known[-1]) if known else None, list(pairwise(known)), trail)


def test_without_any_reading_all_is_gap() -> None:
    where = window(0, 10)
    found = of(where, None, [], None)
    assert found == [(at(0), at(10))]
    assert coverage(where, length(found)) == 0


def test_the_future_is_neither_gap_nor_covered() -> None:
    where = window(20, 30, now=10)
    assert of(where, None, [], None) == []
    assert coverage(where, timedelta()) is None


def test_a_range_that_reaches_into_the_future_ends_now() -> None:
    where = window(0, 100, now=10)
    assert of(where, None, seen(0, 2, 4, 5), None) == [(at(5), at(10))]
    assert of(where, None, seen(0, 3, 6, 8), None) == []


def test_before_the_first_reading_is_unknown() -> None:
    assert of(window(0, 10), None, seen(4, 6, 8, 10), None)[0] == (at(0), at(4))


def test_a_lead_near_enough_covers_the_beginning() -> None:
    assert of(window(0, 4), *seen(-1), seen(2), *seen(5)) == []


def test_exactly_three_intervals_is_no_gap() -> None:
    assert of(window(0, 6), *seen(0), seen(3), *seen(6)) == []
    assert of(window(0, 7), *seen(0), seen(3, 6.001), *seen(8)) == [(at(3), at(6.001))]


def test_a_fault_is_no_silence() -> None:
    inside = [*seen(0), *seen(2, 4, quality=1), *seen(6)]
    where = window(0, 6)
    assert of(where, None, inside, seen(7)[0]) == []
    run = faults(where, (inside[0], inside[-1]), list(pairwise(inside)), seen(7)[0])
    assert run == [(at(2), at(6))]


def test_a_silence_ends_a_run_of_faults() -> None:
    inside = [*seen(0), *seen(2, quality=1), *seen(20, 21, quality=1), *seen(22)]
    run = faults(window(0, 23), (inside[0], inside[-1]), list(pairwise(inside)), seen(23)[0])
    assert run == [(at(2), at(2)), (at(20), at(22))]


def test_a_run_that_goes_on_ends_now() -> None:
    inside = seen(0, 2, 4, quality=1)
    assert faults(window(0, 50, now=5), (inside[0], inside[-1]), [], None) == [(at(0), at(5))]


readings = st.lists(
    st.tuples(st.integers(-3, 43), st.sampled_from([0, 1, 2])), unique_by=lambda each: each[0]
).map(sorted)


@given(readings, st.integers(1, 40), st.integers(1, 45))
def test_gaps_and_faults_agree_with_every_second_looked_at(
    drawn: list[tuple[int, int]], end: int, now: int
) -> None:
    known = [Seen(at(second), quality) for second, quality in drawn if second <= now]
    where = Window(at(0), at(min(end, now)), at(now), LIMIT)
    before = [each for each in known if each.at < at(0)][-1:]
    lead = before[0] if before and at(0) - before[0].at <= LIMIT else None
    inside = [each for each in known if at(0) <= each.at < at(end)]
    after = [each for each in known if at(end) <= each.at <= at(end) + LIMIT]
    trail = after[0] if after else None
    listed = [lead, *inside] if lead else inside
    edges = (listed[0], listed[-1]) if listed else None
    steps = [(a, b) for a, b in pairwise(listed) if b.at - a.at > LIMIT or a.faulty != b.faulty]
    silent = {
        second
        for begin, until in gaps(where, edges, steps, trail)
        for second in range(int((begin - T0).total_seconds()), int((until - T0).total_seconds()))
    }
    faulty = {
        second
        for begin, until in faults(where, edges, steps, trail)
        for second in range(int((begin - T0).total_seconds()), int((until - T0).total_seconds()))
    }
    for second in range(min(end, now)):
        earlier = [each for each in known if each.at <= at(second)]
        later = [each for each in known if each.at > at(second)]
        following = later[0].at if later else at(now)
        gap = not earlier or following - earlier[-1].at > LIMIT
        assert (second in silent) == gap, second
        assert (second in faulty) == (not gap and earlier[-1].faulty), second
