"""A batch: messages taken together and decoded, on their way to one transaction.

A batch holds the messages that arrived while the previous one was committed. It keeps its decoded
messages, so that they can be placed again if the registry changes meanwhile.
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
    """Pairs of plain messages without a time, and of messages stored before: the broker may deliver
    them again."""
    doubted: list[tuple[bytes, int]] = field(default_factory=list)
    """Topics and instants (µs) of stored readings of which this batch shows that it is unsure when
    they were measured."""
    tick: int | None = None
    """The time in the last tick among them (µs)."""
    _ends: list[int] = field(default_factory=list)

    def names(self) -> list[Names]:
        """Return the channels of the messages that are placed one by one, in order of arrival."""
        return [(work.decoded.device, work.decoded.channel) for work in self.works]

    def all_names(self) -> list[Names]:
        """Return the channels of all messages; those of plain ones first, each once."""
        topics = dict.fromkeys(() if self.plain is None else self.plain.topics)
        plain = (split_topic(topic.decode()) for topic in topics)
        return [*(names for names in plain if names is not None), *self.names()]

    def has_local_times(self) -> bool:
        """Return whether an element has a time without an offset."""
        elements = (element for work in self.works for element in work.decoded.elements)
        return any(element.local is not None for element in elements)

    def packet_ids(self) -> list[bytes]:
        """Return the ids of all messages to acknowledge, in order, ticks included."""
        packet_ids: list[bytes] = []
        for chunk in self.chunks:
            if any(not qos(head) for head in chunk.heads.values()):
                packet_ids += filter(None, chunk.packet_ids)
            else:
                packet_ids += chunk.packet_ids
        return packet_ids

    def message(self, origin: int) -> Message:
        """Return one message; `origin` is its index in the batch."""
        if not self._ends:
            self._ends = list(accumulate(map(len, self.chunks)))
        number = bisect_right(self._ends, origin)
        chunk = self.chunks[number]
        return chunk.message(origin - self._ends[number] + len(chunk))

    def rows(self, columns: Columns) -> list[Row]:
        """Return plain readings as rows, for when they have to be stored one by one."""
        rows = []
        lists = (getattr(columns, name).tolist() for name in Columns.__slots__)
        for channel_id, at, received, value, quality, untimed, origin in zip(*lists, strict=True):
            message = self.message(origin)
            names = split_topic(message.topic)
            assert names is not None  # noqa: S101  plain messages have a valid topic
            rows.append(
                Row(channel_id, at, received, value, quality, message, names, None, untimed, origin)
            )
        return rows
