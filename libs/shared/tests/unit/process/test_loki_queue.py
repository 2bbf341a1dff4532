"""The queue to Loki is bounded in lines and bytes, and keeps their order."""

import threading

from isotherm.process.loki_entry import Entry
from isotherm.process.loki_queue import LineQueue


def _entry(number: int, size: int = 10) -> Entry:
    return Entry("info", number, b"x" * size)


def test_entries_come_back_in_order_and_by_portions() -> None:
    queue = LineQueue(100, 10_000)
    assert all(queue.put(_entry(number)) for number in range(5))
    assert [entry.nanoseconds for entry in queue.take(3, 1_000, 0)] == [0, 1, 2]
    assert [entry.nanoseconds for entry in queue.take(3, 1_000, 0)] == [3, 4]


def test_a_portion_has_a_size_but_for_one_long_line() -> None:
    queue = LineQueue(100, 10_000)
    for size in (60, 60, 500, 10):
        assert queue.put(_entry(size, size))
    assert [[entry.nanoseconds for entry in queue.take(9, 100, 0)] for _ in range(4)] == [
        *([60], [60], [500], [10]),
    ]


def test_neither_lines_nor_bytes_go_beyond_their_bounds() -> None:
    lines, size = LineQueue(3, 10_000), LineQueue(100, 35)
    assert [lines.put(_entry(number)) for number in range(4)] == [True, True, True, False]
    assert [size.put(_entry(number)) for number in range(4)] == [True, True, True, False]
    size.take(1, 1_000, 0)
    assert size.put(_entry(4))


def test_a_closed_queue_takes_nothing_and_waits_for_nothing() -> None:
    queue = LineQueue(3, 100)
    assert queue.put(_entry(1))
    waiting: list[list[Entry]] = []
    taker = threading.Thread(target=lambda: waiting.append(queue.take(9, 100, 3_600)))
    taker.start()
    queue.close()
    taker.join()
    assert [entry.nanoseconds for entry in waiting[0]] == [1]
    assert not queue.put(_entry(2))
    assert queue.take(9, 100, 3_600) == []


def test_enough_ends_the_wait_for_more() -> None:
    queue = LineQueue(100, 10_000)
    taken: list[Entry] = []
    taker = threading.Thread(target=lambda: taken.extend(queue.take(3, 1_000, 3_600)))
    taker.start()
    for number in range(3):
        queue.put(_entry(number))
    taker.join()
    assert len(taken) == 3
