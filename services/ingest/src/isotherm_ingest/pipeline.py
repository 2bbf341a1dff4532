"""The pipeline: the only one that knows all stages. Source → decode → place → batch → store →
acknowledge, one batch after the other; while one is committed, source gathers the next.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import asyncpg

from isotherm.reasons import Reason
from isotherm.trouble import Trouble
from isotherm_ingest import metrics, registry, untimed
from isotherm_ingest.arrivals import Message, Opened, Source
from isotherm_ingest.batch import Arranged, Batch, arrange, refused
from isotherm_ingest.decode import decode
from isotherm_ingest.devices import Devices
from isotherm_ingest.elements import Outcome, Refusal, Status
from isotherm_ingest.latest import Latest
from isotherm_ingest.linger import Linger
from isotherm_ingest.link import AWAY, Backoff
from isotherm_ingest.place import Placed, Work, place
from isotherm_ingest.readings import VanishedError
from isotherm_ingest.refusals import Warner
from isotherm_ingest.registry import Registry
from isotherm_ingest.store import RegistryChangedError, Store, Stored, UndecidedError
from isotherm_ingest.ticks import Increasing, Instant, TickClock, is_tick

log = logging.getLogger(__name__)
T = TypeVar("T")

_AGAIN = (VanishedError, UndecidedError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_IDLE_S = 1.0
_UNSETTLED_S = 0.05


@dataclass(slots=True, frozen=True)
class Stages:
    """The pure stages; a test puts one in that loses something."""

    decode: Callable[[str, bytes], Outcome] = decode
    place: Callable[[Work, Registry, Mapping[int, int]], Placed] = place


@dataclass(slots=True, frozen=True)
class Limits:
    """What a batch may hold, and how long one may be waited for at the end."""

    messages: int = 10_000
    payload_bytes: int = 1024 * 1024
    stop_grace_s: float = 10.0


@dataclass(slots=True)
class Pipeline:
    """Moves readings from source to store. `now` gives µs since 1970."""

    source: Source
    store: Store
    window: untimed.Window
    latest: Latest
    devices: Devices
    linger: Linger
    now: Callable[[], int]
    limits: Limits = Limits()
    stages: Stages = Stages()
    stale: bool = True
    """Whether the registry has to be read again before the next batch."""
    _registry: Registry = field(default_factory=Registry)
    _clock: TickClock = field(default_factory=TickClock)
    _increasing: Increasing = field(default_factory=Increasing)
    _warner: Warner = field(default_factory=Warner)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _trouble: Trouble = field(
        default_factory=lambda: Trouble(
            log,
            "database does not take readings",
            "database takes readings again",
            level=logging.ERROR,
        )
    )

    async def run(self) -> None:
        """Works until `stop`; then finishes the batch in hand and returns."""
        while not self._stopping.is_set():
            await self.source.wait(_IDLE_S)
            await asyncio.sleep(self.linger.wait_s(time.monotonic()))
            opened = self.source.opened()
            if opened is not None:
                await self._resume(opened)
            elif not self._stopping.is_set():
                await self._turn()

    def stop(self) -> None:
        """Takes nothing more."""
        self._stopping.set()

    async def _turn(self) -> None:
        """One batch, from source to acknowledgement."""
        waiting, saturated = self.source.waiting(), self.source.saturated()
        if self.source.stalled():
            self._clock.stalled()
        count = self._clock.settled(_fitting(waiting, self.limits), self.now(), saturated)
        if count == 0:
            await asyncio.sleep(_UNSETTLED_S if waiting else 0)
            return
        self.linger.began(time.monotonic(), count)
        batch = self._fill(count, saturated)
        began = time.monotonic()
        stored = await self._until_done(lambda: self._store(batch))
        if stored is None:
            return
        self.source.acknowledge(batch.packet_ids, batch.epoch)
        metrics.COMMIT.observe(time.monotonic() - began)
        metrics.observe(stored, self.now())
        for each in stored.refused:
            self._warner.warn(each.device, each.refusal.reason, each.refusal.detail, began)

    def _fill(self, count: int, saturated: bool) -> Batch:
        """Takes messages and decodes them; says when the untimed ones were published."""
        arrivals = self.source.take(count)
        batch = Batch(arrivals.epoch)
        for hour, received in arrivals.received.items():
            batch.ledger[hour].received += received
        instants = self._clock.read(arrivals.messages, saturated)
        for message, instant in zip(arrivals.messages, instants, strict=True):
            if message.qos:
                batch.packet_ids.append(message.packet_id)
            known = self.window.seen(message)
            if is_tick(message):
                batch.tick = self._clock.tick
                metrics.TICK_AGE.set((message.received_at - (batch.tick or 0)) / 1e6)
            else:
                self._decode(message, instant, known, batch)
        return batch

    def _decode(
        self, message: Message, instant: Instant, known: untimed.Pair | None, batch: Batch
    ) -> None:
        counts = batch.ledger[message.hour]
        try:
            outcome = self.stages.decode(message.topic, message.payload)
        except Exception:
            log.exception("decode failed")
            outcome = Refusal(Reason.REFUSED, "ingest failed to decode it")
        if isinstance(outcome, Refusal):
            counts.undecodable += 1
            batch.refused.append(refused(message, outcome))
            return
        counts.decoded += 1
        if isinstance(outcome, Status):
            counts.offered += 1
            counts.ignored += 1
            batch.statuses.append((message, outcome))
            return
        counts.offered += outcome.offered
        if known is not None:
            counts.duplicate += outcome.offered
            batch.repeated.append(known)
            return
        loose = sum(each.at is None for each in outcome.elements)
        at = self._increasing.reserve(message.topic, instant.at, loose) if loose else instant.at
        batch.works.append(Work(message, outcome, at, instant.unsure))

    async def _store(self, batch: Batch) -> Stored:
        """One try to store a batch, placed by the registry as it is now."""
        await self._refresh(batch)
        arranged = arrange(batch, self._registry, self.latest.newest, self._place)
        stored = await self.store.commit(arranged, self.window.prune_before())
        self._note(batch, arranged, stored)
        return stored

    def _note(self, batch: Batch, arranged: Arranged, stored: Stored) -> None:
        """What is known of a batch once it is committed."""
        if stored.row_id is not None:
            self.window.wrote(stored.row_id, arranged.pairs)
        self.latest.note(stored.kept.stored)
        self.devices.note(batch.statuses, arranged.skews)

    def _place(self, work: Work, known: Registry, newest: Mapping[int, int]) -> Placed:
        try:
            return self.stages.place(work, known, newest)
        except Exception:
            log.exception("place failed")
            said = "ingest failed to place it"
            return Placed(
                refusals=[
                    *work.decoded.refusals,
                    *(Refusal(Reason.REFUSED, said, each.index) for each in work.decoded.elements),
                ]
            )

    async def _refresh(self, batch: Batch) -> None:
        """Reads the registry again where it is stale, and proposes channels nobody knows."""
        names, now = batch.names(), time.monotonic()
        if not self.stale and not self._registry.unknown(names, now):
            return
        connection = await self.store.link.get()
        self.stale = False
        try:
            await self._load(connection, (), now)
            if unknown := self._registry.unknown(names, now):
                full = await registry.propose(connection, unknown)
                await self._load(connection, full, now)
        except BaseException:
            self.stale = True
            raise

    async def _load(
        self, connection: asyncpg.Connection, full: Iterable[registry.Names], now: float
    ) -> None:
        loaded = await registry.load(connection)
        loaded.refused(full, self._registry, now)
        self._registry = loaded

    async def _resume(self, opened: Opened) -> None:
        """A connection stands: what may be delivered again, and what the last tick said."""

        async def read() -> bool:
            connection = await self.store.link.get()
            if not opened.session_present:
                await connection.execute(untimed.CLEAR, self.store.instance)
            rows = await connection.fetch(untimed.READ, self.store.instance)
            self.window.load(rows)
            ticks = [row["tick_ms"] for row in rows if row["tick_ms"] is not None]
            self._clock.opened(opened.session_present, ticks[-1] * 1000 if ticks else None)
            return True

        await self._until_done(read)

    async def _until_done(self, act: Callable[[], Awaitable[T]]) -> T | None:
        """Tries until it succeeds, also for hours; None where a stop came and its grace is over."""
        backoff, gone = Backoff(), 0.0
        while True:
            try:
                done = await act()
            except RegistryChangedError:
                self.stale = True
                continue
            except _AGAIN as error:
                log.info("batch is tried again", extra={"error": repr(error)})
            except AWAY as error:
                self.store.link.drop()
                self._trouble.came(error)
            else:
                self._trouble.over()
                return done
            metrics.DATABASE_AWAY.inc()
            wait = backoff.next_s()
            if self._stopping.is_set():
                gone += wait
                if gone > self.limits.stop_grace_s:
                    log.warning("stopped with a batch not stored; it will come again")
                    return None
            await asyncio.sleep(wait)


def _fitting(waiting: Sequence[Message], limits: Limits) -> Sequence[Message]:
    """As many from the front as a batch may hold; at least one."""
    total = 0
    for index, message in enumerate(waiting[: limits.messages]):
        total += len(message.payload)
        if total > limits.payload_bytes:
            return waiting[: max(1, index)]
    return waiting[: limits.messages]
