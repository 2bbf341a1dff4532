"""What a request may correct, and which times that touches."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from corrected import DAY, HOUR, MINUTE, NOW, body

from isotherm.instants import to_micros
from isotherm_api.corrections.schemas import NewCorrection
from isotherm_api.corrections.wanted import Wanted, checked, require_kept
from isotherm_api.problem import Conflict, Invalid

LONGEST = timedelta(days=400)
FROM, TO = NOW - 6 * HOUR, NOW - 5 * HOUR
HOUR_MS = 3_600_000


def want(kind: str = "set_aside", now: datetime = NOW, **other: Any) -> Wanted:
    """Return what a request wants; errors as for `checked`."""
    return checked(NewCorrection.model_validate(body(kind, **other)), now, LONGEST)


def spans(*spans: tuple[datetime, datetime]) -> list[tuple[int, int]]:
    return [(to_micros(start), to_micros(end)) for start, end in spans]


@pytest.mark.parametrize(("kind", "other"), [("set_aside", {}), ("unit", {"sent_as": "K"})])
def test_what_stays_in_place_touches_its_range(kind: str, other: dict[str, Any]) -> None:
    wanted = want(kind, **other)
    assert wanted.touched == spans((FROM, TO))
    assert (wanted.whole.start, wanted.whole.end) == (FROM, TO)


@pytest.mark.parametrize(
    ("shift", "touched"),
    [
        (2 * HOUR, [(FROM, TO), (FROM + 2 * HOUR, TO + 2 * HOUR)]),
        (-2 * HOUR, [(FROM - 2 * HOUR, TO - 2 * HOUR), (FROM, TO)]),
        (HOUR, [(FROM, TO + HOUR)]),
        (-MINUTE, [(FROM - MINUTE, TO)]),
        (MINUTE, [(FROM, TO + MINUTE)]),
    ],
)
def test_a_shift_touches_both_ranges(
    shift: timedelta, touched: list[tuple[datetime, datetime]]
) -> None:
    wanted = want("time", shift_ms=shift // timedelta(milliseconds=1))
    assert wanted.touched == spans(*touched)
    assert (wanted.whole.start, wanted.whole.end) == (touched[0][0], touched[-1][1])
    assert [(part.lower, part.upper) for part in wanted.ranges()] == touched


def test_its_row_has_only_what_belongs_to_its_kind() -> None:
    rows = [want(kind).columns() for kind in ("set_aside", "unit", "time")]
    names = ("read_as", "sent_as", "shift_us")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (None, None, None), ("C", "F", None), (None, None, HOUR_MS * 1000),
    ]  # fmt: skip


def test_a_clock_a_little_ahead_means_now() -> None:
    odd = NOW + timedelta(microseconds=300)
    wanted = want(until=NOW + 4 * MINUTE, now=odd)
    assert wanted.touched == spans((FROM, NOW))


BAD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "the future": ("to", "set_aside", {"until": NOW + 6 * MINUTE}),
    "nothing": ("from", "set_aside", {"until": FROM}),
    "reversed": ("from", "set_aside", {"until": FROM - MINUTE}),
    "after now": ("from", "set_aside", {"since": NOW, "until": NOW + MINUTE}),
    "too long": ("from", "set_aside", {"since": NOW - LONGEST - DAY}),
    "units of a time": ("read_as", "time", {"read_as": "C"}),
    "no unit": ("sent_as", "unit", {"sent_as": None}),
    "the same unit": ("sent_as", "unit", {"sent_as": "C"}),
    "a shift of a unit": ("shift_ms", "unit", {"shift_ms": 1}),
    "a shift of what is set aside": ("shift_ms", "set_aside", {"shift_ms": 0}),
    "no shift": ("shift_ms", "time", {"shift_ms": None}),
    "a shift of 0": ("shift_ms", "time", {"shift_ms": 0}),
    "into the future": ("shift_ms", "time", {"shift_ms": 5 * HOUR_MS + 1}),
    "before all times": ("shift_ms", "time", {"shift_ms": -(10**14)}),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_corrected_names_the_field(name: str) -> None:
    field, kind, other = BAD[name]
    with pytest.raises(Invalid) as raised:
        want(kind, **other)
    assert raised.value.errors[0].field == field


def test_readings_may_be_shifted_up_to_now() -> None:
    assert want("time", shift_ms=5 * HOUR_MS).touched[-1][1] == to_micros(NOW)


def test_a_correction_needs_the_hours_that_are_kept_as_readings() -> None:
    horizon = datetime(2026, 11, 20, tzinfo=UTC)
    first = to_micros(horizon)
    require_kept(first, 0, "UTC", "made")
    require_kept(first, first, "UTC", "made")
    with pytest.raises(Conflict, match=r"before 2026-11-20 00:00 \(UTC\).*can be made"):
        require_kept(first - 1, first, "UTC", "made")


def test_an_hour_that_has_lost_readings_is_not_kept() -> None:
    """In Kathmandu an hour begins a quarter of an hour before one in UTC, or three after."""
    horizon = to_micros(datetime(2026, 11, 20, tzinfo=UTC))
    kept_from = horizon + 15 * 60_000_000
    require_kept(kept_from, horizon, "Asia/Kathmandu", "undone")
    with pytest.raises(Conflict, match=r"2026-11-20 06:00 \(Asia/Kathmandu\).*can be undone"):
        require_kept(kept_from - 1, horizon, "Asia/Kathmandu", "undone")
