"""The pipeline: takes messages, decodes, places, stores and acknowledges them, batch by batch.

While one batch is committed, source gathers the messages of the next.
"""

import asyncio
import time
from dataclasses import dataclass, field

from isotherm.process import tracing
from isotherm.process.transaction import POSTGRESQL
from isotherm_ingest.attempts import Attempts
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch_span import BatchSpans, describe
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.intake import Intake
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.linger import Linger
from isotherm_ingest.mqtt.arrivals import Arrivals, Opened
from isotherm_ingest.observe import Observer
from isotherm_ingest.place.place_batch import place_batch
from isotherm_ingest.place.registry import CurrentRegistry
from isotherm_ingest.place.trails import Trails
from isotherm_ingest.stages import Stages
from isotherm_ingest.store.instances import is_alone
from isotherm_ingest.store.store import RegistryChangedError, Store
from isotherm_ingest.store.stored import Stored

_IDLE_S = 1.0


@dataclass(slots=True)
class Pipeline:
    """Moves readings from source to store until `attempts.stopping` is set."""

    intake: Intake
    dating: Dating
    store: Store
    attempts: Attempts
    latest: Latest
    devices: Devices
    linger: Linger
    observer: Observer
    stages: Stages = field(default_factory=Stages)
    _registry: CurrentRegistry = field(default_factory=CurrentRegistry)
    _trails: Trails = field(default_factory=Trails)
    _spans: BatchSpans = field(default_factory=BatchSpans)

    async def run(self) -> None:
        """Work until stopped; then finish the batch in hand and return."""
        source, stopping = self.intake.source, self.attempts.stopping
        while not stopping.is_set():
            await source.wait(_IDLE_S)
            await asyncio.sleep(self.linger.wait_s(time.monotonic()))
            if (opened := source.opened()) is not None:
                await self._resume(opened)
            elif not stopping.is_set():
                await self._turn()

    async def _resume(self, opened: Opened) -> None:
        """After a new connection, load the messages that may be delivered again."""
        saved = await self.attempts.until_done(lambda: self.store.resume(opened.session_present))
        if saved is not None:
            self.dating.resume(opened.session_present, *saved)

    async def _turn(self) -> None:
        """Move one batch from source to acknowledgement."""
        if (taken := await self.intake.take()) is None:
            return
        arrivals, saturated = taken
        began = time.monotonic()
        self.linger.began(began, len(arrivals))
        with self._spans.start(arrivals) as span:
            batch = self._decode(arrivals, saturated)
            stored = await self.attempts.until_done(lambda: self._place_and_store(batch))
            if stored is None:
                span.fail("stopped")
                return
            self.intake.source.acknowledge(batch.packet_ids(), batch.epoch)
            describe(span, stored.ledger)
            self.observer.committed(stored, began)

    def _decode(self, arrivals: Arrivals, saturated: bool) -> Batch:
        with tracing.child("decode"):
            topics = self._registry.now.slots
            return decode_batch(arrivals, saturated, topics, self.dating, self.stages.decoders)

    async def _place_and_store(self, batch: Batch) -> Stored:
        """Try once to store a batch, placed by the registry as it is now."""
        names = batch.names()
        while True:
            with tracing.child("place"):
                registry = await self._registry.refresh(self.store.link, names)
                trails = self._trails.overlay(alone=await self._alone(batch))
                placed = place_batch(batch, registry, trails, self.stages.placers)
            try:
                with tracing.child("store", kind="client", attributes=POSTGRESQL):
                    stored = await self.store.commit(placed, self.dating.recent.prune_before())
            except RegistryChangedError:
                self._registry.invalidate()
                names = batch.all_names()  # a proposal may have expired since it was decoded
            else:
                self.dating.committed(stored.row_id)
                self._trails.committed(placed.trails)
                self.latest.committed(stored)
                self.devices.committed(batch, placed.leads, placed.sent)
                return stored

    async def _alone(self, batch: Batch) -> bool:
        """Return whether only this instance takes messages, if the batch has local times."""
        if not batch.has_local_times():
            return False
        return await is_alone(await self.store.link.get(), self.store.instance)
