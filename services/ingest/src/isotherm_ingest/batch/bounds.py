"""How much a batch may hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from isotherm_ingest.mqtt.arrivals import Chunk


@dataclass(slots=True, frozen=True)
class BatchBounds:
    """The most a batch may hold; one message more if it alone is larger."""

    messages: int = 10_000
    payload_bytes: int = 1024 * 1024


def fitting(waiting: Sequence[Chunk], bounds: BatchBounds) -> list[Chunk]:
    """Return as many messages from the front as a batch may hold, but at least one."""
    fitting: list[Chunk] = []
    messages, payload_bytes = bounds.messages, bounds.payload_bytes
    for chunk in waiting:
        size = sum(map(len, chunk.payloads))
        if len(chunk) > messages or size > payload_bytes:
            count = _count_fitting(chunk, messages, payload_bytes) or (not fitting)
            return [*fitting, chunk.split(count)[0]] if count else fitting
        fitting.append(chunk)
        messages -= len(chunk)
        payload_bytes -= size
    return fitting


def _count_fitting(chunk: Chunk, messages: int, payload_bytes: int) -> int:
    """Return how many messages of a chunk fit."""
    for count, payload in enumerate(chunk.payloads[:messages]):
        payload_bytes -= len(payload)
        if payload_bytes < 0:
            return count
    return min(messages, len(chunk))
