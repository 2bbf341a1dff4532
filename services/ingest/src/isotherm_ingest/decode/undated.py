"""Date messages without a time that can be true by when they were published."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import Micros
from isotherm_ingest.batch.elements import Element, Work
from isotherm_ingest.decode.bursts import Bursts, Untimed
from isotherm_ingest.decode.increasing import CLOSE, Increasing
from isotherm_ingest.decode.ticks import Run
from isotherm_ingest.mqtt.arrivals import Chunk


@dataclass(slots=True)
class Times:
    """When each message of a batch was received and published (µs); the latter may be unsure."""

    received: NDArray[np.int64]
    published: NDArray[np.int64]
    unsure: NDArray[np.bool_]

    @classmethod
    def of(cls, chunks: Sequence[Chunk], runs: Sequence[Sequence[Run]]) -> "Times":
        pairs = [
            (chunk, run) for chunk, of_chunk in zip(chunks, runs, strict=True) for run in of_chunk
        ]
        sizes = [run.stop - run.start for _, run in pairs]
        return cls(
            np.repeat(np.array([chunk.received_at for chunk, _ in pairs], np.int64), sizes),
            np.repeat(np.array([run.at for _, run in pairs], np.int64), sizes),
            np.repeat(np.array([run.unsure for _, run in pairs], np.bool_), sizes),
        )


def is_undated(element: Element) -> bool:
    """Return whether an element has no time that can be true."""
    return element.unset or (element.at is None and element.local is None)


@dataclass(slots=True)
class Undated:
    """Dates the messages of one batch, joined into one chunk."""

    chunk: Chunk
    times: Times
    increasing: Increasing
    bursts: Bursts
    works: dict[int, Work] = field(default_factory=dict)
    """Messages decoded by themselves that have elements to be dated, by index."""
    earlier: list[tuple[bytes, Micros]] = field(default_factory=list)
    """Topics and instants of messages of earlier batches that are unsure as well."""

    def reserve(self, without: list[int]) -> list[int]:
        """Return an instant (µs) for each plain message that has none; set those of the works.

        Instants are given in the broker's order, so that they increase within a channel. Messages
        that came in a burst become unsure.
        """
        chunk, published, works = self.chunk, self.times.published, self.works
        if not works:
            whole = len(without) == len(chunk)
            topics = chunk.topics if whole else [chunk.topics[n] for n in without]
            instants = published if whole else published[without]
            reserved, close = self.increasing.reserve_each(topics, instants.tolist())
            if close:
                self._doubt(without, topics, reserved, close)
            return reserved
        index = sorted([*without, *works])
        reserved, given, close = [], [], {}
        for place, n in enumerate(index):
            topic, at = chunk.topics[n], int(published[n])
            if at - (last := self.increasing.last(topic)) < CLOSE:
                close[place] = last
            if n in works:
                untimed = sum(map(is_undated, works[n].decoded.elements))
                works[n].instant = self.increasing.reserve(topic, at, untimed)
            else:
                reserved.append(self.increasing.reserve(topic, at, 1))
            given.append(self.increasing.last(topic))
        self._doubt(index, [chunk.topics[n] for n in index], given, close)
        for n, work in works.items():
            work.unsure = bool(self.times.unsure[n])
        return reserved

    def _doubt(
        self, index: list[int], topics: Sequence[bytes], given: list[int], close: dict[int, int]
    ) -> None:
        """Make messages without a time unsure that came in a burst.

        `given` are their instants; `close` has the last ones before those that are close to them.
        """
        times, places = self.times, np.array(index, np.intp)
        published = times.published[places]
        waited = times.received[places] != published
        untimed = Untimed(topics, published, waited, np.array(given, np.int64), close)
        doubted = self.bursts.doubt(untimed)
        if doubted.unsure is not None:
            times.unsure[places[doubted.unsure]] = True
        self.earlier = doubted.earlier
