"""Rejects: what became no reading is counted, and kept as far as its budget goes.

What can be cured is kept whole, so that it can be replayed; of the rest the first 4 KiB.
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
"""Of a payload that nothing can cure."""

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
    """Writes rejects within the batch's transaction, in few statements however many they are.

    Safe where the transaction is rolled back and tried again: only `committed` uses the budget.
    """

    budget: Budget = field(default_factory=Budget)

    async def write(
        self, connection: asyncpg.Connection, refused: Sequence[Refused], instance: str
    ) -> None:
        """Counts all of a batch, and keeps what the budget allows."""
        groups: dict[Key, list[Refused]] = {}
        for each in refused:
            key = (each.device or "", each.message.hour, each.refusal.reason.value)
            groups.setdefault(key, []).append(each)
        await self.budget.learn(connection, groups)
        if not groups:
            return
        payloads, numbers = _Payloads(), _Numbers()
        rows: list[tuple[Any, ...]] = []
        counts = []
        # what can be cured has the first claim on what is left for all
        for key in sorted(groups, key=lambda each: each[2] not in CURABLE):
            kept = list(self._kept(key, groups[key], payloads))
            rows += [_row(each, payload, numbers) for each, payload, _ in kept]
            device, hour, reason = key
            cost = sum(bytes_ for *_, bytes_ in kept)
            counts.append((device, to_datetime(hour), reason, len(groups[key]), len(kept), cost))
        if rows:
            await connection.execute(_REJECTS, *zip(*rows, strict=True), instance)
        await connection.execute(_COUNTS, *zip(*counts, strict=True))

    def committed(self) -> None:
        """The transaction of the last `write` is committed."""
        self.budget.committed()

    def _kept(
        self, key: Key, group: Sequence[Refused], payloads: "_Payloads"
    ) -> Iterator[tuple[Refused, bytes, int]]:
        """Those of a device, hour and reason that are kept, with their bytes and what they cost."""
        for each in group:
            if not self.budget.open(key):
                return
            payload = payloads.of(each)
            kept = len(payload) if key[2] in CURABLE else min(len(payload), SHOWN_BYTES)
            if (cost := self.budget.take(key, kept)) is not None:
                yield each, payload, cost


def _row(each: Refused, payload: bytes, numbers: "_Numbers") -> tuple[Any, ...]:
    message, refusal = each.message, each.refusal
    whole = refusal.reason in CURABLE or len(payload) <= SHOWN_BYTES
    return (
        to_datetime(message.received_at),
        storable(message.topic),
        each.device,
        each.channel,
        refusal.reason.value,
        storable(refusal.detail),
        payload if whole else payload[:SHOWN_BYTES],
        len(payload),
        refusal.index,
        whole,
        None if refusal.index is None else numbers.of(message),
        message.retained,
        None if each.instant is None else to_datetime(each.instant),
        each.unsure,
    )


class _Payloads:
    """Of a refused element its own bytes, of a refused message all of them."""

    def __init__(self) -> None:
        self._pieces: dict[Message, list[bytes] | None] = {}

    def of(self, each: Refused) -> bytes:
        """The bytes a reject is about."""
        message, index = each.message, each.refusal.index
        if index is None:
            return message.payload
        if message not in self._pieces:
            self._pieces[message] = pieces(message.payload)
        found = self._pieces[message]
        return message.payload if found is None or index >= len(found) else found[index]


class _Numbers:
    """A number for each message of which elements are kept, so that they find together again."""

    def __init__(self) -> None:
        self._numbers: dict[Message, int] = {}

    def of(self, message: Message) -> int:
        """Its number, the same for all its elements."""
        return self._numbers.setdefault(message, secrets.randbits(63))


def storable(text: str) -> str:
    """A text that a text column takes: without NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
