"""Builders of what the stages pass to each other."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Any

import numpy as np

from isotherm.instants import HOUR
from isotherm.names import TICK_TOPIC
from isotherm.units import Unit
from isotherm_ingest.batch.elements import Decoded, Element, Work
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.decode.decoders import PlainElements
from isotherm_ingest.mqtt.arrivals import Chunk, Message
from isotherm_ingest.mqtt.frames import PLAIN, Frames, is_dup

NOW = 1_767_225_600_000_000 + HOUR // 2
"""2026-01-01 00:30 UTC."""
SECOND = 1_000_000
TOPIC = "sensors/fridge-1/temperature"
NAMES = ("fridge-1", "temperature")


@dataclass(slots=True, eq=False)
class Sent(Message):
    """A message before the broker delivers it."""

    dup: bool = False


def message(payload: bytes | str = b"21.4", **changes: Any) -> Sent:
    """Return a message of QoS 1 from fridge-1, received NOW."""
    raw = payload.encode() if isinstance(payload, str) else payload
    fields = {"topic": TOPIC, "payload": raw, "packet_id": 1, "qos": 1}
    return Sent(**{**fields, "retained": False, "received_at": NOW, **changes})


def tick(at: int, received_at: int | None = None) -> Sent:
    """Return a tick of the time `at` (µs), by default received at that time."""
    received = at if received_at is None else received_at
    return message(str(at // 1000), topic=TICK_TOPIC, received_at=received)


def chunk(*messages: Sent) -> Chunk:
    """Return messages received at one time as a chunk, like one read of the socket."""
    [received_at] = {sent.received_at for sent in messages}
    frames = Frames()
    for index, sent in enumerate(messages):
        frames.topics.append(sent.topic.encode("utf-8", "surrogateescape"))
        frames.payloads.append(sent.payload)
        frames.packet_ids.append(sent.packet_id.to_bytes(2, "big") if sent.qos else b"")
        head = 0x30 | sent.dup << 3 | sent.qos << 1 | sent.retained
        if head != PLAIN:
            frames.heads[index] = head
    return Chunk.of(frames, received_at)


def chunks(*messages: Sent) -> list[Chunk]:
    """Return a chunk for each run of messages with the same time of receipt."""
    runs = groupby(messages, lambda sent: sent.received_at)
    return [chunk(*run) for _, run in runs]


def content(part: Chunk) -> list[tuple[object, ...]]:
    """Return all fields of a chunk's messages, and whether each was delivered before."""
    return [(*astuple(part.message(n)), is_dup(part.heads.get(n, PLAIN))) for n in range(len(part))]


def work(*elements: Element, **changes: Any) -> Work:
    """Return a decoded message of these elements, published NOW."""
    unsure = changes.pop("unsure", False)
    decoded = Decoded(*NAMES, list(elements), [], len(elements))
    return Work(message(**changes), decoded, NOW, unsure)


def row(at: int = NOW, value: float | None = 21.4, channel_id: int = 1, **changes: Any) -> Row:
    """Return a reading."""
    fields = {"quality": 0, "message": message(), "names": NAMES, "index": None, "untimed": False}
    fields |= changes
    return Row(channel_id, at, NOW, value, **fields)  # type: ignore[arg-type]  # names by keyword


def columns(*rows: Row) -> Columns:
    """Return readings as columns in this order, each of another message."""
    return Columns(
        np.array([reading.channel_id for reading in rows], np.int32),
        np.array([reading.measured_at for reading in rows], np.int64),
        np.array([reading.received_at for reading in rows], np.int64),
        np.array([reading.value for reading in rows], np.float64),
        np.array([reading.quality for reading in rows], np.int16),
        np.array([reading.untimed for reading in rows], np.bool_),
        np.arange(len(rows), dtype=np.int32),
    )


def sent_as(celsius: float, unit: Unit) -> float:
    """Return what a device that measures in `unit` sends for a value with one decimal."""
    match unit:
        case "C":
            return celsius
        case "F":
            return round(celsius * 1.8 + 32, 2)
        case "K":
            return round(celsius + 273.15, 2)


def one_by_one(payloads: Sequence[bytes]) -> PlainElements:
    """Stand in for `decode_plain`: nothing is plain, so that messages are decoded one by one."""
    return [None] * len(payloads), range(len(payloads))
