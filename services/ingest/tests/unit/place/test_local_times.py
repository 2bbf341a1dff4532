"""Local times that the wall clock showed twice, by when and after what their messages came."""

from dataclasses import replace

import pytest

from isotherm.instants import HOUR, MINUTE, SECOND, Micros
from isotherm_ingest.place.local_times import Published, resolve, resolve_run
from isotherm_ingest.place.trail import Burst, Trail, followed
from isotherm_ingest.place.wall_clock import Said

LATE = 9 * HOUR


def said(minutes: float, value: float = 1.0) -> Said:
    """Return a reading by minutes since the first 02:00; up to 03:00 they are shown twice."""
    at = int(minutes * MINUTE)
    if 0 <= at < HOUR:
        return Said((at, at + HOUR), (value, None), True)
    return Said((at if at < 0 else at + HOUR,), (value, None))


def chosen(
    reading: Said, published: Micros, trail: Trail | None = None, *, live: bool = True,
    alone: bool = True,
) -> float | None:  # fmt: skip
    """Return the instant of a single reading in minutes, None if it is open."""
    [at] = resolve([reading], Published(published, live, trail, alone))
    return None if at is None else at / MINUTE


def after(*minutes: float, alone: bool = True, values: str = "") -> Trail:
    """Return the trail after certain readings, given by true minutes; by default all differ."""
    trail = None
    for n, minute in enumerate(minutes):
        value = float(values[n]) if values else 100.0 + n
        at = int(minute * MINUTE)
        reading = Said((at,), (value, None), 0 <= at < 2 * HOUR)
        trail = followed(trail, [reading], [at], alone=alone)
    assert trail is not None
    return trail


@pytest.mark.parametrize(
    ("published", "at"),
    [
        (30 * MINUTE, 30),
        (89 * MINUTE - 1, 30),
        (89 * MINUTE, 90),
        (91 * MINUTE, 90),
        (91 * MINUTE + 1, None),
    ],
)
def test_what_has_not_come_yet_is_not_meant_and_what_just_came_is(
    published: Micros, at: float | None
) -> None:
    assert chosen(said(30), published) == at


def test_a_message_that_waited_is_not_live() -> None:
    assert chosen(said(30), 90 * MINUTE, live=False) is None
    assert chosen(said(30), 30 * MINUTE, live=False) == 30


@pytest.mark.parametrize(
    ("trail", "local", "at"),
    [
        ((-30, -20, -10), 0, 0),
        ((30, 40, 50), 0, 60),
        ((40, 50, 60), 10, 70),
        ((140, 130, 120), 50, 110),
        ((80, 70, 60), 50, 50),
        ((-120, -60), 0, 0),
        ((-120, -60, 0), 0, 60),
        ((180, 120, 60), 0, 0),
        # 45 minutes apart, the nearer one would be too near
        ((-75, -30), 15, 15),
        ((-60, -15, 30), 15, 75),
        # some readings are missing
        ((20, 30, 40), 0, None),
        ((27, 28, 29), 32, 32),
        # no usual distance
        ((-10,), 0, None),
        ((-200, -50, -10), 0, None),
    ],
)
def test_the_instant_that_continues_the_last_readings(
    trail: tuple[float, ...], local: float, at: float | None
) -> None:
    assert chosen(said(local), LATE, after(*trail)) == at


def test_the_order_of_messages_counts_only_if_no_other_instance_took_some() -> None:
    assert chosen(said(0), LATE, after(-30, -20, -10), alone=False) is None
    assert chosen(said(0), LATE, after(-30, -20, -10, alone=False)) is None


def test_the_same_again() -> None:
    trail = after(-20, -10, 0, 10)
    assert chosen(said(10, 103.0), LATE, trail) == 10
    assert chosen(said(0, 102.0), LATE, trail) == 0
    assert chosen(said(10, 7.0), LATE, trail) is None
    hourly = after(-120, -60, 0)
    assert chosen(said(0, 102.0), LATE, hourly) == 0
    assert chosen(said(0, 7.0), LATE, hourly) == 60


def test_an_equal_value_says_nothing_where_values_stay_the_same() -> None:
    assert chosen(said(0, 4.0), LATE, after(-120, -60, 0, values="444")) == 60
    assert chosen(said(0, 4.0), LATE, after(-120, -60, 0, values="454")) == 0
    assert chosen(said(30, 4.0), LATE, after(-60, -30, 0, 30, 60, values="44544")) == 90


def test_readings_sent_again_after_an_hour_are_not_the_next_ones() -> None:
    """The seven last of a device that reports every 10 minutes, just after the second 02:00."""
    trail = after(-10, 0, 10, 20, 30, 40, 50, 60)
    again = [chosen(said(minute, 102.0 + minute / 10 - 1), LATE, trail) for minute in (0, 10, 20)]
    assert again == [0, 10, 20]
    assert chosen(said(10, 7.0), LATE, trail) == 70


def test_a_live_reading_is_the_next_one_though_its_value_was_seen() -> None:
    trail = after(-60, 0, alone=False)
    assert chosen(said(0, 101.0), HOUR + SECOND, trail, alone=False) == 60
    assert chosen(said(0, 7.0), HOUR + SECOND, after(-60, 0, 60), alone=False) is None


def test_a_buffer_that_is_sent_in_the_second_hour_is_not_live() -> None:
    """The readings of the first hour come at once, and one of them exactly an hour late."""
    now, trail = 90 * MINUTE, None
    for n, minute in enumerate(range(20, 40)):
        reading, published = said(minute, n), now + n * SECOND // 10
        at = chosen(reading, published, trail, alone=False)
        assert at in (None, minute)
        trail = replace(
            trail or Trail(), burst=Burst.after(trail and trail.burst, [reading], published)
        )
    assert chosen(said(33), 93 * MINUTE, trail, alone=False) == 93


def test_a_trail_is_followed_by_what_is_certain() -> None:
    trail = after(-20, -10)
    assert followed(trail, [said(0)], [None], alone=True) == replace(trail, open=True)
    assert followed(None, [said(0)], [None], alone=True) is None
    far = after(0, 10, 20, 30, 40)
    again = Said((0,), (100.0, None), True)
    assert followed(far, [again], [0], alone=True) is far, "the next one continues at 40"


def test_later_messages_decide_where_they_are_known() -> None:
    messages = [([said(minute)], LATE) for minute in (30, 50, 10, 30, 50, 70)]
    decided = [at / MINUTE for [at] in resolve_run(messages) if at is not None]
    assert decided == [30, 50, 70, 90, 110, 130]


def test_a_message_of_unknown_order_is_not_live() -> None:
    """Three seconds after the change: both of the hour before, or one of now and an old one."""
    readings = [said(0, 1.0), said(15, 2.0)]
    published = Published(HOUR + 3 * SECOND, live=True, trail=None, alone=True)
    assert resolve(readings, published) == [None, 15 * MINUTE]


def test_another_value_at_the_same_local_time_is_the_next_one_where_readings_are_rare() -> None:
    readings = [said(-30, 1.0), said(0, 2.0), said(0, 4.0), said(30, 5.0), said(60, 6.0)]
    instants = resolve(readings, Published(LATE))
    assert instants == [n * MINUTE for n in (-30, 0, 60, 90, 120)]
