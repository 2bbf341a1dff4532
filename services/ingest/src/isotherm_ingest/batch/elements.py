"""The outcome of decoding a message: its elements, a status, or a refusal with its reason."""

from dataclasses import dataclass

from isotherm.instants import Micros
from isotherm.reasons import Reason
from isotherm.units import Unit
from isotherm_ingest.mqtt.arrivals import Message

MAX_ELEMENTS = 10_000
"""Elements that an array may have."""
MAX_BYTES = 1024 * 1024
"""Bytes that a payload may have."""


@dataclass(slots=True)
class Element:
    """One measurement as the device sent it, before anything is known about its channel."""

    value: float | None
    """In `unit`, finite; None if the device said that it has no value."""
    unit: Unit | None = None
    at: int | None = None
    """When it was measured, µs since 1970 UTC in whole milliseconds."""
    local: int | None = None
    """If the time had no offset: µs since 1970 by the device's wall clock."""
    index: int | None = None
    """Its index in its array, from 0."""
    unset: bool = False
    """The time is from before the device's clock was set: `at`, if any, only tells distances."""
    earlier: bool = False
    """It may have been measured before its message was published, if it has no time: other elements
    of the message, not among these, may follow it."""


@dataclass(slots=True, frozen=True)
class Refusal:
    """Why a message, or one element of it, becomes no reading."""

    reason: Reason
    detail: str
    index: int | None = None


@dataclass(slots=True)
class Decoded:
    """A message of a known form. Each of its `offered` elements is in one of the lists."""

    device: str
    channel: str
    elements: list[Element]
    refusals: list[Refusal]
    offered: int


@dataclass(slots=True, frozen=True)
class Status:
    """A device's connection state, from the reserved topic; one element that becomes no reading."""

    device: str
    online: bool


@dataclass(slots=True, frozen=True)
class Cleared:
    """A message of zero bytes, as clears a retained message; one element, which is ignored."""


Outcome = Decoded | Status | Cleared | Refusal


@dataclass(slots=True)
class Work:
    """A decoded message with the instant at which it was published."""

    message: Message
    decoded: Decoded
    instant: int
    """Best guess at when it was published (µs); its untimed elements get instants from here on."""
    unsure: bool = False
    origin: int = 0
    """Its index in the batch, from 0."""


Lead = tuple[Micros, Micros]
"""When a message was published, and how far its newest time is ahead; negative if behind."""


def shown(text: str | bytes, limit: int = 80) -> str:
    """Return foreign text fit for a sentence: printable ASCII, at most `limit` characters."""
    printable = ascii(bytes(text[:limit]) if isinstance(text, bytes) else text[:limit])
    return printable + ("…" if len(text) > limit else "")
