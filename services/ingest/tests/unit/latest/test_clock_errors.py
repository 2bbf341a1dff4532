"""Errors of clocks: a lead shows at once, a lag once it is constant, and a buffer has none."""

from isotherm.instants import HOUR, MINUTE, SECOND
from isotherm_ingest.latest.clock_errors import ClockErrors

NOW = 1_767_225_600_000_000
NOTHING = (False, None)


def judged(errors: ClockErrors, *messages: tuple[int, int]) -> list[tuple[bool, int | None]]:
    """Judge messages, given by when they were published and by their lead; return all results."""
    return [errors.judge("a", NOW + published, lead) for published, lead in messages]


def test_a_lead_shows_at_once_and_ends_at_once() -> None:
    messages = [(0, 29 * SECOND), (1, 30 * SECOND), (2, HOUR), (3, 0)]
    assert judged(ClockErrors(), *messages) == [
        (True, None), (True, 30_000), (True, 3_600_000), (True, None),
    ]  # fmt: skip


def test_a_lag_shows_when_three_messages_in_two_minutes_have_it() -> None:
    messages = [(n * MINUTE, -5 * MINUTE - n * SECOND) for n in range(4)]
    lag = (True, -300_000)
    assert judged(ClockErrors(), *messages) == [NOTHING, NOTHING, lag, lag]
    assert judged(ClockErrors(), (0, -HOUR), (HOUR, -HOUR)) == [NOTHING, NOTHING]
    often = [(n * 30 * SECOND, -HOUR) for n in range(5)]
    assert judged(ClockErrors(), *often) == [*[NOTHING] * 4, (True, -3_600_000)]
    assert judged(ClockErrors(lag_shown_after=0), *often[:3])[-1] == (True, -3_600_000)


def test_a_lag_ends_when_a_message_is_right() -> None:
    lagging = [(n * MINUTE, -5 * MINUTE) for n in range(3)]
    errors = ClockErrors()
    assert judged(errors, *lagging, (3 * MINUTE, -10 * SECOND))[-1] == (True, None)
    assert judged(errors, (4 * MINUTE, -5 * MINUTE)) == [NOTHING]


def test_a_buffer_that_is_drained_is_no_lag() -> None:
    """A reading a minute was kept, and one is sent in `pause`."""
    for hours, pause in ((1, SECOND), (10, 10 * SECOND), (300, 30 * SECOND)):
        errors = ClockErrors()
        messages = [(n * pause, -hours * HOUR + n * (MINUTE - pause)) for n in range(60)]
        assert {*judged(errors, *messages)} == {NOTHING}, hours


def test_a_clock_that_stands_still_is_no_constant_lag() -> None:
    assert {*judged(ClockErrors(), *((n * MINUTE, -HOUR - n * MINUTE) for n in range(60)))} == {
        NOTHING
    }


def test_devices_are_judged_apart() -> None:
    errors = ClockErrors()
    for n in range(3):
        shown = [errors.judge(name, NOW + n * MINUTE, lag) for name, lag in
                 (("a", -HOUR), ("b", 0), ("c", -2 * HOUR + n * 30 * SECOND))]  # fmt: skip
    assert shown == [(True, -3_600_000), (True, None), NOTHING]
