"""One ingest: builds its parts, starts and stops them."""

import asyncio
import logging
from collections.abc import Mapping

from isotherm.instants import Clock, SystemClock, to_micros
from isotherm.process.background import Background
from isotherm.process.connections import Link
from isotherm.process.listener import Listener
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.process.run import Process
from isotherm.replays import NOTIFIED
from isotherm_ingest import metrics
from isotherm_ingest.attempts import Attempts
from isotherm_ingest.batch.bounds import BatchBounds
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.decode_batch import Dating
from isotherm_ingest.heartbeat import Heartbeat, Sign
from isotherm_ingest.intake import Intake
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.latest.flusher import Flusher
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.linger import Linger
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.leave import leave
from isotherm_ingest.mqtt.source import MqttSource
from isotherm_ingest.observe import Observer
from isotherm_ingest.pipeline import Pipeline
from isotherm_ingest.replay.replays import Replays
from isotherm_ingest.settings import IngestSettings
from isotherm_ingest.stages import Stages
from isotherm_ingest.store.budget import Budget, Budgets
from isotherm_ingest.store.jumps import Jumps
from isotherm_ingest.store.rejects import Rejects
from isotherm_ingest.store.store import Store

log = logging.getLogger(__name__)

APPLICATION = "isotherm-ingest"


class Service:
    """All parts of one ingest. `run` works until `stop` and then ends in order."""

    def __init__(
        self,
        settings: IngestSettings,
        *,
        background: Background | None = None,
        clock: Clock | None = None,
        stages: Stages | None = None,
    ) -> None:
        self._settings, self._clock = settings, clock or SystemClock()
        self._job = (background or Background()).job
        self._stopping = asyncio.Event()
        self._latest, self._devices = Latest(self._now), Devices()
        self.source = self._make_source()
        self.pipeline = self._make_pipeline(stages or Stages())
        self._flusher = self._make_flusher()
        self._replays = self._make_replays()
        self._heartbeat = Heartbeat(
            self._link("-heartbeat"), settings.instance, self._sign, self._job("heartbeat")
        )
        self._listener = self._make_listener()
        metrics.UNACKNOWLEDGED.set_function(lambda: self.source.outstanding)
        metrics.WAITING.set_function(lambda: sum(map(len, self.source.waiting())))

    def _make_source(self) -> MqttSource:
        settings = self._settings
        account = Account(
            settings.mqtt_host,
            settings.mqtt_port,
            settings.mqtt_username,
            settings.mqtt_password.get_secret_value(),
            settings.instance,
            settings.mqtt_tls_context(),
        )
        return MqttSource(
            account,
            receive_maximum=settings.receive_maximum,
            held_bytes=settings.held_bytes,
            now=self._now,
            job=self._job("source"),
        )

    def _make_pipeline(self, stages: Stages) -> Pipeline:
        settings, link = self._settings, self._link("")
        budget = Budget(Budgets(settings.reject_device_bytes, settings.reject_total_bytes))
        dating = Dating(RecentUntimed(settings.receive_maximum))
        bounds = BatchBounds(settings.batch_messages, settings.batch_bytes)
        return Pipeline(
            Intake(self.source, dating.clock, bounds, self._now),
            dating,
            Store(link, settings.instance, Rejects(budget), Jumps(self._latest.last_good)),
            Attempts(link, self._stopping, settings.stop_grace_s, self._job("store")),
            self._latest,
            self._devices,
            Linger(settings.linger_ms / 1000),
            Observer(self._now),
            stages,
        )

    def _make_flusher(self) -> Flusher:
        link, job = self._link("-latest"), self._job("flusher")
        return Flusher(link, self._latest, self._devices, self._now(), job)

    def _make_replays(self) -> Replays:
        link, aside = self._link("-replays"), self._link("-replays-aside")
        instance, job = self._settings.instance, self._job("replays")
        return Replays(link, aside, instance, self._latest, job)

    def _make_listener(self) -> Listener:
        return Listener(
            self._settings.database_url.get_secret_value(),
            [NOTIFIED],
            lambda _channel, _payload: self._replays.wake(),
            application=f"{APPLICATION}-listener",
            job=self._job("listener"),
        )

    def _link(self, suffix: str) -> Link:
        dsn = self._settings.database_url.get_secret_value()
        return Link(dsn, f"{APPLICATION}{suffix}")

    def _now(self) -> int:
        return to_micros(self._clock.now())

    def _sign(self) -> Sign:
        source, tick = self.source, self.pipeline.dating.clock.tick
        return Sign(source.connected, source.subscribed, source.outstanding, tick)

    def ready(self) -> Mapping[str, bool]:
        """Return whether the broker is subscribed, and whether the database connection is open."""
        return {"broker": self.source.connected, "database": self.pipeline.store.link.connected}

    def stop(self) -> None:
        """Take no more messages; the batch in hand is finished and acknowledged."""
        self._stopping.set()
        self.source.wake()

    async def run(self) -> None:
        """Work until stopped."""
        async with asyncio.TaskGroup() as group:
            background = [
                group.create_task(self.source.run(), name="source"),
                group.create_task(self._flusher.run(), name="flusher"),
                group.create_task(self._listener.run(), name="listener"),
                group.create_task(self._replays.run(), name="replays"),
                group.create_task(self._heartbeat.run(), name="heartbeat"),
                group.create_task(self._leave_when_asked(), name="leave"),
            ]
            await self.pipeline.run()
            await self.source.settle()
            for task in background:
                task.cancel()
        await self._heartbeat.finish()
        await self._flusher.finish()
        self.pipeline.store.link.drop()

    async def _leave_when_asked(self) -> None:
        """Leave the broker for good when asked; after that the process only waits to be ended."""
        outage = Outage(log, "cannot leave the broker, trying again", "left the broker")
        await keep(self._leave, Recovery(outage, self._job("leave")))

    async def _leave(self) -> None:
        await self._heartbeat.asked.wait()
        await leave(self.source)
        await self._heartbeat.left()
        await asyncio.Event().wait()


async def serve(settings: IngestSettings, process: Process) -> None:
    """Run one ingest until the process is told to stop."""
    service = Service(settings, background=process.background)
    process.ready = service.ready
    async with asyncio.TaskGroup() as group:
        group.create_task(_stop(service, process), name="stop")
        await service.run()


async def _stop(service: Service, process: Process) -> None:
    await process.stopped()
    service.stop()
