"""Write rejects: all are counted; their content is kept within the budget.

Curable rejects are kept whole, so that they can be replayed; of others the first 4 KiB are kept.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from isotherm.instants import to_datetime
from isotherm.reasons import CURABLE
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.decode.careful import pieces
from isotherm_ingest.mqtt.arrivals import Message
from isotherm_ingest.store.budget import Budget, Key

SHOWN_BYTES = 4096
"""Bytes kept of the payload of an incurable reject."""

_REJECTS = """
INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail, payload,
    payload_bytes, element, whole, message, retained, published_at, time_unsure, instance)
SELECT *, $15 FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::bytea[], $8::int4[], $9::int4[], $10::bool[], $11::int8[], $12::bool[],
    $13::timestamptz[], $14::bool[])
"""
_COUNTS = """
INSERT INTO reject_count (device_name, hour, reason, count, kept, kept_bytes)
SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::int8[], $5::int8[], $6::int8[])
"""


@dataclass(slots=True)
class Rejects:
    """Writes rejects in the transaction of their batch, in three statements at most.

    The transaction may be rolled back and tried again: only `committed` uses up the budget.
    """

    budget: Budget = field(default_factory=Budget)

    async def write(
        self, connection: asyncpg.Connection, refused: Sequence[Refused], instance: str
    ) -> None:
        """Count all rejects of a batch, and keep what the budget allows."""
        groups: dict[Key, list[Refused]] = {}
        for row in refused:
            key = (row.device or "", row.message.hour, row.refusal.reason.value)
            groups.setdefault(key, []).append(row)
        await self.budget.learn(connection, groups)
        if not groups:
            return
        payloads, numbers = _Payloads(), _Numbers()
        rows: list[tuple[Any, ...]] = []
        counts = []
        # curable rejects have the first claim on the total budget
        for key in sorted(groups, key=lambda key: key[2] not in CURABLE):
            kept = list(self._kept(key, groups[key], payloads))
            rows += [_row(refused, payload, numbers) for refused, payload, _ in kept]
            device, hour, reason = key
            cost = sum(size for *_, size in kept)
            counts.append((device, to_datetime(hour), reason, len(groups[key]), len(kept), cost))
        if rows:
            await connection.execute(_REJECTS, *zip(*rows, strict=True), instance)
        await connection.execute(_COUNTS, *zip(*counts, strict=True))

    def committed(self) -> None:
        """The transaction of the last `write` was committed: use up the budget."""
        self.budget.committed()

    def _kept(
        self, key: Key, group: Sequence[Refused], payloads: "_Payloads"
    ) -> Iterator[tuple[Refused, bytes, int]]:
        """Yield the rejects of a key that are kept: refusal, payload, and bytes used."""
        for refused in group:
            if not self.budget.open(key):
                return
            payload = payloads.of(refused)
            kept = len(payload) if key[2] in CURABLE else min(len(payload), SHOWN_BYTES)
            if (cost := self.budget.take(key, kept)) is not None:
                yield refused, payload, cost


def _row(refused: Refused, payload: bytes, numbers: "_Numbers") -> tuple[Any, ...]:
    message, refusal = refused.message, refused.refusal
    whole = refusal.reason in CURABLE or len(payload) <= SHOWN_BYTES
    return (
        to_datetime(message.received_at),
        storable(message.topic),
        refused.device,
        refused.channel,
        refusal.reason.value,
        storable(refusal.detail),
        payload if whole else payload[:SHOWN_BYTES],
        len(payload),
        refusal.index,
        whole,
        None if refusal.index is None else numbers.of(message),
        message.retained,
        None if refused.instant is None else to_datetime(refused.instant),
        refused.unsure,
    )


class _Payloads:
    """Extracts the bytes of a refused element, or of a refused message."""

    def __init__(self) -> None:
        self._pieces: dict[Message, list[bytes] | None] = {}

    def of(self, refused: Refused) -> bytes:
        """Return the bytes that were refused."""
        message, index = refused.message, refused.refusal.index
        if index is None:
            return message.payload
        if message not in self._pieces:
            self._pieces[message] = pieces(message.payload)
        parts = self._pieces[message]
        return message.payload if parts is None or index >= len(parts) else parts[index]


class _Numbers:
    """Numbers messages: the kept elements of a message share its number, for a replay."""

    def __init__(self) -> None:
        self._numbers: dict[Message, int] = {}

    def of(self, message: Message) -> int:
        """Return the number of a message."""
        return self._numbers.setdefault(message, secrets.randbits(63))


def storable(text: str) -> str:
    """Return a text that a text column accepts: without NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
