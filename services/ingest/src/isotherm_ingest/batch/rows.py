"""Readings on their way to the store: single ones as rows, thousands together as columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import Micros
from isotherm.units import Unit
from isotherm_ingest.mqtt.arrivals import Message

UNITS: tuple[Unit, ...] = ("C", "F", "K")
"""A unit's number in columns is its index here."""
OWN_UNIT = -1
"""Stands for a unit's number if the message names no unit: the channel's unit applies."""
Names = tuple[str, str]
"""Device and channel."""


@dataclass(slots=True, eq=False)
class Row:
    """A reading to be stored, and its origin."""

    channel_id: int
    measured_at: int
    received_at: int
    value: float | None
    quality: int
    message: Message
    names: tuple[str, str]
    index: int | None
    untimed: bool
    """Whether ingest chose the instant, so that it may be moved on if it is taken."""
    origin: int = 0
    """Index of its message in the batch."""
    twice: tuple[Micros, Micros] | None = None
    """The two instants of a local time that the wall clock showed twice."""
    undecided: bool = False
    """Whether it may be either of the two; its own instant is then a place off the grid."""


@dataclass(slots=True)
class Plain:
    """Elements of plain messages, one per message, not placed yet; columns of equal length."""

    topics: list[bytes]
    values: NDArray[np.float64]
    units: NDArray[np.int8]
    at: NDArray[np.int64]
    """When the element was measured (µs); if untimed, when its message was published."""
    untimed: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    """Whether the instant of publishing is only the best guess."""
    published: NDArray[np.int64]
    """Best guess at when its message was published (µs)."""
    received: NDArray[np.int64]
    origin: NDArray[np.int32]
    """Index of its message in the batch, from 0."""

    def __len__(self) -> int:
        return len(self.topics)

    def taken(self, mask: NDArray[np.bool_]) -> "Plain":
        """Return the elements where a mask is true."""
        topics = [self.topics[n] for n in np.flatnonzero(mask).tolist()]
        columns = (getattr(self, name)[mask] for name in self.__slots__ if name != "topics")
        return Plain(topics, *columns)


@dataclass(slots=True)
class Columns:
    """Readings of plain messages, ready to be stored; columns of equal length."""

    channel_id: NDArray[np.int32]
    at: NDArray[np.int64]
    received: NDArray[np.int64]
    value: NDArray[np.float64]
    quality: NDArray[np.int16]
    untimed: NDArray[np.bool_]
    origin: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.channel_id)

    def taken(self, index: NDArray[Any]) -> "Columns":
        """Return the readings at these indices, or where a mask is true."""
        return Columns(*(getattr(self, name)[index] for name in self.__slots__))
