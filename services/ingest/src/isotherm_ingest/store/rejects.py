"""Write rejects: all are counted; their content is kept within the budget.

Curable rejects are kept whole, so that they can be replayed; of others the first 4 KiB are kept, so
that short ones can be replayed by rules that understand more.
Texts are cut as well: a curable reject has a valid topic, which is short. Whatever is kept of a
reject is counted in the budget.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from isotherm.instants import to_datetime
from isotherm.names import LONGEST_TOPIC
from isotherm.reasons import CURABLE, RULES
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.decode.documents import pieces
from isotherm_ingest.mqtt.arrivals import Message
from isotherm_ingest.store.budget import Budget, Key

SHOWN_BYTES = 4096
"""Bytes kept of the payload of an incurable reject."""
_DETAIL_BYTES = 1024

_REJECTS = """
INSERT INTO reject (received_at, topic, topic_bytes, device_name, channel_name, reason, detail,
    payload, payload_bytes, element, whole, message, retained, published_at, time_unsure, instance,
    rules)
SELECT *, $16, $17::int2 FROM unnest($1::timestamptz[], $2::text[], $3::int4[], $4::text[],
    $5::text[], $6::text[], $7::text[], $8::bytea[], $9::int4[], $10::int4[], $11::bool[],
    $12::int8[], $13::bool[], $14::timestamptz[], $15::bool[])
"""
_COUNTS = """
INSERT INTO reject_count (device_name, hour, reason, channel_name, count, kept, kept_bytes)
SELECT t.device_name, t.hour, t.reason, coalesce(c.name, ''), sum(t.count), sum(t.kept),
    sum(t.kept_bytes)
FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::int8[], $6::int8[],
    $7::int8[]) AS t(device_name, hour, reason, channel_name, count, kept, kept_bytes)
LEFT JOIN device d ON d.name = t.device_name
LEFT JOIN channel c ON c.device_id = d.id AND c.name = t.channel_name
GROUP BY 1, 2, 3, 4
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
        counts: list[tuple[Any, ...]] = []
        # curable rejects have the first claim on the total budget
        for key in sorted(groups, key=lambda key: key[2] not in CURABLE):
            kept = list(self._kept(key, groups[key], payloads))
            rows += [row.values(numbers) for row, _ in kept]
            counts += _counts(key, groups[key], kept)
        if rows:
            await connection.execute(_REJECTS, *zip(*rows, strict=True), instance, RULES)
        await connection.execute(_COUNTS, *zip(*counts, strict=True))

    def committed(self) -> None:
        """The transaction of the last `write` was committed: use up the budget."""
        self.budget.committed()

    def _kept(
        self, key: Key, group: Sequence[Refused], payloads: "_Payloads"
    ) -> Iterator[tuple["_Row", int]]:
        """Yield the rows of a key that are kept, and the bytes of the budget that they use."""
        for refused in group:
            if not self.budget.open(key):
                return
            payload, extracted = payloads.of(refused)
            row = _Row.of(refused, payload, extracted=extracted)
            if (cost := self.budget.take(key, row.size)) is not None:
                yield row, cost


def _counts(
    key: Key, group: Sequence[Refused], kept: Sequence[tuple["_Row", int]]
) -> Iterator[tuple[Any, ...]]:
    """Yield the counts of a key by channel; a name that is no known channel is counted as none."""
    device, hour, reason = key
    rows, costs = Counter[str](), Counter[str]()
    for row, cost in kept:
        rows[row.refused.channel or ""] += 1
        costs[row.refused.channel or ""] += cost
    for channel, count in Counter(refused.channel or "" for refused in group).items():
        yield (
            *(device, to_datetime(hour), reason, channel),
            *(count, rows[channel], costs[channel]),
        )


@dataclass(slots=True)
class _Row:
    """What is kept of a reject: texts and payload, each within its bound."""

    refused: Refused
    topic: bytes
    topic_bytes: int | None
    detail: bytes
    payload: bytes
    payload_bytes: int
    whole: bool

    @classmethod
    def of(cls, refused: Refused, payload: bytes, *, extracted: bool) -> "_Row":
        topic = storable(refused.message.topic).encode()
        kept = payload if refused.refusal.reason in CURABLE else payload[:SHOWN_BYTES]
        return cls(
            refused,
            cut(topic, LONGEST_TOPIC),
            len(topic) if len(topic) > LONGEST_TOPIC else None,
            cut(storable(refused.refusal.detail).encode(), _DETAIL_BYTES),
            kept,
            len(payload),
            extracted and len(kept) == len(payload),
        )

    @property
    def size(self) -> int:
        """The bytes of everything that has no fixed length."""
        names = (self.refused.device, self.refused.channel, self.refused.refusal.reason)
        return sum(map(len, (self.topic, self.detail, self.payload, *filter(None, names))))

    def values(self, numbers: "_Numbers") -> tuple[Any, ...]:
        refused, message, refusal = self.refused, self.refused.message, self.refused.refusal
        return (
            to_datetime(message.received_at),
            self.topic.decode(),
            self.topic_bytes,
            refused.device,
            refused.channel,
            refusal.reason.value,
            self.detail.decode(),
            self.payload,
            self.payload_bytes,
            refusal.index,
            self.whole,
            None if refusal.index is None else numbers.of(message),
            message.retained,
            None if refused.instant is None else to_datetime(refused.instant),
            refused.unsure,
        )


class _Payloads:
    """Extracts the bytes of a refused element, or of a refused message."""

    def __init__(self) -> None:
        self._pieces: dict[Message, list[bytes] | None] = {}

    def of(self, refused: Refused) -> tuple[bytes, bool]:
        """Return the bytes that were refused, or of an element that cannot be extracted, those of
        its message and False: a replay of them would replay all its elements.
        """
        message, index = refused.message, refused.refusal.index
        if index is None:
            return message.payload, True
        if message not in self._pieces:
            self._pieces[message] = pieces(message.payload)
        parts = self._pieces[message]
        if parts is None or index >= len(parts):
            return message.payload, False
        return parts[index], True


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


def cut(text: bytes, limit: int) -> bytes:
    """Return UTF-8 text as it is, or its first `limit` bytes without a part of a character."""
    return text if len(text) <= limit else text[:limit].decode("utf-8", "ignore").encode()
