"""Date messages without a time that can be true by when they were published."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import Micros
from isotherm_ingest.batch.elements import Element, Work
from isotherm_ingest.batch.refused import Refused
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


def _is_undated(element: Element) -> bool:
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
    refused: dict[int, Refused] = field(default_factory=dict)
    """Messages that a replay may turn into readings, by index; they may have no time, too."""
    earlier: list[tuple[bytes, Micros]] = field(default_factory=list)
    """Topics and instants of messages of earlier batches that are unsure as well."""

    def add(self, index: int, work: Work) -> None:
        """Add a message decoded by itself, if it has elements that may have to be dated.

        Local times may turn out to be ahead, and are dated then.
        """
        if any(element.at is None or element.unset for element in work.decoded.elements):
            self.works[index] = work

    def reserve(self, without: list[int]) -> list[int]:
        """Return an instant (µs) for each plain message that has none; set those of the others.

        Instants are given in the broker's order, so that they increase within a channel. Messages
        that came in a burst become unsure.
        """
        if self.works or self.refused:
            return self._reserve_singly(without)
        if not without:
            return []
        chunk, published = self.chunk, self.times.published
        whole = len(without) == len(chunk)
        topics = chunk.topics if whole else [chunk.topics[n] for n in without]
        instants = published if whole else published[without]
        reserved, close = self.increasing.reserve_each(topics, instants.tolist())
        if close:
            self._doubt(without, topics, reserved, close)
        return reserved

    def _reserve_singly(self, without: list[int]) -> list[int]:
        chunk, works, refused = self.chunk, self.works, self.refused
        reserved, undated, given, close = [], list[int](), list[int](), dict[int, int]()
        for n in sorted([*without, *works, *refused]):
            topic, at = chunk.topics[n], int(self.times.published[n])
            elements = works[n].decoded.elements if n in works else ()
            last = self.increasing.last(topic)
            instant = self.increasing.reserve(topic, at, max(len(elements), 1))
            if n in works:
                works[n].instant = instant
            elif n in refused:
                refused[n].instant = instant
            else:
                reserved.append(instant)
            if elements and not any(map(_is_undated, elements)):
                continue
            if at - last < CLOSE:
                close[len(undated)] = last
            undated.append(n)
            given.append(self.increasing.last(topic))
        self._doubt(undated, [chunk.topics[n] for n in undated], given, close)
        for n, work in works.items():
            work.unsure = bool(self.times.unsure[n])
        for n, refusal in refused.items():
            refusal.unsure = bool(self.times.unsure[n])
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
