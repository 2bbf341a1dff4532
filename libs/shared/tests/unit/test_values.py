"""Units, quality bits, times and reasons."""

from datetime import UTC, datetime

import pytest

from isotherm import reasons, units
from isotherm.instants import SystemClock, from_ms, to_ms
from isotherm.quality import Quality, counts


@pytest.mark.parametrize(
    ("value", "unit", "celsius"),
    [(21.5, "C", 21.5), (32.0, "F", 0.0), (-40.0, "F", -40.0), (273.15, "K", 0.0)],
)
def test_units(value: float, unit: units.Unit, celsius: float) -> None:
    assert units.to_celsius(value, unit) == pytest.approx(celsius)


@pytest.mark.parametrize("text", ["c", "", "°C", None, 3])
def test_not_a_unit(text: object) -> None:
    assert not units.is_unit(text)


@pytest.mark.parametrize(
    ("quality", "counted"),
    [
        (Quality.NONE, True),
        (Quality.CLOCK_AHEAD, True),
        (Quality.FAULT, False),
        (Quality.SUSPECT, False),
        (Quality.TIME_UNSURE | Quality.CLOCK_AHEAD, False),
    ],
)
def test_what_counts(quality: Quality, counted: bool) -> None:
    assert counts(quality) is counted


def test_milliseconds_round_down_also_before_1970() -> None:
    assert to_ms(datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC)) == 1
    assert to_ms(datetime(1969, 12, 31, 23, 59, 59, 999500, tzinfo=UTC)) == -1
    assert to_ms(from_ms(1_795_478_400_123)) == 1_795_478_400_123


def test_the_clock_is_aware() -> None:
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize("reason", list(reasons.Reason))
def test_every_reason_has_words_and_a_cure(reason: reasons.Reason) -> None:
    assert reasons.title(reason)
    assert reasons.cure(reason).endswith(".")
