"""Exactly once for untimed messages: which of them, delivered again, have been stored already.

A message without a time of its own would be placed elsewhere at its second delivery. So the batch's
transaction keeps (packet id, digest) of each; after a resumed session a message with DUP set and
the same pair is a duplicate.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import asyncpg

from isotherm_ingest.arrivals import Message

Pair = tuple[int, bytes]


def pair(message: Message) -> Pair:
    """What tells a second delivery of a message from another message."""
    digest = blake2b(message.topic.encode("utf-8", "surrogatepass"), digest_size=12)
    digest.update(b"\0" + message.payload)
    return message.packet_id, digest.digest()


@dataclass(slots=True)
class Note:
    """What a batch adds to the table, in its own transaction."""

    pairs: list[Pair] = field(default_factory=list)
    tick: int | None = None
    prune_before: int | None = None
    """Rows with smaller ids are needed no more."""


class Window:
    """The pairs that may still be delivered again, as the database has them.

    Needed are those the broker may not have seen acknowledged: acknowledgements go out in order, so
    these are among the last `reach` messages (Receive Maximum). A packet id that comes without DUP
    has come round: its old pair dies. All redeliveries of a connection come before what is new
    (MQTT 5, 4.6), so with the first new message the rows of earlier connections have served.
    """

    def __init__(self, reach: int) -> None:
        self._reach = reach
        self._digests: dict[int, bytes] = {}
        self._rows: deque[tuple[int, int]] = deque()
        self._delivered = 0
        self._first_row: int | None = None
        self._anything_new = False

    def clear(self) -> None:
        """The session came back empty: packet ids begin anew."""
        self._digests.clear()
        self._begin()

    def load(self, rows: Sequence[asyncpg.Record]) -> None:
        """The session is resumed: takes up the rows, oldest first."""
        self._digests = {
            packet_id: digest
            for row in rows
            for packet_id, digest in zip(row["packet_ids"], row["digests"], strict=True)
        }
        self._begin()

    def _begin(self) -> None:
        self._rows.clear()
        self._first_row, self._anything_new, self._delivered = None, False, 0

    def seen(self, message: Message) -> Pair | None:
        """The pair of a message stored before; None for one that was not. To be asked of each."""
        if message.qos == 0:
            return None
        self._delivered += 1
        if not message.dup:
            self._anything_new = True
            self._digests.pop(message.packet_id, None)
            return None
        known = self._digests.get(message.packet_id)
        if known is None:
            return None
        found = pair(message)
        return found if found[1] == known else None

    def prune_before(self) -> int | None:
        """The id before which rows may go with the next batch."""
        while len(self._rows) > 1 and self._delivered - self._rows[0][1] > self._reach:
            self._rows.popleft()
            self._first_row = self._rows[0][0]
        return self._first_row if self._anything_new else None

    def wrote(self, row_id: int, pairs: Sequence[Pair]) -> None:
        """A batch's row is committed."""
        self._digests.update(pairs)
        self._rows.append((row_id, self._delivered))
        if self._first_row is None:
            self._first_row = row_id


READ = "SELECT packet_ids, digests, tick_ms FROM untimed WHERE instance = $1 ORDER BY id"
CLEAR = "DELETE FROM untimed WHERE instance = $1"
_INSERT = """
INSERT INTO untimed (instance, packet_ids, digests, tick_ms) VALUES ($1, $2, $3, $4) RETURNING id
"""
_PRUNE = "DELETE FROM untimed WHERE instance = $1 AND id < $2"


async def write(connection: asyncpg.Connection, instance: str, note: Note) -> int | None:
    """Writes and prunes within the batch's transaction; gives the new row's id, if one was due."""
    if note.prune_before is not None:
        await connection.execute(_PRUNE, instance, note.prune_before)
    if not note.pairs and note.tick is None:
        return None
    row_id: int = await connection.fetchval(
        _INSERT,
        instance,
        [packet_id for packet_id, _ in note.pairs],
        [digest for _, digest in note.pairs],
        None if note.tick is None else note.tick // 1000,
    )
    return row_id
