"""Deduplicate untimed messages that the broker delivers again.

A second delivery of a message without a time would be stored at another instant. So the batch's
transaction saves a pair of packet id and digest for each; in a resumed session, a message with DUP
set and the same pair is a duplicate.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from struct import Struct
from zlib import crc32

from isotherm_ingest.mqtt.arrivals import Chunk
from isotherm_ingest.mqtt.frames import is_dup, qos

_pack = Struct(">2sII").pack
_ID_BYTES, _PAIR_BYTES = 2, 10


def pair(packet_id: bytes, topic: bytes, payload: bytes) -> bytes:
    """Return packet id and digest, which distinguish a redelivery from another message.

    The digest need not be secure: an id is used again only after up to 65,535 other messages, and
    by then its pair is forgotten.
    """
    return _pack(packet_id, crc32(topic), crc32(payload))


def pairs_of(chunk: Chunk, index: Sequence[int]) -> list[bytes]:
    """Return the pairs of the messages at these indices that have an id, in bulk."""
    if len(index) == len(chunk) and not chunk.heads:
        of_topics, of_payloads = map(crc32, chunk.topics), map(crc32, chunk.payloads)
        return list(map(_pack, chunk.packet_ids, of_topics, of_payloads))
    return [
        pair(packet_id, chunk.topics[n], chunk.payloads[n])
        for n in index
        if (packet_id := chunk.packet_ids[n])
    ]


@dataclass(slots=True)
class RecentUntimed:
    """The pairs of messages that may still be delivered again, as saved in the database.

    Only messages whose acknowledgement the broker may have missed are delivered again. Since
    acknowledgements go out in order, these are among the last `reach` messages (Receive Maximum).
    Messages stored by this connection come again only by another one, which loads their rows. A
    packet id without DUP is in use for a new message, so that its old pair is forgotten. All
    redeliveries come before new messages (MQTT 5, 4.6), so that after the first new message the
    rows of earlier connections are no longer needed.
    """

    reach: int
    _digests: dict[bytes, bytes] = field(default_factory=dict)
    _rows: deque[tuple[int, int]] = field(default_factory=deque)
    _delivered: int = 0
    _first_row: int | None = None
    _anything_new: bool = False

    def clear(self) -> None:
        """Forget all pairs: in a new session packet ids start over."""
        self.load(())

    def load(self, packed: Sequence[bytes]) -> None:
        """Begin with a resumed session and the pairs of its rows, oldest first."""
        self._digests = {
            row[at : at + _ID_BYTES]: row[at + _ID_BYTES : at + _PAIR_BYTES]
            for row in packed
            for at in range(0, len(row), _PAIR_BYTES)
        }
        self._rows.clear()
        self._first_row, self._anything_new, self._delivered = None, False, 0

    def seen(self, chunk: Chunk) -> dict[int, bytes]:
        """Return the pairs of messages that were stored before, by index.

        Call it with every chunk, in order.
        """
        self._delivered += chunk.unacknowledged
        if self._delivered > 2 * self.reach:
            self._digests = {}
        if not chunk.heads:
            self._anything_new = True
            if not self._digests:
                return {}
        return self._look(chunk)

    def _look(self, chunk: Chunk) -> dict[int, bytes]:
        duplicates = {}
        for index, packet_id in enumerate(chunk.packet_ids):
            head = chunk.heads.get(index)
            if head is not None and not qos(head):
                continue
            if head is None or not is_dup(head):
                self._anything_new = True
                self._digests.pop(packet_id, None)
            elif digest := self._digests.get(packet_id):
                of_message = pair(packet_id, chunk.topics[index], chunk.payloads[index])
                if of_message == packet_id + digest:
                    duplicates[index] = of_message
        return duplicates

    def prune_before(self) -> int | None:
        """Return the id below which the next batch may delete rows; None for no rows."""
        while len(self._rows) > 1 and self._delivered - self._rows[0][1] > self.reach:
            self._rows.popleft()
            self._first_row = self._rows[0][0]
        return self._first_row if self._anything_new else None

    def wrote(self, row_id: int) -> None:
        """Remember that the row of a batch is committed."""
        self._rows.append((row_id, self._delivered))
        if self._first_row is None:
            self._first_row = row_id
