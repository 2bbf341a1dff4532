"""Fill: what source hands over becomes a batch, decoded, with the time of what had none."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.reasons import Reason
from isotherm_ingest import metrics
from isotherm_ingest.arrivals import Arrivals, Chunk, Message
from isotherm_ingest.batch import Batch, refused
from isotherm_ingest.decode import MAX_BYTES, Typed
from isotherm_ingest.elements import Decoded, Outcome, Refusal, Status
from isotherm_ingest.frames import is_retained
from isotherm_ingest.ledger import hours_of
from isotherm_ingest.place import Work
from isotherm_ingest.plain import Plain, columns_of, is_odd, is_untimed
from isotherm_ingest.registry import Registry
from isotherm_ingest.stages import Stages
from isotherm_ingest.ticks import Increasing, Span, TickClock
from isotherm_ingest.untimed import Window, pairs_of

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Loose:
    """A careful message some of whose elements have no time."""

    work: Work
    count: int


@dataclass(slots=True)
class Filler:
    """Makes batches: finds what is plain, and decodes the rest one by one."""

    stages: Stages
    window: Window
    clock: TickClock
    _increasing: Increasing = field(default_factory=Increasing)

    def fill(self, arrivals: Arrivals, saturated: bool, registry: Registry) -> Batch:
        """Decodes messages; says when the untimed ones were published."""
        batch = Batch(arrivals.epoch, arrivals.chunks)
        for hour, received in arrivals.received.items():
            batch.ledger[hour].received += received
        chunks, known = arrivals.chunks, dict[int, bytes]()
        begin = 0
        for chunk in chunks:
            known |= {begin + n: each for n, each in self.window.seen(chunk).items()}
            begin += len(chunk)
        when = _When.of(chunks, self.clock.read(chunks, saturated))
        if ticking := [chunk for chunk in chunks if chunk.ticks]:
            batch.tick = self.clock.tick
            metrics.TICK_AGE.set((ticking[-1].received_at - (batch.tick or 0)) / 1e6)
        batch.plain = self._columns(batch, Chunk.joined(chunks), when, known, registry)
        return batch

    def carefully(self, batch: Batch, plain: Plain, index: int) -> Work:
        """An element that turned out not to be plain, for place; it has been counted already."""
        origin = int(plain.origin[index])
        message = batch.message(origin)
        outcome = self._outcome(message)
        if not isinstance(outcome, Decoded):  # should both ways ever disagree, nothing is held up
            log.error("plain and careful ways disagree", extra={"topic": message.topic})
            device, channel = message.topic.split("/")[1:]
            refusal = Refusal(Reason.REFUSED, "ingest failed to decode it again")
            outcome = Decoded(device, channel, [], [refusal], 1)
        at = plain.at if plain.untimed[index] else plain.published
        return Work(message, outcome, int(at[index]), bool(plain.unsure[index]), origin)

    def _columns(
        self, batch: Batch, chunk: Chunk, when: "_When", known: Mapping[int, bytes],
        registry: Registry,
    ) -> Plain | None:  # fmt: skip
        try:
            found = self.stages.decode_plain(chunk.payloads)
            index, values, units, at = _plain_ones(chunk, *found, known, registry)
        except Exception:  # nothing that devices send may hold up what others sent
            log.exception("plain messages could not be told")
            index, values, units, at = _NONE
        loose: dict[int, _Loose] = {}
        if len(index) < len(chunk):
            mine = set(index)
            mine.update(tick.index for tick in chunk.ticks)
            for n in range(len(chunk)):
                if n not in mine:
                    self._careful(batch, n, when, known.get(n), loose)
        if not index:
            self._reserve(chunk, [], when, loose)
            return None
        untimed = is_untimed(at)
        without = index if untimed.all() else [index[n] for n in np.flatnonzero(untimed).tolist()]
        if without or loose:
            at[untimed] = self._reserve(chunk, without, when, loose)
            batch.pairs += pairs_of(chunk, without)
        topics = chunk.topics
        places = np.array(index, np.int32)
        if len(index) < len(chunk):
            topics = [topics[n] for n in index]
        plain = Plain(
            topics, values, units, at, untimed, when.unsure[places], when.at[places],
            when.received[places], places,
        )  # fmt: skip
        for hour, size in zip(*hours_of(plain.received), strict=True):
            batch.ledger[hour].decoded += size
            batch.ledger[hour].offered += size
        return plain

    def _careful(
        self, batch: Batch, index: int, when: "_When", known: bytes | None,
        loose: dict[int, _Loose],
    ) -> None:  # fmt: skip
        message = batch.message(index)
        counts = batch.ledger[message.hour]
        outcome = self._outcome(message)
        if isinstance(outcome, Refusal):
            counts.undecodable += 1
            batch.refused.append(refused(message, outcome))
            return
        counts.decoded += 1
        if isinstance(outcome, Status):
            counts.offered += 1
            counts.ignored += 1
            batch.statuses.append((message, outcome))
            return
        counts.offered += outcome.offered
        if known is not None:
            counts.duplicate += outcome.offered
            batch.pairs.append(known)
            return
        work = Work(message, outcome, int(when.at[index]), bool(when.unsure[index]), index)
        batch.works.append(work)
        if without := sum(each.at is None for each in outcome.elements):
            loose[index] = _Loose(work, without)

    def _outcome(self, message: Message) -> Outcome:
        try:
            return self.stages.decode(message.topic, message.payload)
        except Exception:
            log.exception("decode failed")
            return Refusal(Reason.REFUSED, "ingest failed to decode it")

    def _reserve(
        self, chunk: Chunk, without: list[int], when: "_When", loose: Mapping[int, _Loose]
    ) -> list[int]:
        """Instants for the elements that have none, in the broker's order."""
        if not loose:
            whole = len(without) == len(chunk)
            topics = chunk.topics if whole else [chunk.topics[n] for n in without]
            instants = when.at if whole else when.at[without]
            return self._increasing.reserve_each(topics, instants.tolist())
        given = []
        for n in sorted([*without, *loose]):
            topic, at = chunk.topics[n], int(when.at[n])
            if n in loose:
                loose[n].work.instant = self._increasing.reserve(topic, at, loose[n].count)
            else:
                given.append(self._increasing.reserve(topic, at, 1))
        return given


