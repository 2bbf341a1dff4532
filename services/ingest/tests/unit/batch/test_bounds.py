"""Bounds: a batch takes what fits from the front, and at least one message."""

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, chunks, content, message

from isotherm_ingest.batch.bounds import BatchBounds, fitting

SIZES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=12)


@given(SIZES, st.integers(1, 8), st.integers(0, 30))
def test_a_batch_takes_the_first_messages_that_fit_and_at_least_one(
    given: list[tuple[int, int]], count: int, payload_bytes: int
) -> None:
    sent = [message(b"x" * size, received_at=NOW + at) for at, size in sorted(given)]
    fitted = fitting(chunks(*sent), BatchBounds(count, payload_bytes))
    taken = sum(map(len, fitted))
    sizes = [len(packet.payload) for packet in sent]
    wanted = [n for n in range(len(sent) + 1) if n <= count and sum(sizes[:n]) <= payload_bytes]
    assert taken == max(max(wanted), min(1, len(sent)))
    assert [fields for part in fitted for fields in content(part)] == [
        astuple(packet) for packet in sent[:taken]
    ]
