"""Refusals with the message they are about: rows of the table `reject`."""

from dataclasses import dataclass

from isotherm.names import TOPIC_ROOT, is_device_name, split_topic
from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Refusal
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.mqtt.arrivals import Message


@dataclass(slots=True, eq=False)
class Refused:
    """A refusal with its message: a row of the table `reject`."""

    message: Message
    device: str | None
    channel: str | None
    refusal: Refusal
    instant: int | None = None
    """Best guess at when it was published (µs), for a replay; None if none can turn it into a
    reading."""
    unsure: bool = False
    """Whether it may have been measured earlier, if it has no time of its own."""


def refused(message: Message, refusal: Refusal, instant: int, unsure: bool) -> Refused:
    """Return the refusal of a whole message; the device may be named even in a bad topic.

    `instant` is the best guess at when it was published (µs).
    """
    names = split_topic(message.topic)
    if names is not None:
        return Refused(message, *names, refusal, instant, unsure)
    levels = message.topic.split("/")
    has_device = len(levels) > 1 and levels[0] == TOPIC_ROOT and is_device_name(levels[1])
    device = levels[1] if has_device else None
    return Refused(message, device, None, refusal, instant, unsure)


def conflict(row: Row, stored: float | None) -> Refused:
    """Return the refusal of a row at whose instant another value is stored."""
    detail = f"{_text(stored)} is kept for this instant, this says {_text(row.value)}"
    return Refused(row.message, *row.names, Refusal(Reason.CONFLICT, detail, row.index))


def _text(value: float | None) -> str:
    return "no value" if value is None else f"{value:.10g} °C"
