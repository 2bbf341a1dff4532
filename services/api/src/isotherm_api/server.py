"""The HTTP server and its background jobs: the one place that builds and connects them."""

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
from isotherm.process.presence import Presence, Running
from isotherm.process.run import Process
from isotherm_api.access import Grants
from isotherm_api.bounds import ConnectionBounds, Pace, RequestBounds
from isotherm_api.connection.closing import Closing
from isotherm_api.connection.protocol import Connection, bounded
from isotherm_api.context import Services
from isotherm_api.database import Database
from isotherm_api.directory.keycloak import KeycloakDirectory
from isotherm_api.directory.people import Directory, NoDirectory
from isotherm_api.ended import EndedSessions
from isotherm_api.frontends import Frontends
from isotherm_api.hub.hub import CHANNELS, Hub
from isotherm_api.metrics import Metrics
from isotherm_api.observation import Observation, shown_host
from isotherm_api.prometheus import Prometheus
from isotherm_api.settings import ApiSettings
from isotherm_api.tokens import Keys, Verifier
from isotherm_api.traced_client import TracedClient
from isotherm_api.turns import Turns

CreateApp = Callable[[Services], FastAPI]

_ANNOUNCED_S = 5.0
"""How long idle connections are kept for the response that announces their end: clients close them
after as long by themselves."""
_LOOK_S = 0.05
_UNACKNOWLEDGED_MS = 60_000
"""The kernel drops a client that has acknowledged nothing for this long. By default it would buffer
what was sent for as long as the client stays connected."""


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers, which announces the end of connections before it stops."""

    def __init__(self, config: uvicorn.Config, hub: Hub, closing: Closing) -> None:
        super().__init__(config)
        self._hub, self._closing = hub, closing
        self._announced_until = 0.0

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no handlers: `isotherm.process.run` handles signals."""
        yield

    def announce(self) -> None:
        """Have every response from now on say that its connection ends."""
        self._closing.is_announced = True
        self._announced_until = asyncio.get_running_loop().time() + _ANNOUNCED_S
        for connection in self._connections():
            connection.announce_end()

    def stop(self) -> None:
        """End live streams, and let running requests finish."""
        self.should_exit = True
        self._hub.close()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give idle connections time to be told; then accept and answer nothing more."""
        loop = asyncio.get_running_loop()
        while loop.time() < self._announced_until and any(  # noqa: ASYNC110  they set no event
            connection.is_idle for connection in self._connections()
        ):
            await asyncio.sleep(_LOOK_S)
        await super().shutdown(sockets)

    def _connections(self) -> list[Connection]:
        connections = list(self.server_state.connections)
        return [connection for connection in connections if isinstance(connection, Connection)]


async def serve(settings: ApiSettings, process: Process, create_app: CreateApp) -> None:
    """Serve until the process is told to stop; neither database nor Keycloak is needed to start."""
    process.ready = lambda: {"serving": False}
    _allow_many_files()
    async with _services(settings, process) as services:
        app = create_app(services)
        # what exists now lives as long as the process, so the garbage collector may skip it
        gc.collect()
        gc.freeze()
        bounds, closing = _connection_bounds(settings), Closing()
        config = uvicorn.Config(
            app,
            host=settings.api_host,
            port=settings.api_port,
            http=bounded(bounds, services.metrics, closing),
            ws="none",
            timeout_keep_alive=bounds.idle_s,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.stop_grace_s,
        )
        server, listening = _Server(config, services.hub, closing), _bound(config)
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
                group.create_task(
                    _stop_when_told(process, server, settings.stop_delay_s), name="stop"
                ),
            ]
            await server.serve(sockets=[listening])
            for task in tasks:
                task.cancel()


async def _stop_when_told(process: Process, server: _Server, delay_s: float) -> None:
    await process.stopped()
    server.announce()
    await asyncio.sleep(delay_s)
    server.stop()


@contextlib.asynccontextmanager
async def _services(settings: ApiSettings, process: Process) -> AsyncIterator[Services]:
    """Open the services that answer requests; they connect on first use."""
    clock, metrics = SystemClock(), Metrics.make()
    requests = max(1, settings.database_pool // 2)
    bounds = RequestBounds(streams=settings.streams_a_user, requests=requests)
    directory = _directory(settings)
    async with (
        pool(
            settings.database_url.get_secret_value(),
            size=settings.database_pool,
            application="isotherm-api",
            statement_timeout_ms=settings.statement_timeout_ms,
        ) as connections,
        TracedClient(timeout=5, trust_env=False) as keycloak,
        httpx.AsyncClient(timeout=5, trust_env=False) as client,
        contextlib.aclosing(directory),
    ):
        database = Database(connections, long_at_once=max(1, settings.database_pool // 2))
        grants, ended = Grants(database), EndedSessions()
        frontends = Frontends(settings.oidc_web_client_id)
        presence = Presence(
            connections,
            Running("api", settings.instance),
            process.background.job("presence"),
            frontends.take,
        )
        services = Services(
            database=database,
            verifier=Verifier(
                Keys(keycloak, settings.realm_url),
                settings.oidc_issuer.rstrip("/"),
                settings.oidc_audience,
            ),
            grants=grants,
            hub=Hub(database, grants, clock, bounds, metrics, process.background, ended),
            directory=directory,
            clock=clock,
            bounds=bounds,
            metrics=metrics,
            pace=Pace(),
            turns=Turns(bounds.requests),
            ended=ended,
            administration=settings.administration(),
            frontends=frontends,
            observation=_observation(settings, client),
            instance=settings.instance,
        )
        async with presence.kept():
            yield services


def _connection_bounds(settings: ApiSettings) -> ConnectionBounds:
    return ConnectionBounds(
        head_bytes=settings.request_head_bytes,
        head_s=settings.request_head_s,
        body_s=settings.request_body_s,
        connections=settings.connections,
    )


def _observation(settings: ApiSettings, client: httpx.AsyncClient) -> Observation:
    prometheus = settings.prometheus_url
    return Observation(
        logs=shown_host(settings.loki_url),
        traces=shown_host(settings.otlp_endpoint),
        metrics=shown_host(prometheus),
        grafana=settings.grafana_url,
        runbooks=settings.runbooks_url.rstrip("/"),
        prometheus=None if prometheus is None else Prometheus(client, prometheus),
    )


def _directory(settings: ApiSettings) -> Directory:
    secret = settings.oidc_lookup_client_secret
    if settings.oidc_lookup_client_id is None or secret is None:
        return NoDirectory()
    return KeycloakDirectory(
        settings.realm_url, settings.oidc_lookup_client_id, secret.get_secret_value()
    )


def _bound(config: uvicorn.Config) -> socket.socket:
    """Return the bound socket to listen on; accepted connections inherit its options."""
    listening = config.bind_socket()
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED_MS)
    return listening


def _allow_many_files() -> None:
    """Raise the soft limit of open files to the hard limit: each live stream needs one."""
    _, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))
