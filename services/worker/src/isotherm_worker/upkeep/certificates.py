"""Watch the certificates that devices and browsers are shown."""

import asyncio
import logging
from typing import NoReturn
from urllib.parse import urlsplit

import asyncpg

from isotherm.process.background import Background
from isotherm.process.connections import AWAY
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep
from isotherm_worker import metrics
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.upkeep.handshake import Endpoint, UnreachableError, look

log = logging.getLogger(__name__)

EVERY_S = 600.0
_FIRST_S, _LONGEST_S = 5.0, 60.0
_BROKER = """
UPDATE broker_certificate SET checked_at = now(), address = $1, expires_at = $2, error = $3
"""
_UNREACHABLE = """
UPDATE broker_certificate SET checked_at = now(), address = $1, error = $2
"""
"""When it expires is known from before."""
_NO_BROKER = """
UPDATE broker_certificate SET checked_at = NULL, address = NULL, expires_at = NULL, error = NULL
WHERE checked_at IS NOT NULL
"""


def broker(settings: WorkerSettings) -> Endpoint | None:
    """Return the broker's listener with TLS: the devices', or else the one that worker uses."""
    if settings.certificate_broker is not None:
        host, _, port = settings.certificate_broker.rpartition(":")
        name = settings.certificate_broker_name or host.strip("[]")
        return Endpoint(host.strip("[]"), int(port), name, settings.certificate_broker_ca)
    if settings.mqtt_tls:
        host = settings.mqtt_host
        return Endpoint(host, settings.mqtt_port, host, settings.mqtt_ca)
    return None


def pages(settings: WorkerSettings) -> Endpoint | None:
    """Return the public address of the pages, if there is one and it speaks TLS."""
    parts = urlsplit(settings.certificate_pages or "")
    if parts.scheme != "https" or parts.hostname is None:
        return None
    return Endpoint(parts.hostname, parts.port or 443, parts.hostname)


class Certificates:
    """Looks until cancelled."""

    def __init__(
        self, settings: WorkerSettings, pool: asyncpg.Pool, background: Background | None = None
    ) -> None:
        self._pool, self._background = pool, background or Background()
        self._endpoints = {"broker": broker(settings), "pages": pages(settings)}

    async def run(self) -> None:
        """Look at each at intervals, apart from the other; retry after any error."""
        async with asyncio.TaskGroup() as group:
            for name in self._endpoints:
                group.create_task(self._keep_looking(name), name=f"certificate of {name}")

    async def look(self, name: str) -> None:
        """Look once, set the metrics, and store what the broker shows; raise UnreachableError.

        What was seen last stays in the metrics while nothing can be seen: it goes on ageing.
        """
        endpoint = self._endpoints[name]
        if endpoint is None:
            await self._store(name, _NO_BROKER)
            return
        address = f"{endpoint.name}:{endpoint.port}"
        try:
            shown = await look(endpoint)
        except UnreachableError as error:
            await self._store(name, _UNREACHABLE, address, str(error))
            raise
        expires, lifetime = shown.expires_at, shown.expires_at - shown.starts_at
        metrics.CERTIFICATE_SHOWN_EXPIRES.labels(name).set(expires.timestamp())
        metrics.CERTIFICATE_SHOWN_LIFETIME.labels(name).set(lifetime.total_seconds())
        metrics.CERTIFICATE_SHOWN_USABLE.labels(name).set(shown.error is None)
        if shown.error is not None:
            log.warning("clients refuse a certificate", extra={"of": name, "why": shown.error})
        await self._store(name, _BROKER, address, expires, shown.error)

    async def _keep_looking(self, name: str) -> NoReturn:
        recovery = Recovery(
            Outage(log, f"cannot look at the certificate of {name}, retrying", "looking again"),
            self._background.job(f"certificate of {name}"),
            backoff=Backoff(_FIRST_S, _LONGEST_S),
            expected=(UnreachableError, *AWAY),
        )
        await keep(lambda: self.look(name), recovery, rest_s=EVERY_S)

    async def _store(self, name: str, statement: str, *arguments: object) -> None:
        if name == "broker":
            async with self._pool.acquire(timeout=10) as connection:
                await connection.execute(statement, *arguments)
