"""The HTTP server with its background jobs: the one place where the parts are put together."""

import asyncio
import contextlib
import gc
import resource
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import uvicorn
from fastapi import FastAPI

from isotherm.instants import SystemClock
from isotherm.process.connections import pool
from isotherm.process.listener import Listener
from isotherm.process.run import Process
from isotherm_api.access import Grants
from isotherm_api.bounds import Pace, RequestBounds
from isotherm_api.context import Services
from isotherm_api.database import Database
from isotherm_api.directory import Directory, KeycloakDirectory, NoDirectory
from isotherm_api.hub.hub import CHANNELS, Hub
from isotherm_api.metrics import Metrics
from isotherm_api.settings import ApiSettings
from isotherm_api.tokens import Keys, Verifier

CreateApp = Callable[[Services], FastAPI]

_GRACE_S = 10
_UNTAKEN_MS = 60_000
"""After this time the kernel drops a client that acknowledges nothing; by default it would keep
what was sent to it for as long as it stays connected."""


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us and ends live streams before it waits for requests."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: `isotherm.process.run` handles signals."""
        yield

    def stop(self) -> None:
        """Take no more requests, end streams, and finish the rest."""
        self.should_exit = True
        self._hub.close()


async def serve(settings: ApiSettings, process: Process, create_app: CreateApp) -> None:
    """Serve until the process is told to stop; the database and Keycloak may be away at first."""
    process.ready = lambda: {"serving": False}
    _allow_many_files()
    async with _services(settings, process) as services:
        app = create_app(services)
        # objects made until now live as long as the process: the garbage collector may skip them
        gc.collect()
        gc.freeze()
        config = uvicorn.Config(
            app,
            host=settings.api_host,
            port=settings.api_port,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
        server, listening = _Server(config, services.hub), _bound(config)
        process.ready = lambda: {"serving": server.started and not server.should_exit}
        listener = Listener(
            settings.database_url.get_secret_value(),
            CHANNELS,
            services.hub.heard,
            application="isotherm-api-listener",
            job=process.background.job("listener"),
        )
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(services.hub.run(), name="live"),
                group.create_task(listener.run(), name="listener"),
                group.create_task(_stop_when_told(process, server), name="stop"),
            ]
            await server.serve(sockets=[listening])
            for task in tasks:
                task.cancel()


async def _stop_when_told(process: Process, server: _Server) -> None:
    await process.stopped()
    server.stop()


@contextlib.asynccontextmanager
async def _services(settings: ApiSettings, process: Process) -> AsyncIterator[Services]:
    """Open what requests are answered from; nothing is connected before the first use."""
    clock, metrics = SystemClock(), Metrics.make()
    bounds = RequestBounds(streams=settings.streams_a_user)
    directory = _directory(settings)
    async with (
        pool(
            settings.database_url.get_secret_value(),
            size=settings.database_pool,
            application="isotherm-api",
            statement_timeout_ms=settings.statement_timeout_ms,
        ) as connections,
        httpx.AsyncClient(timeout=5, trust_env=False) as client,
        contextlib.aclosing(directory),
    ):
        database = Database(connections, long_at_once=max(1, settings.database_pool // 2))
        grants = Grants(database)
        yield Services(
            database=database,
            verifier=Verifier(
                Keys(client, settings.realm_url),
                settings.oidc_issuer.rstrip("/"),
                settings.oidc_audience,
            ),
            grants=grants,
            hub=Hub(database, grants, clock, bounds, metrics, process.background),
            directory=directory,
            clock=clock,
            bounds=bounds,
            metrics=metrics,
            pace=Pace(),
        )


def _directory(settings: ApiSettings) -> Directory:
    secret = settings.oidc_lookup_client_secret
    if settings.oidc_lookup_client_id is None or secret is None:
        return NoDirectory()
    return KeycloakDirectory(
        settings.realm_url, settings.oidc_lookup_client_id, secret.get_secret_value()
    )


def _bound(config: uvicorn.Config) -> socket.socket:
    """Return the socket to listen on; connections inherit its options."""
    listening = config.bind_socket()
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNTAKEN_MS)
    return listening


def _allow_many_files() -> None:
    """Raise the limit of open files to the allowed maximum: each live stream is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
