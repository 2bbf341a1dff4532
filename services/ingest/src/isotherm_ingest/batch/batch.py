"""A batch: messages taken together and decoded, on their way to one transaction.

A batch is what arrived while the one before was committed. Its decoded messages are kept, so that
they can be placed again if the registry changes meanwhile.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from isotherm.names import split_topic
from isotherm_ingest.batch.elements import Status, Work
from isotherm_ingest.batch.ledger import Ledger, ledger
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.batch.rows import Columns, Names, Plain, Row
from isotherm_ingest.mqtt.arrivals import Chunk, Message
from isotherm_ingest.mqtt.frames import qos


@dataclass(slots=True)
class Batch:
    """Messages taken together, decoded, not yet placed."""

    epoch: int
    chunks: list[Chunk] = field(default_factory=list)
    plain: Plain | None = None
    works: list[Work] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    statuses: list[tuple[Message, Status]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=ledger)
    pairs: list[bytes] = field(default_factory=list)
    """Of plain messages without a time, and of those stored before and delivered again: they may
    be delivered once more."""
    tick: int | None = None
    """What the last tick among them said."""
    _ends: list[int] = field(default_factory=list)

    def names(self) -> list[Names]:
        """The channels its careful messages are of, in the order in which they came."""
        return [(work.decoded.device, work.decoded.channel) for work in self.works]

    def packet_ids(self) -> list[bytes]:
        """Of everything that is to be acknowledged, in order, ticks included."""
        found: list[bytes] = []
        for chunk in self.chunks:
            if any(not qos(head) for head in chunk.heads.values()):
                found += filter(None, chunk.packet_ids)
            else:
                found += chunk.packet_ids
        return found

    def message(self, origin: int) -> Message:
        """One of its messages by itself."""
        if not self._ends:
            self._ends = list(accumulate(map(len, self.chunks)))
        number = bisect_right(self._ends, origin)
        chunk = self.chunks[number]
        return chunk.message(origin - self._ends[number] + len(chunk))

    def rows(self, columns: Columns) -> list[Row]:
        """Plain readings one by one, where each has to be told from the others."""
        rows = []
        lists = (getattr(columns, name).tolist() for name in Columns.__slots__)
        for channel_id, at, received, value, quality, untimed, origin in zip(*lists, strict=True):
            message = self.message(origin)
            names = split_topic(message.topic)
            assert names is not None  # noqa: S101  else it were not plain
            rows.append(
                Row(channel_id, at, received, value, quality, message, names, None, untimed, origin)
            )
        return rows
