"""Ledger: a batch's rows hold each count once, and stored readings by day."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW

from isotherm.instants import HOUR
from isotherm_ingest.batch.ledger import NAMES, Counts, entries, ledger

MY_HOUR = NOW - NOW % HOUR


def test_a_batch_that_stored_nothing_has_no_day() -> None:
    counts = ledger()
    counts[MY_HOUR] = Counts(received=2, undecodable=2)
    assert list(entries(counts, {})) == [(MY_HOUR, None, counts[MY_HOUR])]


def test_an_hour_without_counts_has_no_row() -> None:
    counts = ledger()
    assert counts[MY_HOUR] == Counts()
    assert list(entries(counts, {})) == []


def test_the_first_row_of_an_hour_has_its_other_counts() -> None:
    counts = ledger()
    counts[MY_HOUR] = Counts(received=3, decoded=3, offered=4, stored=3, duplicate=1)
    rows = list(entries(counts, {(MY_HOUR, 20): 1, (MY_HOUR, 19): 2, (MY_HOUR + HOUR, 18): 9}))
    assert rows == [
        (MY_HOUR, 19, Counts(received=3, decoded=3, offered=4, stored=2, duplicate=1)),
        (MY_HOUR, 20, Counts(stored=1)),
    ]


DAYS = st.dictionaries(
    st.tuples(st.sampled_from([MY_HOUR, MY_HOUR + HOUR]), st.integers(0, 3)), st.integers(1, 9)
)
OTHERS = st.tuples(*(st.integers(0, 9) for _ in fields(Counts)))


@given(DAYS, OTHERS, OTHERS)
def test_ledger_rows_add_up_to_the_counts(
    days: dict[tuple[int, int], int], one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    """This holds even if `stored` differs from the sum of the days: the ledger must show it."""
    counts = ledger()
    counts[MY_HOUR], counts[MY_HOUR + HOUR] = Counts(*one), Counts(*other)
    for hour, entry in counts.items():
        entry.stored += sum(number for (of, _), number in days.items() if of == hour)
    sums, seen = ledger(), set()
    for hour, day, entry in entries(counts, days):
        sums[hour].add(entry)
        assert (hour, day) not in seen
        seen.add((hour, day))
    for hour, entry in counts.items():
        assert [getattr(sums[hour], name) for name in NAMES] == [
            getattr(entry, name) for name in NAMES
        ]
    assert {key for key in seen if key[1] is not None} == set(days)
