"""The trail of a channel: what it remembers, and what came at once."""

from isotherm.instants import HOUR, MINUTE, SECOND, Micros
from isotherm_ingest.place.trail import Burst, Trail, followed
from isotherm_ingest.place.wall_clock import Said


def test_a_trail_remembers_a_bounded_number_of_readings() -> None:
    trail = None
    for n in range(500):
        reading = Said((n * MINUTE, n * MINUTE + 1), (float(n), None), True)
        trail = followed(trail, [reading], [n * MINUTE], alone=True)
    assert trail is not None
    assert (trail.step, trail.direction) == (MINUTE, 1)
    assert len(trail.seen) == 64
    assert max(trail.seen) == trail.high == 499 * MINUTE
    assert len(trail.recent) + len(trail.steps) < 16


def test_the_usual_distance_is_one_that_occurs_more_than_once() -> None:
    assert Trail(0, 0, steps=(10,)).step is None
    assert Trail(0, 0, steps=(10, 90)).step is None
    assert Trail(0, 0, steps=(10, 90, 11)).step == 11


def burst(*readings: tuple[Micros, Micros]) -> Burst:
    """Return the burst after messages of one reading, given by its instant and publishing."""
    last: Burst | None = None
    for at, published in readings:
        last = Burst.after(last, [Said((at, at + HOUR), (1.0, None), True)], published)
    assert last is not None
    return last


def test_messages_at_once_whose_times_are_apart_are_a_buffer() -> None:
    now = HOUR + 30 * MINUTE
    buffer = burst((20 * MINUTE, now), (21 * MINUTE, now + SECOND))
    assert buffer.holds((HOUR + 30 * MINUTE,), now + 2 * SECOND)
    assert not buffer.holds((HOUR + 30 * MINUTE,), now + MINUTE), "not at once"


def test_messages_as_far_apart_as_their_times_are_live() -> None:
    every_second = burst(*((n * SECOND, HOUR + n * SECOND) for n in range(100)))
    assert not every_second.holds((HOUR + 100 * SECOND,), HOUR + 100 * SECOND)
    assert not every_second.holds((HOUR + 99 * SECOND,), HOUR + 100 * SECOND), "sent again"
    after_the_first_hour = burst((HOUR - SECOND, HOUR - SECOND))
    assert not after_the_first_hour.holds((HOUR,), HOUR)
