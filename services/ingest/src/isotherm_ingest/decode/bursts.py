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


@dataclass(slots=True)
class Doubted:
    """What a batch shows about its messages without a time."""

    unsure: NDArray[np.bool_] | None = None
    """Which of them came in a burst; None if none did."""
    earlier: list[tuple[bytes, Micros]] = field(default_factory=list)
    """Topics and instants of messages of such bursts that earlier batches have stored as sure."""


_Burst = tuple[Micros, int, Micros]
"""When it began, how many messages it has, and the instant given to the last of them."""
_NONE: _Burst = (0, 0, -1)


@dataclass(slots=True)
class Bursts:
    """Knows the burst that each channel is in, if any."""

    limit: int = 200_000
    _bursts: dict[bytes, _Burst] = field(default_factory=dict)

    def doubt(self, untimed: Untimed) -> Doubted:
        """Return which messages are of bursts that are too fast.

        Of a burst that shows to be too fast in these messages, all of them are unsure, and so are
        the first ones that came too early to show it.
        """
        if not untimed.close:
            return Doubted()
        names = list(dict.fromkeys(untimed.topics))
        numbers = dict(zip(names, range(len(names)), strict=True))
        channels = np.fromiter(map(numbers.get, untimed.topics), np.int64, len(untimed.topics))
        order = np.argsort(channels, kind="stable")
        firsts = np.flatnonzero(np.diff(channels[order], prepend=-1))
        unsure = np.empty(len(order), np.bool_)
        unsure[order], earlier = self._judge(names, untimed, order, firsts)
        return Doubted(unsure if unsure.any() else None, earlier)

    def _judge(
        self, names: list[bytes], untimed: Untimed, order: NDArray[np.intp],
        firsts: NDArray[np.intp],
    ) -> tuple[NDArray[np.bool_], list[tuple[bytes, Micros]]]:  # fmt: skip
        """Return the mask for the messages in `order`, sorted by channel, and the earlier ones.

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
        going, continued = list(compress(names, goes_on)), stretch[firsts[goes_on]]
        before = self._before(going, order[firsts[goes_on]], untimed)
        if before:
            begin[continued] = [began for began, _, _ in before]
            earlier[continued] = [messages for _, messages, _ in before]
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
        shown = compress(zip(going, before, strict=True), last_fast[continued] >= 0)
        return unsure, [(name, at) for name, (_, _, instants) in shown for at in instants]

    def _before(
        self, names: list[bytes], index: NDArray[np.intp], untimed: Untimed
    ) -> list[tuple[Micros, int, tuple[Micros, ...]]]:
        """Return when the bursts that channels are in began, and their messages so far.

        The instants of these messages are returned while they are so few that they are sure.
        `index` has the first message of each channel, which is close to the one before it.
        """
        before = list[tuple[Micros, int, tuple[Micros, ...]]]()
        for name, last in zip(names, map(untimed.close.__getitem__, index.tolist()), strict=True):
            begin, messages, newest = self._bursts.get(name, _NONE)
            if newest != last:
                begin, messages = last, 1
            instants = (last,) if messages == 1 else (begin, last)
            before.append((begin, messages, instants if messages <= _FREE else ()))
        return before

    def _forget(self, now: Micros) -> None:
        """Forget bursts that are over, if there are many."""
        if len(self._bursts) <= self.limit:
            return
        self._bursts = {
            name: burst for name, burst in self._bursts.items() if burst[2] > now - CLOSE
        }
        if len(self._bursts) > self.limit // 2:
            self.limit *= 2
