"""One batch, decoded and placed, and its whole result, to compare the plain and careful ways."""

from dataclasses import astuple
from typing import Any
from zoneinfo import ZoneInfo

from ingest_parts import Sent, chunk

from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.decode.decoders import DECODERS, Decoders
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.mqtt.arrivals import Arrivals, Message
from isotherm_ingest.place.own import Own
from isotherm_ingest.place.place_batch import PlacedBatch, place_batch
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Overlay
from isotherm_ingest.stages import Stages

VIENNA = ZoneInfo("Europe/Vienna")


CHANNELS = {
    ("a", "celsius"): Channel(9),
    ("a", "fahrenheit"): Channel(3, "F"),
    ("b", "kelvin"): Channel(4, "K", zone=VIENNA),
    ("b", "cold"): Channel(70, fault_list=False, zone=VIENNA),
    ("a", "own"): Channel(71, "F", own=Own(frozenset({-3.0, 21.4, 185.0}), -60.0, 70.0)),
}


KNOWN = [f"sensors/{device}/{channel}" for device, channel in CHANNELS]


OTHERS = ["sensors/a/unknown", "sensors/a/status", "sensors/a", "elsewhere/\udcff"]


def registry(horizon: int | None = None) -> Registry:
    loaded = Registry.of(7, CHANNELS)
    loaded.horizon = horizon
    return loaded


def run(
    stages: Stages, arrivals: Arrivals, channels: Registry, clock: TickClock, window: RecentUntimed,
    saturated: bool = False,
) -> PlacedBatch:  # fmt: skip
    """Decode and place one batch, as the pipeline does."""
    dating = Dating(window, clock)
    batch = decode_batch(arrivals, saturated, channels.slots, dating, stages.decoders)
    return place_batch(batch, channels, Overlay(), stages.placers)


def decoded(*messages: Sent, dating: Dating | None = None, decoders: Decoders = DECODERS) -> Batch:
    """Decode one batch of messages received at one time; no tick came before it by default."""
    part = chunk(*messages)
    arrivals = Arrivals([part], {part.hour: len(part) - len(part.ticks)})
    dating = dating or Dating(RecentUntimed(10))
    return decode_batch(arrivals, False, registry().slots, dating, decoders)


def message_content(message: Message) -> tuple[Any, ...]:
    return astuple(message)


def row_content(row: Row) -> tuple[Any, ...]:
    assert type(row.channel_id) is type(row.measured_at) is type(row.quality) is int
    key = row.channel_id, row.measured_at, row.received_at
    value = None if row.value is None else row.value + 0.0  # -0 is 0
    rest = value, row.quality, row.untimed, row.names
    return *key, *map(repr, rest), message_content(row.message), row.index or 0


def refusal_content(refused: Refused) -> tuple[Any, ...]:
    refusal = refused.refusal
    why = refusal.reason.value, refusal.detail, repr(refusal.index)
    return (
        *message_content(refused.message),
        *why,
        repr(astuple(refused)[1:3]),
        repr((refused.instant, refused.unsure)),
    )


def story(arranged: PlacedBatch) -> dict[str, Any]:
    """Return the whole result of a batch, in an order that both ways share."""
    columns = arranged.columns
    rows = arranged.rows if columns is None else arranged.rows + arranged.batch.rows(columns)
    devices = Devices()
    devices.committed(arranged.batch, arranged.leads, arranged.sent)
    ledger = {hour: counts for hour, counts in arranged.ledger.items() if any(astuple(counts))}
    return {
        "rows": sorted(map(row_content, rows)),
        "followers": sorted(map(row_content, arranged.followers)),
        "refused": sorted(map(refusal_content, arranged.refused)),
        "ledger": ledger,
        "pairs": set(arranged.pairs),  # once more does no harm
        "packet ids": arranged.batch.packet_ids(),
        "statuses": [
            (message_content(message), status) for message, status in arranged.batch.statuses
        ],
        "clocks": devices._skews,
        "rest": (arranged.version, arranged.tick),
    }
