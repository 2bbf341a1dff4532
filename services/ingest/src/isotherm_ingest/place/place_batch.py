"""Place a whole batch: plain readings as columns, all other messages one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter, itemgetter

import numpy as np
from numpy.typing import NDArray

from isotherm.reasons import Reason
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Decoded, Lead, Outcome, Refusal, Work
from isotherm_ingest.batch.guard import guarded
from isotherm_ingest.batch.ledger import Ledger, hours_of, ledger
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.batch.rows import Columns, Plain, Row
from isotherm_ingest.batch.untimed import pair
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decode_batch import decode_again
from isotherm_ingest.mqtt.arrivals import Message
from isotherm_ingest.place.careful import Placed, place
from isotherm_ingest.place.ignored import heeded, without_ignored
from isotherm_ingest.place.keys import collides, one_per_key, order, repeats
from isotherm_ingest.place.plain import place_plain
from isotherm_ingest.place.registry import Registry
from isotherm_ingest.place.trail import Trail
from isotherm_ingest.place.trails import Overlay

Decode = Callable[[str, bytes], Outcome]
Place = Callable[[Work, Registry, Overlay], Placed]
PlacePlain = Callable[[Plain, Registry], tuple[Columns, NDArray[np.intp]]]


@dataclass(slots=True, frozen=True)
class Placers:
    """The pure functions that place, and the decoder of messages that turn out not to be plain."""

    place: Place = place
    place_plain: PlacePlain = place_plain
    decode: Decode = decode


@dataclass(slots=True)
class PlacedBatch:
    """A batch placed by one state of the registry, ready to be stored."""

    version: int
    """The version of that registry."""
    columns: Columns | None
    """Plain readings, sorted by key; no key is in them twice, or in the rows."""
    rows: list[Row]
    """All other readings, one per key, sorted by key."""
    followers: list[Row]
    """Further readings of the same keys. What is stored for a key decides whether they are
    duplicates or conflicts."""
    refused: list[Refused]
    ledger: Ledger
    pairs: list[bytes]
    """Packet id and digest of each message that must be stored exactly once."""
    tick: int | None
    leads: dict[str, Lead]
    """The greatest lead of each device of which a message with a time was placed by itself."""
    batch: Batch
    sent: Columns | None = None
    """The plain readings as they were placed, even if they have become rows."""
    undecided: list[Row] = field(default_factory=list)
    """Readings whose local time may mean either of two instants, in the order of arrival."""
    doubted: list[tuple[int, int]] = field(default_factory=list)
    """Channel ids and instants (µs) of stored readings whose time has become unsure."""
    trails: dict[int, Trail] = field(default_factory=dict)
    """The trails that the batch changes, by channel id."""

    def to_rows(self) -> None:
        """Turn the columns into rows, so that readings can be stored one by one."""
        if self.columns is None:
            return
        self.rows += self.batch.rows(self.columns)
        self.columns = None
        self.rows.sort(key=order)
        if repeats(self.rows):
            self.separate()

    def separate(self) -> None:
        """Leave one row per key and move the others to `followers`."""
        self.rows, followers = one_per_key(self.rows)
        self.followers += followers


def place_batch(
    batch: Batch,
    registry: Registry,
    trails: Overlay,
    placers: Placers = Placers(),
) -> PlacedBatch:
    """Place every reading of a batch; count what is refused and ignored.

    The batch itself stays as it is, so that it can be placed again by another registry, and so do
    the trails of committed batches: `trails` gathers what changes.
    """
    columns, works, ignored = None, list[Work](), np.empty(0, np.int64)
    if batch.plain is not None:
        plain, ignored = without_ignored(batch.plain, registry.ignored)
        columns, works = _place_plain(batch, plain, registry, placers)
    arranged = arrange(batch, registry, trails, placers.place, columns, works)
    for hour, count in zip(*hours_of(ignored), strict=True):
        arranged.ledger[hour].ignored += count
    return arranged


def _place_plain(
    batch: Batch, plain: Plain, registry: Registry, placers: Placers
) -> tuple[Columns | None, list[Work]]:
    """Return the plain readings, and the messages that have to be placed one by one after all."""
    columns, careful = guarded(
        "placing plain messages in bulk", placers.place_plain, plain, registry
    ) or (None, np.arange(len(plain)))
    return columns, [decode_again(batch, plain, int(index), placers.decode) for index in careful]


def arrange(
    batch: Batch,
    registry: Registry,
    trails: Overlay,
    place: Place,
    columns: Columns | None = None,
    works: Sequence[Work] = (),
) -> PlacedBatch:
    """Place a batch's messages one by one and join them with its plain readings, placed already.

    `works` are messages that seemed plain when they were decoded. The rows are sorted by key.
    """
    counts = ledger()
    for hour, count in batch.ledger.items():
        counts[hour] = replace(count)
    refused = heeded(batch.refused, registry, counts)
    arranged = PlacedBatch(
        registry.version, columns, [], [], refused, counts, list(batch.pairs),
        batch.tick, {}, batch, columns, trails=trails.changed, doubted=_doubted(batch, registry),
    )  # fmt: skip
    for work in sorted((*batch.works, *works), key=attrgetter("origin")):
        placed = guarded("placing a message", place, work, registry, trails) or _refuse_all(work)
        _add(arranged, work, placed)
        if placed.trail is not None:
            trails.put(*placed.trail)
    arranged.rows.sort(key=order)
    if collides(columns, arranged.rows):
        arranged.to_rows()
    elif repeats(arranged.rows):
        arranged.separate()
    return arranged


def _doubted(batch: Batch, registry: Registry) -> list[tuple[int, int]]:
    slots = ((registry.slots.get(topic), at) for topic, at in batch.doubted)
    return [(int(registry.channel_ids[slot]), at) for slot, at in slots if slot is not None]


def _add(arranged: PlacedBatch, work: Work, placed: Placed) -> None:
    """Add one placed message to the batch, with its counts."""
    message, decoded = work.message, work.decoded
    arranged.rows += [row for row in placed.rows if not row.undecided]
    arranged.undecided += [row for row in placed.rows if row.undecided]
    arranged.refused += [
        Refused(
            message,
            decoded.device,
            decoded.channel,
            refusal,
            work.instant,
            work.unsure or not _is_last(refusal, decoded),
        )
        for refusal in placed.refusals
    ]
    count = arranged.ledger[message.hour]
    count.rejected += len(placed.refusals)
    count.ignored += placed.ignored
    if placed.once and message.packet_id:
        arranged.pairs.append(_pair(message))
    if placed.lead is not None:
        lead = work.instant, placed.lead
        greatest = arranged.leads.get(decoded.device, lead)
        arranged.leads[decoded.device] = max(lead, greatest, key=itemgetter(1))


def _is_last(refusal: Refusal, decoded: Decoded) -> bool:
    """Return whether a refused element was measured when its message was published."""
    return refusal.index is None or refusal.index == decoded.offered - 1


def _refuse_all(work: Work) -> Placed:
    """Refuse every element of a message on which placing failed."""
    detail = "ingest failed to place it"
    elements = work.decoded.elements
    return Placed(
        refusals=[
            *work.decoded.refusals,
            *(Refusal(Reason.REFUSED, detail, element.index) for element in elements),
        ]
    )


def _pair(message: Message) -> bytes:
    topic = message.topic.encode("utf-8", "surrogatepass")
    return pair(message.packet_id.to_bytes(2, "big"), topic, message.payload)
