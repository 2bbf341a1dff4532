"""What decode makes of a message: its elements, a status, or a refusal with its reason."""

from dataclasses import dataclass

from isotherm.reasons import Reason
from isotherm.units import Unit
from isotherm_ingest.mqtt.arrivals import Message


@dataclass(slots=True)
class Element:
    """One measurement as the device put it, before anything is known about its channel."""

    value: float | None
    """In `unit`, finite; None where the device said itself that there is no value."""
    unit: Unit | None = None
    at: int | None = None
    """When it was measured, µs since 1970 UTC in whole milliseconds."""
    local: int | None = None
    """The same without an offset: µs since 1970 of the device's own wall clock."""
    index: int | None = None
    """Where in its array it stood, from 0."""


@dataclass(slots=True, frozen=True)
class Refusal:
    """Why a message, or one element of it, does not become a reading."""

    reason: Reason
    detail: str
    index: int | None = None


@dataclass(slots=True)
class Decoded:
    """A message whose form is understood. Its `offered` elements are all in one of the lists."""

    device: str
    channel: str
    elements: list[Element]
    refusals: list[Refusal]
    offered: int


@dataclass(slots=True, frozen=True)
class Status:
    """A device's connection state, by the reserved topic; one element that makes no reading."""

    device: str
    online: bool


Outcome = Decoded | Status | Refusal


@dataclass(slots=True)
class Work:
    """A decoded message with what the clock of ticks said about it."""

    message: Message
    decoded: Decoded
    instant: int
    """When it was published, as near as can be known; its untimed elements follow from there."""
    unsure: bool = False
    origin: int = 0
    """Which message of its batch it is, from 0."""


def shown(text: str | bytes, limit: int = 80) -> str:
    """A piece of foreign text that can be put into a sentence: printable ASCII, short."""
    whole = ascii(bytes(text[:limit]) if isinstance(text, bytes) else text[:limit])
    return whole + ("…" if len(text) > limit else "")
