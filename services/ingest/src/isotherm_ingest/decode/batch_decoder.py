"""Decode the messages of one batch: plain ones as columns, all others one by one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isotherm.reasons import REPLAYABLE
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import MAX_BYTES, Cleared, Refusal, Status, Work
from isotherm_ingest.batch.guard import guarded
from isotherm_ingest.batch.ledger import hours_of
from isotherm_ingest.batch.refused import refused
from isotherm_ingest.batch.rows import Plain
from isotherm_ingest.batch.untimed import pairs_of
from isotherm_ingest.decode.decoders import DecodePlain, Decoders, outcome_of
from isotherm_ingest.decode.plain import columns_of, is_odd, is_untimed
from isotherm_ingest.decode.undated import Times, Undated
from isotherm_ingest.mqtt.arrivals import Chunk
from isotherm_ingest.mqtt.frames import is_retained


@dataclass(slots=True)
class BatchDecoder:
    """Decodes all messages of one batch, joined into one chunk."""

    batch: Batch
    chunk: Chunk
    times: Times
    stored_before: Mapping[int, bytes]
    """Pairs of the messages that an earlier batch has stored, by index."""
    undated: Undated
    decoders: Decoders

    def decode(self, topics: Collection[bytes]) -> Plain | None:
        """Decode plain messages into columns and all others into the batch's works."""
        chunk = self.chunk
        index, values, units, at = (
            guarded(
                "decoding messages in bulk",
                _plain_columns, chunk, self.decoders.decode_plain, self.stored_before, topics,
            )
            or _NO_COLUMNS
        )  # fmt: skip
        if len(index) < len(chunk):
            handled = set(index)
            handled.update(tick.index for tick in chunk.ticks)
            for n in range(len(chunk)):
                if n not in handled:
                    self._decode_one(n)
        if not index:
            self.undated.reserve([])
            return None
        return self._plain(index, values, units, at)

    def _plain(
        self, index: list[int], values: NDArray[np.float64], units: NDArray[np.int8],
        at: NDArray[np.int64],
    ) -> Plain:  # fmt: skip
        chunk, times, ledger = self.chunk, self.times, self.batch.ledger
        untimed = is_untimed(at)
        without = index if untimed.all() else [index[n] for n in np.flatnonzero(untimed).tolist()]
        at[untimed] = self.undated.reserve(without)
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
        outcome = outcome_of(self.decoders.decode, message)
        published, unsure = int(self.times.published[index]), bool(self.times.unsure[index])
        if isinstance(outcome, Refusal):
            if self._is_first(index, outcome):
                counts.undecodable += 1
                refusal = refused(message, outcome, published, unsure)
                batch.refused.append(refusal)
                if outcome.reason in REPLAYABLE:
                    self.undated.refused[index] = refusal
            else:
                # as one element that was stored before, so that rejects and the ledger agree
                counts.decoded += 1
                counts.offered += 1
                counts.duplicate += 1
            return
        counts.decoded += 1
        if isinstance(outcome, Status | Cleared):
            counts.offered += 1
            counts.ignored += 1
            if isinstance(outcome, Status):
                batch.statuses.append((message, outcome))
            return
        counts.offered += outcome.offered
        if (pair := self.stored_before.get(index)) is not None:
            counts.duplicate += outcome.offered
            batch.pairs.append(pair)
            return
        work = Work(message, outcome, published, unsure, index)
        batch.works.append(work)
        self.undated.add(index, work)

    def _is_first(self, index: int, refusal: Refusal) -> bool:
        """Return whether a refused message was not stored before.

        One that a replay may turn into a reading is remembered by its id: two rejects of a message
        without a time would become two readings.
        """
        if refusal.reason not in REPLAYABLE:
            return True
        pair = self.stored_before.get(index)
        self.batch.pairs += pairs_of(self.chunk, [index]) if pair is None else [pair]
        return pair is None


_PlainColumns = tuple[list[int], NDArray[np.float64], NDArray[np.int8], NDArray[np.int64]]
_NO_COLUMNS: _PlainColumns = ([], np.empty(0), np.empty(0, np.int8), np.empty(0, np.int64))


def _plain_columns(
    chunk: Chunk, decode_plain: DecodePlain, stored_before: Mapping[int, bytes],
    topics: Collection[bytes],
) -> _PlainColumns:  # fmt: skip
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
        return _NO_COLUMNS
    chosen = elements if len(index) == len(chunk) else [elements[n] for n in index]
    values, units, at = columns_of(chosen)  # type: ignore[arg-type]  # none of them is None
    odd = is_odd(values, at)
    if odd.any():
        index = [n for n, is_out in zip(index, odd, strict=True) if not is_out]
        values, units, at = values[~odd], units[~odd], at[~odd]
    return index, values, units, at
