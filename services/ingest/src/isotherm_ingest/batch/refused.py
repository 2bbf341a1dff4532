"""Refusals with the message they are about: rows of the table `reject`."""

from dataclasses import dataclass

from isotherm.names import TOPIC_ROOT, is_device_name, split_topic
from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Refusal
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.mqtt.arrivals import Message


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


def conflict(row: Row, stored: float | None) -> Refused:
    """The refusal of a row whose instant holds another value already."""
    detail = f"{_said(stored)} is kept for this instant, this says {_said(row.value)}"
    return Refused(row.message, *row.names, Refusal(Reason.CONFLICT, detail, row.index))


def _said(value: float | None) -> str:
    return "no value" if value is None else f"{value:.10g} °C"
