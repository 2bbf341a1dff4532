"""The clock of ticks: live, waited, and where it cannot be told."""

import pytest
from ingest_parts import NOW, SECOND, message, tick

from isotherm_ingest.ticks import Increasing, Instant, TickClock

WAITED = 100 * SECOND


def clock(*, present: bool = True, last: int | None = None) -> TickClock:
    made = TickClock()
    made.opened(present, last)
    return made


def test_a_new_session_is_live_also_without_ticks() -> None:
    fresh = clock(present=False)
    assert fresh.read([message()], saturated=False) == [Instant(NOW, False)]


def test_without_any_tick_a_resumed_session_is_unsure() -> None:
    assert clock().read([message()], saturated=False) == [Instant(NOW, True)]


def test_live_after_a_fresh_tick_also_when_ticks_end() -> None:
    resumed = clock()
    later = message(received_at=NOW + 3600 * SECOND)
    assert resumed.read([tick(NOW, NOW + SECOND), later], saturated=False)[1] == Instant(
        later.received_at, False
    )


def test_waited_messages_get_the_tick_before_them() -> None:
    """Three seconds of a queue, delivered at once."""
    resumed = clock(last=NOW)
    queue = [message(), tick(NOW + SECOND), message(), tick(NOW + 2 * SECOND), message()]
    queue += [tick(NOW + 3 * SECOND), tick(NOW + WAITED - SECOND // 2)]
    for each in queue:
        each.received_at = NOW + WAITED
    found = [each for each, m in zip(resumed.read(queue, False), queue, strict=True)
             if m.topic.startswith("sensors/")]  # fmt: skip
    assert found == [Instant(NOW + n * SECOND, False) for n in range(3)]
    assert resumed.live


def test_a_hole_of_ticks_makes_unsure() -> None:
    resumed = clock(last=NOW)
    queue = [message(received_at=NOW + WAITED), tick(NOW + 4 * SECOND, NOW + WAITED)]
    assert resumed.read(queue, False)[0] == Instant(NOW + 4 * SECOND, True)


def test_a_short_wait_is_the_receipt() -> None:
    resumed = clock(last=NOW)
    late = message(received_at=NOW + 2 * SECOND)
    assert resumed.read([late], False) == [Instant(NOW + 2 * SECOND, False)]


def test_a_late_tick_ends_being_live() -> None:
    live = clock(present=False)
    live.read([tick(NOW)], saturated=False)
    queue = [message(), tick(NOW + SECOND), message(), tick(NOW + 2 * SECOND)]
    for each in queue:
        each.received_at = NOW + WAITED
    assert live.settled(queue[:3], NOW + WAITED, saturated=False) == 2
    found = live.read(queue, saturated=False)
    assert [found[0], found[2]] == [Instant(NOW, False), Instant(NOW + SECOND, False)]
    assert not live.live


def test_after_a_standstill_the_next_tick_is_awaited() -> None:
    live = clock(present=False)
    live.read([tick(NOW)], saturated=False)
    live.stalled()
    late = message(received_at=NOW + WAITED)
    assert live.settled([late], NOW + WAITED, saturated=False) == 0
    assert live.read([late, tick(NOW + SECOND, NOW + WAITED)], False)[0] == Instant(NOW, False)
    live.read([tick(NOW + WAITED)], saturated=False)
    assert live.live


def test_a_full_window_ends_being_live() -> None:
    live = clock(present=False, last=None)
    live.read([tick(NOW)], saturated=False)
    late = message(received_at=NOW + WAITED)
    assert live.read([late, tick(NOW + SECOND, NOW + WAITED)], saturated=True)[0] == Instant(
        NOW, False
    )
    assert not live.live
    live.read([tick(NOW + WAITED)], saturated=False)
    assert live.live


def test_ticks_that_say_nothing_are_passed_over() -> None:
    resumed = clock(last=NOW)
    broken = tick(NOW)
    broken.payload = b"soon"
    resumed.read([broken], saturated=False)
    assert resumed.tick == NOW


def test_what_is_not_settled_waits_for_the_next_tick() -> None:
    resumed = clock(last=NOW)
    now = NOW + WAITED
    queue = [message(received_at=now)]
    assert resumed.settled(queue, now, saturated=False) == 0
    queue.append(tick(NOW + SECOND, now))
    assert resumed.settled(queue, now, saturated=False) == 2
    queue.append(message(received_at=now))
    assert resumed.settled(queue, now, saturated=False) == 2
    assert resumed.settled(queue, now, saturated=True) == 3


def test_it_waits_three_seconds_and_then_no_more() -> None:
    resumed = clock(last=NOW)
    now = NOW + WAITED
    queue = [message(received_at=now)]
    assert resumed.settled(queue, now + 3 * SECOND, saturated=False) == 0
    assert resumed.settled(queue, now + 3 * SECOND + 1, saturated=False) == 1
    assert resumed.settled([message(received_at=now)], now, saturated=False) == 1
    assert resumed.read(queue, saturated=False) == [Instant(now, True)]


@pytest.mark.parametrize("last", [None, NOW - SECOND])
def test_nothing_to_wait_for(last: int | None) -> None:
    assert clock(last=last).settled([message()], NOW, saturated=False) == 1
    assert clock(present=False, last=last).settled([message()], NOW, saturated=False) == 1
    assert clock().settled([], NOW, saturated=False) == 0


def test_instants_strictly_increase_in_a_channel() -> None:
    increasing = Increasing()
    assert increasing.reserve("a", NOW, 1) == NOW
    assert increasing.reserve("a", NOW, 3) == NOW + 1
    assert increasing.reserve("a", NOW - SECOND, 1) == NOW + 4
    assert increasing.reserve("b", NOW, 1) == NOW
    assert increasing.reserve("a", NOW + SECOND, 1) == NOW + SECOND


def test_instants_are_not_remembered_for_ever() -> None:
    increasing = Increasing(limit=10)
    for n in range(1000):
        increasing.reserve(f"c{n}", NOW + n * SECOND, 1)
    assert len(increasing._last) <= 11
    assert increasing.reserve("c999", NOW + 999 * SECOND, 1) == NOW + 999 * SECOND + 1
