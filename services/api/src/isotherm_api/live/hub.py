"""Tells every open stream what changed: one LISTEN a process, one read a notification."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from isotherm.clock import Clock, from_ms, to_ms
from isotherm.database import GONE
from isotherm_api.access import Access, Grants
from isotherm_api.database import Connection, Database
from isotherm_api.limits import Limits
from isotherm_api.live import queries
from isotherm_api.live.client import Client
from isotherm_api.metrics import Metrics
from isotherm_api.problem import TooMany
from isotherm_api.sensors.state import Judged, judge

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
        limits: Limits,
        metrics: Metrics,
        *,
        net_s: float = 30.0,
    ) -> None:
        self._database, self._grants, self._clock = database, grants, clock
        self._limits, self._metrics, self._net_s = limits, metrics, net_s
        self._clients: set[Client] = set()
        self._per_user: Counter[str] = Counter()
        self._known: dict[int, Judged] = {}
        self._seen_to = clock.now()
        self._changed, self._regrant = asyncio.Event(), asyncio.Event()
        self._registry, self._loaded = 1, 0
        self.ready = asyncio.Event()
        """Set once every sensor has been read for the first time."""
        self._closing = False

    def heard(self, channel: str, payload: str) -> None:
        """Takes a notification; each only sets a flag, so a storm of them costs nothing."""
        if channel == GRANTS:
            self._grants.forget()
            self._regrant.set()
        else:
            self._registry += channel == REGISTRY
            self._changed.set()

    @contextmanager
    def client(self, access: Access, site_id: int | None, since: int | None) -> Iterator[Client]:
        """A stream's place here; TooMany where its user has as many as may be."""
        subject = access.caller.subject
        if self._per_user[subject] >= self._limits.streams:
            raise TooMany(f"You may have {self._limits.streams} live streams open at once.")
        made = Client(access, site_id, since)
        self._clients.add(made)
        self._per_user[subject] += 1
        self._metrics.streams.inc()
        if self._closing:
            made.close()
        self._regrant.set()  # its access may have changed since it was read
        if since is not None:
            self._changed.set()
        try:
            yield made
        finally:
            self._clients.discard(made)
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
        """Works until cancelled; comes back after the database was away."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow(), name="live-follow")
            group.create_task(self._follow_grants(), name="live-grants")

    async def _follow(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._wait_s()):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            try:
                with self._metrics.flush.time():
                    await self._refresh()
            except GONE as error:
                log.warning("newest readings not read", extra={"error": repr(error)})
                self._changed.set()
                await asyncio.sleep(1)

    def _wait_s(self) -> float:
        """Until the next sensor turns silent, at most until the net is drawn in."""
        now = self._clock.now()
        due = [each.silent_at for each in self._known.values() if each.silent_at is not None]
        soonest = min(due, default=now + timedelta(seconds=self._net_s))
        return min(self._net_s, max(0.05, (soonest - now).total_seconds()))

    async def _refresh(self) -> None:
        now = self._clock.now()
        async with self._database.reading() as connection:
            registry = self._registry
            if registry == self._loaded:
                sensors = await queries.changed_since(connection, self._seen_to - _OVERLAP)
            else:
                sensors = await queries.everything(connection)
            turned = [each.id for each in self._known.values() if _turns_silent(each, now)]
            seen_to = await queries.newest(connection) or self._seen_to
            fresh = await self._judged(connection, sorted({*sensors, *turned}), now)
            await self._catch_up(connection)
        if registry != self._loaded:
            self._known = {key: self._known[key] for key in sensors if key in self._known}
        self._seen_to, self._loaded = max(self._seen_to, seen_to), registry
        changed = [each for each in fresh if self._known.get(each.id) != each]
        self._known |= {each.id: each for each in changed}
        self._offer(changed, list(self._clients))
        self.ready.set()

    async def _judged(
        self, connection: Connection, sensors: Sequence[int], now: datetime
    ) -> list[Judged]:
        """Documents; when a state began is only looked up where it is not known from here."""
        rows = {row["id"]: row for row in await queries.rows(connection, sensors, now)}
        found: dict[int, Judged] = {}
        unknown = []
        for key, row in rows.items():
            before, after = self._known.get(key), judge(row, now, None)
            if before is None:
                unknown.append(key)
            elif before.sensor.state == after.sensor.state:
                since = before.sensor.since
                found[key] = judge(row, now, None if since is None else from_ms(since))
            else:
                found[key] = judge(row, now, row["measured_at"])
        began = await queries.since(connection, [rows[key] for key in unknown], now)
        for key in unknown:
            found[key] = judge(rows[key], now, began.get(key))
        return list(found.values())

    async def _catch_up(self, connection: Connection) -> None:
        """Offers clients that came back what changed while they were away."""
        for each in list(self._clients):  # they come and go while we read
            if each.since is None:
                continue
            since = max(from_ms(each.since), self._clock.now() - _CATCH_UP) - _OVERLAP
            each.since = None
            missed = await queries.changed_since(connection, since)
            self._offer([self._known[key] for key in missed if key in self._known], [each])

    def _offer(self, changed: Sequence[Judged], clients: Sequence[Client]) -> None:
        if not changed or not clients:
            return
        documents = [
            (each.id, each.site_id, each.sensor.model_dump_json().encode()) for each in changed
        ]
        for client in clients:
            client.offer(documents, self.mark())

    async def _follow_grants(self) -> None:
        while True:
            await self._regrant.wait()
            self._regrant.clear()
            try:
                for each in list(self._clients):
                    each.regrant(await self._grants.access(each.access.caller))
            except GONE as error:
                log.warning("grants not read", extra={"error": repr(error)})
                self._regrant.set()
                await asyncio.sleep(1)


def _turns_silent(each: Judged, now: datetime) -> bool:
    return each.silent_at is not None and each.silent_at <= now
