"""Decode a batch: plain messages as columns, all others one by one.

Here each untimed element also gets the instant at which its message was published.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.reasons import Reason
from isotherm_ingest import metrics
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Decoded, Outcome, Refusal, Status, Work
from isotherm_ingest.batch.guard import guarded
from isotherm_ingest.batch.ledger import hours_of
from isotherm_ingest.batch.refused import refused
from isotherm_ingest.batch.rows import Plain
from isotherm_ingest.batch.untimed import RecentUntimed, pairs_of
from isotherm_ingest.decode.careful import MAX_BYTES, Typed, decode
from isotherm_ingest.decode.increasing import Increasing
from isotherm_ingest.decode.plain import columns_of, decode_plain, is_odd, is_untimed
from isotherm_ingest.decode.ticks import Run, TickClock
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk, Message
from isotherm_ingest.mqtt.frames import is_retained

log = logging.getLogger(__name__)

Decode = Callable[[str, bytes], Outcome]
Found = tuple[Sequence[Typed | float | None], Sequence[int]]
DecodePlain = Callable[[Sequence[bytes]], Found]


@dataclass(slots=True, frozen=True)
class Decoders:
    """The pure functions that decode: one message at a time, and payloads in bulk."""

    decode: Decode = decode
    decode_plain: DecodePlain = decode_plain


@dataclass(slots=True)
class Dating:
    """What decoding remembers from batch to batch: ticks, instants given, recent messages."""

    recent: RecentUntimed
    clock: TickClock = field(default_factory=TickClock)
    increasing: Increasing = field(default_factory=Increasing)

    def resume(self, session_present: bool, pairs: Sequence[bytes], tick: int | None) -> None:
        """Begin with a new connection, with what the batches before it left in the database."""
        self.recent.load(pairs)
        self.clock.opened(session_present, tick)

    def committed(self, row_id: int | None) -> None:
        """Remember the row of `untimed` that a committed batch has inserted, if any."""
        if row_id is not None:
            self.recent.wrote(row_id)


def decode_batch(
    arrivals: Arrivals,
    saturated: bool,
    topics: Collection[bytes],
    dating: Dating,
    decoders: Decoders = Decoders(),
) -> Batch:
    """Decode what source handed over; date the untimed messages.

    `saturated` says whether more messages may be waiting at the broker, `topics` are those of the
    channels in the registry: only their messages can be plain.
    """
    batch = Batch(arrivals.epoch, arrivals.chunks)
    for hour, received in arrivals.received.items():
        batch.ledger[hour].received += received
    chunks, stored_before = arrivals.chunks, dict[int, bytes]()
    begin = 0
    for chunk in chunks:
        seen = dating.recent.seen(chunk)
        stored_before |= {begin + index: pair for index, pair in seen.items()}
        begin += len(chunk)
    times = _Times.of(chunks, dating.clock.date(chunks, saturated))
    if ticking := [chunk for chunk in chunks if chunk.ticks]:
        batch.tick = dating.clock.tick
        metrics.TICK_AGE.set((ticking[-1].received_at - (batch.tick or 0)) / 1e6)
    whole = _Whole(batch, Chunk.joined(chunks), times, stored_before, dating.increasing, decoders)
    batch.plain = whole.decode(topics)
    return batch


def decode_again(batch: Batch, plain: Plain, index: int, decode: Decode) -> Work:
    """Decode one by one an element that turned out not to be plain; it has been counted already."""
    origin = int(plain.origin[index])
    message = batch.message(origin)
    outcome = _outcome(decode, message)
    if not isinstance(outcome, Decoded):  # should the two decoders disagree, nothing is held up
        log.error("bulk and single decoding disagree", extra={"topic": message.topic})
        device, channel = message.topic.split("/")[1:]
        refusal = Refusal(Reason.REFUSED, "ingest failed to decode it again")
        outcome = Decoded(device, channel, [], [refusal], 1)
    at = plain.at if plain.untimed[index] else plain.published
    return Work(message, outcome, int(at[index]), bool(plain.unsure[index]), origin)


def _outcome(decode: Decode, message: Message) -> Outcome:
    outcome = guarded("decoding a message", decode, message.topic, message.payload)
    return outcome or Refusal(Reason.REFUSED, "ingest failed to decode it")


@dataclass(slots=True)
class _Times:
    """When each message of a batch was received and published (µs); the latter may be unsure."""

    received: NDArray[np.int64]
    published: NDArray[np.int64]
    unsure: NDArray[np.bool_]

    @classmethod
    def of(cls, chunks: Sequence[Chunk], runs: Sequence[Sequence[Run]]) -> "_Times":
        pairs = [
            (chunk, run) for chunk, of_chunk in zip(chunks, runs, strict=True) for run in of_chunk
        ]
        sizes = [run.stop - run.start for _, run in pairs]
        return cls(
            np.repeat(np.array([chunk.received_at for chunk, _ in pairs], np.int64), sizes),
            np.repeat(np.array([run.at for _, run in pairs], np.int64), sizes),
            np.repeat(np.array([run.unsure for _, run in pairs], np.bool_), sizes),
        )


@dataclass(slots=True)
class _Pending:
    """A message decoded by itself, and how many of its elements have no time yet."""

    work: Work
    untimed: int


@dataclass(slots=True)
class _Whole:
    """All messages of one batch, joined into one chunk, while they are decoded."""

    batch: Batch
    chunk: Chunk
    times: _Times
    stored_before: Mapping[int, bytes]
    """Pairs of the messages that an earlier batch has stored, by index."""
    increasing: Increasing
    decoders: Decoders
    pending: dict[int, _Pending] = field(default_factory=dict)

    def decode(self, topics: Collection[bytes]) -> Plain | None:
        """Decode plain messages into columns and all others into the batch's works."""
        chunk = self.chunk
        index, values, units, at = (
            guarded(
                "decoding messages in bulk",
                _plain_ones, chunk, self.decoders.decode_plain, self.stored_before, topics,
            )
            or _NONE
        )  # fmt: skip
        if len(index) < len(chunk):
            handled = set(index)
            handled.update(tick.index for tick in chunk.ticks)
            for n in range(len(chunk)):
                if n not in handled:
                    self._decode_one(n)
        if not index:
            self._reserve([])
            return None
        return self._plain(index, values, units, at)

    def _plain(
        self, index: list[int], values: NDArray[np.float64], units: NDArray[np.int8],
        at: NDArray[np.int64],
    ) -> Plain:  # fmt: skip
        chunk, times, ledger = self.chunk, self.times, self.batch.ledger
        untimed = is_untimed(at)
        without = index if untimed.all() else [index[n] for n in np.flatnonzero(untimed).tolist()]
        if without or self.pending:
            at[untimed] = self._reserve(without)
            self.batch.pairs += pairs_of(chunk, without)
        topics = chunk.topics
        places = np.array(index, np.int32)
        if len(index) < len(chunk):
            topics = [topics[n] for n in index]
        plain = Plain(
            topics, values, units, at, untimed, times.unsure[places], times.published[places],
            times.received[places], places,
        )  # fmt: skip
        for hour, size in zip(*hours_of(plain.received), strict=True):
            ledger[hour].decoded += size
            ledger[hour].offered += size
        return plain

    def _decode_one(self, index: int) -> None:
        """Decode one message by itself, count it, and add it to the batch."""
        batch = self.batch
        message = batch.message(index)
        counts = batch.ledger[message.hour]
        outcome = _outcome(self.decoders.decode, message)
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
        if (pair := self.stored_before.get(index)) is not None:
            counts.duplicate += outcome.offered
            batch.pairs.append(pair)
            return
        times = self.times
        published, unsure = int(times.published[index]), bool(times.unsure[index])
        work = Work(message, outcome, published, unsure, index)
        batch.works.append(work)
        if untimed := sum(element.at is None for element in outcome.elements):
            self.pending[index] = _Pending(work, untimed)

    def _reserve(self, without: list[int]) -> list[int]:
        """Return an instant (µs) for each plain message that has none; set those of pending works.

        Instants are given in the broker's order, so that they increase within a channel.
        """
        chunk, published, pending = self.chunk, self.times.published, self.pending
        if not pending:
            whole = len(without) == len(chunk)
            topics = chunk.topics if whole else [chunk.topics[n] for n in without]
            instants = published if whole else published[without]
            return self.increasing.reserve_each(topics, instants.tolist())
        reserved = []
        for n in sorted([*without, *pending]):
            topic, at = chunk.topics[n], int(published[n])
            if n in pending:
                pending[n].work.instant = self.increasing.reserve(topic, at, pending[n].untimed)
            else:
                reserved.append(self.increasing.reserve(topic, at, 1))
        return reserved


