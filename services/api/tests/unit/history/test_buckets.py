"""Buckets are aligned to the site's clock, and at most as many as requested."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import from_ms, to_datetime
from isotherm_api.history.buckets import DAY, WIDTHS, choose, starts
from isotherm_api.ranges import EARLIEST, LATEST, Range

HOUR = timedelta(hours=1)
ZONES = (
    "UTC",
    "Europe/Vienna",
    "America/Chicago",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
)


def at(text: str) -> datetime:
    """Return the instant of an ISO text with an offset, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def cut(span: Range, width: timedelta, zone: str) -> tuple[datetime, ...]:
    """Return where buckets begin, as datetimes."""
    return tuple(to_datetime(start) for start in starts(span, width, zone).tolist())


def test_hours_begin_on_the_full_hour_of_the_site() -> None:
    span = Range(at("2026-11-01T10:20+05:45"), at("2026-11-01T13:00+05:45"))
    begins = cut(span, timedelta(hours=1), "Asia/Kathmandu")
    assert begins == tuple(at(f"2026-11-01T{hour}:00+05:45") for hour in (10, 11, 12))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Vienna", "2026-03-29", 23),
        ("Europe/Vienna", "2026-10-25", 25),
        ("America/Chicago", "2026-03-08", 23),
        ("America/Chicago", "2026-11-01", 25),
        ("Asia/Kathmandu", "2026-10-25", 24),
        ("America/Sao_Paulo", "2018-11-04", 23),  # midnight itself was skipped
    ],
)
def test_days_are_the_sites_days(zone: str, day: str, hours: int) -> None:
    noon = at(f"{day}T12:00+00:00")
    begins = cut(Range(noon - 2 * DAY, noon + 2 * DAY), DAY, zone)
    lengths = {
        start.date(): (after - start) / timedelta(hours=1)
        for start, after in itertools.pairwise(begins)
    }
    assert hours in lengths.values()
    assert set(lengths.values()) <= {24.0, float(hours)}


def test_a_day_that_the_zone_skipped_has_no_bucket() -> None:
    span = Range(at("2011-12-28T12:00+00:00"), at("2012-01-02T12:00+00:00"))
    begins = cut(span, DAY, "Pacific/Apia")
    assert list(begins) == sorted(set(begins))


def test_weeks_begin_on_monday() -> None:
    span = Range(at("2026-11-18T12:00+01:00"), at("2026-11-30T12:00+01:00"))
    begins = cut(span, 7 * DAY, "Europe/Vienna")
    assert begins[0] == at("2026-11-16T00:00+01:00")


def test_the_narrowest_width_that_fits_is_chosen() -> None:
    span = Range(at("2026-11-01T00:00+00:00"), at("2026-12-01T00:00+00:00"))
    assert choose(span, 720, ["UTC"]) == timedelta(hours=1)
    assert choose(span, 30, ["UTC"]) == DAY


@given(
    start=st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  made UTC
    seconds=st.floats(0.001, 11 * 366 * 86_400),
    points=st.integers(2, 2000),
    zone=st.sampled_from(ZONES),
)
def test_buckets_cover_the_range_and_are_at_most_as_many_as_requested(
    start: datetime, seconds: float, points: int, zone: str
) -> None:
    begin = start.replace(tzinfo=UTC)
    span = Range(begin, begin + timedelta(seconds=seconds))
    width = choose(span, points, [zone])
    begins = cut(span, width, zone)
    assert width in WIDTHS
    assert 1 <= len(begins) <= points
    assert begins[0] <= span.start
    assert begins[-1] < span.end
    assert all(a < b for a, b in itertools.pairwise(begins))
    if width < DAY:
        assert all(b - a == width for a, b in itertools.pairwise(begins))
        assert begins[-1] + width >= span.end


@pytest.mark.parametrize("zone", [*ZONES, "Pacific/Kiritimati"])
@pytest.mark.parametrize("width", [width for width in WIDTHS if width >= DAY])
def test_whole_days_are_cut_at_the_supported_bounds(width: timedelta, zone: str) -> None:
    earliest, latest = from_ms(EARLIEST), from_ms(LATEST)
    for span in (Range(earliest, earliest + 4000 * DAY), Range(latest - 4000 * DAY, latest)):
        begins = cut(span, width, zone)
        assert begins[0] <= span.start
        assert timedelta() < span.end - begins[-1] <= width + HOUR
        steps = [after - begin for begin, after in itertools.pairwise(begins)]
        assert all(abs(step - width) <= HOUR for step in steps[1:])
        assert all(DAY - HOUR <= step <= width + HOUR for step in steps[:1])
