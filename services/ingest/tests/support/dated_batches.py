"""Batches of messages whose times lead or lag, decoded, placed, and committed to devices."""

from typing import Any

from ingest_parts import NOW, SECOND, Sent, chunks, message

from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.decode.decoders import DECODERS, Decoders
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.mqtt.arrivals import Arrivals
from isotherm_ingest.place.place_batch import PlacedBatch, place_batch
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Overlay

CHANNELS = {
    ("fridge-1", "temperature"): Channel(1), ("fridge-1", "other"): Channel(2),
    ("fridge-1", "third"): Channel(5000), ("other", "c"): Channel(3),
}  # fmt: skip
LIVE = TickClock()
LIVE.opened(False, None)


def batch_of(*messages: Sent, decoders: Decoders = DECODERS) -> tuple[Batch, PlacedBatch]:
    """Return messages of known channels, decoded and placed."""
    parts, registry = chunks(*messages), Registry.of(1, CHANNELS)
    dating = Dating(RecentUntimed(10), LIVE)
    batch = decode_batch(Arrivals(parts), False, registry.slots, dating, decoders)
    return batch, place_batch(batch, registry, Overlay())


def sent(lead: int | None, channel: str = "temperature", **changes: Any) -> Sent:
    """Return a message whose time is so far ahead (µs), None without a time."""
    published = changes.get("received_at", NOW)
    time = "null" if lead is None else (published + lead) / SECOND
    names = {"topic": f"sensors/fridge-1/{channel}"} | changes
    return message(f'{{"value": 4, "time": {time}}}', **names)


def committed(devices: Devices, *messages: Sent, decoders: Decoders = DECODERS) -> None:
    """Tell devices of a committed batch of messages."""
    batch, placed = batch_of(*messages, decoders=decoders)
    devices.committed(batch, placed.leads, placed.sent)
