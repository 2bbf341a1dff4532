"""The intake: decides how many of the waiting messages make the next batch."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from isotherm_ingest.batch.bounds import BatchBounds, fitting
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.mqtt.arrivals import Arrivals, Source

_UNDATED_S = 0.05


@dataclass(slots=True)
class Intake:
    """Takes as many messages from the source as fit into a batch and can be dated."""

    source: Source
    clock: TickClock
    bounds: BatchBounds
    now: Callable[[], int]
    """µs since 1970."""

    async def take(self) -> tuple[Arrivals, bool] | None:
        """Return the messages of a batch, and whether more may be waiting at the broker.

        Return None, after a short sleep, if none can be taken now.
        """
        waiting, saturated = self.source.waiting(), self.source.saturated()
        if self.source.stalled():
            self.clock.stalled()
        count = self.clock.datable(fitting(waiting, self.bounds), self.now(), saturated)
        if count == 0:
            await asyncio.sleep(_UNDATED_S if waiting else 0)
            return None
        return self.source.take(count), saturated