@dataclass(slots=True)
class _When:
    """When each message of a batch was received and published (µs), and where the latter cannot be
    told."""

    received: NDArray[np.int64]
    at: NDArray[np.int64]
    unsure: NDArray[np.bool_]

    @classmethod
    def of(cls, chunks: Sequence[Chunk], spans: Sequence[Sequence[Span]]) -> "_When":
        each = [(chunk, span) for chunk, mine in zip(chunks, spans, strict=True) for span in mine]
        sizes = [span.stop - span.start for _, span in each]
        return cls(
            np.repeat(np.array([chunk.received_at for chunk, _ in each], np.int64), sizes),
            np.repeat(np.array([span.at for _, span in each], np.int64), sizes),
            np.repeat(np.array([span.unsure for _, span in each], np.bool_), sizes),
        )


_Ones = tuple[list[int], NDArray[np.float64], NDArray[np.int8], NDArray[np.int64]]
_NONE: _Ones = ([], np.empty(0), np.empty(0, np.int8), np.empty(0, np.int64))


def _plain_ones(
    chunk: Chunk, found: Sequence[Typed | float | None], others: Sequence[int],
    known: Mapping[int, bytes], registry: Registry,
) -> _Ones:  # fmt: skip
    """Which messages are plain, and their values, units and times."""
    slots = registry.slots
    index = list(range(len(chunk)))
    whole = not (others or known or chunk.heads) and max(map(len, chunk.payloads)) <= MAX_BYTES
    if not whole or not all(map(slots.__contains__, chunk.topics)):
        out = {*others, *known, *(n for n, head in chunk.heads.items() if is_retained(head))}
        index = [
            n for n in index
            if n not in out and chunk.topics[n] in slots and len(chunk.payloads[n]) <= MAX_BYTES
        ]  # fmt: skip
    if not index:
        return _NONE
    chosen = found if len(index) == len(chunk) else [found[n] for n in index]
    values, units, at = columns_of(chosen)  # type: ignore[arg-type]  # none of them is None
    odd = is_odd(values, at)
    if odd.any():
        index = [n for n, is_out in zip(index, odd, strict=True) if not is_out]
        values, units, at = values[~odd], units[~odd], at[~odd]
    return index, values, units, at
