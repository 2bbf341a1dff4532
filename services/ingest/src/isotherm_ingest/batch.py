"""Batch: what one transaction stores, and what is acknowledged after it.

A batch is what arrived while the one before was committed; its decoded messages are kept, so that
they can be placed again where the registry changed meanwhile.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from operator import attrgetter

import numpy as np

from isotherm.names import TOPIC_ROOT, is_device_name, split_topic
from isotherm.reasons import Reason
from isotherm_ingest.arrivals import Chunk, Message
from isotherm_ingest.elements import Refusal, Status
from isotherm_ingest.frames import qos
from isotherm_ingest.ledger import Ledger, ledger
from isotherm_ingest.place import Placed, Row, Work
from isotherm_ingest.plain import Columns, Plain, doubled
from isotherm_ingest.registry import Names, Registry
from isotherm_ingest.untimed import pair

Place = Callable[[Work, Registry, Mapping[int, int]], Placed]


@dataclass(slots=True, eq=False)
class Refused:
    """A refusal with what it is about; a row of the rejects."""

    message: Message
    device: str | None
    channel: str | None
    refusal: Refusal
    instant: int | None = None
    """When it was published, as near as can be known (µs), for a replay; None where undecoded."""
    unsure: bool = False


def refused(message: Message, refusal: Refusal) -> Refused:
    """A whole message refused; of a topic of another form the device may still be told."""
    names = split_topic(message.topic)
    if names is not None:
        return Refused(message, *names, refusal)
    levels = message.topic.split("/")
    known = len(levels) > 1 and levels[0] == TOPIC_ROOT and is_device_name(levels[1])
    return Refused(message, levels[1] if known else None, None, refusal)


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


@dataclass(slots=True)
class Arranged:
    """A batch placed by one state of the registry, ready to be stored."""

    version: int
    columns: Columns | None
    """Plain readings, sorted by key; no key is in them twice, or in the rows."""
    rows: list[Row]
    """The others, one a key, sorted by it."""
    followers: list[Row]
    """More of the same keys, by their own times: what these are depends on what is stored."""
    refused: list[Refused]
    ledger: Ledger
    pairs: list[bytes]
    tick: int | None
    skews: dict[str, int | None]
    """By device that sent a time: how far ahead its clock is (ms), None where it is right."""
    batch: Batch

    def singly(self) -> None:
        """Makes rows of the columns, where each has to be told from the others."""
        if self.columns is None:
            return
        self.rows += self.batch.rows(self.columns)
        self.columns = None
        self.rows.sort(key=_order)
        if _repeats(self.rows):
            _resolve(self)


def arrange(
    batch: Batch,
    registry: Registry,
    newest: Mapping[int, int],
    place: Place,
    columns: Columns | None = None,
    works: Sequence[Work] = (),
) -> Arranged:
    """Puts together a batch's plain readings, already placed, and its other messages, which are
    placed here: its own works, and those that turned out not to be plain. Counts; sorts by key.
    """
    counts = ledger()
    for hour, each in batch.ledger.items():
        counts[hour] = replace(each)
    arranged = Arranged(
        registry.version, columns, [], [], list(batch.refused), counts, list(batch.pairs),
        batch.tick, {}, batch,
    )  # fmt: skip
    for work in sorted((*batch.works, *works), key=attrgetter("origin")):
        message, decoded = work.message, work.decoded
        placed = place(work, registry, newest)
        arranged.rows += placed.rows
        arranged.refused += [
            Refused(message, decoded.device, decoded.channel, each, work.instant, work.unsure)
            for each in placed.refusals
        ]
        count = counts[message.hour]
        count.rejected += len(placed.refusals)
        count.ignored += placed.ignored
        if placed.once and message.packet_id:
            arranged.pairs.append(_pair(message))
        if placed.timed:
            arranged.skews[decoded.device] = placed.skew_ms
    arranged.rows.sort(key=_order)
    if _collides(columns, arranged.rows):
        arranged.singly()
    elif _repeats(arranged.rows):
        _resolve(arranged)
    return arranged


def _pair(message: Message) -> bytes:
    topic = message.topic.encode("utf-8", "surrogatepass")
    return pair(message.packet_id.to_bytes(2, "big"), topic, message.payload)


def _collides(columns: Columns | None, rows: Sequence[Row]) -> bool:
    """Whether a key is among the columns twice, or in a row as well."""
    if columns is None or not len(columns):
        return False
    if doubled(columns):
        return True
    if not rows:
        return False
    channels = np.concatenate([columns.channel_id, [row.channel_id for row in rows]])
    at = np.concatenate([columns.at, [row.measured_at for row in rows]])
    order = np.lexsort((at, channels))
    channels, at = channels[order], at[order]
    return bool(((channels[1:] == channels[:-1]) & (at[1:] == at[:-1])).any())


def _key(row: Row) -> tuple[int, int]:
    return row.channel_id, row.measured_at


def _order(row: Row) -> tuple[int, int, int]:
    """By key, of one key what came first: that is what is kept."""
    return row.channel_id, row.measured_at, row.origin


def _repeats(rows: Sequence[Row]) -> bool:
    """Whether two of them, sorted by key, have the same key."""
    return any(
        a.measured_at == b.measured_at and a.channel_id == b.channel_id for a, b in pairwise(rows)
    )


def _resolve(arranged: Arranged) -> None:
    """Leaves one row a key."""
    arranged.rows, followers = one_a_key(arranged.rows)
    arranged.followers += followers


def one_a_key(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """One row a key, sorted, and the others: untimed ones are moved on, the rest set aside."""
    kept: dict[tuple[int, int], Row] = {}
    followers: list[Row] = []
    # what has a time of its own keeps its instant, what was given one makes way
    for row in sorted(rows, key=lambda each: each.untimed):
        first = kept.get(_key(row))
        while first is not None and row.untimed:
            row.measured_at += 1
            first = kept.get(_key(row))
        if first is None:
            kept[_key(row)] = row
        else:
            followers.append(row)
    return sorted(kept.values(), key=_key), followers


def conflict(row: Row, stored: float | None) -> Refused:
    """The refusal of a row whose instant holds another value already."""
    detail = f"{_said(stored)} is kept for this instant, this says {_said(row.value)}"
    return Refused(row.message, *row.names, Refusal(Reason.CONFLICT, detail, row.index))


def _said(value: float | None) -> str:
    return "no value" if value is None else f"{value:.10g} °C"
