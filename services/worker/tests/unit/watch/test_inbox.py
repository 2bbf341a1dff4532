"""Lines wait in order and within a bound; what finds no room is counted."""

from datetime import UTC, datetime

import aiomqtt
import pytest
from fixed_clock import FixedClock

from isotherm_worker.watch import inbox as module
from isotherm_worker.watch.inbox import Inbox, queue_into

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def test_lines_are_taken_once_oldest_first_with_their_time() -> None:
    inbox = Inbox(FixedClock(NOW))
    for payload in (b"1", b"2", b"3"):
        inbox.put(payload)
    first, second = inbox.take(2)
    assert (first.payload, second.payload, first.at) == (b"1", b"2", NOW)
    assert first.monotonic <= second.monotonic
    assert [line.payload for line in inbox.take(2)] == [b"3"]
    assert inbox.take(2) == []


def test_what_finds_no_room_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    inbox = Inbox(FixedClock(NOW))
    for payload in (b"1", b"2", b"3", b"4"):
        inbox.put(payload)
    assert (inbox.missed, len(inbox.take(9))) == (2, 2)


async def test_a_clients_queue_stays_empty() -> None:
    inbox = Inbox(FixedClock(NOW))
    queue = queue_into(inbox)(maxsize=0)
    queue.put_nowait(aiomqtt.Message("$SYS/broker/log/N", b"1", 0, False, 0, None))
    assert queue.qsize() == 0
    assert [line.payload for line in inbox.take(9)] == [b"1"]
