"""The result of a batch: counts by hour of receipt and day of measurement."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, columns, message, row

from isotherm.instants import HOUR
from isotherm.reasons import Reason
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.ledger import Counts, ledger
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.place.place_batch import PlacedBatch
from isotherm_ingest.store.readings import Kept
from isotherm_ingest.store.stored import count_pairs, sum_up

DAY = 24 * HOUR
MY_HOUR = NOW - NOW % HOUR
TODAY = NOW // DAY


def arranged(taken: Columns | None = None, rows: list[Row] | None = None) -> PlacedBatch:
    counts = ledger()
    counts[MY_HOUR].offered = len(taken or ()) + len(rows or ())
    return PlacedBatch(1, taken, rows or [], [], [], counts, [], None, {}, Batch(1))


def received(reading: Row, hours: int) -> Row:
    at = NOW + hours * HOUR
    reading.received_at, reading.message = at, message(received_at=at)
    return reading


PLACES = st.lists(st.tuples(st.integers(-2, 1), st.integers(-1, 1)), max_size=12)


@given(PLACES, PLACES)
def test_stored_readings_are_counted_by_hour_and_day(
    of_rows: list[tuple[int, int]], of_columns: list[tuple[int, int]]
) -> None:
    def rows_at(places: list[tuple[int, int]]) -> list[Row]:
        return [received(row(NOW + day * DAY + n), hour) for n, (day, hour) in enumerate(places)]

    rows, taken = rows_at(of_rows), columns(*rows_at(of_columns))
    stored = sum_up(arranged(taken, rows), Kept(rows), len(rows) + len(taken))
    places = [*of_rows, *of_columns]
    assert stored.days == {
        (MY_HOUR + hour * HOUR, TODAY + day): places.count((day, hour)) for day, hour in places
    }
    for hour in (-1, 0, 1):
        number = sum(of == hour for _, of in places)
        assert stored.ledger[MY_HOUR + hour * HOUR].stored == number


def test_a_batch_that_stored_nothing_counts_nothing() -> None:
    stored = sum_up(arranged(), Kept(), 0)
    assert stored.days == {}
    assert sum(counts.stored for counts in stored.ledger.values()) == 0


def test_summing_up_leaves_the_batch_unchanged() -> None:
    """It may be tried again."""
    given = arranged(columns(row(NOW)), [row(NOW + 1)])
    before = {hour: replace(counts) for hour, counts in given.ledger.items()}
    sum_up(given, Kept(given.rows, conflicts=[(row(NOW + 2), 5.0)]), 2)
    assert dict(given.ledger) == before
    assert given.refused == []


def test_readings_the_server_did_not_store_are_missing_in_the_ledger() -> None:
    given = arranged(columns(row(NOW), row(NOW + 1)), [row(NOW - DAY)])
    stored = sum_up(given, Kept(given.rows), 2)
    assert stored.ledger[MY_HOUR].stored == 2
    assert sum(stored.days.values()) == 2
    assert stored.ledger[MY_HOUR].offered == 3


def test_each_row_is_counted_by_its_result() -> None:
    rows = [row(NOW + n) for n in range(5)]
    kept = Kept(rows[:1], rows[1:3], [(rows[3], 5.0)], [(rows[4], "no such thing")])
    stored = sum_up(arranged(None, rows), kept, 1)
    assert stored.ledger == {MY_HOUR: Counts(offered=5, stored=1, duplicate=2, rejected=2)}
    assert [(refused.refusal.reason, refused.device) for refused in stored.refused] == [
        (Reason.CONFLICT, "fridge-1"),
        (Reason.REFUSED, "fridge-1"),
    ]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=20))
def test_pairs_are_counted(pairs: list[tuple[int, int]]) -> None:
    distinct, counts = count_pairs(np.array(pairs, np.int64).T)
    assert {tuple(pair): count for pair, count in zip(distinct, counts, strict=True)} == {
        pair: pairs.count(pair) for pair in pairs
    }
