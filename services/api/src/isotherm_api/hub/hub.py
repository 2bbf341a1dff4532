"""Offers every open stream what changed: one LISTEN per process, one read for all streams."""

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from isotherm.instants import Clock, from_ms, to_ms
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.sensors import current
from isotherm.sensors.since import load_since
from isotherm.sensors.state import State, judge
from isotherm_api.access import Access, Grants
from isotherm_api.bounds import RequestBounds
from isotherm_api.current.documents import JudgedSensor, judged_sensor
from isotherm_api.database import Connection, Database
from isotherm_api.hub import queries
from isotherm_api.hub.board import Board
from isotherm_api.hub.client import Client
from isotherm_api.hub.events import EventBatch
from isotherm_api.metrics import Metrics
from isotherm_api.problem import TooMany

log = logging.getLogger(__name__)

READINGS, GRANTS, REGISTRY = "isotherm_readings", "isotherm_grants", "isotherm_registry"
CHANNELS = (READINGS, GRANTS, REGISTRY)
_OVERLAP = timedelta(seconds=5)
"""Rows are written before they are committed: look so far behind the newest one seen."""
_CATCH_UP = timedelta(hours=1)
"""A client that was away longer reads everything anew."""


class Hub:
    """Follows `latest` and the grants, and offers each client what is for it."""

    def __init__(
        self,
        database: Database,
        grants: Grants,
        clock: Clock,
        bounds: RequestBounds,
        metrics: Metrics,
        background: Background,
        *,
        net_s: float = 30.0,
        between_s: float = 0.25,
    ) -> None:
        self._database, self._grants, self._clock = database, grants, clock
        self._bounds, self._metrics = bounds, metrics
        self._net_s, self._between_s = net_s, between_s
        self._clients: set[Client] = set()
        self._returned: set[Client] = set()
        self._joined: set[Client] = set()
        self._per_user: Counter[str] = Counter()
        self._board = Board()
        self._written: dict[int, datetime] = {}
        self._seen_to = clock.now()
        self._changed, self._regrant = asyncio.Event(), asyncio.Event()
        self._registry, self._loaded = 1, 0
        self._granted, self._applied = 0, 0
        self.ready = asyncio.Event()
        """Set once every sensor has been read for the first time."""
        self._closing = False
        outage = Outage(log, "cannot read the newest readings, trying again", "reading them again")
        self._recovery = Recovery(outage, background.job("live-follow"))
        outage = Outage(log, "cannot read grants, trying again", "reading grants again")
        self._grants_recovery = Recovery(outage, background.job("live-grants"))

    def heard(self, channel: str, payload: str) -> None:
        """Takes a notification; each only sets a flag, so a storm of them costs nothing."""
        if channel == GRANTS:
            self._grants.forget()
            self._granted += 1
            self._regrant.set()
        else:
            self._registry += channel == REGISTRY
            self._changed.set()

    @contextmanager
    def client(self, access: Access, site_id: int | None, since: int | None) -> Iterator[Client]:
        """A stream's place here; TooMany where its user has as many as may be."""
        subject = access.caller.subject
        if self._per_user[subject] >= self._bounds.streams:
            raise TooMany(f"You may have {self._bounds.streams} live streams open at once.")
        made = Client(access, site_id, since)
        self._clients.add(made)
        self._per_user[subject] += 1
        self._metrics.streams.inc()
        if self._closing:
            made.close()
        self._joined.add(made)  # its access may have changed since it was read
        self._regrant.set()
        if since is not None:
            self._returned.add(made)
            self._changed.set()
        try:
            yield made
        finally:
            for held in (self._clients, self._joined, self._returned):
                held.discard(made)
            self._per_user -= Counter({subject: 1})
            self._metrics.streams.dec()

    def close(self) -> None:
        """Ends every stream, also those that begin from now on."""
        self._closing = True
        for each in self._clients:
            each.close()

    def mark(self) -> int:
        """How far the hub has read, as an event id."""
        return to_ms(self._seen_to)

    async def run(self) -> None:
        """Follow readings and grants until cancelled; an error is retried with back-off."""
        async with asyncio.TaskGroup() as group:
            # no client takes more events than that, so that no more are read
            following = keep(self._follow, self._recovery, rest_s=self._between_s)
            group.create_task(following, name="live-follow")
            group.create_task(keep(self._follow_grants, self._grants_recovery), name="live-grants")

    async def _follow(self) -> None:
        """Wait for a change or a sensor that turns silent, and offer it to the clients."""
        await _set_within(self._changed, self._wait_s())
        self._changed.clear()
        try:
            with self._metrics.flush.time():
                await self._refresh()
        except BaseException:
            self._changed.set()
            raise

    def _wait_s(self) -> float:
        """Until the next sensor turns silent, at most until the net is drawn in."""
        now = self._clock.now()
        soonest = self._board.turns_silent_at(now + timedelta(seconds=self._net_s))
        return min(self._net_s, max(0.05, (soonest - now).total_seconds()))

    async def _refresh(self) -> None:
        now, board = self._clock.now(), self._board
        async with self._database.reading() as connection:
            registry = self._registry
            anew = registry != self._loaded
            seen_to = await queries.newest(connection) or self._seen_to
            written = await queries.written_since(connection, self._seen_to - _OVERLAP)
            if anew:
                wanted = await queries.everything(connection)
            else:
                news = [key for key, at in written.items() if self._written.get(key) != at]
                wanted = sorted({*news, *board.silent_by(now)})
            fresh = await self._judged(connection, wanted, now)
            missed = await self._missed(connection)
        if anew:
            board.keep_only(wanted)
        self._written, self._loaded = written, registry
        self._seen_to = max(self._seen_to, seen_to)
        batch = board.tell(fresh, self.mark())
        if batch is not None:
            for client in self._clients:
                client.offer(batch)
        self._catch_up(missed)
        self.ready.set()

    async def _judged(
        self, connection: Connection, sensor_ids: Sequence[int], now: datetime
    ) -> list[JudgedSensor]:
        """Judge sensors; read when a state began only where the board does not know it."""
        rows = await current.load_by_id(connection, now, sensor_ids)
        since: dict[int, datetime | None] = {}
        unknown: list[tuple[current.Row, State]] = []
        judgements = [judge(row, now) for row in rows]
        for row, judgement in zip(rows, judgements, strict=True):
            before = self._board.get(row["id"])
            if before is None:
                unknown.append((row, judgement.state))
            elif before.sensor.state != judgement.state:
                since[row["id"]] = row["measured_at"]
            elif before.sensor.since is not None:
                since[row["id"]] = from_ms(before.sensor.since)
        since.update(await load_since(connection, unknown, now))
        return [
            judged_sensor(row, judgement, since.get(row["id"]))
            for row, judgement in zip(rows, judgements, strict=True)
        ]

    async def _missed(self, connection: Connection) -> dict[Client, Collection[int]]:
        """Clients that came back, with what was written before this hub began to follow.

        Asked once for all of them: after a restart they come by the thousand.
        """
        returned, earliest = list(self._returned), self._clock.now() - _CATCH_UP
        begun = self._board.complete_from
        since = {each: max(each.since or 0, to_ms(earliest)) for each in returned}
        before = [mark for mark in since.values() if begun is None or mark < begun]
        if not before:
            return dict.fromkeys(returned, ())
        written = await queries.written_since(connection, from_ms(min(before)) - _OVERLAP)
        by_mark = {
            mark: [key for key, at in written.items() if at > from_ms(mark) - _OVERLAP]
            for mark in set(before)
        }
        return {each: by_mark.get(mark, ()) for each, mark in since.items()}

    def _catch_up(self, missed: dict[Client, Collection[int]]) -> None:
        """Offers clients that came back what changed while they were away."""
        batches: dict[int, EventBatch | None] = {}
        earliest = to_ms(self._clock.now() - _CATCH_UP)
        for client, written in missed.items():
            since = client.since or 0
            if since not in batches:
                batches[since] = self._board.since(max(since, earliest), written, self.mark())
            if (batch := batches[since]) is not None:
                client.offer(batch)
            self._returned.discard(client)

    async def _follow_grants(self) -> None:
        """Wait for a change of grants or a new client, and apply the grants."""
        if not await _set_within(self._regrant, self._net_s):
            self._granted += 1
        self._regrant.clear()
        granted = self._granted
        affected = self._clients if granted != self._applied else self._joined
        clients, self._joined = list(affected), set()
        try:
            accesses = await self._grants.of([client.access.caller for client in clients])
        except BaseException:
            self._joined |= self._clients.intersection(clients)
            self._regrant.set()
            raise
        for client, access in zip(clients, accesses, strict=True):
            client.regrant(access)
        self._applied = granted


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    """Waits for an event, so long at most; whether it came."""
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
