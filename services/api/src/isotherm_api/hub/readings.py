"""Follows the newest readings, and offers every stream the sensors that changed."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from isotherm.instants import Clock, to_ms
from isotherm.recalculated import sensors_of
from isotherm_api.database import Database
from isotherm_api.hub import queries
from isotherm_api.hub.board import Board
from isotherm_api.hub.catch_up import load_changed_places, load_missed, offer_missed
from isotherm_api.hub.judged import load_judged
from isotherm_api.hub.streams import Streams
from isotherm_api.hub.waiting import wait_set
from isotherm_api.metrics import Metrics

_SHORTEST_WAIT_S = 0.05


class ReadingFollower:
    """Reads changed sensors once for all streams, after a notification or when one is due."""

    def __init__(
        self,
        database: Database,
        streams: Streams,
        clock: Clock,
        metrics: Metrics,
        *,
        recheck_s: float,
    ) -> None:
        self._database, self._streams, self._clock = database, streams, clock
        self._metrics, self._recheck_s = metrics, recheck_s
        self._board = Board()
        self._wake = asyncio.Event()
        self._written: dict[int, datetime] = {}
        """When the newest reading of each recently changed sensor was written."""
        self._recalculated: set[int] = set()
        self._seen_to = clock.now()
        self._registry, self._loaded = 1, 0
        self.ready = asyncio.Event()
        """Set once every sensor has been read for the first time."""

    def changed(self) -> None:
        """Read sensors with new readings, and clients' missed events, at the next step."""
        self._wake.set()

    def registry_changed(self) -> None:
        """Read every sensor at the next step: limits, installations or names have changed."""
        self._registry += 1
        self._wake.set()

    def recalculated(self, payload: str) -> None:
        """Tell at the next step of the sensors that a worker has recalculated."""
        self._recalculated |= sensors_of(payload)
        self._wake.set()

    def mark(self) -> int:
        """Return how far readings have been read, as an event id (ms since 1970 UTC)."""
        return to_ms(self._seen_to)

    async def step(self) -> None:
        """Wait for a change or a sensor that is due, and offer it to the streams."""
        await wait_set(self._wake, self._wait_s())
        self._wake.clear()
        try:
            with self._metrics.flush.time():
                await self._refresh()
        except BaseException:
            self._wake.set()
            raise

    def _wait_s(self) -> float:
        """Return the seconds until the next sensor is due, at most `recheck_s`."""
        now = self._clock.now()
        due_at = self._board.next_due(now + timedelta(seconds=self._recheck_s))
        return min(self._recheck_s, max(_SHORTEST_WAIT_S, (due_at - now).total_seconds()))

    async def _refresh(self) -> None:
        now, board = self._clock.now(), self._board
        async with self._database.reading() as connection:
            registry = self._registry
            reload = registry != self._loaded
            seen_to = await queries.read_newest(connection) or self._seen_to
            written = await queries.load_written_since(connection, self._seen_to - queries.OVERLAP)
            if reload:
                sensor_ids = await queries.load_sensor_ids(connection)
            else:
                sensor_ids = sorted({*self._with_news(written), *board.overdue(now)})
            judged = await load_judged(connection, board, sensor_ids, now, anew=reload)
            missed = await load_missed(connection, board, self._streams.returned, now)
            changed_places = await load_changed_places(connection, missed, now)
        if reload:
            self._streams.tell_of_places(board.keep_only(sensor_ids))
        self._written, self._loaded = written, registry
        self._seen_to = max(self._seen_to, seen_to)
        batch = board.update(judged, self.mark())
        if batch is not None:
            self._streams.offer(batch)
        offer_missed(board, missed, now, self.mark())
        for client, site_ids in changed_places.items():
            client.tell_of_places(site_ids)
        self._streams.returned.difference_update(missed)
        recalculated, self._recalculated = self._recalculated, set()
        self._streams.tell_of_recalculated(board.shown(sorted(recalculated)))
        self.ready.set()

    def _with_news(self, written: Mapping[int, datetime]) -> list[int]:
        """Return the sensors with a reading written since the last step."""
        return [key for key, at in written.items() if self._written.get(key) != at]
