"""The board: what changed, and what a client has missed."""

from datetime import timedelta

from judged_parts import NOW, judged

from isotherm.instants import to_ms
from isotherm_api.hub.board import Board
from isotherm_api.hub.events import EventBatch, Only, View

ALL = View(None, None)
HOUR = timedelta(hours=1)


def shown(batch: EventBatch | None) -> list[int]:
    """Return the numbers of the sensors in a batch."""
    event = None if batch is None else batch.event(ALL)
    return [] if event is None else [n for n in range(1, 9) if b'/sensor-%d"' % n in event.data]


def test_only_sensors_that_differ_are_sent() -> None:
    board = Board()
    assert shown(board.update([judged(1), judged(2)], 10)) == [1, 2]
    assert board.update([judged(1), judged(2)], 20) is None
    assert shown(board.update([judged(1), judged(2, value=5.0)], 30)) == [2]
    assert board.complete_from == 10


def test_what_lasts_is_told_apart_from_readings() -> None:
    states = View(Only(sensors=frozenset({9}), states=True), None)

    def told(batch: EventBatch | None) -> bool:
        return batch is not None and batch.event(states) is not None

    board = Board()
    assert told(board.update([judged(1)], 10))
    assert not told(board.update([judged(1, value=5.0)], 20_000))
    assert told(board.update([judged(1, value=5.0, later=HOUR)], 30_000)), "it is silent"
    assert told(board.changed_since(30_000, [], 40_000))
    board.update([judged(1, value=5.0)], 50_000)
    board.update([judged(1, value=6.0)], 100_000)
    assert told(board.changed_since(50_000, [], 100_000))
    assert not told(board.changed_since(100_000, [], 100_000))
    assert told(board.changed_since(100_000, [1], 100_000)), "the board may have missed it"


def test_a_client_gets_what_changed_after_its_mark() -> None:
    board = Board()
    board.update([judged(1), judged(2), judged(3)], 10)
    board.update([judged(2, value=5.0)], 100_000)
    assert shown(board.changed_since(100_000, [], 100_000)) == [2]
    assert shown(board.changed_since(100_000, [3], 100_000)) == [2, 3]
    assert shown(board.changed_since(10, [], 100_000)) == [1, 2, 3]


def test_a_client_gets_readings_whose_time_came_after_its_mark() -> None:
    board = Board()
    waited = {"received_at": NOW - timedelta(seconds=50)}
    board.update([judged(1, **waited), judged(2)], 10)
    assert shown(board.changed_since(to_ms(NOW), [], to_ms(NOW))) == [1]
    assert shown(board.changed_since(to_ms(NOW) + 1, [], to_ms(NOW))) == []


def test_the_next_that_is_due_and_the_overdue_ones() -> None:
    board = Board()
    assert board.next_due(NOW + HOUR) == NOW + HOUR
    board.update([judged(1), judged(2, later=HOUR)], 10)
    assert NOW < board.next_due(NOW + HOUR) < NOW + HOUR
    assert board.overdue(NOW) == []
    assert board.overdue(NOW + HOUR) == [1], "sensor 2 was sent as silent already"


def test_deleted_sensors_are_forgotten() -> None:
    board = Board()
    board.update([judged(1), judged(2)], 10)
    board.keep_only([2, 3])
    assert board.get(1) is None
    assert board.get(2) == judged(2)
