"""Batch: what one transaction stores, and what is acknowledged after it.

A batch is what arrived while the one before was committed; its decoded messages are kept, so that
they can be placed again where the registry changed meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from isotherm.names import TOPIC_ROOT, is_device_name, split_topic
from isotherm.reasons import Reason
from isotherm_ingest.arrivals import Message
from isotherm_ingest.elements import Refusal, Status
from isotherm_ingest.ledger import Ledger, ledger
from isotherm_ingest.place import Placed, Row, Work
from isotherm_ingest.registry import Names, Registry
from isotherm_ingest.untimed import Pair, pair

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
    packet_ids: list[int] = field(default_factory=list)
    """Of everything that is to be acknowledged, ticks included."""
    works: list[Work] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    statuses: list[tuple[Message, Status]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=ledger)
    repeated: list[Pair] = field(default_factory=list)
    """Of messages stored before and delivered again: they may be delivered once more."""
    tick: int | None = None
    """What the last tick among them said."""

    def names(self) -> set[Names]:
        """The channels its messages are of."""
        return {(work.decoded.device, work.decoded.channel) for work in self.works}


@dataclass(slots=True)
class Arranged:
    """A batch placed by one state of the registry, ready to be stored."""

    version: int
    rows: list[Row]
    """One a key, sorted by it."""
    followers: list[Row]
    """More of the same keys, by their own times: what these are depends on what is stored."""
    refused: list[Refused]
    ledger: Ledger
    pairs: list[Pair]
    tick: int | None
    skews: dict[str, int | None]
    """By device that sent a time: how far ahead its clock is (ms), None where it is right."""


def arrange(batch: Batch, registry: Registry, newest: Mapping[int, int], place: Place) -> Arranged:
    """Places a batch's messages, counts, and sorts the rows by key."""
    counts = ledger()
    for hour, each in batch.ledger.items():
        counts[hour] = replace(each)
    arranged = Arranged(
        registry.version, [], [], list(batch.refused), counts, list(batch.repeated), batch.tick, {}
    )
    for work in batch.works:
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
            arranged.pairs.append(pair(message))
        if placed.timed:
            arranged.skews[decoded.device] = placed.skew_ms
    arranged.rows.sort(key=_key)
    if any(a.measured_at == b.measured_at and a.channel_id == b.channel_id
           for a, b in zip(arranged.rows, arranged.rows[1:], strict=False)):  # fmt: skip
        _resolve(arranged)
    return arranged


def _key(row: Row) -> tuple[int, int]:
    return row.channel_id, row.measured_at


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
