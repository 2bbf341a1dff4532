"""The ingest service: reads the settings, makes the parts, and stops in order when told to."""

import argparse
import asyncio
import signal
from collections.abc import Mapping

from isotherm import logging as logs
from isotherm import management
from isotherm.clock import Clock, SystemClock
from isotherm.database import Listener
from isotherm.replays import NOTIFIED
from isotherm.settings import load
from isotherm_ingest import metrics
from isotherm_ingest.account import Account
from isotherm_ingest.budget import Budget, Budgets
from isotherm_ingest.devices import Devices
from isotherm_ingest.drain import drain
from isotherm_ingest.flusher import Flusher
from isotherm_ingest.heartbeat import Heartbeat, Sign
from isotherm_ingest.latest import Latest
from isotherm_ingest.leave import leave
from isotherm_ingest.linger import Linger
from isotherm_ingest.link import Link
from isotherm_ingest.pipeline import Limits, Pipeline
from isotherm_ingest.rejects import Rejects
from isotherm_ingest.replays import Replays
from isotherm_ingest.settings import Settings
from isotherm_ingest.source import MqttSource
from isotherm_ingest.stages import Stages
from isotherm_ingest.store import Store
from isotherm_ingest.times import microseconds
from isotherm_ingest.untimed import Window

APPLICATION = "isotherm-ingest"


class Service:
    """All parts of one ingest, put together. `run` works until `stop` and then ends in order."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, stages: Stages | None = None
    ) -> None:
        dsn = settings.database_url.get_secret_value()
        self._clock = clock or SystemClock()
        account = Account(
            settings.mqtt_host,
            settings.mqtt_port,
            settings.mqtt_username,
            settings.mqtt_password.get_secret_value(),
            settings.instance,
            settings.mqtt_tls_context(),
        )
        self.source = MqttSource(
            account,
            receive_maximum=settings.receive_maximum,
            held_bytes=settings.held_bytes,
            now=self._now,
        )
        latest, devices = Latest(), Devices()
        budget = Budget(Budgets(settings.reject_device_bytes, settings.reject_total_bytes))
        self.pipeline = Pipeline(
            self.source,
            Store(Link(dsn, APPLICATION), settings.instance, Rejects(budget)),
            Window(settings.receive_maximum),
            latest,
            devices,
            Linger(settings.linger_ms / 1000),
            self._now,
            Limits(settings.batch_messages, settings.batch_bytes, settings.stop_grace_s),
            stages or Stages(),
        )
        self._flusher = Flusher(Link(dsn, f"{APPLICATION}-latest"), latest, devices, self._now())
        self._replays = Replays(
            Link(dsn, f"{APPLICATION}-replays"),
            Link(dsn, f"{APPLICATION}-replays-aside"),
            settings.instance,
            latest,
        )
        self._heartbeat = Heartbeat(
            Link(dsn, f"{APPLICATION}-heartbeat"), settings.instance, self._sign
        )
        self._listener = Listener(
            dsn, [NOTIFIED], self._asked, application=f"{APPLICATION}-listener"
        )

    def _now(self) -> int:
        return microseconds(self._clock.now())

    def _asked(self, _channel: str, _payload: str) -> None:
        self._replays.wake()

    def _sign(self) -> Sign:
        source = self.source
        return Sign(source.connected, source.subscribed, source.outstanding, self.pipeline.tick)

    def ready(self) -> Mapping[str, bool]:
        """Whether readings flow: broker subscribed, and the database where one was needed."""
        return {"broker": self.source.connected, "database": self.pipeline.store.link.connected}

    def stop(self) -> None:
        """Takes no more messages; the batch in hand is finished and acknowledged."""
        self.pipeline.stop()
        self.source.wake()

    async def run(self) -> None:
        """Works until stopped."""
        async with asyncio.TaskGroup() as group:
            others = [
                group.create_task(self.source.run(), name="source"),
                group.create_task(self._flusher.run(), name="flusher"),
                group.create_task(self._listener.run(), name="listener"),
                group.create_task(self._replays.run(), name="replays"),
                group.create_task(self._heartbeat.run(), name="heartbeat"),
                group.create_task(self._leave_when_asked(), name="leave"),
            ]
            await self.pipeline.run()
            await self.source.settle()
            for task in others:
                task.cancel()
        await self._heartbeat.finish()
        await self._flusher.finish()
        self.pipeline.store.link.drop()

    async def _leave_when_asked(self) -> None:
        """Leaves the broker for good; the process then has nothing to do, and waits to be ended."""
        await self._heartbeat.asked.wait()
        await leave(self.source)
        await self._heartbeat.left()


async def serve(settings: Settings) -> None:
    """Runs the service with its management port until SIGTERM or SIGINT."""
    service = Service(settings)
    metrics.WAITING.set_function(lambda: sum(map(len, service.source.waiting())))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    where = settings.management_host, settings.management_port
    async with management.serve(*where, service.ready):
        await service.run()


def main() -> None:
    """The command `isotherm-ingest`; exit code 2 for a bad setting, 0 after a stop."""
    parser = argparse.ArgumentParser(
        prog="isotherm-ingest",
        description="Stores what sensors publish, until it is ended by SIGTERM."
        " Settings come from the environment, prefix ISOTHERM_.",
    )
    parser.add_argument(
        "command",
        nargs="?",
        choices=["drain"],
        help="let the running instance of this name leave the broker for good, if another is there",
    )
    asked = parser.parse_args()
    settings = load(Settings)
    if asked.command == "drain":
        dsn = settings.database_url.get_secret_value()
        raise SystemExit(asyncio.run(drain(dsn, settings.instance)))
    logs.configure("ingest", settings.instance, settings.log_level, settings.loki_url)
    asyncio.run(serve(settings))
