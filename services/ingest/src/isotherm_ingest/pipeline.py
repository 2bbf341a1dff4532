"""The pipeline: the only one that knows all stages. Source → decode → place → batch → store →
acknowledge, one batch after the other; while one is committed, source gathers the next.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import asyncpg
import numpy as np

from isotherm.reasons import Reason
from isotherm.trouble import Trouble
from isotherm_ingest import metrics, registry, untimed
from isotherm_ingest.arrivals import Chunk, Opened, Source
from isotherm_ingest.batch import Arranged, Batch, arrange
from isotherm_ingest.devices import Devices
from isotherm_ingest.elements import Refusal
from isotherm_ingest.fill import Filler
from isotherm_ingest.latest import Latest
from isotherm_ingest.linger import Linger
from isotherm_ingest.link import AWAY, Backoff
from isotherm_ingest.place import Placed, Work
from isotherm_ingest.readings import VanishedError
from isotherm_ingest.refusals import Warner
from isotherm_ingest.registry import Registry
from isotherm_ingest.stages import Stages
from isotherm_ingest.store import RegistryChangedError, Store, Stored, UndecidedError
from isotherm_ingest.ticks import TickClock

log = logging.getLogger(__name__)
T = TypeVar("T")

_AGAIN = (VanishedError, UndecidedError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_IDLE_S = 1.0
_UNSETTLED_S = 0.05


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
    stages: Stages = field(default_factory=Stages)
    stale: bool = True
    """Whether the registry has to be read again before the next batch."""
    _registry: Registry = field(default_factory=Registry)
    _clock: TickClock = field(default_factory=TickClock)
    _filler: Filler = field(init=False)
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

    def __post_init__(self) -> None:
        self._filler = Filler(self.stages, self.window, self._clock)

    @property
    def tick(self) -> int | None:
        """What the last tick said (µs); None before the first."""
        return self._clock.tick

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
        began = time.monotonic()
        self.linger.began(began, count)
        batch = self._filler.fill(self.source.take(count), saturated, self._registry)
        stored = await self._until_done(lambda: self._store(batch))
        if stored is None:
            return
        self.source.acknowledge(batch.packet_ids(), batch.epoch)
        metrics.COMMIT.observe(time.monotonic() - began)
        metrics.observe(stored, self.now())
        for each in stored.refused:
            self._warner.warn(each.device, each.refusal.reason, each.refusal.detail, began)

    async def _store(self, batch: Batch) -> Stored:
        """One try to store a batch, placed by the registry as it is now."""
        await self._refresh(batch)
        arranged = self._arrange(batch)
        stored = await self.store.commit(arranged, self.window.prune_before())
        self._note(batch, arranged, stored)
        return stored

    def _arrange(self, batch: Batch) -> Arranged:
        columns, works = None, list[Work]()
        if batch.plain is not None:
            try:
                columns, careful = self.stages.place_plain(batch.plain, self._registry)
            except Exception:  # nothing that devices send may hold up what others sent
                log.exception("plain messages could not be placed")
                careful = np.arange(len(batch.plain))
            works = [self._filler.carefully(batch, batch.plain, int(index)) for index in careful]
        newest = self.latest.newest
        return arrange(batch, self._registry, newest, self._place, columns, works)

    def _note(self, batch: Batch, arranged: Arranged, stored: Stored) -> None:
        """What is known of a batch once it is committed."""
        if stored.row_id is not None:
            self.window.wrote(stored.row_id)
        if stored.columns is not None:
            self.latest.note_columns(stored.columns)
            self.devices.right(stored.columns, batch)
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
        if self.stale:
            self.stale = False
            try:
                full = self._registry.full
                self._registry = await registry.load(await self.store.link.get())
                self._registry.full = full
            except BaseException:
                self.stale = True
                raise
        if unknown := self._registry.unknown(names, now):
            connection = await self.store.link.get()
            await registry.propose(connection, self._registry, unknown, now)

    async def _resume(self, opened: Opened) -> None:
        """A connection stands: what may be delivered again, and what the last tick said."""

        async def read() -> bool:
            connection = await self.store.link.get()
            if not opened.session_present:
                await connection.execute(untimed.CLEAR, self.store.instance)
            rows = await connection.fetch(untimed.READ, self.store.instance)
            self.window.load([row["pairs"] for row in rows])
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


def _fitting(waiting: Sequence[Chunk], limits: Limits) -> list[Chunk]:
    """As many messages from the front as a batch may hold; at least one."""
    fitting: list[Chunk] = []
    messages, payload_bytes = limits.messages, limits.payload_bytes
    for chunk in waiting:
        size = sum(map(len, chunk.payloads))
        if len(chunk) > messages or size > payload_bytes:
            count = _first(chunk, messages, payload_bytes) or (not fitting)
            return [*fitting, chunk.split(count)[0]] if count else fitting
        fitting.append(chunk)
        messages -= len(chunk)
        payload_bytes -= size
    return fitting


def _first(chunk: Chunk, messages: int, payload_bytes: int) -> int:
    """How many of a chunk fit."""
    for count, payload in enumerate(chunk.payloads[:messages]):
        payload_bytes -= len(payload)
        if payload_bytes < 0:
            return count
    return min(messages, len(chunk))
