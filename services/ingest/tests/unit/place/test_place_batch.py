"""Placed batches: rows sorted by key, one per key, and the others as followers."""

from dataclasses import replace

import pytest
from ingest_parts import (
    NAMES,
    NOW,
    SECOND,
    TOPIC,
    chunks,
    columns,
    message,
    row,
    work,
)

from isotherm.instants import HOUR
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Element
from isotherm_ingest.batch.untimed import pair
from isotherm_ingest.place.careful import Placed, place
from isotherm_ingest.place.place_batch import PlacedBatch, arrange
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Overlay

REGISTRY = Registry.of(5, {NAMES: Channel(7)})


def arranged(batch: Batch) -> PlacedBatch:
    return arrange(batch, REGISTRY, Overlay(), place)


def test_rows_are_sorted_by_key() -> None:
    batch = Batch(1, works=[work(*(Element(1.0, at=NOW - n * SECOND) for n in range(5)))])
    placed = arranged(batch)
    assert [reading.measured_at for reading in placed.rows] == [
        NOW - n * SECOND for n in (4, 3, 2, 1, 0)
    ]
    assert placed.version == 5


def test_a_batch_placed_again_counts_once() -> None:
    batch = Batch(1, works=[work(Element(-300.0))])
    first, second = arranged(batch), arranged(batch)
    hour = message().hour
    assert first.ledger[hour].rejected == second.ledger[hour].rejected == 1
    assert batch.ledger[hour].rejected == 0
    assert len(second.refused) == 1


def test_the_first_reading_of_a_key_is_a_row_and_the_others_followers() -> None:
    at = NOW - SECOND
    batch = Batch(1, works=[work(*(Element(value, at=at) for value in (1.0, 1.0, 2.0)))])
    placed = arranged(batch)
    assert [reading.value for reading in placed.rows] == [1.0]
    assert [reading.value for reading in placed.followers] == [1.0, 2.0]


def test_untimed_rows_move_out_of_the_way() -> None:
    elements = [Element(1.0), Element(2.0, at=NOW), Element(3.0)]
    placed = arranged(Batch(1, works=[work(*elements)]))
    assert [(reading.measured_at - NOW, reading.value) for reading in placed.rows] == [
        (0, 2.0),
        (1, 1.0),
        (2, 3.0),
    ]
    assert not placed.followers


def test_untimed_messages_with_a_packet_id_leave_a_pair() -> None:
    timed = work(Element(1.0, at=NOW), packet_id=1)
    untimed = work(Element(1.0), packet_id=2)
    unacknowledged = work(Element(1.0), packet_id=0, qos=0)
    placed = arranged(Batch(1, works=[timed, untimed, unacknowledged]))
    assert placed.pairs == [pair(b"\0\2", TOPIC.encode(), b"21.4")]


def test_leads_by_device() -> None:
    ahead, right = work(Element(1.0, at=NOW + HOUR)), work(Element(1.0, at=NOW))
    behind = work(Element(1.0, at=NOW - HOUR))
    assert arranged(Batch(1, works=[ahead])).leads == {"fridge-1": (NOW, HOUR)}
    assert arranged(Batch(1, works=[ahead, right])).leads == {"fridge-1": (NOW, HOUR)}
    assert arranged(Batch(1, works=[right, behind])).leads == {"fridge-1": (NOW, 0)}
    assert arranged(Batch(1, works=[behind])).leads == {"fridge-1": (NOW, -HOUR)}
    assert arranged(Batch(1, works=[work(Element(1.0))])).leads == {}


def test_a_refusal_knows_when_its_message_was_published() -> None:
    given = work(Element(-300.0), unsure=True)
    given.instant = NOW - SECOND
    [placed] = arranged(Batch(1, works=[given])).refused
    assert (placed.instant, placed.unsure) == (NOW - SECOND, True)


def test_of_refused_elements_only_the_last_may_have_been_measured_at_publishing() -> None:
    given = work(*(Element(-300.0, index=index) for index in range(3)))
    assert [refused.unsure for refused in arranged(Batch(1, works=[given])).refused] == [
        True,
        True,
        False,
    ]


def both(taken: list[tuple[int, int]], rows: list[tuple[int, int]]) -> PlacedBatch:
    """Return a batch of untimed plain readings and rows, given by channel and offset."""
    topic = TOPIC.replace("temperature", "x")
    sent = [message(topic=topic, packet_id=n) for n, _ in enumerate(taken, 1)]
    batch = Batch(1, chunks(*sent))
    plain = columns(*(row(NOW + at, 2.0, channel, untimed=True) for channel, at in sorted(taken)))
    others = [row(NOW + at, 1.0, channel, untimed=True) for channel, at in rows]
    return arrange(
        replace(batch, works=[work(Element(1.0))]), REGISTRY, Overlay(),
        lambda *_: Placed(rows=others), plain,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("taken", "rows"),
    [
        ([(1, 0), (1, 1), (2, 0)], []),
        ([(1, 0), (2, 5)], [(1, 5), (2, 0), (3, 0)]),
        ([], [(1, 0)]),
    ],
)
def test_columns_stay_if_no_key_is_repeated(
    taken: list[tuple[int, int]], rows: list[tuple[int, int]]
) -> None:
    placed = both(taken, rows)
    assert placed.columns is not None
    assert len(placed.columns) == len(taken)
    assert [(reading.channel_id, reading.measured_at - NOW) for reading in placed.rows] == rows
    assert not placed.followers


@pytest.mark.parametrize(
    ("taken", "rows"),
    [
        ([(1, 0), (1, 0)], []),
        ([(1, 0), (1, 5), (2, 0)], [(0, 0), (1, 5)]),
        ([(1, 0)], [(1, 0), (1, 0)]),
    ],
)
def test_columns_become_rows_if_a_key_is_repeated(
    taken: list[tuple[int, int]], rows: list[tuple[int, int]]
) -> None:
    placed = both(taken, rows)
    assert placed.columns is None
    keys = [(reading.channel_id, reading.measured_at) for reading in placed.rows]
    assert keys == sorted(set(keys))
    assert len(keys) == len(taken) + len(rows)
    assert not placed.followers


def test_columns_become_rows_on_request() -> None:
    placed = both([(1, 0), (2, 0)], [(1, 1)])
    placed.to_rows()
    placed.to_rows()
    assert placed.columns is None
    assert [(reading.channel_id, reading.measured_at - NOW) for reading in placed.rows] == [
        (1, 0),
        (1, 1),
        (2, 0),
    ]
    assert [reading.names for reading in placed.rows if reading.value == 2.0] == [
        ("fridge-1", "x")
    ] * 2
