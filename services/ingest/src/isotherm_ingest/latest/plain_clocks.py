"""What plain readings show about the clocks of devices, vectorised: mostly nothing new."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import SECOND, Micros
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Lead
from isotherm_ingest.batch.rows import Columns, Plain
from isotherm_ingest.place.clocks import LEAST_ERROR

_ROOM = 1024
MOST_A_SECOND = 2_000
"""Readings with a wrong time that are looked at in a second. More are a buffer that is sent
quickly, which shows nothing about the clock."""


@dataclass(slots=True)
class PlainClocks:
    """Finds the devices whose plain readings show something new about their clocks."""

    names: list[str] = field(default_factory=list)
    """Of devices, by number."""
    _numbers: dict[str, int] = field(default_factory=dict)
    _device_of: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    """Number of the device, by channel id; -1 if it is not known yet."""
    _settled: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(_ROOM, np.bool_))
    """By number: whether the clock is known to be right. The last element is always false."""
    _second: Micros = 0
    """When the current second began (µs), and how many wrong times were looked at since."""
    _looked_at: int = 0

    def settle(self, device: str, settled: bool) -> None:
        """Remember whether a device's clock is known to be right."""
        number = self._number(device)
        self._settled[number] = settled

    def news(self, columns: Columns, batch: Batch) -> Iterator[tuple[str, Lead]]:
        """Yield each device about whose clock plain readings, sorted by key, may show something.

        With it comes the greatest lead.
        """
        plain = batch.plain
        if plain is None or not len(columns):
            return
        self._reach(int(columns.channel_id[-1]))
        new = ~(self._settled[self._device_of[columns.channel_id]] | columns.untimed)
        wrong = _wrong(plain)
        if wrong.any() and self._may_look(int(plain.published[-1]), int(wrong.sum())):
            # with all others of the same devices: the greatest lead of a batch is what counts
            devices = self._device_of[columns.channel_id]
            of_wrong = devices[wrong[np.searchsorted(plain.origin, columns.origin)]]
            new |= np.isin(devices, of_wrong) & ~columns.untimed
        if not new.any():
            return
        timed = columns.taken(new)
        places = np.searchsorted(plain.origin, timed.origin)
        yield from self._greatest(timed, plain.published[places], batch)

    def _may_look(self, published: Micros, wrong: int) -> bool:
        """Return whether so many wrong times may be looked at, at an instant of publishing."""
        if not 0 <= published - self._second < SECOND:
            self._second, self._looked_at = published, 0
        self._looked_at += wrong
        return self._looked_at <= MOST_A_SECOND

    def _greatest(
        self, columns: Columns, published: NDArray[np.int64], batch: Batch
    ) -> Iterator[tuple[str, Lead]]:
        for channel_id in np.unique(columns.channel_id[self._device_of[columns.channel_id] < 0]):
            origin = int(columns.origin[np.searchsorted(columns.channel_id, channel_id)])
            device = batch.message(origin).topic.split("/")[1]
            self._device_of[channel_id] = self._number(device)
        devices, lead = self._device_of[columns.channel_id], columns.at - published
        order = np.lexsort((lead, devices))
        last = np.ones(len(order), np.bool_)
        last[:-1] = np.diff(devices[order]) != 0
        for place in order[last].tolist():
            yield self.names[devices[place]], (int(published[place]), int(lead[place]))

    def _number(self, device: str) -> int:
        number = self._numbers.setdefault(device, len(self.names))
        if number == len(self.names):
            self.names.append(device)
            if len(self.names) == len(self._settled):
                self._settled = np.concatenate([self._settled, np.zeros_like(self._settled)])
        return number

    def _reach(self, channel_id: int) -> None:
        """Make the column of channels long enough for a channel id."""
        if (more := channel_id + 1 - len(self._device_of)) > 0:
            room = np.full(more + _ROOM, -1, np.int32)
            self._device_of = np.concatenate([self._device_of, room])


def _wrong(plain: Plain) -> NDArray[np.bool_]:
    """Return a mask of the readings whose time is not about when they were published."""
    wrong: NDArray[np.bool_] = np.abs(plain.at - plain.published) >= LEAST_ERROR
    return wrong & ~plain.untimed
