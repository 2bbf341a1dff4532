"""The tick clock: messages that are live, that waited, and that cannot be dated."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND, Sent, chunk, chunks, message, tick

from isotherm.names import TICK_TOPIC
from isotherm_ingest.decode.ticks import TickClock

WAITED = 100 * SECOND


@dataclass(frozen=True)
class Instant:
    """When one message was published."""

    at: int
    unsure: bool


def read(clock: TickClock, messages: list[Sent], saturated: bool) -> list[Instant]:
    """Return the instant of each message; the spans cover every message once, in order."""
    instants = []
    parts = chunks(*messages)
    for part, spans in zip(parts, clock.date(parts, saturated), strict=True):
        covered = [n for span in spans for n in range(span.start, span.stop)]
        assert covered == list(range(len(part)))
        instants += [Instant(s.at, s.unsure) for s in spans for _ in range(s.start, s.stop)]
    return instants


def settled(clock: TickClock, messages: list[Sent], now: int, saturated: bool) -> int:
    return clock.datable(chunks(*messages), now, saturated)


def clock(*, present: bool = True, last: int | None = None) -> TickClock:
    tick_clock = TickClock()
    tick_clock.opened(present, last)
    return tick_clock


def test_a_new_session_is_live_without_ticks() -> None:
    fresh = clock(present=False)
    assert read(fresh, [message()], saturated=False) == [Instant(NOW, False)]


def test_without_any_tick_a_resumed_session_is_unsure() -> None:
    assert read(clock(), [message()], saturated=False) == [Instant(NOW, True)]


def test_live_after_a_fresh_tick_also_when_ticks_end() -> None:
    resumed = clock()
    later = message(received_at=NOW + 3600 * SECOND)
    assert read(resumed, [tick(NOW, NOW + SECOND), later], saturated=False)[1] == Instant(
        later.received_at, False
    )


def test_queued_messages_get_the_tick_before_them() -> None:
    """Three seconds of queued messages are delivered at once."""
    resumed = clock(last=NOW)
    queue = [message(), tick(NOW + SECOND), message(), tick(NOW + 2 * SECOND), message()]
    queue += [tick(NOW + 3 * SECOND), tick(NOW + WAITED - SECOND // 2)]
    for packet in queue:
        packet.received_at = NOW + WAITED
    instants = [instant for instant, m in zip(read(resumed, queue, False), queue, strict=True)
                if m.topic.startswith("sensors/")]  # fmt: skip
    assert instants == [Instant(NOW + n * SECOND, False) for n in range(3)]
    assert resumed.live


def test_messages_between_distant_ticks_are_unsure() -> None:
    resumed = clock(last=NOW)
    queue = [message(received_at=NOW + WAITED), tick(NOW + 4 * SECOND, NOW + WAITED)]
    assert read(resumed, queue, False)[0] == Instant(NOW + 4 * SECOND, True)


def test_a_message_that_waited_shortly_is_dated_by_its_receipt() -> None:
    resumed = clock(last=NOW)
    late = message(received_at=NOW + 2 * SECOND)
    assert read(resumed, [late], False) == [Instant(NOW + 2 * SECOND, False)]


def test_a_late_tick_ends_live_dating() -> None:
    live = clock(present=False)
    read(live, [tick(NOW)], saturated=False)
    queue = [message(), tick(NOW + SECOND), message(), tick(NOW + 2 * SECOND)]
    for packet in queue:
        packet.received_at = NOW + WAITED
    assert settled(live, queue[:3], NOW + WAITED, saturated=False) == 2
    instants = read(live, queue, saturated=False)
    assert [instants[0], instants[2]] == [Instant(NOW, False), Instant(NOW + SECOND, False)]
    assert not live.live


def test_after_a_stall_the_next_tick_is_awaited() -> None:
    live = clock(present=False)
    read(live, [tick(NOW)], saturated=False)
    live.stalled()
    late = message(received_at=NOW + WAITED)
    assert settled(live, [late], NOW + WAITED, saturated=False) == 0
    assert read(live, [late, tick(NOW + SECOND, NOW + WAITED)], False)[0] == Instant(NOW, False)
    read(live, [tick(NOW + WAITED)], saturated=False)
    assert live.live


def test_a_full_window_ends_live_dating() -> None:
    live = clock(present=False, last=None)
    read(live, [tick(NOW)], saturated=False)
    late = message(received_at=NOW + WAITED)
    assert read(live, [late, tick(NOW + SECOND, NOW + WAITED)], saturated=True)[0] == Instant(
        NOW, False
    )
    assert not live.live
    read(live, [tick(NOW + WAITED)], saturated=False)
    assert live.live


def test_unreadable_ticks_are_skipped() -> None:
    resumed = clock(last=NOW)
    broken = tick(NOW)
    broken.payload = b"soon"
    read(resumed, [broken], saturated=False)
    assert resumed.tick == NOW


def test_messages_that_cannot_be_dated_wait_for_the_next_tick() -> None:
    resumed = clock(last=NOW)
    now = NOW + WAITED
    queue = [message(received_at=now)]
    assert settled(resumed, queue, now, saturated=False) == 0
    queue.append(tick(NOW + SECOND, now))
    assert settled(resumed, queue, now, saturated=False) == 2
    queue.append(message(received_at=now))
    assert settled(resumed, queue, now, saturated=False) == 2
    assert settled(resumed, queue, now, saturated=True) == 3


def test_the_clock_waits_three_seconds_for_a_tick_and_no_longer() -> None:
    resumed = clock(last=NOW)
    now = NOW + WAITED
    queue = [message(received_at=now)]
    assert settled(resumed, queue, now + 3 * SECOND, saturated=False) == 0
    assert settled(resumed, queue, now + 3 * SECOND + 1, saturated=False) == 1
    assert settled(resumed, [message(received_at=now)], now, saturated=False) == 1
    assert read(resumed, queue, saturated=False) == [Instant(now, True)]


MESSAGES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-9, 5), st.sampled_from(["sensor", "tick", "broken"])),
    max_size=12,
)


@given(MESSAGES, st.sampled_from([None, NOW - 2 * SECOND]), st.booleans(), st.booleans())
def test_messages_read_together_are_dated_as_if_read_one_by_one(
    given: list[tuple[int, int, str]], last: int | None, present: bool, saturated: bool
) -> None:
    messages = []
    for waited, said, kind in sorted(given, key=lambda event: event[0]):
        received = NOW + waited * 2 * SECOND
        payload = str((received + said * SECOND) // 1000) if kind == "tick" else "soon"
        topic = "sensors/a/b" if kind == "sensor" else TICK_TOPIC
        messages.append(message(payload, topic=topic, received_at=received))
    singles = [chunk(packet) for packet in messages]
    together, alone = clock(present=present, last=last), clock(present=present, last=last)
    for now in (NOW + 6 * SECOND, NOW + 60 * SECOND):
        for saw in (False, saturated):
            count = settled(together, messages, now, saw)
            assert count == alone.datable(singles, now, saw)
    apart = [Instant(span.at, span.unsure) for [span] in alone.date(singles, saturated)]
    assert read(together, messages, saturated) == apart
    assert (together.live, together.tick) == (alone.live, alone.tick)


@pytest.mark.parametrize("last", [None, NOW - SECOND])
def test_messages_that_need_no_tick_are_datable_at_once(last: int | None) -> None:
    assert settled(clock(last=last), [message()], NOW, saturated=False) == 1
    assert settled(clock(present=False, last=last), [message()], NOW, saturated=False) == 1
    assert settled(clock(), [], NOW, saturated=False) == 0
