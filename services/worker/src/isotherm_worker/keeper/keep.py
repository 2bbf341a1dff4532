"""The loop of `keep-broker`: prepares each start of the broker, and keeps its certificate."""

import asyncio
import logging
import time
from pathlib import Path

from isotherm.broker.store import repair
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.process.run import Process
from isotherm_worker import metrics
from isotherm_worker.accounts.render import RenderError, write_accounts
from isotherm_worker.keeper.handshake import Handshake, Request
from isotherm_worker.keeper.tls import CertificateKeeper, Folders
from isotherm_worker.settings import RenderSettings

log = logging.getLogger(__name__)

_LOOK_S = 0.2
_LOOK_AT_CERTIFICATE_S = 2.0


class UnpreparedError(Exception):
    """A start cannot be prepared; the message says why."""


class BrokerKeeper:
    """Serves the starts of one broker: `accounts` and `store` are its files."""

    def __init__(
        self,
        settings: RenderSettings,
        handshake: Handshake,
        accounts: Path,
        store: Path,
        certificate: Folders | None = None,
    ) -> None:
        self._settings, self._handshake = settings, handshake
        self._accounts, self._store = accounts, store
        self._tls = None if certificate is None else CertificateKeeper(certificate, handshake)
        self._looked_at = 0.0

    async def run(self, process: Process) -> None:
        """Work until the process is told to stop."""
        outage = Outage(log, "the broker is not started, trying again", "the broker can be started")
        recovery = Recovery(
            outage,
            process.background.job("broker"),
            expected=(OSError, RenderError, UnpreparedError),
        )
        async with asyncio.TaskGroup() as group:
            task = group.create_task(keep(self._step, recovery, rest_s=_LOOK_S), name="keeper")
            await process.stopped()
            task.cancel()

    async def _step(self) -> None:
        request = self._handshake.waiting()
        metrics.BROKER_WAITS.set(request is not None)
        if request is not None:
            await self._prepare(request)
        elif self._tls and time.monotonic() - self._looked_at >= _LOOK_AT_CERTIFICATE_S:
            self._looked_at = time.monotonic()
            await asyncio.to_thread(self._tls.look)

    async def _prepare(self, request: Request) -> None:
        """Render the accounts, repair the store and copy the certificate; then let it go."""
        if self._tls and not await asyncio.to_thread(self._tls.prepare):
            raise UnpreparedError("there is no certificate with its key, and none was before")
        await write_accounts(self._settings, self._accounts)
        await asyncio.to_thread(repair, self._store)
        self._handshake.grant(request)
        metrics.BROKER_STARTS.inc()
        metrics.BROKER_WAITS.set(0)
        log.info("prepared a start of the broker", extra={"pid": request.pid})
