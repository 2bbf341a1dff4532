"""Bursts of messages without a time: a buffer was sent, and nobody knows when it was measured.

On one channel, a message less than a second after the one before it belongs to a burst, which began
with the first message after a silence. A burst faster than any probe measures is unsure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import SECOND, Micros
from isotherm_ingest.decode.increasing import CLOSE

PER_SECOND = 20
"""No more messages of a channel are believed."""
_FREE = 2
"""Messages that may always come at once."""


@dataclass(slots=True)
class Untimed:
    """Messages without a time, in the broker's order; columns of equal length."""

    topics: Sequence[bytes]
    published: NDArray[np.int64]
    """When each was published (µs), as far as known."""
    waited: NDArray[np.bool_]
    """Whether that is the tick before it: messages of one second have the same instant then."""
    given: NDArray[np.int64]
    """The instant given to it, or to its last element."""
    close: dict[int, int]
    """By index: the instant given to the message before it on its channel, if that is close."""


_Burst = tuple[Micros, int, Micros]
"""When it began, how many messages it has, and the instant given to the last of them."""
_NONE: _Burst = (0, 0, -1)


@dataclass(slots=True)
class Bursts:
    """Knows the burst that each channel is in, if any."""

    limit: int = 200_000
    _bursts: dict[bytes, _Burst] = field(default_factory=dict)

    def unsure(self, untimed: Untimed) -> NDArray[np.bool_] | None:
        """Return a mask of the messages of bursts that are too fast; None if there is none.

        Of a burst that shows to be too fast in these messages, the earlier ones among them are
        unsure as well.
        """
        if not untimed.close:
            return None
        names = list(dict.fromkeys(untimed.topics))
        numbers = dict(zip(names, range(len(names)), strict=True))
        channels = np.fromiter(map(numbers.get, untimed.topics), np.int64, len(untimed.topics))
        order = np.argsort(channels, kind="stable")
        firsts = np.flatnonzero(np.diff(channels[order], prepend=-1))
        unsure = np.empty(len(order), np.bool_)
        unsure[order] = self._judge(names, untimed, order, firsts)
        return unsure if unsure.any() else None

    def _judge(
        self, names: list[bytes], untimed: Untimed, order: NDArray[np.intp],
        firsts: NDArray[np.intp],
    ) -> NDArray[np.bool_]:  # fmt: skip
        """Return the mask for the messages in `order`, in which they are sorted by channel.

        `firsts` has the place of the first message of each channel. The messages fall into
        stretches, each of one burst or of a single message.
        """
        published, places = untimed.published[order], np.arange(len(order))
        is_close = np.zeros(len(order), np.bool_)
        is_close[list(untimed.close)] = True
        is_close = is_close[order]
        is_start = ~is_close
        is_start[firsts] = True
        starts, stretch = np.flatnonzero(is_start), np.cumsum(is_start) - 1
        begin, earlier = published[starts], np.zeros(len(starts), np.int64)
        goes_on = is_close[firsts]
        if goes_on.any():
            known = self._before(list(compress(names, goes_on)), order[firsts[goes_on]], untimed)
            begin[stretch[firsts[goes_on]]], earlier[stretch[firsts[goes_on]]] = known
        begin, count = begin[stretch], earlier[stretch] + places - starts[stretch] + 1
        free = _FREE + PER_SECOND * untimed.waited[order]
        fast = (count - free) * SECOND > PER_SECOND * np.maximum(published - begin, 0)
        lasts = np.append(firsts[1:], len(order)) - 1
        bursts = (column[lasts].tolist() for column in (begin, count, untimed.given[order]))
        self._bursts.update(zip(names, zip(*bursts, strict=True), strict=True))
        self._forget(int(published.max()))
        last_fast = np.full(len(starts), -1)
        np.maximum.at(last_fast, stretch[fast], places[fast])
        unsure: NDArray[np.bool_] = places <= last_fast[stretch]
        return unsure

    def _before(
        self, names: list[bytes], index: NDArray[np.intp], untimed: Untimed
    ) -> tuple[list[Micros], list[int]]:
        """Return when the bursts that channels are in began, and their messages so far.

        `index` has the first message of each channel, which is close to the one before it.
        """
        begin, messages = [], []
        for name, last in zip(names, map(untimed.close.__getitem__, index.tolist()), strict=True):
            burst = self._bursts.get(name, _NONE)
            is_known = burst[2] == last
            begin.append(burst[0] if is_known else last)
            messages.append(burst[1] if is_known else 1)
        return begin, messages

    def _forget(self, now: Micros) -> None:
        """Forget bursts that are over, if there are many."""
        if len(self._bursts) <= self.limit:
            return
        self._bursts = {
            name: burst for name, burst in self._bursts.items() if burst[2] > now - CLOSE
        }
        if len(self._bursts) > self.limit // 2:
            self.limit *= 2
