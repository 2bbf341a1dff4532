"""Exactly once for untimed messages: which of them, delivered again, have been stored already.

A message without a time of its own would be placed elsewhere at its second delivery. So the batch's
transaction keeps (packet id, digest) of each; after a resumed session a message with DUP set and
the same pair is a duplicate.
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
    """What tells a second delivery of a message from another message: its id and a digest.

    The digest need not withstand anybody: an id comes with another message only when 65,535 others
    were delivered in between, and by then its pair is gone.
    """
    return _pack(packet_id, crc32(topic), crc32(payload))


def pairs_of(chunk: Chunk, index: Sequence[int]) -> list[bytes]:
    """The pairs of those of a chunk's messages that have an id, thousands at once."""
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
    """The pairs that may still be delivered again, as the database has them.

    Needed are those the broker may not have seen acknowledged: acknowledgements go out in order, so
    these are among the last `reach` messages (Receive Maximum). What is stored by this connection
    comes again only by another one, which loads the rows. A packet id that comes without DUP has
    come round: its old pair dies. All redeliveries of a connection come before what is new
    (MQTT 5, 4.6), so with the first new message the rows of earlier connections have served.
    """

    reach: int
    _digests: dict[bytes, bytes] = field(default_factory=dict)
    _rows: deque[tuple[int, int]] = field(default_factory=deque)
    _delivered: int = 0
    _first_row: int | None = None
    _anything_new: bool = False

    def clear(self) -> None:
        """The session came back empty: packet ids begin anew."""
        self.load(())

    def load(self, packed: Sequence[bytes]) -> None:
        """The session is resumed: takes up the rows' pairs, oldest first."""
        self._digests = {
            row[at : at + _ID_BYTES]: row[at + _ID_BYTES : at + _PAIR_BYTES]
            for row in packed
            for at in range(0, len(row), _PAIR_BYTES)
        }
        self._rows.clear()
        self._first_row, self._anything_new, self._delivered = None, False, 0

    def seen(self, chunk: Chunk) -> dict[int, bytes]:
        """The pairs of those messages that were stored before, by index. To be asked of each
        chunk, in order."""
        self._delivered += chunk.unacknowledged
        if self._delivered > 2 * self.reach:
            self._digests = {}
        if not chunk.heads:
            self._anything_new = True
            if not self._digests:
                return {}
        return self._look(chunk)

    def _look(self, chunk: Chunk) -> dict[int, bytes]:
        known = {}
        for index, packet_id in enumerate(chunk.packet_ids):
            head = chunk.heads.get(index)
            if head is not None and not qos(head):
                continue
            if head is None or not is_dup(head):
                self._anything_new = True
                self._digests.pop(packet_id, None)
            elif digest := self._digests.get(packet_id):
                found = pair(packet_id, chunk.topics[index], chunk.payloads[index])
                if found == packet_id + digest:
                    known[index] = found
        return known

    def prune_before(self) -> int | None:
        """The id before which rows may go with the next batch."""
        while len(self._rows) > 1 and self._delivered - self._rows[0][1] > self.reach:
            self._rows.popleft()
            self._first_row = self._rows[0][0]
        return self._first_row if self._anything_new else None

    def wrote(self, row_id: int) -> None:
        """A batch's row is committed."""
        self._rows.append((row_id, self._delivered))
        if self._first_row is None:
            self._first_row = row_id
