"""`isotherm-api`: answers people until it is told to stop."""

import asyncio
import contextlib
import gc
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator

import httpx
import uvicorn
import uvloop
from fastapi import FastAPI

from isotherm import management, tracing
from isotherm.clock import SystemClock
from isotherm.database import Listener, pool
from isotherm.logging import configure
from isotherm.settings import load
from isotherm_api.access import Grants
from isotherm_api.app import create_app
from isotherm_api.context import Services
from isotherm_api.database import Database
from isotherm_api.directory import Directory, KeycloakDirectory, NoDirectory
from isotherm_api.limits import Limits
from isotherm_api.live.hub import CHANNELS, Hub
from isotherm_api.live.stream import Pace
from isotherm_api.metrics import Metrics
from isotherm_api.settings import ApiSettings
from isotherm_api.tokens import Keys, Verifier

log = logging.getLogger(__name__)

Make = Callable[[Services], FastAPI]

_GRACE_S = 10
_UNTAKEN_MS = 60_000
"""A client that takes nothing for so long is gone for the kernel too, which else would keep what
was sent to it for as long as it stays connected."""


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us and ends live streams before it waits for requests."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: the process has one place for signals."""
        yield

    def stop(self) -> None:
        """Takes no more requests, ends streams, finishes the rest."""
        self.should_exit = True
        self._hub.close()


def _directory(settings: ApiSettings) -> Directory:
    secret = settings.oidc_lookup_client_secret
    if settings.oidc_lookup_client_id is None or secret is None:
        return NoDirectory()
    return KeycloakDirectory(
        settings.realm_url, settings.oidc_lookup_client_id, secret.get_secret_value()
    )


async def run(settings: ApiSettings, make: Make = create_app) -> None:
    """Serves until SIGTERM or SIGINT; the database and Keycloak may be away at the start."""
    dsn = settings.database_url.get_secret_value()
    clock, metrics = SystemClock(), Metrics.make()
    limits = Limits(streams=settings.streams_a_user)
    directory = _directory(settings)
    async with (
        pool(
            dsn,
            size=settings.database_pool,
            application="isotherm-api",
            statement_timeout_ms=settings.statement_timeout_ms,
        ) as connections,
        httpx.AsyncClient(timeout=5, trust_env=False) as client,
        contextlib.aclosing(directory),
    ):
        database = Database(connections, long_at_once=max(1, settings.database_pool // 2))
        grants = Grants(database)
        hub = Hub(database, grants, clock, limits, metrics)
        services = Services(
            database=database,
            verifier=Verifier(
                Keys(client, settings.realm_url),
                settings.oidc_issuer.rstrip("/"),
                settings.oidc_audience,
            ),
            grants=grants,
            hub=hub,
            directory=directory,
            clock=clock,
            limits=limits,
            metrics=metrics,
            pace=Pace(),
        )
        app = make(services)
        # what is there now stays as long as the process: it need not be looked through for garbage
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
        server, listening = _Server(config, hub), _bound(config)
        listener = Listener(dsn, CHANNELS, hub.heard, application="isotherm-api-listener")
        async with management.serve(
            settings.management_host,
            settings.management_port,
            lambda: {"serving": server.started and not server.should_exit},
        ):
            await _serve(server, listening, hub, listener)


def _bound(config: uvicorn.Config) -> socket.socket:
    """The socket to listen on; connections inherit its options."""
    made = config.bind_socket()
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNTAKEN_MS)
    return made


def _allow_many_files() -> None:
    """A live stream is an open file: as many as we may have, where the default is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve(server: _Server, listening: socket.socket, hub: Hub, listener: Listener) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(hub.run(), name="live"),
            group.create_task(listener.run(), name="listener"),
        ]
        await server.serve(sockets=[listening])
        for each in tasks:
            each.cancel()


def main(make: Make = create_app) -> None:
    """Reads the settings, sets up the log, and runs the app that is made of the parts."""
    settings = load(ApiSettings)
    configure("api", settings.instance, settings.log_level, settings.loki_url)
    tracing.configure("api", settings.instance, settings.otlp_endpoint)
    _allow_many_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(settings, make))
