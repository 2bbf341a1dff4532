"""What a request of a correction may hold, before what it wants is judged."""

from typing import Any

import pytest
from corrected import HOUR, NOW, body
from pydantic import ValidationError

from isotherm.instants import from_ms
from isotherm_api.corrections.schemas import NewCorrection, TriedCorrection, Undoing

FARTHEST_MS = 10**14


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "delete"},
        {"from": "2026-11-23"},
        {"from": -(10**18)},
        {"to": 1.5},
        {"to": 10**18},
        {"kind": "unit", "read_as": "R", "sent_as": "C"},
        {"kind": "time", "shift_ms": "1"},
        {"kind": "time", "shift_ms": 1.0},
        {"kind": "time", "shift_ms": FARTHEST_MS + 1},
        {"kind": "time", "shift_ms": -FARTHEST_MS - 1},
        {"reason": "two\nlines"},
        {"other": 1},
    ],
    ids=str,
)
def test_what_is_no_correction_is_refused(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TriedCorrection.model_validate(body() | sent)


@pytest.mark.parametrize("shift_ms", [FARTHEST_MS, -FARTHEST_MS])
def test_readings_may_be_shifted_by_thousands_of_years(shift_ms: int) -> None:
    sent = TriedCorrection.model_validate(body("time", shift_ms=shift_ms))
    assert sent.shift_ms == shift_ms


def test_times_of_a_request_are_milliseconds() -> None:
    sent = NewCorrection.model_validate(body())
    assert (from_ms(sent.from_), from_ms(sent.to)) == (NOW - 6 * HOUR, NOW - 5 * HOUR)


def test_only_what_is_made_needs_a_reason() -> None:
    without = body(reason=None)
    assert TriedCorrection.model_validate(without).reason is None
    assert Undoing.model_validate({}).reason is None
    for missing in (without, without | {"reason": None}):
        with pytest.raises(ValidationError, match="reason"):
            NewCorrection.model_validate(missing)
