"""Bursts: more messages at once than a probe measures are unsure, as each alone would judge."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND

from isotherm_ingest.decode.bursts import Bursts, Doubted, Untimed
from isotherm_ingest.decode.increasing import Increasing

Sent = tuple[bytes, int, bool]
"""Topic, offset of the publish instant (µs), and whether the message waited at the broker."""


class Channels:
    """Decodes batches of untimed messages as far as bursts are concerned."""

    def __init__(self, limit: int = 200_000) -> None:
        self.increasing, self.bursts = Increasing(limit), Bursts(limit)

    def doubt(self, batch: Iterable[Sent]) -> Doubted:
        sent = list(batch)
        topics, published = [topic for topic, _, _ in sent], [NOW + at for _, at, _ in sent]
        reserved, close = self.increasing.reserve_each(topics, published)
        at, given = np.array(published, np.int64), np.array(reserved, np.int64)
        waited = np.array([waited for _, _, waited in sent], np.bool_)
        return self.bursts.doubt(Untimed(topics, at, waited, given, close))

    def unsure(self, batch: Iterable[Sent]) -> list[bool]:
        sent = list(batch)
        unsure = self.doubt(sent).unsure
        return [False] * len(sent) if unsure is None else unsure.tolist()


def at(*offsets: int, waited: bool = False) -> list[Sent]:
    """Return messages of one channel."""
    return [(b"a", offset, waited) for offset in offsets]


def every(pause: int, count: int, begin: int = 0, waited: bool = False) -> list[Sent]:
    """Return messages of one channel, a pause (µs) apart."""
    return at(*(begin + n * pause for n in range(count)), waited=waited)


@pytest.mark.parametrize(
    ("sent", "unsure"),
    [
        (at(0), []),
        (at(0, 0), []),
        (at(0, 0, 0), [0, 1, 2]),
        (every(500, 60), [*range(60)]),
        (every(SECOND // 10, 100), []),
        (every(SECOND // 20, 100), []),
        (every(SECOND // 50, 100), [*range(100)]),
        ([*at(-5 * SECOND), *every(0, 3)], [1, 2, 3]),
        ([*every(SECOND // 10, 50), *at(5 * SECOND, 5 * SECOND, 5 * SECOND)], []),
        ([*every(0, 3), *every(SECOND, 5, SECOND)], [0, 1, 2]),
        ([*every(0, 6), *every(SECOND // 2, 4, SECOND // 2)], [*range(6)]),
        (every(0, 22, waited=True), []),
        (every(0, 23, waited=True), [*range(23)]),
        ([*every(0, 10, waited=True), *every(0, 10, SECOND, waited=True)], []),
    ],
)
def test_a_burst_is_unsure_if_no_probe_measures_so_fast(
    sent: list[Sent], unsure: list[int]
) -> None:
    assert np.flatnonzero(Channels().unsure(sent)).tolist() == unsure


def test_a_burst_goes_on_in_later_batches() -> None:
    channels = Channels()
    assert channels.unsure(at(0)) == [False]
    assert channels.unsure(at(1, 2)) == [True, True]
    assert channels.unsure([(b"b", 5, False), *at(5)]) == [False, True]
    assert channels.unsure(at(SECOND // 2)) == [False]
    assert channels.unsure(at(3 * SECOND, 3 * SECOND)) == [False, False]
    assert channels.unsure(at(3 * SECOND)) == [True]


class Model:
    """The rule, for one message after the other."""

    def __init__(self) -> None:
        self.last: dict[bytes, int] = {}
        self.begin: dict[bytes, int] = {}
        self.count: dict[bytes, int] = {}

    def unsure(self, batch: list[Sent]) -> list[bool]:
        unsure, members = [False] * len(batch), dict[bytes, list[int]]()
        for n, (topic, offset, waited) in enumerate(batch):
            published, last = NOW + offset, self.last.get(topic, 0)
            if published - last >= SECOND:
                self.begin[topic], self.count[topic], members[topic] = published, 0, []
            self.last[topic] = max(published, last + 1)
            self.count[topic] += 1
            members.setdefault(topic, []).append(n)
            elapsed = max(0, published - self.begin[topic]) / SECOND
            if self.count[topic] - 2 - 20 * waited > 20 * elapsed:
                for member in members[topic]:
                    unsure[member] = True
        return unsure


SENT = st.tuples(
    st.sampled_from([b"a", b"a", b"b"]),
    st.sampled_from([0, 0, 0, 1, 50_000, 100_000, 999_998, 999_999, SECOND, -200_000]),
    st.sampled_from([False, False, True]),
)


@given(st.lists(st.lists(SENT, max_size=40), max_size=5))
def test_all_at_once_are_judged_as_one_after_the_other(batches: list[list[Sent]]) -> None:
    channels, model, now = Channels(), Model(), 0
    for pauses in batches:
        batch = []
        for topic, pause, waited in pauses:
            now += pause
            batch.append((topic, now, waited))
        assert channels.unsure(batch) == model.unsure(batch)


def test_bursts_are_forgotten_in_time() -> None:
    channels = Channels(limit=10)
    for n in range(1000):
        channels.unsure([(b"%d" % n, n * SECOND, False), (b"%d" % n, n * SECOND, False)])
        assert len(channels.bursts._bursts) <= 11
    assert channels.unsure([(b"999", 999 * SECOND, False)]) == [True]


@pytest.mark.parametrize(
    ("batches", "earlier"),
    [
        ([at(0), at(500, 1_000)], [0]),
        ([at(0), at(500), at(1_000)], [0, 500]),
        ([at(0, 500), at(1_000)], [0, 500]),
        ([at(0, 500, 1_000), at(1_500)], []),
        ([at(-5 * SECOND), at(0), at(500, 1_000)], [0]),
        ([at(0), at(SECOND // 10), at(SECOND // 5)], []),
    ],
)
def test_what_was_stored_before_a_burst_shows_is_doubted(
    batches: list[list[Sent]], earlier: list[int]
) -> None:
    channels = Channels()
    doubted = [reading for batch in batches for reading in channels.doubt(batch).earlier]
    assert doubted == [(b"a", NOW + offset) for offset in earlier]