_Ones = tuple[list[int], NDArray[np.float64], NDArray[np.int8], NDArray[np.int64]]
_NONE: _Ones = ([], np.empty(0), np.empty(0, np.int8), np.empty(0, np.int64))


def _plain_ones(
    chunk: Chunk, decode_plain: DecodePlain, stored_before: Mapping[int, bytes],
    topics: Collection[bytes],
) -> _Ones:  # fmt: skip
    """Return the indices of the plain messages, and their values, units and times."""
    elements, others = decode_plain(chunk.payloads)
    index = list(range(len(chunk)))
    all_decoded = not (others or stored_before or chunk.heads)
    whole = all_decoded and max(map(len, chunk.payloads)) <= MAX_BYTES
    if not whole or not all(map(topics.__contains__, chunk.topics)):
        retained = (n for n, head in chunk.heads.items() if is_retained(head))
        out = {*others, *stored_before, *retained}
        index = [
            n for n in index
            if n not in out and chunk.topics[n] in topics and len(chunk.payloads[n]) <= MAX_BYTES
        ]  # fmt: skip
    if not index:
        return _NONE
    chosen = elements if len(index) == len(chunk) else [elements[n] for n in index]
    values, units, at = columns_of(chosen)  # type: ignore[arg-type]  # none of them is None
    odd = is_odd(values, at)
    if odd.any():
        index = [n for n, is_out in zip(index, odd, strict=True) if not is_out]
        values, units, at = values[~odd], units[~odd], at[~odd]
    return index, values, units, at
