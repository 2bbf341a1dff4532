"""Decode a batch, and date its untimed messages by when they were published."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from isotherm.reasons import Reason
from isotherm_ingest import metrics
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Decoded, Refusal, Work
from isotherm_ingest.batch.rows import Plain
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.batch_decoder import BatchDecoder
from isotherm_ingest.decode.bursts import Bursts
from isotherm_ingest.decode.decoders import DECODERS, Decode, Decoders, outcome_of
from isotherm_ingest.decode.increasing import Increasing
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.decode.undated import Times, Undated
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Dating:
    """What decoding remembers from batch to batch: ticks, instants, bursts, recent messages."""

    recent: RecentUntimed
    clock: TickClock = field(default_factory=TickClock)
    increasing: Increasing = field(default_factory=Increasing)
    bursts: Bursts = field(default_factory=Bursts)

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
    decoders: Decoders = DECODERS,
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
    times = Times.of(chunks, dating.clock.date(chunks, saturated))
    if ticking := [chunk for chunk in chunks if chunk.ticks]:
        batch.tick = dating.clock.tick
        metrics.TICK_AGE.set((ticking[-1].received_at - (batch.tick or 0)) / 1e6)
    chunk = Chunk.joined(chunks)
    undated = Undated(chunk, times, dating.increasing, dating.bursts)
    decoder = BatchDecoder(batch, chunk, times, stored_before, undated, decoders)
    batch.plain = decoder.decode(topics)
    batch.doubted = undated.earlier
    return batch


def decode_again(batch: Batch, plain: Plain, index: int, decode: Decode) -> Work:
    """Decode one by one an element that turned out not to be plain; it has been counted already."""
    origin = int(plain.origin[index])
    message = batch.message(origin)
    outcome = outcome_of(decode, message)
    if not isinstance(outcome, Decoded):  # should the two decoders disagree, nothing is held up
        device, channel = message.topic.split("/")[1:]
        extra = {"device": device, "channel": channel}
        log.error("bulk and single decoding disagree", extra=extra)
        refusal = Refusal(Reason.REFUSED, "ingest failed to decode it again")
        outcome = Decoded(device, channel, [], [refusal], 1)
    at = plain.at if plain.untimed[index] else plain.published
    return Work(message, outcome, int(at[index]), bool(plain.unsure[index]), origin)
